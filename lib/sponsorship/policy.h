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

/* What a policy goes by. */
struct policy_facts {
	const char *level;
	const char *signed_up_on; /* NULL: not known */
	struct list paid;         /* of struct money */
};

/* Borrows from ARENA: FACTS in words: "level Gold, signed up on 2025-01-10, 50.00 EUR paid". */
const char *policy_say_facts(const struct policy_facts *facts, struct arena *arena);

struct policy_rule;

/* The number, from 1, of the first of RULES that is for FACTS; 0 where none is. */
int64_t policy_first_match(const struct list *rules, const struct policy_facts *facts);

/* Borrows from ARENA: what RULE grants by FACTS: a list of struct target. */
struct list policy_targets(
	const struct policy_rule *rule, const struct policy_facts *facts, struct arena *arena);

/* A rule that was found. */
struct policy_match {
	const char *version; /* NULL: none matches */
	int64_t number;      /* of the rule, from 1 */
	const struct policy_rule *rule;
};

/*
 * The first rule for FACTS of the policy that was in force at POSITION; where none
 * matches, that of the first later policy that has one.
 */
struct policy_match policy_find(struct store *store, const struct policy_facts *facts,
	int64_t position, struct arena *arena);

/* Borrows from ARENA: the rule in words: "rule 1 of policy 2: Gold, signed up before 2025-01-01". */
const char *policy_describe(
	struct store *store, const char *version, int64_t number, struct arena *arena);

/* Whether rules can be adopted; else the decision is refused. */
bool policy_check(struct decision *decision, const struct list *rules);

/* Whether the latest policy has a rule for LEVEL; true where there is no policy yet. */
bool policy_knows_level(struct store *store, const char *level);

/* Borrows from ARENA: the version in force now; NULL where there is none. */
const char *policy_current(struct store *store, struct arena *arena, int64_t *position);

/* The position of VERSION's adoption (NULL: of the one in force); 0 where there is none. */
int64_t policy_position(struct store *store, const char *version);

/* Fills TO, a policy_row, with the policy adopted after position AFTER; false at the end. */
bool policy_next(
	struct store *store, int64_t after, void *to, int64_t *position, struct arena *arena);

#endif
