#include "speakers/speaker.h"

#include "speakers/messages.h"
#include "speakers/policy.h"
#include "store/query.h"

#define COLUMNS                                                                                    \
	"speaker, name, email, role, answer_by, state, talks, seq, answered, entitled "            \
	"FROM speakers "

/* In which the table has them, too. */
static const char *const state_texts[] = {NULL, "invited", "accepted", "declined", "withdrawn"};
static const struct words states = {state_texts, COUNT_OF(state_texts)};

static bool read_row(struct query *query, struct arena *arena, struct speaker_state *state)
{
	bool found = false;

	while (query_row(query)) {
		found = true;
		*state = (struct speaker_state){
			.speaker = query_copy_at(query, 0, arena),
			.name = query_copy_at(query, 1, arena),
			.email = query_copy_at(query, 2, arena),
			.role = query_copy_at(query, 3, arena),
			.answer_by = query_optional_copy_at(query, 4, arena),
			.state = query_word_at(query, 5, &states),
			.talks = query_integer_within_at(query, 6, 0, ITEMS_LIMIT),
			.seq = query_position_at(query, 7),
			.answered = query_position_at(query, 8),
			.entitled = query_position_at(query, 9),
		};
	}
	return found;
}

bool speaker_find(
	struct store *store, const char *id, struct arena *arena, struct speaker_state *state)
{
	struct query *query = query_of(store, "SELECT " COLUMNS "WHERE speaker = :speaker");

	query_text(query, id);
	return read_row(query, arena, state);
}

bool speaker_next(struct store *store, const char *only, const char *after, struct arena *arena,
	struct speaker_state *state)
{
	struct query *query;

	if (only != NULL) {
		if (after != NULL)
			return false;
		if (speaker_find(store, only, arena, state))
			return true;
		fault_set(store_fault(store), EX_DATAERR, "there is no speaker \"%s\"", only);
		return false;
	}
	query = query_of(
		store, "SELECT " COLUMNS "WHERE speaker > :after ORDER BY speaker LIMIT 1");
	query_text(query, after != NULL ? after : "");
	return read_row(query, arena, state);
}

static bool is_in(const struct speaker_state *speaker, const char *state)
{
	return strcmp(speaker->state, state) == 0;
}

bool speaker_comes(const struct speaker_state *speaker)
{
	return is_in(speaker, "accepted");
}

/* The same as speaker_find(); refuses the decision where there is none. */
static bool expect(struct decision *decision, const char *id, struct speaker_state *state)
{
	if (speaker_find(decision->store, id, decision->arena, state))
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/speaker",
		"there is no speaker \"%s\": invite them first", id);
	return false;
}

/* An import again invites nobody anew who has declined or withdrawn. */
void speaker_invite(struct decision *decision, const void *command)
{
	const struct invitation *invitation = command;
	struct speaker_facts facts = {invitation->role, (int64_t)invitation->talks.count};
	struct speaker_state state;

	if (!speaker_policy_is_for(decision->store, &facts))
		decision_warn(decision,
			"%s: no rule of the policy is for the role \"%s\" with %zu talks",
			invitation->speaker, invitation->role, invitation->talks.count);
	if (speaker_find(decision->store, invitation->speaker, decision->arena, &state))
		decision_event_if_new(decision, &speaker_amended_message, invitation->speaker,
			invitation, state.seq);
	else
		decision_event(decision, &speaker_invited_message, invitation->speaker, invitation);
}

/* The day that the decision is made on, where nobody says which. */
static const char *today(struct decision *decision)
{
	return arena_text(decision->arena, decision->time, strlen("YYYY-MM-DD"));
}

/* The same answer again is none that is new; another one of the same kind amends it. */
static void answer(struct decision *decision, const struct message *event,
	const struct speaker_state *speaker, const void *data, const char *state)
{
	decision_event_if_new(decision, event, speaker->speaker, data,
		is_in(speaker, state) ? speaker->answered : 0);
}

void speaker_accept(struct decision *decision, const void *command)
{
	const struct accept_invitation *accept = command;
	const char *on = accept->accepted_on != NULL ? accept->accepted_on : today(decision);
	struct speaker_state speaker;

	if (!expect(decision, accept->speaker, &speaker))
		return;
	if (!speaker_comes(&speaker) && speaker.answer_by != NULL &&
		strcmp(on, speaker.answer_by) > 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION,
			accept->accepted_on != NULL ? "/accepted_on" : "/speaker",
			"\"%s\" was to answer by %s: amend the invitation first", accept->speaker,
			speaker.answer_by);
	else
		answer(decision, &invitation_accepted_message, &speaker, accept, "accepted");
}

void speaker_decline(struct decision *decision, const void *command)
{
	const struct decline_invitation *decline = command;
	struct speaker_state speaker;

	if (!expect(decision, decline->speaker, &speaker))
		return;
	if (is_in(&speaker, "accepted") || is_in(&speaker, "withdrawn"))
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/speaker",
			"\"%s\" had accepted: speaker-withdraw records that they do not come",
			decline->speaker);
	else
		answer(decision, &invitation_declined_message, &speaker, decline, "declined");
}

void speaker_withdraw(struct decision *decision, const void *command)
{
	const struct withdraw_speaker *withdraw = command;
	struct speaker_state speaker;
	int64_t good;

	if (!expect(decision, withdraw->speaker, &speaker))
		return;
	if (is_in(&speaker, "invited") || is_in(&speaker, "declined")) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/speaker",
			"\"%s\" has not accepted: speaker-decline records that they do not come",
			withdraw->speaker);
		return;
	}
	good = booking_good_in_all(decision->store, withdraw->speaker);
	if (good > 0 && speaker_comes(&speaker))
		decision_warn(decision,
			"%s: has %lld tickets: speaker-reclaim asks back what nobody holds",
			withdraw->speaker, (long long)good);
	answer(decision, &speaker_withdrawn_message, &speaker, withdraw, "withdrawn");
}

/* What the policy goes by is another, for one who comes. */
static bool moves(const struct speaker_state *before, const struct invitation *now)
{
	return speaker_comes(before) &&
	       (strcmp(before->role, now->role) != 0 || before->talks != (int64_t)now->talks.count);
}

void speaker_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invitation *invitation = event;
	struct arena arena = {0};
	struct speaker_state before;
	struct query *query;

	(void)state;
	if (speaker_find(store, invitation->speaker, &arena, &before) && moves(&before, invitation))
		allotment_set_due(store, invitation->speaker, envelope->sequence);
	arena_release(&arena);
	query = query_of(store,
		"INSERT INTO speakers (speaker, name, email, role, talks, answer_by, state, seq) "
		"VALUES (:speaker, :name, :email, :role, :talks, :answer_by, 'invited', :seq) "
		"ON CONFLICT (speaker) DO UPDATE SET name = excluded.name, "
		"email = excluded.email, role = excluded.role, talks = excluded.talks, "
		"answer_by = excluded.answer_by, seq = excluded.seq");
	query_text(query, invitation->speaker);
	query_text(query, invitation->name);
	query_text(query, invitation->email);
	query_text(query, invitation->role);
	query_integer(query, (int64_t)invitation->talks.count);
	query_text(query, invitation->answer_by);
	query_integer(query, envelope->sequence);
	query_run(query);
}

/* Sets the state; what one shall have who came, or comes, is due to be decided with it. */
static void set_state(struct store *store, const struct envelope *envelope, const char *speaker,
	const char *state)
{
	struct arena arena = {0};
	struct speaker_state before;
	struct query *query;

	if (speaker_find(store, speaker, &arena, &before) && !is_in(&before, state) &&
		strcmp(state, "declined") != 0)
		allotment_set_due(store, speaker, envelope->sequence);
	arena_release(&arena);
	query = query_of(store,
		"UPDATE speakers SET state = :state, answered = :answered "
		"WHERE speaker = :speaker");
	query_text(query, state);
	query_integer(query, envelope->sequence);
	query_text(query, speaker);
	query_run(query);
}

void speaker_apply_accepted(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)state;
	set_state(store, envelope, ((const struct accept_invitation *)event)->speaker, "accepted");
}

void speaker_apply_declined(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)state;
	set_state(store, envelope, ((const struct decline_invitation *)event)->speaker, "declined");
}

void speaker_apply_withdrawn(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)state;
	set_state(store, envelope, ((const struct withdraw_speaker *)event)->speaker, "withdrawn");
}
