#include "published/ticketing.h"

/* Templates: see message/template.h. */
/* clang-format off */
STRUCT_DESCRIBED(purchaser, PURCHASER,
	"{name}");
STRUCT_DEFINE(answer, ANSWER);
STRUCT_DESCRIBED(delegate, DELEGATE,
	"{name}");
STRUCT_DESCRIBED(ticket_quantity, TICKET_QUANTITY,
	"{quantity} × {type}");
STRUCT_DEFINE(ticket, TICKET);
STRUCT_DEFINE(ticket_selector, TICKET_SELECTOR);
ENUM_DEFINE(payment, PAYMENT);
ENUM_DEFINE(rejection, REJECTION);
ENUM_DEFINE(denial_code, DENIAL_CODE);


MESSAGE_PUBLISH(conference_set, CONFERENCE, MESSAGE_EVENT,
	"lanyard.ticketing.conference-set.v1",
	"What holds for the whole conference was set; the event has all of it.",
	"the conference is in [the time zone {zone}|UTC][, with {#payment_within minute} to pay]");
MESSAGE_PUBLISH(create_ticket_purchase, CREATE_TICKET_PURCHASE, MESSAGE_COMMAND,
	"lanyard.ticketing.create-ticket-purchase.v1",
	"Book tickets, all or none.",
	"request {tickets} for {purchaser}, payment {payment}[, from the pool {pool}] ({reference})");
MESSAGE_PUBLISH(ticket_purchase_created, TICKET_PURCHASE_CREATED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-created.v1",
	"Tickets were booked.",
	"booked {*tickets type} for {purchaser}[, {amount}, due {deadline}|, nothing due]"
	"[, from the pool {pool}][, discount {discount}] ({reference} of {client})");
MESSAGE_PUBLISH(ticket_purchase_rejected, TICKET_PURCHASE_REJECTED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-rejected.v1",
	"A purchase was rejected for a business reason; nothing was booked.",
	"refused: {message} ({reference} of {client})");
MESSAGE_PUBLISH(pay_ticket_purchase, PAY_TICKET_PURCHASE, MESSAGE_COMMAND,
	"lanyard.ticketing.pay-ticket-purchase.v1",
	"Record a payment of the whole amount, before the deadline.",
	"{amount} paid for [{reference}|[{purchase}]], payment {payment}");
MESSAGE_PUBLISH(ticket_purchase_paid, TICKET_PURCHASE_PAID, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-paid.v1",
	"A purchase was paid, and is complete.",
	"{amount} paid for {reference} of {client}, payment {payment}");
MESSAGE_PUBLISH(refund_ticket_purchase, REFUND_TICKET_PURCHASE, MESSAGE_COMMAND,
	"lanyard.ticketing.refund-ticket-purchase.v1",
	"Record that the money for cancelled tickets, or a refused payment, was paid back.");
MESSAGE_PUBLISH(ticket_purchase_refunded, TICKET_PURCHASE_REFUNDED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-refunded.v1",
	"The money for the cancelled tickets of a purchase was paid back.",
	"{amount} of {reference} of {client} paid back, refund {refund}");
MESSAGE_PUBLISH(ticket_payment_refunded, TICKET_PAYMENT_REFUNDED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-payment-refunded.v1", "A payment that was refused was paid back.",
	"{amount} of the refused payment {payment} paid back, refund {refund}");
MESSAGE_PUBLISH(ticket_purchase_expired, TICKET_PURCHASE_EXPIRED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-expired.v1",
	"A purchase was not paid in time; its places were released.",
	"{reference} of {client} expired: not paid by {deadline}");
MESSAGE_PUBLISH(extend_ticket_purchase, EXTEND_TICKET_PURCHASE, MESSAGE_COMMAND,
	"lanyard.ticketing.extend-ticket-purchase.v1",
	"Extend the payment deadline of a purchase, before it has passed.");
MESSAGE_PUBLISH(ticket_purchase_extended, TICKET_PURCHASE_EXTENDED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-extended.v1",
	"A purchase can be paid until a later deadline.",
	"{reference} of {client} can be paid until {deadline}");
MESSAGE_PUBLISH(reopen_ticket_purchase, REOPEN_TICKET_PURCHASE, MESSAGE_COMMAND,
	"lanyard.ticketing.reopen-ticket-purchase.v1",
	"Book the tickets of an expired purchase again, at the same prices.");
MESSAGE_PUBLISH(ticket_purchase_reopened, TICKET_PURCHASE_REOPENED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-purchase-reopened.v1",
	"The tickets that expired with a purchase were booked again: they are valid.",
	"{reference} of {client} reopened: {amount}, due {deadline}");
MESSAGE_PUBLISH(cancel_tickets, CANCEL_TICKETS, MESSAGE_COMMAND,
	"lanyard.ticketing.cancel-tickets.v1",
	"Cancel tickets of a purchase, or all of them.",
	"cancel [{#tickets ticket}|[{?unassigned}unassigned tickets|tickets][ beyond {keep}]]"
	" of [{reference}|[the purchase {purchase}]][: {reason}]");
MESSAGE_PUBLISH(tickets_cancelled, TICKETS_CANCELLED, MESSAGE_EVENT,
	"lanyard.ticketing.tickets-cancelled.v1",
	"Tickets were cancelled; their places were released.",
	"{#tickets ticket} of {reference} of {client} cancelled, {left} left, {refund} to refund"
	"[: {reason}]");
MESSAGE_PUBLISH(amend_purchaser, AMEND_PURCHASER, MESSAGE_COMMAND,
	"lanyard.ticketing.amend-purchaser.v1",
	"Change the name or the address of a purchaser.",
	"change the purchaser of [{reference}|[{purchase}]][ to {name}][, {email}]");
MESSAGE_PUBLISH(purchaser_amended, PURCHASER_AMENDED, MESSAGE_EVENT,
	"lanyard.ticketing.purchaser-amended.v1",
	"A purchaser's contact was amended; the event has all of it.",
	"{reference} of {client}: the purchaser is {purchaser}, contact amended");
MESSAGE_PUBLISH(assign_ticket, ASSIGN_TICKET, MESSAGE_COMMAND,
	"lanyard.ticketing.assign-ticket.v1",
	"Assign a ticket to a delegate.");
MESSAGE_PUBLISH(ticket_assigned, TICKET_ASSIGNED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-assigned.v1",
	"A ticket was assigned; the event has all of the delegate's data.",
	"1 × {type} of {reference} of {client} assigned to {delegate}");
MESSAGE_PUBLISH(unassign_ticket, UNASSIGN_TICKET, MESSAGE_COMMAND,
	"lanyard.ticketing.unassign-ticket.v1",
	"Remove a ticket's delegate.");
MESSAGE_PUBLISH(ticket_unassigned, TICKET_UNASSIGNED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-unassigned.v1",
	"A ticket is no longer assigned.",
	"1 × {type} of {reference} of {client} unassigned");
MESSAGE_PUBLISH(ticket_command_rejected, TICKET_COMMAND_REJECTED, MESSAGE_EVENT,
	"lanyard.ticketing.ticket-command-rejected.v1",
	"A command about a purchase was rejected for a business reason; nothing has changed.",
	"refused[ for {reference}|[ for the purchase {purchase}]]: {message}[, payment {payment}]"
	"[, refund {refund}[ of {amount}]|[, {amount} to pay back]] (sent by {client})");
MESSAGE_PUBLISH(command_refused, COMMAND_REFUSED, MESSAGE_EVENT,
	"lanyard.ticketing.command-refused.v1",
	"A command was denied. This event is not stored, so it has no sequence.",
	"denied: {message} (sent by {client})");
