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
	{&entitlement_decided_message, entitlement_apply_decided, describe_decided, false},
	{&entitlement_overridden_message, override_apply_set, describe_overridden, FACT},
	{&override_withdrawn_message, override_apply_withdrawn, describe_override_withdrawn, FACT},
	{&hold_placed_message, override_apply_hold_placed, describe_hold, FACT},
	{&hold_expired_message, override_apply_hold_expired, describe_hold_expired, FACT},
	{&tickets_requested_message, booking_apply_requested, describe_requested, false},
	{&tickets_booked_message, booking_apply_booked, describe_booked, false},
	{&booking_refused_message, booking_apply_refused, describe_refused, false},
	{&booking_denied_message, booking_apply_denied, describe_denied, false},
	{&reclaim_requested_message, reclaim_apply_requested, describe_reclaim_requested, false},
	{&tickets_reclaimed_message, reclaim_apply_done, describe_reclaimed, false},
	{&reclaim_refused_message, reclaim_apply_refused, describe_reclaim_refused, false},
	{&reclaim_denied_message, reclaim_apply_denied, describe_reclaim_denied, false},
	{&assignment_recorded_message, assignment_apply, describe_assignment, false},
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
