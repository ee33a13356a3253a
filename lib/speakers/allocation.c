/*
 * Allocation: process managers. Who has accepted is owed what the policy says that
 * was in force when they did, or when their role or number of talks changed last;
 * who has withdrawn, nothing. What follows from that is in allocation/allotment.h.
 *
 * One process prints what asks, one what asks back, one asks again for what was
 * refused. Whichever of the first two comes first decides.
 */
#include "speakers/allocation.h"

#include "speakers/crm.h"
#include "speakers/messages.h"
#include "speakers/policy.h"
#include "speakers/speaker.h"
#include "store/query.h"

static struct booking_party party_of(const struct speaker_state *speaker)
{
	return (struct booking_party){
		.beneficiary = speaker->speaker,
		.purchaser = {speaker->name, speaker->email},
		.reason = "speaker",
	};
}

/*
 * Fixes what SPEAKER is owed by the policy: TARGETS. False where no rule of any
 * policy matches: it stays open, and is looked at again.
 */
static bool fix(
	struct decision *decision, const struct speaker_state *speaker, struct list *targets)
{
	struct speaker_facts facts = {speaker->role, speaker->talks};
	struct speaker_match match = speaker_policy_find(
		decision->store, &facts, decision->envelope->sequence, decision->arena);
	struct speaker_entitled *entitled = arena_take(decision->arena, sizeof(*entitled));

	if (match.version == NULL) {
		decision_warn(decision,
			"%s: no rule of any policy is for the role \"%s\" with %lld talks; adopt "
			"one that has it, then run speaker-allocate -a",
			speaker->speaker, speaker->role, (long long)speaker->talks);
		return false;
	}
	*targets = speaker_policy_targets(match.rule, decision->arena);
	*entitled = (struct speaker_entitled){
		.speaker = speaker->speaker,
		.role = speaker->role,
		.talks = integer(speaker->talks),
		.policy = match.version,
		.rule = integer(match.number),
		.grants = *targets,
	};
	decision_event_as(decision, &speaker_entitled_message, speaker->speaker, entitled,
		uuid_derived(
			decision->now, &decision->envelope->id, speaker_entitled_message.type, 0),
		&decision->envelope->id);
	return true;
}

/*
 * Decides what SPEAKER shall have, where the event at the door is the last that may
 * have changed it, and nobody has decided upon that yet.
 */
static void settle(struct decision *decision, const char *id)
{
	struct list targets = {0, NULL};
	struct speaker_state speaker;
	struct booking_party party;

	if (allotment_due(decision->store, id) != decision->envelope->sequence ||
		!speaker_find(decision->store, id, decision->arena, &speaker))
		return;
	if (speaker_comes(&speaker) && !fix(decision, &speaker, &targets))
		return;
	party = party_of(&speaker);
	allotment_decide(decision, &speakers_allotments, &party, &targets);
}

static void on_amended(struct decision *decision, const void *event)
{
	settle(decision, ((const struct invitation *)event)->speaker);
}

static void on_accepted(struct decision *decision, const void *event)
{
	settle(decision, ((const struct accept_invitation *)event)->speaker);
}

static void on_withdrawn(struct decision *decision, const void *event)
{
	settle(decision, ((const struct withdraw_speaker *)event)->speaker);
}

static void give_back(struct decision *decision, const char *id, const char *type)
{
	struct speaker_state speaker;
	struct booking_party party;

	if (!speaker_find(decision->store, id, decision->arena, &speaker))
		return;
	party = party_of(&speaker);
	allotment_give_back(decision, &speakers_allotments, &party, type);
}

/*
 * A booking that was answered when less was wanted already. By hand, a person is told: no
 * -a would ever come to such an event, so that a pipe must ask nothing back by it.
 */
static void on_booked(struct decision *decision, const void *event)
{
	const struct tickets_booked *booked = event;

	if (booked->purchase == NULL)
		allotment_tell_by_hand(decision, booked->beneficiary, booked->type);
	else if (allotment_is_reclaimable(decision, booked->beneficiary, booked->type))
		give_back(decision, booked->beneficiary, booked->type);
}

/* A ticket that somebody has given up, when less is wanted. */
static void on_held(struct decision *decision, const void *event)
{
	const struct ticket_holder *holder = event;

	if (allotment_is_reclaimable(decision, holder->beneficiary, holder->type))
		give_back(decision, holder->beneficiary, holder->type);
}

static void ask_again(struct decision *decision, const char *id, const char *type)
{
	struct speaker_state speaker;
	struct booking_party party;

	if (!speaker_find(decision->store, id, decision->arena, &speaker))
		return;
	party = party_of(&speaker);
	allotment_ask_again(decision, &speakers_allotments, &party, type);
}

/* Asks again for what was refused. */
static void on_booking_refused(struct decision *decision, const void *event)
{
	const struct booking_refused *refused = event;

	ask_again(decision, refused->beneficiary, refused->type);
}

/* Asks again for what was booked and is lacking: somebody has cancelled it. */
static void on_lacking(struct decision *decision, const void *event)
{
	const struct tickets_booked *booked = event;

	ask_again(decision, booked->beneficiary, booked->type);
}

static void answer_asking(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_commands(decision, out);
}

static void answer_asking_back(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_reclaims(decision, out);
}

static const struct reaction asking[] = {
	{&speaker_amended_message, on_amended, answer_asking},
	{&invitation_accepted_message, on_accepted, answer_asking},
	{&speaker_withdrawn_message, on_withdrawn, answer_asking},
	{&speaker_booking_refused_message, NULL, answer_asking},
	{&speaker_tickets_booked_message, NULL, answer_asking},
	{.event = NULL},
};

const struct process speaker_allocation = {
	.name = "speaker-allocate",
	.reactions = asking,
	.own_events = true,
	.outstanding = allotment_unasked,
};

static const struct reaction asking_again[] = {
	{&speaker_booking_refused_message, on_booking_refused, answer_asking},
	{&speaker_tickets_booked_message, on_lacking, answer_asking},
	{.event = NULL},
};

const struct process speaker_retrying = {
	.name = "speaker-allocate",
	.reactions = asking_again,
	.own_events = true,
	.outstanding = allotment_unfilled,
};

static const struct reaction asking_back[] = {
	{&speaker_amended_message, on_amended, answer_asking_back},
	{&invitation_accepted_message, on_accepted, answer_asking_back},
	{&speaker_withdrawn_message, on_withdrawn, answer_asking_back},
	{&speaker_tickets_booked_message, on_booked, answer_asking_back},
	{&speaker_ticket_held_message, on_held, answer_asking_back},
	{.event = NULL},
};

const struct process speaker_reclaiming = {
	.name = "speaker-reclaim",
	.reactions = asking_back,
	.own_events = true,
	.outstanding = allotment_unreturned,
};

void speaker_allocation_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	struct query *query =
		query_of(store, "UPDATE speakers SET entitled = :seq WHERE speaker = :speaker");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, ((const struct speaker_entitled *)event)->speaker);
	query_run(query);
}
