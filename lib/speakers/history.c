/*
 * What became of a speaker, event by event, in words.
 */
#include "booking/words.h"
#include "speakers/policy.h"
#include "speakers/status.h"
#include "store/feed.h"

/* WHAT, and the REASON where one was given. */
static const char *with_reason(const char *what, const char *reason, struct arena *arena)
{
	return reason != NULL ? arena_printf(arena, "%s: %s", what, reason) : what;
}

static const char *say_record(struct store *store, const void *event, struct arena *arena)
{
	const struct invitation *invitation = event;

	(void)store;
	return arena_printf(arena, "invited: %s, %s, talks: %zu%s%s", invitation->name,
		invitation->role, invitation->talks.count,
		invitation->answer_by != NULL ? ", to answer by " : "",
		invitation->answer_by != NULL ? invitation->answer_by : "");
}

static const char *say_accepted(struct store *store, const void *event, struct arena *arena)
{
	const struct accept_invitation *accepted = event;

	(void)store;
	return accepted->accepted_on != NULL
		       ? arena_printf(arena, "accepted on %s", accepted->accepted_on)
		       : "accepted";
}

static const char *say_declined(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return with_reason("declined", ((const struct decline_invitation *)event)->reason, arena);
}

static const char *say_withdrawn(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return with_reason("withdrawn", ((const struct withdraw_speaker *)event)->reason, arena);
}

static const char *say_entitled(struct store *store, const void *event, struct arena *arena)
{
	const struct speaker_entitled *entitled = event;

	return arena_printf(arena, "owed %s, by %s", booking_say_targets(&entitled->grants, arena),
		speaker_policy_describe(store, entitled->policy, entitled->rule.value, arena));
}

static const struct saying sayings[] = {
	{&speaker_invited_message, say_record},
	{&speaker_amended_message, say_record},
	{&invitation_accepted_message, say_accepted},
	{&invitation_declined_message, say_declined},
	{&speaker_withdrawn_message, say_withdrawn},
	{&speaker_entitled_message, say_entitled},
	{&speaker_allotment_decided_message, allotment_say},
	{&speaker_tickets_requested_message, booking_say_requested},
	{&speaker_tickets_booked_message, booking_say_booked},
	{&speaker_booking_refused_message, booking_say_refused},
	{&speaker_booking_turned_away_message, booking_say_turned_away},
	{&speaker_reclaim_turned_away_message, booking_say_reclaim_turned_away},
	{&speaker_reclaim_requested_message, booking_say_reclaiming},
	{&speaker_tickets_reclaimed_message, booking_say_reclaimed},
	{&speaker_reclaim_refused_message, booking_say_kept},
	{&speaker_ticket_held_message, booking_say_held},
	{.event = NULL},
};

bool speaker_history_next(struct store *store, const char *speaker, int64_t after,
	struct arena *arena, struct speaker_why_row *row)
{
	const char *time = NULL;
	const char *what = saying_next(store, sayings, speaker, &after, &time, arena);

	*row = (struct speaker_why_row){
		speaker, arena_printf(arena, "%019lld", (long long)after), time, what};
	return what != NULL;
}
