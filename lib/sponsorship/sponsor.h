/*
 * Sponsors: their records.
 */
#ifndef SPONSORSHIP_SPONSOR_H
#define SPONSORSHIP_SPONSOR_H

#include "booking/client.h"
#include "sponsorship/messages.h"

/* Texts live in an arena. Positions are of events, 0 for none. */
struct sponsor_state {
	const char *sponsor;
	const char *name;
	const char *level;
	const char *email;
	const char *signed_up_on;  /* NULL: not known */
	const char *registered_at; /* the first time, RFC 3339; kept when registered again */
	int64_t position;          /* of the last event that set the record */
	int64_t withdrawn;         /* of the withdrawal in force */
};

/* Fills STATE of ID; false: there is no such sponsor. */
bool sponsor_find(
	struct store *store, const char *id, struct arena *arena, struct sponsor_state *state);

/* The same; denies the command if there is no such sponsor. */
bool sponsor_require(struct decision *decision, const char *id, struct sponsor_state *state);

/* The find() of struct booking_client. */
bool sponsor_find_recipient(
	struct store *store, const char *id, struct arena *arena, struct recipient *recipient);

void sponsor_register(struct decision *decision, const void *command);
void sponsor_amend(struct decision *decision, const void *command);
void sponsor_withdraw(struct decision *decision, const void *command);

void sponsor_apply_set(const struct applying *of);
void sponsor_apply_withdrawn(const struct applying *of);

#endif
