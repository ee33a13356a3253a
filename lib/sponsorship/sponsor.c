#include "sponsorship/sponsor.h"

#include "booking/record.h"
#include "sponsorship/contract.h"
#include "sponsorship/policy.h"
#include "store/query.h"

bool sponsor_find(
	struct store *store, const char *id, struct arena *arena, struct sponsor_state *state)
{
	struct query *query = QUERY(store,
		"SELECT sponsor, name, level, email, signed_up_on, registered_at, seq, withdrawn "
		"FROM sponsors WHERE sponsor = :sponsor",
		id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		*state = (struct sponsor_state){
			.sponsor = query_copy_at(query, 0, arena),
			.name = query_copy_at(query, 1, arena),
			.level = query_copy_at(query, 2, arena),
			.email = query_copy_at(query, 3, arena),
			.signed_up_on = query_optional_copy_at(query, 4, arena),
			.registered_at = query_copy_at(query, 5, arena),
			.position = query_position_at(query, 6),
			.withdrawn = query_position_at(query, 7),
		};
	}
	return found;
}

bool sponsor_require(struct decision *decision, const char *id, struct sponsor_state *state)
{
	if (sponsor_find(decision->store, id, decision->arena, state))
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/sponsor",
		"there is no sponsor \"%s\": register it first", id);
	return false;
}

bool sponsor_find_recipient(
	struct store *store, const char *id, struct arena *arena, struct recipient *recipient)
{
	struct sponsor_state sponsor;

	if (!sponsor_find(store, id, arena, &sponsor))
		return false;
	*recipient = (struct recipient){.name = sponsor.name, .email = sponsor.email};
	return true;
}

void sponsor_register(struct decision *decision, const void *command)
{
	const struct sponsor *sponsor = command;
	struct sponsor_state current = {.position = 0};

	sponsor_find(decision->store, sponsor->sponsor, decision->arena, &current);
	if (!record_decide(decision, sponsor->sponsor, sponsor,
		    &(struct record_state){&sponsor_registered_message, &sponsor_amended_message,
			    current.position, current.withdrawn}))
		return;
	if (!sponsor_policy_has_level(decision->store, sponsor->level))
		decision_warn(decision, "%s: no rule of the policy is for the level \"%s\"%s",
			sponsor->sponsor, sponsor->level,
			sponsor_policy_levels(decision->store, sponsor->level, decision->arena));
	if (current.level != NULL && strcmp(current.level, sponsor->level) != 0)
		decision_warn(decision, "%s: its level was \"%s\", and is \"%s\" now",
			sponsor->sponsor, current.level, sponsor->level);
}

void sponsor_amend(struct decision *decision, const void *command)
{
	const struct amend_sponsor *amend = command;
	struct sponsor_state state;
	bool known = sponsor_find(decision->store, amend->sponsor, decision->arena, &state);
	const struct sponsor *sponsor = decision_record(decision, &sponsor_layout,
		known ? state.position : 0, &amend_sponsor_layout, amend);

	if (sponsor != NULL)
		sponsor_register(decision, sponsor);
}

void sponsor_withdraw(struct decision *decision, const void *command)
{
	const struct withdraw_sponsor *withdraw = command;
	struct sponsor_state state;

	if (sponsor_require(decision, withdraw->sponsor, &state))
		record_withdraw(decision, withdraw->sponsor, state.withdrawn,
			&sponsor_withdrawn_message, withdraw);
}

/*
 * A registration ends a withdrawal, and keeps registered_at. Levels of contracts may depend on the
 * level of the record, so they are set again; a withdrawal changes no level.
 */
void sponsor_apply_set(const struct applying *of)
{
	const struct sponsor *sponsor = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO sponsors (sponsor, name, level, email, signed_up_on, seq, "
		"registered_at) VALUES (:sponsor, :name, :level, :email, :signed_up_on, :seq, "
		":registered_at) ON CONFLICT (sponsor) DO UPDATE SET name = excluded.name, "
		"level = excluded.level, email = excluded.email, "
		"signed_up_on = excluded.signed_up_on, seq = excluded.seq, "
		"withdrawn = CASE WHEN :registered THEN NULL ELSE withdrawn END",
		sponsor->sponsor, sponsor->name, sponsor->level, sponsor->email,
		sponsor->signed_up_on, of->envelope->sequence, of->envelope->time,
		strcmp(of->envelope->type, sponsor_registered_message.type) == 0));
	contract_refresh(of->store, sponsor->sponsor, of->envelope->sequence);
}

void sponsor_apply_withdrawn(const struct applying *of)
{
	query_run(QUERY(of->store, "UPDATE sponsors SET withdrawn = :seq WHERE sponsor = :sponsor",
		of->envelope->sequence, ((const struct withdraw_sponsor *)of->event)->sponsor));
}
