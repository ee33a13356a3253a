#include "ticketing/messages.h"

/* clang-format off */
SHAPE_DEFINE(ticket_type, TICKET_TYPE);
SHAPE_DEFINE(client_grants, CLIENT_GRANTS);

MESSAGE_OF(add_ticket_type, ticket_type, MESSAGE_COMMAND,
	"lanyard.ticketing.add-ticket-type.v1", "Put a new ticket type on the list.");
MESSAGE_OF(ticket_type_added, ticket_type, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-type-added.v1", "A ticket type was added.");
MESSAGE_OF(ticket_type_amended, ticket_type, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-type-amended.v1", "A ticket type was amended; this is what it is now.");
MESSAGE_DEFINE(amend_ticket_type, AMEND_TICKET_TYPE, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-ticket-type.v1", "Change a ticket type; what is absent stays.");

MESSAGE_OF(add_client, client_grants, MESSAGE_COMMAND,
	"lanyard.ticketing.add-client.v1", "Grant a new client what it may do.");
MESSAGE_OF(amend_client, client_grants, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-client.v1",
	"Change a client's grants; what is absent stays. A revoked client has them again.");
MESSAGE_OF(client_added, client_grants, MESSAGE_EVENT,
	"lanyard.ticketing.client-added.v1", "A client was granted this.");
MESSAGE_OF(client_amended, client_grants, MESSAGE_EVENT,
	"lanyard.ticketing.client-amended.v1", "A client's grants were changed; this is what they are now.");
MESSAGE_DEFINE(revoke_client, REVOKE_CLIENT, MESSAGE_COMMAND,
	"lanyard.ticketing.revoke-client.v1", "Take all grants of a client back.");
MESSAGE_OF(client_revoked, revoke_client, MESSAGE_EVENT,
	"lanyard.ticketing.client-revoked.v1", "A client's grants were taken back.");

MESSAGE_DEFINE(ticket_type_row, TICKET_TYPE_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.ticket-type-row.v1", "A row of ticket-type list.");
MESSAGE_DEFINE(client_row, CLIENT_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.client-row.v1", "A row of ticket-client list.");
