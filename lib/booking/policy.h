/*
 * Policies by version: each is in force from the event that adopted it, and never changes. Their
 * rules are those of the context: struct policy_type describes them.
 */
#ifndef BOOKING_POLICY_H
#define BOOKING_POLICY_H

#include "booking/client.h"

/*
 * The handler of the adopt command, a rule's .decide. An absent "version" is the next number, or,
 * with the rules of the policy in force, that one's: adopting it again is a no-op. A version is
 * used once.
 */
void policy_adopt(struct decision *decision, const void *command);

/* The handler of the event, an effect's .apply. */
void policy_apply(const struct applying *of);

/* The position of VERSION's adoption (NULL: of the newest); 0: there is none. */
int64_t policy_position(struct store *store, const char *version);

/* Borrows from ARENA: what was adopted instead of the unknown VERSION: see store/known.h. */
const char *policy_instead(struct store *store, const char *version, struct arena *arena);

/*
 * Iterates over the policies that can apply to a beneficiary who came on board at POSITION (a
 * sponsor's onboarding, a speaker's acceptance, a guest's registration): the one in force then,
 * or else the first one, and those adopted later. *AT is 0 at first, then the position of the
 * one returned, an event of the context's in ARENA. Returns NULL at the end.
 *
 *     int64_t at = 0;
 *
 *     while ((policy = policy_after(store, position, &at, arena)) != NULL)
 *             ...
 */
const void *policy_after(struct store *store, int64_t position, int64_t *at, struct arena *arena);

/* A listing's selection of what the rules of the policy in force have as FIELD, for struct listing. */
#define POLICY_LISTING(field)                                                                      \
	"SELECT DISTINCT json_extract(r.value, '$." field                                          \
	"') "                                                                                      \
	"FROM events e, json_each(e.line, '$.data.rules') r "                                      \
	"WHERE e.seq = (SELECT max(seq) FROM policies) "                                           \
	"AND json_extract(r.value, '$." field "') >= :from"

/* A context's type of policy. Each rule has a list of grants, with the fields of TICKET_GRANT. */
struct policy_type {
	const struct message *adopt;   /* the command; its fields are version and rules */
	const struct message *adopted; /* its event, with the same fields */
	const struct layout *layout;   /* of a rule; its template says whom it is for */
	/* Whether RULE is for somebody of FACTS, a struct of the context's own. */
	bool (*matches)(const void *rule, const void *facts);
	/* Whether EARLIER matches everybody whom LATER matches, so that LATER never applies. */
	bool (*covers)(const void *earlier, const void *later);
	/* Refuses DECISION if RULE, at index AT, contradicts itself. NULL: no rule can. */
	void (*check)(struct decision *decision, const void *rule, size_t at);
	/* The tickets that GRANT of a matching rule gives for FACTS; NULL: its field quantity. */
	int64_t (*quantity)(const void *grant, const void *facts);
};

/* Refuses DECISION and returns false if a rule of RULES contradicts itself, or never applies. */
bool policy_check(
	struct decision *decision, const struct list *rules, const struct policy_type *type);

/*
 * Adds to ENTITLEMENT what the first rule that matches FACTS grants, and the reason, which
 * begins with PREFIX ("contract 7: "; "": none). The rules are TRIAL, which are not adopted; if
 * that is NULL, those of the policies that can apply to a beneficiary who came on board at
 * POSITION. Returns false if none matches.
 */
bool policy_entitle(struct store *store, const struct list *trial, int64_t position,
	const void *facts, const char *prefix, struct arena *arena,
	struct entitlement *entitlement);

/* Borrows from ARENA: the newest policy, an event of the context's; NULL: there is none. */
const void *policy_newest(struct store *store, struct arena *arena);

/* Whether the newest policy has a rule for FACTS, or there is no policy yet. */
bool policy_matches(struct store *store, const void *facts);

/*
 * Fills ROW, in ARENA, with the policy adopted after *POSITION, and moves that; false at the end.
 */
bool policy_row_after(
	struct store *store, int64_t *position, struct policy_row *row, struct arena *arena);

#endif
