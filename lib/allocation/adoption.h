/*
 * Adoptions: policies by version, dated by the event that adopted them, and never
 * changed: another one is adopted. What a policy says is its context's business;
 * here is which one is in force, and since when.
 */
#ifndef ALLOCATION_ADOPTION_H
#define ALLOCATION_ADOPTION_H

#include "store/context.h"

/*
 * Decides to adopt what ADOPTED, the data of EVENT, says. Its field "version", where
 * it is absent, is set to the next number. The policy in force, adopted again, is
 * none that is new, whatever its version is; a version is taken once.
 */
void adoption_decide(struct decision *decision, const struct message *event, void *adopted);

/* Notes that the event of ENVELOPE adopted VERSION. */
void adoption_set(struct store *store, const struct envelope *envelope, const char *version);

/* The position of VERSION's adoption (NULL: of the one in force); 0 where there is none. */
int64_t adoption_position(struct store *store, const char *version);

/*
 * Of the policy that was in force at POSITION, or where there was none of the first
 * one, and of those behind it: the position of the first that is behind AFTER; 0 at
 * the end.
 */
int64_t adoption_next(struct store *store, int64_t position, int64_t after);

#endif
