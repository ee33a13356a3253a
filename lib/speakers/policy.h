/*
 * Policies: which speakers are owed which tickets. When which one is in force, is in
 * allocation/adoption.h.
 */
#ifndef SPEAKERS_POLICY_H
#define SPEAKERS_POLICY_H

#include "store/context.h"

/* What a policy goes by. */
struct speaker_facts {
	const char *role;
	int64_t talks;
};

struct speaker_rule;

/* A rule that was found. */
struct speaker_match {
	const char *version; /* NULL: none matches */
	int64_t number;      /* of the rule, from 1 */
	const struct speaker_rule *rule;
};

void speaker_policy_adopt(struct decision *decision, const void *command);
void speaker_policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/*
 * The first rule for FACTS of the policy that was in force at POSITION; where none
 * matches, that of the first later policy that has one. Borrows from ARENA.
 */
struct speaker_match speaker_policy_find(struct store *store, const struct speaker_facts *facts,
	int64_t position, struct arena *arena);

/* Borrows from ARENA: what RULE grants, by type: a list of struct target. */
struct list speaker_policy_targets(const struct speaker_rule *rule, struct arena *arena);

/* Borrows from ARENA: the rule in words: "rule 1 of policy 2: keynote, at least 2 talks". */
const char *speaker_policy_describe(
	struct store *store, const char *version, int64_t number, struct arena *arena);

/* Whether the policy in force has a rule for FACTS; true where there is no policy yet. */
bool speaker_policy_is_for(struct store *store, const struct speaker_facts *facts);

/* Fills TO, a speaker_policy_row, with the policy adopted after position AFTER; false at the end. */
bool speaker_policy_next(
	struct store *store, int64_t after, void *to, int64_t *position, struct arena *arena);

#endif
