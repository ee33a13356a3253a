/*
 * Reservations: until when a purchase can be paid.
 */
#ifndef TICKETING_RESERVATION_H
#define TICKETING_RESERVATION_H

#include "store/context.h"

struct client_state;

/* Borrows from the decision's arena: the deadline of what CLIENT reserves now, if it names none. */
const char *reservation_default(struct decision *decision, const struct client_state *client);

/*
 * Whether the grants of CLIENT allow DEADLINE (NULL: the default) for what it reserves since BEGIN;
 * if not, the command is denied.
 */
bool reservation_check(struct decision *decision, const struct client_state *client, int64_t begin,
	const char *deadline);

/* extend-ticket-purchase and reopen-ticket-purchase */
void reservation_extend(struct decision *decision, const void *command);
void reservation_reopen(struct decision *decision, const void *command);

void reservation_apply_extended(const struct applying *of);
void reservation_apply_reopened(const struct applying *of);

#endif
