/*
 * The purchases that a command selects by what people know of them, and their tickets. Purchases
 * are in the order in which they were made, and their tickets in their own order.
 */
#ifndef TICKETING_CHOICE_H
#define TICKETING_CHOICE_H

#include "ticketing/purchase.h"

/* So many purchases can be selected at once. */
enum { CHOICE_LIMIT = 1000 };

struct choice {
	struct decision *decision;
	const struct message *command;
	const struct ticket_selector *selector;
	const struct client_state *sender; /* set by choice_read(); NULL: the organiser */
	struct kept
		*kept; /* set by choice_read(): what the transaction keeps of it; NULL: nothing */
	struct list purchases; /* struct purchase; neither cancelled nor expired */
	struct arena arena;    /* of the purchases, which may be many; the caller releases it */
};

/*
 * Reads the purchases of CHOICE, whose other members are set: those that the decision's client
 * may change. False if there are none: the command is rejected, or denied.
 */
bool choice_read(struct choice *choice);

/* Whether the sender may read who has the tickets. */
bool choice_is_readable(const struct choice *choice);

/*
 * Finds the ticket that is assigned to EMAIL, or else the next one that is not assigned; their texts
 * are in the decision's arena, without the delegate's. False if there is none: the command is
 * rejected.
 */
bool choice_find_ticket(struct choice *choice, const char *email, struct purchase *purchase,
	struct purchased_ticket *ticket);

/*
 * What an effect calls that does no more to choices than to assign a ticket, or nothing: others make
 * the next one be read again.
 */
void choice_note(const struct applying *of);

/* Calls EACH for every assigned ticket, which is in the memory of CHOICE. */
void choice_visit_assigned(struct choice *choice,
	void (*each)(void *to, const struct purchased_ticket *ticket), void *to);

#endif
