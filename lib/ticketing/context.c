#include "ticketing/context.h"

#include "store/outcome.h"
#include "ticketing/cancellation.h"
#include "ticketing/catalogue.h"
#include "ticketing/conference.h"
#include "ticketing/creation.h"
#include "ticketing/delegate.h"
#include "ticketing/discount.h"
#include "ticketing/find.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"
#include "ticketing/payment.h"
#include "ticketing/pool.h"
#include "ticketing/purchase.h"
#include "ticketing/purchaser.h"
#include "ticketing/quota.h"
#include "ticketing/refund.h"
#include "ticketing/refused.h"
#include "ticketing/reservation.h"
#include "ticketing/room.h"

extern const struct schema ticketing_schema; /* generated from schema/ */

static const struct rule rules[] = {
	{
		.command = &create_ticket_purchase_message,
		.decide = creation_decide,
		.conflict = "this reference was used by another command",
		.event = &ticket_purchase_created_message,
	},
	{.command = &pay_ticket_purchase_message, .decide = payment_decide},
	{.command = &refund_ticket_purchase_message, .decide = refund_decide},
	{.command = &extend_ticket_purchase_message, .decide = reservation_extend},
	{.command = &reopen_ticket_purchase_message, .decide = reservation_reopen},
	{.command = &cancel_tickets_message, .decide = cancellation_decide},
	{.command = &amend_purchaser_message, .decide = purchaser_amend},
	{.command = &assign_ticket_message, .decide = delegate_assign},
	{.command = &unassign_ticket_message, .decide = delegate_unassign},
	{.command = &set_conference_message, .decide = conference_set},
	{
		.command = &add_ticket_type_message,
		.decide = catalogue_add,
		.conflict = "this ticket type was added with other data: amend it",
		.superseded = catalogue_superseded,
		.event = &ticket_type_added_message,
	},
	{.command = &amend_ticket_type_message, .decide = catalogue_amend},
	{
		.command = &remove_ticket_type_message,
		.decide = catalogue_remove,
		.conflict = "this ticket type was removed",
		.event = &ticket_type_removed_message,
	},
	{
		.command = &add_ticket_room_message,
		.decide = room_add,
		.conflict = "this room was added with another capacity: amend it",
		.superseded = room_superseded,
		.event = &ticket_room_added_message,
	},
	{.command = &amend_ticket_room_message, .decide = room_amend},
	{.command = &remove_ticket_room_message, .decide = room_remove},
	{
		.command = &add_ticket_pool_message,
		.decide = pool_add,
		.conflict = "this pool was added with other data: amend it",
		.superseded = pool_superseded,
		.event = &ticket_pool_added_message,
	},
	{.command = &amend_ticket_pool_message, .decide = pool_amend},
	{
		.command = &move_ticket_pool_message,
		.decide = pool_move,
		.conflict = "this reference was used by another move",
		.event = &ticket_pool_moved_message,
	},
	{.command = &remove_ticket_pool_message, .decide = pool_remove},
	{
		.command = &add_ticket_discount_message,
		.decide = discount_add,
		.conflict = "this discount code was added with other data: amend it",
		.event = &ticket_discount_added_message,
	},
	{.command = &amend_ticket_discount_message, .decide = discount_amend},
	{
		.command = &add_client_message,
		.decide = grant_add,
		.conflict = "this client was added with other data: amend it",
		.event = &client_added_message,
	},
	{.command = &amend_client_message, .decide = grant_amend},
	{.command = &revoke_client_message, .decide = grant_revoke},
	{.command = NULL},
};

static const struct effect effects[] = {
	{.event = &ticket_purchase_created_message, .apply = creation_apply},
	{.event = &ticket_purchase_rejected_message},
	{.event = &ticket_purchase_paid_message, .apply = payment_apply_paid},
	{.event = &ticket_purchase_refunded_message, .apply = refund_apply},
	{.event = &ticket_purchase_extended_message, .apply = reservation_apply_extended},
	{.event = &ticket_purchase_reopened_message, .apply = reservation_apply_reopened},
	{.event = &ticket_purchase_expired_message, .apply = payment_apply_expired},
	{.event = &tickets_cancelled_message, .apply = cancellation_apply},
	{.event = &purchaser_amended_message, .apply = purchaser_apply_amended},
	{.event = &ticket_assigned_message, .apply = delegate_apply_assigned},
	{.event = &ticket_unassigned_message, .apply = delegate_apply_unassigned},
	{.event = &ticket_command_rejected_message, .apply = refused_apply_rejected},
	{.event = &ticket_payment_refunded_message, .apply = refused_apply_refunded},
	{.event = &conference_set_message, .apply = conference_apply_set},
	{.event = &ticket_type_added_message, .apply = catalogue_apply_set},
	{.event = &ticket_type_amended_message, .apply = catalogue_apply_set},
	{.event = &ticket_type_removed_message, .apply = catalogue_apply_removed},
	{.event = &ticket_room_added_message, .apply = room_apply_set},
	{.event = &ticket_room_amended_message, .apply = room_apply_set},
	{.event = &ticket_room_removed_message, .apply = room_apply_removed},
	{.event = &ticket_pool_added_message, .apply = pool_apply_set},
	{.event = &ticket_pool_amended_message, .apply = pool_apply_set},
	{.event = &ticket_pool_moved_message, .apply = pool_apply_moved},
	{.event = &ticket_pool_removed_message, .apply = pool_apply_removed},
	{.event = &ticket_discount_added_message, .apply = discount_apply_set},
	{.event = &ticket_discount_amended_message, .apply = discount_apply_set},
	{.event = &client_added_message, .apply = grant_apply_set},
	{.event = &client_amended_message, .apply = grant_apply_set},
	{.event = &client_revoked_message, .apply = grant_apply_revoked},
	{.event = &command_answered_message},
	{.event = NULL},
};

static const struct message *const rejections[] = {
	&ticket_purchase_rejected_message,
	&ticket_command_rejected_message,
	NULL,
};

static const struct message *const other_messages[] = {
	&command_refused_message,
	&ticket_type_row_message,
	&ticket_room_row_message,
	&ticket_pool_row_message,
	&ticket_discount_row_message,
	&client_row_message,
	&delegate_row_message,
	&badge_row_message,
	&missing_delegates_row_message,
	&requirement_row_message,
	&duplicate_row_message,
	&mailout_row_message,
	&purchase_row_message,
	&sales_row_message,
	&day_sales_row_message,
	&client_sales_row_message,
	&discount_sales_row_message,
	&refused_payment_row_message,
	&broken_invariant_row_message,
	&found_ticket_row_message,
	&transfer_message,
	NULL,
};

static const char *const lagging[] = {"purchasers", "purchasers_position", NULL};

/* Whether a VALUE of the list NAME in the grants of :client is as CONDITION says. */
#define CLIENT_HAS(name, condition)                                                                \
	"(:client = '' OR EXISTS (SELECT 1 FROM clients c JOIN events e ON e.seq = c.seq, "        \
	"json_each(e.line, '$.data." name "') WHERE c.client = ?2 AND " condition "))"
#define IS_PRIVATE                                                                                 \
	"coalesce((SELECT json_extract(d.line, '$.data.private') FROM events d "                   \
	"WHERE d.seq = t.seq), 0)"

/* What completion lists; each has an index, or is short. A client is offered what it is granted. */
static const struct listing listings[] = {
	{"type types after", "SELECT type FROM ticket_types t WHERE type >= :from AND " CLIENT_HAS(
				     "types", "(value = t.type OR (value = '" EVERY_TYPE
					      "' AND NOT " IS_PRIVATE "))") " ORDER BY 1"},
	{"room rooms",
		"SELECT DISTINCT room FROM ticket_rooms WHERE room >= :from AND NOT removed ORDER BY 1"},
	{"pool pools",
		"SELECT pool FROM ticket_pools p WHERE pool >= :from AND NOT removed AND " CLIENT_HAS(
			"pools", "value = p.pool") " ORDER BY 1"},
	{"client of_client",
		"SELECT DISTINCT client FROM clients WHERE client >= :from ORDER BY 1"},
	{"code discount",
		"SELECT DISTINCT code FROM ticket_discounts WHERE code >= :from ORDER BY 1"},
	{"reference",
		"SELECT DISTINCT reference FROM purchases p WHERE reference >= :from "
		"AND (" CLIENT_HAS("scope", "value = 'all'") " OR p.client = ?2) ORDER BY 1"},
	{.fields = NULL},
};

static const struct component component = {
	&ticketing_schema, rules, effects, other_messages, listings};

static const struct component *const components[] = {&component, NULL};

const struct context ticketing = {
	.name = "ticketing",
	.owns = "ticket types, rooms, pools, discount codes, clients and their grants, "
		"purchases, delegates",
	.first = "ticket-type add, ticket-room add, ticket-client add or ticket-conference set "
		 "creates one",
	.components = components,
	.rejections = rejections,
	.limit = quota_check,
	.count = quota_count,
	.zone = conference_zone,
	.flush = inventory_flush,
	.lagging = lagging,
	.write_denial = purchase_write_denial,
	.check_reader = grant_check_reader,
};
