/*
 * The ticket office's door: who is turned away there has asked for nothing, as far as
 * ticketing knows; only we do, so it is noted here, for a person to see.
 */
#include "booking/internal.h"

bool booking_is_noted(const struct answer_at_door *noted, const char *code, const char *message)
{
	return noted->code != NULL && noted->message != NULL && strcmp(noted->code, code) == 0 &&
	       strcmp(noted->message, message) == 0;
}

/* Notes that BOOKING's command was turned away, where that is not what is noted already. */
static void note(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const char *code, const char *message)
{
	struct booking_turned_away *away;

	if (booking_is_noted(&booking->at_door, code, message))
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

void booking_apply_turned_away(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct booking_turned_away *away = event;
	struct query *query = query_of(store,
		"UPDATE bookings SET code = :code, message = :message WHERE command = :command");
	struct uuid command;

	(void)state;
	(void)envelope;
	uuid_parse(away->command, &command);
	query_text(query, away->code);
	query_text(query, away->message);
	query_uuid(query, &command);
	query_run(query);
}

void booking_apply_reclaim_turned_away(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct reclaim_refused *away = event;
	struct query *query = query_of(store,
		"UPDATE reclaims SET code = :code, message = :message WHERE command = :command");
	struct uuid command;

	(void)state;
	(void)envelope;
	uuid_parse(away->command, &command);
	query_text(query, away->code);
	query_text(query, away->message);
	query_uuid(query, &command);
	query_run(query);
}
