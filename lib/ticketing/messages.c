#include "ticketing/messages.h"

/* clang-format off */
#define PERIOD "[, from {from}][, until {until}]"
#define TYPE_DATA "{name}, {#capacity ticket}, {price}" PERIOD "[, after {after}][, in {rooms}][{?private}, private][{?withdrawn}, withdrawn]"
#define POOL_DATA "{#places place} of {type}[: {purpose}]"
#define DISCOUNT_DATA "[{percent} percent][{amount}][{?reductions}by type]" PERIOD "[, {#uses use} at most][, {#tickets ticket} at most][{?withdrawn}, withdrawn]"
#define CLIENT_DATA "[{commands}|no command][, types {types}][, pools {pools}][{?waive}, payment waived]" \
	"[, at most {#budget ticket}][, until {expires}]"

STRUCT_DEFINE(ticket_type, TICKET_TYPE);
STRUCT_DEFINE(ticket_room, TICKET_ROOM);
STRUCT_DEFINE(ticket_pool, TICKET_POOL);
STRUCT_DEFINE(type_reduction, TYPE_REDUCTION);
STRUCT_DEFINE(ticket_discount, TICKET_DISCOUNT);
ENUM_DEFINE(scope, SCOPE);
ENUM_DEFINE(sale, SALE);
ENUM_DEFINE(purchase_row_state, PURCHASE_ROW_STATE);
STRUCT_DEFINE(client_grants, CLIENT_GRANTS);

MESSAGE_DEFINE(set_conference, SET_CONFERENCE, MESSAGE_COMMAND,
	"lanyard.ticketing.set-conference.v1",
	"Set what holds for the whole conference; absent fields stay as they are.");

MESSAGE_OF(add_ticket_type, ticket_type, MESSAGE_COMMAND,
	"lanyard.ticketing.add-ticket-type.v1", "Add a ticket type.");
MESSAGE_OF(ticket_type_added, ticket_type, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-type-added.v1", "A ticket type was added.",
	"ticket type {type} added: " TYPE_DATA);
MESSAGE_OF(ticket_type_amended, ticket_type, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-type-amended.v1", "A ticket type was amended; the event has all of its data.",
	"ticket type {type} amended: " TYPE_DATA);
MESSAGE_DEFINE(amend_ticket_type, AMEND_TICKET_TYPE, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-ticket-type.v1", "Change a ticket type; absent fields stay as they are.");
MESSAGE_DEFINE(remove_ticket_type, REMOVE_TICKET_TYPE, MESSAGE_COMMAND,
	"lanyard.ticketing.remove-ticket-type.v1", "Remove a ticket type that nothing was sold of.");
MESSAGE_OF(ticket_type_removed, remove_ticket_type, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-type-removed.v1", "A ticket type that nothing was sold of was removed.",
	"ticket type {type} removed");

MESSAGE_OF(add_ticket_room, ticket_room, MESSAGE_COMMAND,
	"lanyard.ticketing.add-ticket-room.v1", "Add a room, whose places several ticket types share.");
MESSAGE_OF(ticket_room_added, ticket_room, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-room-added.v1", "A room was added.",
	"room {room} added: {#capacity place}");
MESSAGE_OF(amend_ticket_room, ticket_room, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-ticket-room.v1", "Change the number of a room's places.");
MESSAGE_OF(ticket_room_amended, ticket_room, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-room-amended.v1", "The number of a room's places was changed.",
	"room {room} amended: {#capacity place}");
MESSAGE_DEFINE(remove_ticket_room, REMOVE_TICKET_ROOM, MESSAGE_COMMAND,
	"lanyard.ticketing.remove-ticket-room.v1", "Remove a room that no ticket type names.");
MESSAGE_OF(ticket_room_removed, remove_ticket_room, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-room-removed.v1", "A room was removed.",
	"room {room} removed");

MESSAGE_OF(add_ticket_pool, ticket_pool, MESSAGE_COMMAND,
	"lanyard.ticketing.add-ticket-pool.v1", "Set places of a ticket type aside.");
MESSAGE_OF(ticket_pool_added, ticket_pool, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-pool-added.v1", "A pool was added.",
	"pool {pool} added: " POOL_DATA);
MESSAGE_OF(ticket_pool_amended, ticket_pool, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-pool-amended.v1", "A pool was amended; the event has all of its data.",
	"pool {pool} amended: " POOL_DATA);
MESSAGE_DEFINE(amend_ticket_pool, AMEND_TICKET_POOL, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-ticket-pool.v1", "Change a pool; absent fields stay as they are.");
MESSAGE_DEFINE(move_ticket_pool, MOVE_TICKET_POOL, MESSAGE_COMMAND,
	"lanyard.ticketing.move-ticket-pool.v1", "Move places from one pool to another.");
MESSAGE_OF(ticket_pool_moved, move_ticket_pool, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-pool-moved.v1", "Places were moved from one pool to another.",
	"{#places place} moved from the pool {pool} to the pool {to}");
MESSAGE_DEFINE(remove_ticket_pool, REMOVE_TICKET_POOL, MESSAGE_COMMAND,
	"lanyard.ticketing.remove-ticket-pool.v1", "Remove a pool and release its unsold places.");
MESSAGE_OF(ticket_pool_removed, remove_ticket_pool, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-pool-removed.v1", "A pool was removed; its unsold places were released.",
	"pool {pool} removed");

MESSAGE_OF(add_ticket_discount, ticket_discount, MESSAGE_COMMAND,
	"lanyard.ticketing.add-ticket-discount.v1", "Add a discount code.");
MESSAGE_OF(ticket_discount_added, ticket_discount, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-discount-added.v1", "A discount code was added.",
	"discount {code} added: " DISCOUNT_DATA);
MESSAGE_OF(ticket_discount_amended, ticket_discount, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-discount-amended.v1", "A discount code was amended; the event has all of its data.",
	"discount {code} amended: " DISCOUNT_DATA);
MESSAGE_DEFINE(amend_ticket_discount, AMEND_TICKET_DISCOUNT, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-ticket-discount.v1", "Change a discount code; absent fields stay as they are.");

MESSAGE_OF(add_client, client_grants, MESSAGE_COMMAND,
	"lanyard.ticketing.add-client.v1", "Add a client with its grants.");
MESSAGE_DEFINE(amend_client, AMEND_CLIENT, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-client.v1",
	"Change a client's grants; absent fields stay as they are. It also ends a revocation.");
MESSAGE_OF(client_added, client_grants, MESSAGE_EVENT,
	"lanyard.ticketing.client-added.v1", "A client was added with its grants.",
	"client {client} added: " CLIENT_DATA);
MESSAGE_OF(client_amended, client_grants, MESSAGE_EVENT,
	"lanyard.ticketing.client-amended.v1", "A client's grants were changed; the event has all of them.",
	"client {client} amended: " CLIENT_DATA);
MESSAGE_DEFINE(revoke_client, REVOKE_CLIENT, MESSAGE_COMMAND,
	"lanyard.ticketing.revoke-client.v1", "Revoke all grants of a client.");
MESSAGE_OF(client_revoked, revoke_client, MESSAGE_EVENT,
	"lanyard.ticketing.client-revoked.v1", "A client's grants were revoked.",
	"client {client} revoked");

MESSAGE_DEFINE(ticket_type_row, TICKET_TYPE_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.ticket-type-row.v1", "A row of ticket-type list.");
MESSAGE_DEFINE(ticket_room_row, TICKET_ROOM_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.ticket-room-row.v1", "A row of ticket-room list.");
MESSAGE_DEFINE(ticket_pool_row, TICKET_POOL_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.ticket-pool-row.v1", "A row of ticket-pool list.");
MESSAGE_DEFINE(ticket_discount_row, TICKET_DISCOUNT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.ticket-discount-row.v1", "A row of ticket-discount list.");
MESSAGE_DEFINE(client_row, CLIENT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.client-row.v1", "A row of ticket-client list.");
MESSAGE_DEFINE(delegate_row, DELEGATE_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.delegate-row.v1", "A row of ticket-report delegates.");
MESSAGE_DEFINE(badge_row, BADGE_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.badge-row.v1", "A row of ticket-report badges.");
MESSAGE_DEFINE(missing_delegates_row, MISSING_DELEGATES_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.missing-delegates-row.v1", "A row of ticket-report missing.");
MESSAGE_DEFINE(requirement_row, REQUIREMENT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.requirement-row.v1", "A row of ticket-report requirements.");
MESSAGE_DEFINE(mailout_row, MAILOUT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.mailout-row.v1", "A row of ticket-report mailout.");
MESSAGE_DEFINE(duplicate_row, DUPLICATE_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.duplicate-row.v1", "A row of the report of delegates with several tickets.");
MESSAGE_DEFINE(sales_row, SALES_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.sales-row.v1", "A row of ticket-report sales.");
MESSAGE_DEFINE(purchase_row, PURCHASE_ROW, MESSAGE_RECORD, "lanyard.ticketing.purchase-row.v1",
	"A row of ticket-report purchases.");
MESSAGE_DEFINE(day_sales_row, DAY_SALES_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.day-sales-row.v1", "A row of ticket-report days.");
MESSAGE_DEFINE(client_sales_row, CLIENT_SALES_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.client-sales-row.v1", "A row of ticket-report clients.");
MESSAGE_DEFINE(discount_sales_row, DISCOUNT_SALES_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.discount-sales-row.v1", "A row of ticket-report discounts.");
MESSAGE_DEFINE(refused_payment_row, REFUSED_PAYMENT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.refused-payment-row.v1", "A row of ticket-report refused.");
MESSAGE_DEFINE(broken_invariant_row, BROKEN_INVARIANT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.broken-invariant-row.v1", "A row of ticket-check: an inconsistency.");
