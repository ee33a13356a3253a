/*
 * Policies: which sponsors are owed which tickets. Dated by their adoption,
 * versioned, and never changed: another one is adopted.
 */
#ifndef SPONSORSHIP_POLICY_H
#define SPONSORSHIP_POLICY_H

#include "store/context.h"

void policy_adopt(struct decision *decision, const void *command);
void policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/* A rule that was found. */
struct policy_match {
	int64_t policy; /* position of its adoption; 0: none matches */
	const char *version;
	int64_t rule; /* from 1 */
};

/*
 * The first rule for LEVEL and SIGNED_UP_ON (may be NULL) of the policy that
 * was in force at position ONBOARDED; where none matches, that of the first
 * later policy that has one.
 */
struct policy_match policy_find(struct store *store, const char *level, const char *signed_up_on,
	int64_t onboarded, struct arena *arena);

/* The rule's grants: a list of struct grant. */
struct list policy_grants(
	struct store *store, const struct policy_match *match, struct arena *arena);

/* Borrows from ARENA: the rule in words: "rule 1 of policy 2: Gold before 2025-01-01". */
const char *policy_describe(
	struct store *store, const char *version, int64_t rule, struct arena *arena);

/* Whether the latest policy has a rule for LEVEL; true where there is no policy yet. */
bool policy_knows_level(struct store *store, const char *level);

/* Borrows from ARENA: the version in force now; NULL where there is none. */
const char *policy_current(struct store *store, struct arena *arena, int64_t *position);

/* The position of VERSION's adoption (NULL: of the one in force); 0 where there is none. */
int64_t policy_position(struct store *store, const char *version);

struct policy_row;

/* The policy adopted after position AFTER; false at the end. */
bool policy_next(struct store *store, int64_t after, struct policy_row *row, int64_t *position,
	struct arena *arena);

#endif
