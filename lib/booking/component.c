/*
 * The component that every client of the open host has.
 */
#include "booking/internal.h"

extern const struct schema booking_schema;

static const struct rule rules[] = {
	{.command = &override_entitlement_message, .decide = override_set},
	{.command = &withdraw_override_message, .decide = override_withdraw},
	{.command = &place_hold_message, .decide = override_place_hold},
	{.command = &record_booking_message, .decide = booking_record},
	{.command = NULL},
};

#define FACT true
static const struct effect effects[] = {
	{&entitlement_decided_message, entitlement_apply_decided, false},
	{&entitlement_overridden_message, override_apply_set, FACT},
	{&override_withdrawn_message, override_apply_withdrawn, FACT},
	{&hold_placed_message, override_apply_hold_placed, FACT},
	{&hold_expired_message, override_apply_hold_expired, FACT},
	{&tickets_requested_message, booking_apply_requested, false},
	{&tickets_booked_message, booking_apply_booked, false},
	{&booking_refused_message, booking_apply_refused, false},
	{&booking_denied_message, booking_apply_denied, false},
	{&reclaim_requested_message, reclaim_apply_requested, false},
	{&tickets_reclaimed_message, reclaim_apply_done, false},
	{&reclaim_refused_message, reclaim_apply_refused, false},
	{&reclaim_denied_message, reclaim_apply_denied, false},
	{&assignment_recorded_message, assignment_apply, false},
	{.event = NULL},
};

static const struct message *const others[] = {
	&why_row_message,
	&policy_row_message,
	&task_row_message,
	&unused_row_message,
	&difference_row_message,
	NULL,
};

const struct component booking_component = {&booking_schema, rules, effects, others};
