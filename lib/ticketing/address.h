/*
 * Purchases by their purchasers' e-mail addresses: the table purchasers, up to the position in
 * purchasers_position, and the events after it.
 *
 * A sale does not write that table: addresses come in no order, so each would change a page of its
 * own in a big store. Whoever writes anyway, and uses it, catches it up first; ticket-expire does,
 * regularly. It has every address that a purchase ever had: what is found is compared.
 */
#ifndef TICKETING_ADDRESS_H
#define TICKETING_ADDRESS_H

#include "store/store.h"

/*
 * Within a write transaction: catches the table up with the next events, 100,000 at the most.
 * Returns whether it is behind still.
 */
bool address_catch_up(struct store *store);

/*
 * Reads the positions after AFTER of purchases that have, or had, the purchaser's address EMAIL, or
 * a ticket that is assigned to it; ascending, at most LIMIT. Returns how many.
 */
int address_page(
	struct store *store, const char *email, int64_t after, int64_t *positions, int limit);

#endif
