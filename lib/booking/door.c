/*
 * The ticket office's door: who is turned away there has asked for nothing, as far as
 * ticketing knows; only we do, so it is noted here, for a person to see.
 */
#include "base/clock.h"
#include "booking/internal.h"

const char *booking_turned_away_at(struct decision *decision)
{
	char *text = arena_take(decision->arena, CLOCK_TEXT);

	clock_format(booking_time(decision), text);
	return text;
}

/* Whether the door said what is noted then, or later. A command is of one of the tables. */
static bool is_past(struct decision *decision)
{
	struct query *query = query_of(decision->store,
		"SELECT 1 FROM bookings WHERE command = :command AND turned_away_at >= :at "
		"UNION ALL "
		"SELECT 1 FROM reclaims WHERE command = :command AND turned_away_at >= :at");

	query_uuid(query, decision->envelope->cause);
	query_text(query, booking_turned_away_at(decision));
	return query_number(query) != 0;
}

/*
 * The same words again, on each run of a cron line, are no news. Other words are, even
 * if they were said before the last ones, too: the status shows the reason of today. But
 * a log that is read again has both, so what counts is when the door said it. That is by
 * its own clock: no two refusals of a command for different reasons are of one moment. A
 * line that does not say when is taken as of now.
 */
bool booking_is_noted(struct decision *decision, const struct answer_at_door *noted,
	const char *code, const char *message)
{
	if (noted->code == NULL || noted->message == NULL)
		return false;
	return (strcmp(noted->code, code) == 0 && strcmp(noted->message, message) == 0) ||
	       is_past(decision);
}

/* Notes that BOOKING's command was turned away, where that is news. */
static void note(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const char *code, const char *message)
{
	struct booking_turned_away *away;

	if (booking_is_noted(decision, &booking->at_door, code, message))
		return;
	away = arena_take(decision->arena, sizeof(*away));
	*away = (struct booking_turned_away){
		.beneficiary = booking->beneficiary,
		.command = booking->command,
		.reference = booking->reference,
		.type = booking->type,
		.quantity = integer(booking->quantity),
		.code = code,
		.message = message,
		.turned_away_at = booking_turned_away_at(decision),
	};
	decision_event(decision, language->turned_away, booking->beneficiary, away);
}

void booking_turned_away(struct decision *decision, const struct booking_language *language,
	const struct command_refused *refused)
{
	const char *code = words_text(&door_refusal_words, refused->code);
	struct booking booking;

	if (decision->envelope->cause == NULL ||
		booking_reclaim_turned_away(decision, language, refused) ||
		!booking_by_command(decision, decision->envelope->cause, &booking) ||
		strcmp(booking.state, "requested") != 0)
		return;
	if (refused->retryable != TRUTH_YES) {
		booking_refuse(decision, language, &booking, code, refused->message, TRUTH_NO);
		return;
	}
	decision_warn(decision, "%s: turned away, and still outstanding: %s: %s", booking.reference,
		code, refused->message);
	note(decision, language, &booking, code, refused->message);
}

/* By SQL, which is static text: what COMMAND was told at the door, and when. */
static void write_note(struct store *store, const char *sql, const char *command, const char *code,
	const char *message, const char *at)
{
	struct query *query = query_of(store, sql);
	struct uuid id;

	uuid_parse(command, &id);
	query_text(query, code);
	query_text(query, message);
	query_text(query, at);
	query_uuid(query, &id);
	query_run(query);
}

void booking_apply_turned_away(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct booking_turned_away *away = event;

	(void)state;
	(void)envelope;
	write_note(store,
		"UPDATE bookings SET code = :code, message = :message, turned_away_at = :at "
		"WHERE command = :command",
		away->command, away->code, away->message, away->turned_away_at);
}

void booking_apply_reclaim_turned_away(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct reclaim_refused *away = event;

	(void)state;
	(void)envelope;
	write_note(store,
		"UPDATE reclaims SET code = :code, message = :message, turned_away_at = :at "
		"WHERE command = :command",
		away->command, away->code, away->message, away->turned_away_at);
}
