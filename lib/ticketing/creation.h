/*
 * Creating a purchase: the command that every client of the open host begins with.
 */
#ifndef TICKETING_CREATION_H
#define TICKETING_CREATION_H

#include "store/context.h"

/* create-ticket-purchase: books all tickets, or none and records a rejection. */
void creation_decide(struct decision *decision, const void *command);

void creation_apply(const struct applying *of);

#endif
