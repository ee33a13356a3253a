#include "sponsorship/sponsor.h"

#include "booking/ledger.h"
#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/policy.h"
#include "store/query.h"

#define COLUMNS                                                                                    \
	"sponsor, name, level, email, signed_up_on, onboarded_level, registered_at, seq, "         \
	"withdrawn, completed, onboarded, level_completed, entitled, due, decided, leveled FROM sponsors "

static void read_row(struct query *query, struct arena *arena, struct sponsor_state *state)
{
	*state = (struct sponsor_state){
		.sponsor = query_copy_at(query, 0, arena),
		.name = query_copy_at(query, 1, arena),
		.level = query_copy_at(query, 2, arena),
		.email = query_copy_at(query, 3, arena),
		.signed_up_on = query_optional_copy_at(query, 4, arena),
		.onboarded_level = query_optional_copy_at(query, 5, arena),
		.registered_at = query_copy_at(query, 6, arena),
		.seq = query_position_at(query, 7),
		.withdrawn = query_position_at(query, 8),
		.completed = query_position_at(query, 9),
		.onboarded = query_position_at(query, 10),
		.level_completed = query_position_at(query, 11),
		.entitled = query_position_at(query, 12),
		.due = query_position_at(query, 13),
		.decided = query_position_at(query, 14),
		.leveled = query_position_at(query, 15),
	};
}

bool sponsor_find(
	struct store *store, const char *id, struct arena *arena, struct sponsor_state *state)
{
	struct query *query = query_of(store, "SELECT " COLUMNS "WHERE sponsor = :sponsor");
	bool found = false;

	query_text(query, id);
	while (query_row(query)) {
		found = true;
		read_row(query, arena, state);
	}
	return found;
}

bool sponsor_next(struct store *store, const char *only, const char *after, struct arena *arena,
	struct sponsor_state *state)
{
	struct query *query;
	bool found = false;

	if (only != NULL) {
		if (after != NULL)
			return false;
		found = sponsor_find(store, only, arena, state);
		if (!found)
			fault_set(
				store_fault(store), EX_DATAERR, "there is no sponsor \"%s\"", only);
		return found;
	}
	query = query_of(
		store, "SELECT " COLUMNS "WHERE sponsor > :after ORDER BY sponsor LIMIT 1");
	query_text(query, after != NULL ? after : "");
	while (query_row(query)) {
		found = true;
		read_row(query, arena, state);
	}
	return found;
}

bool sponsor_expect(struct decision *decision, const char *id, struct sponsor_state *state)
{
	if (sponsor_find(decision->store, id, decision->arena, state))
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/sponsor",
		"there is no sponsor \"%s\": register it first", id);
	return false;
}

void sponsor_register(struct decision *decision, const void *command)
{
	const struct sponsor *sponsor = command;
	struct sponsor_state state;

	if (!policy_knows_level(decision->store, sponsor->level))
		decision_warn(decision, "%s: no rule of the policy is for the level \"%s\"",
			sponsor->sponsor, sponsor->level);
	if (!sponsor_find(decision->store, sponsor->sponsor, decision->arena, &state)) {
		decision_event(decision, &sponsor_registered_message, sponsor->sponsor, sponsor);
		return;
	}
	if (strcmp(state.level, sponsor->level) != 0)
		decision_warn(decision, "%s: its level was \"%s\", and is \"%s\" now",
			sponsor->sponsor, state.level, sponsor->level);
	/* One that had withdrawn is a sponsor again, though nothing differs. */
	decision_event_if_new(decision, &sponsor_amended_message, sponsor->sponsor, sponsor,
		state.withdrawn > 0 ? 0 : state.seq);
}

void sponsor_withdraw(struct decision *decision, const void *command)
{
	const struct withdraw_sponsor *withdraw = command;
	struct sponsor_state state;
	int64_t good;

	if (!sponsor_expect(decision, withdraw->sponsor, &state))
		return;
	if (state.withdrawn > 0) {
		decision_again(decision, state.withdrawn);
		return;
	}
	good = booking_good_in_all(decision->store, withdraw->sponsor);
	if (good > 0)
		decision_warn(decision,
			"%s: has %lld tickets: sponsor-reclaim asks back what nobody holds",
			withdraw->sponsor, (long long)good);
	decision_event(decision, &sponsor_withdrawn_message, withdraw->sponsor, withdraw);
}

void sponsor_set_due(struct store *store, const char *sponsor, int64_t position)
{
	struct query *query =
		query_of(store, "UPDATE sponsors SET due = :due WHERE sponsor = :sponsor");

	query_integer(query, position);
	query_text(query, sponsor);
	query_run(query);
}

void sponsor_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct sponsor *sponsor = event;
	struct query *query = query_of(store,
		"INSERT INTO sponsors (sponsor, name, level, email, signed_up_on, seq, "
		"registered_at) VALUES (:sponsor, :name, :level, :email, :signed_up_on, :seq, "
		":registered_at) ON CONFLICT (sponsor) DO UPDATE SET name = excluded.name, "
		"level = excluded.level, email = excluded.email, "
		"signed_up_on = excluded.signed_up_on, seq = excluded.seq, "
		"due = CASE WHEN withdrawn IS NULL THEN due ELSE excluded.seq END, "
		"withdrawn = NULL");

	(void)state;
	query_text(query, sponsor->sponsor);
	query_text(query, sponsor->name);
	query_text(query, sponsor->level);
	query_text(query, sponsor->email);
	query_text(query, sponsor->signed_up_on);
	query_integer(query, envelope->sequence);
	query_text(query, envelope->time);
	query_run(query);
	onboarding_refresh(store, sponsor->sponsor, envelope->sequence);
}

void sponsor_apply_withdrawn(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct withdraw_sponsor *withdrawn = event;
	struct query *query = query_of(
		store, "UPDATE sponsors SET withdrawn = :seq, due = :seq WHERE sponsor = :sponsor");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, withdrawn->sponsor);
	query_run(query);
	onboarding_refresh(store, withdrawn->sponsor, envelope->sequence);
}
