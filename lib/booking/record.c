#include "booking/record.h"

#include "booking/client.h"
#include "booking/ledger.h"

void record_warn_of_withdrawal(struct decision *decision, const char *beneficiary)
{
	decision_warn(decision,
		"%s: has withdrawn, and stays so; \"%s %s\", without options, ends that",
		beneficiary, booking_client_of(decision->store)->register_tool, beneficiary);
}

bool record_decide(struct decision *decision, const char *beneficiary, const void *data,
	const struct record_state *record)
{
	if (record->position == 0 || (record->withdrawn > 0 && decision->amends_nothing)) {
		decision_event(decision, record->registered, beneficiary, data);
		return true;
	}
	decision_event_if_new(decision, record->amended, beneficiary, data, record->position);
	if (record->withdrawn > 0)
		record_warn_of_withdrawal(decision, beneficiary);
	return decision->existing == 0;
}

void record_withdraw(struct decision *decision, const char *beneficiary, int64_t withdrawn,
	const struct message *event, const void *data)
{
	if (withdrawn > 0) {
		decision_existing(decision, withdrawn);
		return;
	}
	booking_warn_of_reclaim(decision, beneficiary);
	decision_event(decision, event, beneficiary, data);
}
