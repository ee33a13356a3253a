/*
 * The messages, rules, effects and schema of lib/booking: the component that every context that
 * is a client of ticketing has beside its own.
 */
#include "booking/internal.h"

extern const struct schema booking_schema; /* generated from schema/ */

static const struct rule rules[] = {
	{.command = &override_entitlement_message, .decide = override_set},
	{.command = &withdraw_override_message, .decide = override_withdraw},
	{.command = &place_hold_message, .decide = override_place_hold},
	{.command = &set_zone_message, .decide = zone_set},
	{.command = &record_booking_message, .decide = booking_record},
	{.command = NULL},
};

static const struct effect effects[] = {
	{.event = &entitlement_decided_message, .apply = entitlement_apply_decided},
	{.event = &entitlement_overridden_message, .apply = override_apply_set, .fact = true},
	{.event = &override_withdrawn_message, .apply = override_apply_withdrawn, .fact = true},
	{.event = &hold_placed_message, .apply = override_apply_hold_placed, .fact = true},
	{.event = &hold_expired_message, .apply = override_apply_hold_expired, .fact = true},
	{.event = &zone_set_message, .apply = zone_apply_set},
	{.event = &zone_learned_message, .apply = zone_apply_learned},
	{.event = &tickets_requested_message, .apply = booking_apply_requested},
	{.event = &tickets_booked_message, .apply = booking_apply_booked},
	{.event = &booking_refused_message, .apply = booking_apply_refused},
	{.event = &booking_denied_message, .apply = booking_apply_denied},
	{.event = &reclaim_requested_message, .apply = reclaim_apply_requested},
	{.event = &tickets_reclaimed_message, .apply = reclaim_apply_done},
	{.event = &reclaim_refused_message, .apply = reclaim_apply_refused},
	{.event = &reclaim_denied_message, .apply = reclaim_apply_denied},
	{.event = &amendment_requested_message, .apply = amendment_apply_requested},
	{.event = &amendment_done_message, .apply = amendment_apply_done},
	{.event = &amendment_refused_message, .apply = amendment_apply_refused},
	{.event = &amendment_denied_message, .apply = amendment_apply_denied},
	{.event = &assignment_recorded_message, .apply = assignment_apply},
	{.event = NULL},
};

static const struct message *const other_messages[] = {
	&why_row_message,
	&policy_row_message,
	&task_row_message,
	&unused_row_message,
	&difference_row_message,
	NULL,
};

/* What completion lists; each has an index, or is short. */
static const struct listing listings[] = {
	{"beneficiary",
		"SELECT DISTINCT beneficiary FROM beneficiaries WHERE beneficiary >= :from ORDER BY 1"},
	{"type",
		"SELECT type FROM desired WHERE type >= :from UNION SELECT type FROM bookings WHERE type >= ?1 ORDER BY 1"},
	{"pool", "SELECT DISTINCT pool FROM desired WHERE pool >= :from AND pool <> '' ORDER BY 1"},
	{"reference",
		"SELECT DISTINCT reference FROM bookings WHERE reference >= :from ORDER BY 1"},
	{"version", "SELECT DISTINCT version FROM policies WHERE version >= :from ORDER BY 1"},
	{.fields = NULL},
};

const struct component booking_component = {
	&booking_schema, rules, effects, other_messages, listings};
