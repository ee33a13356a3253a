#include "published/ticketing.h"

/* clang-format off */
SHAPE_DEFINE(purchaser, PURCHASER);
SHAPE_DEFINE(tickets_wanted, TICKETS_WANTED);
SHAPE_DEFINE(ticket, TICKET);
WORDS_DEFINE(payment, PAYMENT);
WORDS_DEFINE(rejection, REJECTION);
WORDS_DEFINE(door_refusal, DOOR_REFUSAL);

MESSAGE_DEFINE(create_ticket_purchase, CREATE_TICKET_PURCHASE, MESSAGE_COMMAND,
	"lanyard.ticketing.create-ticket-purchase.v1",
	"Book tickets, all or none. The one command of the open host.");
MESSAGE_DEFINE(ticket_purchase_created, TICKET_PURCHASE_CREATED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-created.v1",
	"Tickets were booked.");
MESSAGE_DEFINE(ticket_purchase_rejected, TICKET_PURCHASE_REJECTED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-rejected.v1",
	"A purchase was refused for a business reason; nothing was booked.");
MESSAGE_DEFINE(command_refused, COMMAND_REFUSED, MESSAGE_EVENT,
	"lanyard.ticketing.command-refused.v1",
	"A command was refused at the door. It is not recorded: no sequence.");
