#include "booking/policy.h"

#include "message/template.h"
#include "store/feed.h"
#include "store/known.h"
#include "store/query.h"

static const struct policy_type *type_of(struct store *store)
{
	return booking_client_of(store)->policy;
}

static const char *text_field(const struct layout *layout, const char *name, const void *data)
{
	return *(const char *const *)field_at(layout_field(layout, name), data);
}

static const struct list *list_field(
	const struct layout *layout, const char *name, const void *data)
{
	return field_at(layout_field(layout, name), data);
}

/* The next number that is no policy's version. */
static const char *next_number(struct decision *decision)
{
	int64_t number = query_number(query_of(decision->store, "SELECT count(*) FROM policies"));
	const char *version;

	do {
		version = arena_printf(decision->arena, "%lld", (long long)++number);
	} while (policy_position(decision->store, version) > 0);
	return version;
}

/* Decides EVENT, whose data is ADOPTED, under its version or the next number. */
static void decide_adoption(struct decision *decision, const struct message *event, void *adopted)
{
	const char **version = field_at(layout_field(event->layout, "version"), adopted);
	int64_t newest = policy_position(decision->store, NULL), position;
	const char *in_force = feed_subject(decision->store, newest, decision->arena);
	bool named = *version != NULL;

	/* Without a version, rules that equal those in force are a repetition. */
	if (!named)
		*version = in_force;
	if (newest > 0 && decision_is_event(decision, event, adopted, newest)) {
		decision_existing(decision, newest);
		return;
	}
	if (!named)
		*version = next_number(decision);
	position = policy_position(decision->store, *version);
	if (position == 0)
		decision_event(decision, event, *version, adopted);
	else if (decision_is_event(decision, event, adopted, position))
		decision_deny(decision, DENY_CONFLICT, "/version",
			"the policy \"%s\" was adopted, and \"%s\" since: adopt it without a version, "
			"or as another one",
			*version, in_force);
	else
		decision_deny(decision, DENY_CONFLICT, "/version",
			"the policy \"%s\" was adopted with other rules", *version);
}

void policy_adopt(struct decision *decision, const void *command)
{
	const struct policy_type *type = type_of(decision->store);
	const struct layout *from = type->adopt->layout, *to = type->adopted->layout;
	const struct list *rules = list_field(from, "rules", command);
	void *adopted = arena_take(decision->arena, to->size);

	*(const char **)field_at(layout_field(to, "version"), adopted) =
		text_field(from, "version", command);
	*(struct list *)field_at(layout_field(to, "rules"), adopted) = *rules;
	if (policy_check(decision, rules, type))
		decide_adoption(decision, type->adopted, adopted);
}

/* The subject of the event is the version. */
void policy_apply(const struct applying *of)
{
	query_run(QUERY(of->store, "INSERT INTO policies (seq, version) VALUES (:seq, :version)",
		of->envelope->sequence, of->envelope->subject));
}

int64_t policy_position(struct store *store, const char *version)
{
	return query_number(
		version == NULL ? query_of(store, "SELECT max(seq) FROM policies")
				: QUERY(store, "SELECT seq FROM policies WHERE version = :version",
					  version));
}

const char *policy_instead(struct store *store, const char *version, struct arena *arena)
{
	struct query *query =
		query_of(store, "SELECT version FROM policies ORDER BY seq LIMIT 1000");
	struct list versions = {0};

	while (query_row(query))
		*(const char **)list_grow(&versions, sizeof(char *), arena) =
			query_copy_at(query, 0, arena);
	return known_text(version, &versions, versions.count < 1000, arena);
}

static const void *item_at(const struct list *list, const struct layout *layout, size_t i)
{
	return (const char *)list->items + i * layout->size;
}

/* The position after AFTER of the next policy that can apply to who came on board at POSITION. */
static int64_t next_position(struct store *store, int64_t position, int64_t after)
{
	struct query *query = QUERY(store,
		"SELECT min(seq) FROM policies WHERE seq > :after AND seq >= "
		"coalesce((SELECT max(seq) FROM policies WHERE seq < :position), 0)",
		after, position);

	return query_number_above(query, after);
}

const void *policy_after(struct store *store, int64_t position, int64_t *at, struct arena *arena)
{
	struct envelope envelope;

	*at = next_position(store, position, *at);
	return *at > 0 ? feed_event(store, *at, type_of(store)->adopted->layout, &envelope, arena)
		       : NULL;
}

bool policy_row_after(
	struct store *store, int64_t *position, struct policy_row *row, struct arena *arena)
{
	const struct layout *layout = type_of(store)->adopted->layout;
	struct envelope envelope;
	const void *policy;

	*position = next_position(store, 0, *position);
	if (*position == 0)
		return false;
	policy = feed_event(store, *position, layout, &envelope, arena);
	if (policy == NULL)
		return false;
	*row = (struct policy_row){
		.version = text_field(layout, "version", policy),
		.adopted_at = envelope.time,
		.rules = integer((int64_t)list_field(layout, "rules", policy)->count),
	};
	return true;
}

/* Rules */

/* Whether the rule at AT grants no type twice; else denies the policy. */
static bool check_grants(
	struct decision *decision, const struct layout *layout, const void *rule, size_t at)
{
	const struct layout *grant_layout = layout_field(layout, "grants")->layout;
	const struct list *grants = list_field(layout, "grants", rule);
	size_t i, j;

	for (i = 0; i < grants->count; i++)
		for (j = 0; j < i; j++) {
			const char *type =
				text_field(grant_layout, "type", item_at(grants, grant_layout, i));

			if (strcmp(type, text_field(grant_layout, "type",
						 item_at(grants, grant_layout, j))) != 0)
				continue;
			decision_deny(decision, DENY_CONTRADICTION,
				arena_printf(decision->arena, "/rules/%zu/grants/%zu/type", at, i),
				"\"%s\" is granted twice", type);
			return false;
		}
	return true;
}

bool policy_check(
	struct decision *decision, const struct list *rules, const struct policy_type *type)
{
	const struct layout *layout = type->layout;
	size_t i, j;

	for (i = 0; i < rules->count && decision->denied == DENY_NONE; i++) {
		const void *rule = item_at(rules, layout, i);

		if (type->check != NULL)
			type->check(decision, rule, i);
		if (decision->denied != DENY_NONE || !check_grants(decision, layout, rule, i))
			return false;
		for (j = 0; j < i && decision->denied == DENY_NONE; j++)
			if (type->covers(item_at(rules, layout, j), rule))
				/* A pointer counts from 0, texts count rules from 1. */
				decision_deny(decision, DENY_CONTRADICTION,
					arena_printf(decision->arena, "/rules/%zu", i),
					"can never match: rule %zu matches first", j + 1);
	}
	return decision->denied == DENY_NONE;
}

/* Adds what RULE grants. */
static void add_grants(const struct policy_type *type, const void *rule, const void *facts,
	struct arena *arena, struct entitlement *entitlement)
{
	const struct layout *grant_layout = layout_field(type->layout, "grants")->layout;
	const struct list *grants = list_field(type->layout, "grants", rule);
	size_t i;

	for (i = 0; i < grants->count; i++) {
		const void *grant = item_at(grants, grant_layout, i);
		const struct integer *quantity =
			field_at(layout_field(grant_layout, "quantity"), grant);

		entitlement_add(entitlement, text_field(grant_layout, "type", grant),
			type->quantity != NULL ? type->quantity(grant, facts) : quantity->value,
			text_field(grant_layout, "pool", grant), arena);
	}
}

/* policy_entitle() by RULES, those of VERSION. */
static bool grant_by_rules(const struct list *rules, const char *version,
	const struct policy_type *type, const void *facts, const char *prefix, struct arena *arena,
	struct entitlement *entitlement)
{
	size_t i;

	for (i = 0; i < rules->count; i++) {
		const void *rule = item_at(rules, type->layout, i);
		struct entitlement granted = {.standing = STANDING_ACTIVE};
		const char *tickets =
			""; /* "2 full by ", if PREFIX names one of several contracts */

		if (!type->matches(rule, facts))
			continue;
		add_grants(type, rule, facts, arena, entitlement);
		if (*prefix != '\0') {
			add_grants(type, rule, facts, arena, &granted);
			tickets = template_fill("[{desired}|none] by ", &entitlement_decided_layout,
				&(struct entitlement_decided){.desired = granted.counts}, NULL,
				arena);
		}
		entitlement_add_reason(entitlement,
			arena_printf(arena, "%s%srule %zu of policy %s: %s", prefix, tickets, i + 1,
				version, template_fill(NULL, type->layout, rule, NULL, arena)),
			arena);
		return true;
	}
	return false;
}

/* policy_entitle() by POLICY, an event of adoption. */
static bool grant_by_policy(const void *policy, const struct policy_type *type, const void *facts,
	const char *prefix, struct arena *arena, struct entitlement *entitlement)
{
	const struct layout *layout = type->adopted->layout;

	return grant_by_rules(list_field(layout, "rules", policy),
		text_field(layout, "version", policy), type, facts, prefix, arena, entitlement);
}

bool policy_entitle(struct store *store, const struct list *trial, int64_t position,
	const void *facts, const char *prefix, struct arena *arena, struct entitlement *entitlement)
{
	const struct policy_type *type = type_of(store);
	const void *policy;
	int64_t at = 0;

	if (trial != NULL)
		return grant_by_rules(trial, "on trial", type, facts, prefix, arena, entitlement);
	while ((policy = policy_after(store, position, &at, arena)) != NULL)
		if (grant_by_policy(policy, type, facts, prefix, arena, entitlement))
			return true;
	return false;
}

const void *policy_newest(struct store *store, struct arena *arena)
{
	int64_t position = policy_position(store, NULL);
	struct envelope envelope;

	return position > 0 ? feed_event(store, position, type_of(store)->adopted->layout,
				      &envelope, arena)
			    : NULL;
}

bool policy_matches(struct store *store, const void *facts)
{
	struct arena arena = {0};
	const void *policy = policy_newest(store, &arena);
	struct entitlement entitlement = {.standing = STANDING_ACTIVE};
	bool matches = policy == NULL ||
		       grant_by_policy(policy, type_of(store), facts, "", &arena, &entitlement);

	arena_release(&arena);
	return matches;
}
