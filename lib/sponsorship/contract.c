#include "sponsorship/contract.h"

#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/sponsor.h"
#include "store/query.h"

static struct contract_state read_contract(struct query *query, struct arena *arena)
{
	struct contract_state contract = {0};

	while (query_row(query)) {
		contract = (struct contract_state){
			.contract = query_copy_at(query, 0, arena),
			.sponsor = query_copy_at(query, 1, arena),
			.signed_on = query_copy_at(query, 2, arena),
			.in_kind = query_integer_at(query, 3) != 0,
			.voided = query_integer_at(query, 4) != 0,
		};
	}
	return contract;
}

struct contract_state contract_of(struct store *store, const char *sponsor, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT contract, sponsor, signed_on, in_kind, voided FROM contracts "
		"WHERE sponsor = :sponsor ORDER BY voided, seq DESC LIMIT 1");

	query_text(query, sponsor);
	return read_contract(query, arena);
}

static struct contract_state find_contract(
	struct store *store, const char *contract, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT contract, sponsor, signed_on, in_kind, voided FROM contracts "
		"WHERE contract = :contract");

	query_text(query, contract);
	return read_contract(query, arena);
}

void contract_sign(struct decision *decision, const void *command)
{
	const struct contract *contract = command;
	struct contract_state other;
	struct sponsor_state sponsor;

	if (!sponsor_expect(decision, contract->sponsor, &sponsor))
		return;
	other = contract_of(decision->store, contract->sponsor, decision->arena);
	if (other.contract != NULL && !other.voided)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/contract",
			"\"%s\" has signed the contract \"%s\": void that first", contract->sponsor,
			other.contract);
	else
		decision_event(decision, &contract_signed_message, contract->sponsor, contract);
}

const char *contract_undone(struct store *store, const void *command, struct arena *arena)
{
	const char *id = ((const struct contract *)command)->contract;

	if (!find_contract(store, id, arena).voided)
		return NULL;
	return arena_printf(arena,
		"the contract \"%s\" was signed before, and is void since: sign another, under "
		"another number",
		id);
}

void contract_void(struct decision *decision, const void *command)
{
	const struct void_contract *voiding = command;
	struct contract_state contract =
		find_contract(decision->store, voiding->contract, decision->arena);
	struct contract_voided *voided;
	struct sponsor_state sponsor;
	int64_t asked;

	if (contract.contract == NULL) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/contract",
			"there is no contract \"%s\"", voiding->contract);
		return;
	}
	asked = booking_good_in_all(decision->store, contract.sponsor);
	if (asked > 0)
		decision_warn(decision,
			"%s: has %lld tickets: sponsor-reclaim asks back what nobody holds",
			contract.sponsor, (long long)asked);
	else if (sponsor_find(decision->store, contract.sponsor, decision->arena, &sponsor) &&
		 sponsor.onboarded > 0)
		decision_warn(decision, "%s: was onboarded; it stays so, and is given no tickets",
			contract.sponsor);
	voided = arena_take(decision->arena, sizeof(*voided));
	*voided = (struct contract_voided){contract.sponsor, contract.contract, voiding->reason};
	decision_event(decision, &contract_voided_message, contract.sponsor, voided);
}

void contract_apply_signed(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct contract *contract = event;
	struct query *query = query_of(store,
		"INSERT INTO contracts (contract, sponsor, signed_on, in_kind, seq) "
		"VALUES (:contract, :sponsor, :signed_on, :in_kind, :seq)");

	(void)state;
	query_text(query, contract->contract);
	query_text(query, contract->sponsor);
	query_text(query, contract->signed_on);
	query_integer(query, contract->in_kind == TRUTH_YES);
	query_integer(query, envelope->sequence);
	query_run(query);
	onboarding_refresh(store, contract->sponsor, envelope->sequence);
	onboarding_set_due(store, contract->sponsor, envelope->sequence);
}

void contract_apply_voided(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct contract_voided *voided = event;
	struct query *query = query_of(
		store, "UPDATE contracts SET voided = 1, seq = :seq WHERE contract = :contract");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, voided->contract);
	query_run(query);
	onboarding_refresh(store, voided->sponsor, envelope->sequence);
	onboarding_set_due(store, voided->sponsor, envelope->sequence);
}
