/*
 * Policies by version: which one is in force since which event. The rules of a policy are of
 * its context. An adopted policy never changes: another one is adopted.
 */
#ifndef BOOKING_POLICY_H
#define BOOKING_POLICY_H

#include "booking/client.h"

/*
 * A rule's .decide and an effect's .apply: the policy that the context's command has is
 * adopted. Its field "version", where it is absent, is the next number. Adopting the policy in
 * force again is a no-op, whatever its version is; a version is used once.
 */
void policy_adopt(struct decision *decision, const void *command);
void policy_apply(const struct applying *of);

/* The position of VERSION's adoption (NULL: of the newest); 0: there is none. */
int64_t policy_position(struct store *store, const char *version);

/*
 * The policies that may count for a beneficiary who came on board at POSITION, in order: the
 * one in force then, or the first one, and those adopted later. *AT is 0 at first, then the
 * position of the one returned, an event of the context's in ARENA; NULL at the end.
 *
 *     int64_t at = 0;
 *
 *     while ((policy = policy_after(store, position, &at, arena)) != NULL)
 *             ...
 */
const void *policy_after(struct store *store, int64_t position, int64_t *at, struct arena *arena);

/* What a context's rules are. Each has a list of grants, with the fields of TICKET_GRANT. */
struct policy_rules {
	const struct message *adopt;   /* the command; its fields are version and rules */
	const struct message *adopted; /* its event, with the same fields */
	const struct layout *layout;   /* of a rule; its template says whom it is for */
	/* Whether RULE is for somebody of FACTS, a struct of the context's own. */
	bool (*matches)(const void *rule, const void *facts);
	/* Whether LATER matches nobody whom EARLIER does not match. */
	bool (*covers)(const void *earlier, const void *later);
	/* Refuses DECISION where RULE, the one at AT, makes no sense. NULL: each does. */
	void (*check)(struct decision *decision, const void *rule, size_t at);
	/* How many GRANT, of a rule that matches FACTS, is; NULL: its field quantity. */
	int64_t (*quantity)(const void *grant, const void *facts);
};

/* Whether LIST of RULES can be adopted: none is hidden by another; else DECISION is refused. */
bool policy_check(
	struct decision *decision, const struct list *list, const struct policy_rules *rules);

/*
 * Adds to ENTITLEMENT what the first rule that matches FACTS grants, and the reason, which
 * begins with PREFIX and names the policy: of TRIAL, a list of rules; if that is NULL, of the
 * policies that count for a beneficiary who came on board at POSITION. False: none matches.
 */
bool policy_entitle(struct store *store, const struct list *trial, int64_t position,
	const void *facts, const char *prefix, struct arena *arena,
	struct entitlement *entitlement);

/* Borrows from ARENA: the newest policy, an event of the context's; NULL: there is none. */
const void *policy_newest(struct store *store, struct arena *arena);

/* Whether the newest policy has a rule for FACTS, or there is no policy yet. */
bool policy_matches(struct store *store, const void *facts);

/* Fills ROW, in ARENA, with the policy adopted after *POSITION, and moves that; false at the end. */
bool policy_row_after(
	struct store *store, int64_t *position, struct policy_row *row, struct arena *arena);

#endif
