/*
 * Purchases: the one command of the open host.
 */
#ifndef TICKETING_PURCHASE_H
#define TICKETING_PURCHASE_H

#include "store/context.h"

/* create-ticket-purchase: all the tickets, or none and an event that says why. */
void purchase_create(struct decision *decision, const void *command);

void purchase_created(
	struct store *store, void *office, const struct envelope *envelope, const void *event);
void purchase_rejected(
	struct store *store, void *office, const struct envelope *envelope, const void *event);

/* Adds the command-refused line: context.h, refuse. */
void purchase_refuse(struct decision *decision, const struct message *command, struct buffer *out);

#endif
