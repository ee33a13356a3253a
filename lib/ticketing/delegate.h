/*
 * Delegates: who comes with a ticket.
 */
#ifndef TICKETING_DELEGATE_H
#define TICKETING_DELEGATE_H

#include "store/context.h"

/* assign-ticket, also where somebody else holds it; unassign-ticket */
void delegate_assign(struct decision *decision, const void *command);
void delegate_unassign(struct decision *decision, const void *command);

void delegate_assigned(const struct applying *of);
void delegate_unassigned(const struct applying *of);

/* Whether the ticket, by its id as text, was assigned to somebody, now or before. */
bool delegate_was_assigned(struct store *store, const char *ticket);

/* Nobody holds TICKET any more. */
void delegate_remove(struct store *store, const struct uuid *ticket);

struct type_state;

/* Borrows: a question that ANSWERS answer, and TYPE does not ask; NULL: none. */
const char *delegate_unknown_question(const struct type_state *type, const struct list *answers);

#endif
