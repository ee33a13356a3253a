#include "sponsorship/policy.h"

#include "sponsorship/messages.h"
#include "store/query.h"

/* Adopting */

/* Whether every sponsor that LATER is for is taken by EARLIER before. */
static bool covers(const struct policy_rule *earlier, const struct policy_rule *later)
{
	if (earlier->level != NULL &&
		(later->level == NULL || strcmp(earlier->level, later->level) != 0))
		return false;
	if (earlier->signed_up_before == NULL)
		return true;
	return later->signed_up_before != NULL &&
	       strcmp(later->signed_up_before, earlier->signed_up_before) <= 0;
}

static bool check_grants(struct decision *decision, const struct policy_rule *rule, size_t at)
{
	const struct grant *grants = rule->grants.items;
	size_t i, j;

	for (i = 0; i < rule->grants.count; i++) {
		for (j = 0; j < i; j++) {
			if (strcmp(grants[i].type, grants[j].type) != 0)
				continue;
			decision_refuse(decision, REFUSAL_CONTRADICTION,
				arena_printf(decision->arena, "/rules/%zu/grants/%zu/type", at, i),
				"\"%s\" is granted twice", grants[i].type);
			return false;
		}
	}
	return true;
}

static bool check_rules(struct decision *decision, const struct adopt_policy *adopt)
{
	const struct policy_rule *rules = adopt->rules.items;
	size_t i, j;

	for (i = 0; i < adopt->rules.count; i++) {
		if (!check_grants(decision, &rules[i], i))
			return false;
		for (j = 0; j < i; j++) {
			if (!covers(&rules[j], &rules[i]))
				continue;
			decision_refuse(decision, REFUSAL_CONTRADICTION,
				arena_printf(decision->arena, "/rules/%zu", i),
				"can never match: rule %zu always does before it", j + 1);
			return false;
		}
	}
	return true;
}

static bool version_is_taken(struct store *store, const char *version)
{
	struct query *query = query_of(store, "SELECT 1 FROM policies WHERE version = :version");

	query_text(query, version);
	return query_number(query) != 0;
}

/* The next number that no policy has for a version. */
static const char *next_version(struct decision *decision)
{
	struct query *query = query_of(decision->store, "SELECT count(*) FROM policies");
	int64_t number = 0;
	const char *version;

	while (query_row(query))
		number = query_integer_at(query, 0);
	do {
		version = arena_printf(decision->arena, "%lld", (long long)++number);
	} while (version_is_taken(decision->store, version));
	return version;
}

const char *policy_current(struct store *store, struct arena *arena, int64_t *position)
{
	struct query *query =
		query_of(store, "SELECT version, seq FROM policies ORDER BY seq DESC LIMIT 1");
	const char *version = NULL;

	*position = 0;
	while (query_row(query)) {
		version = query_copy_at(query, 0, arena);
		*position = query_integer_at(query, 1);
	}
	return version;
}

void policy_adopt(struct decision *decision, const void *command)
{
	const struct adopt_policy *adopt = command;
	struct policy_adopted *adopted = arena_take(decision->arena, sizeof(*adopted));
	const char *current;
	int64_t position;

	if (!check_rules(decision, adopt))
		return;
	/* The one in force, adopted again, changes nothing, whatever its version is. */
	current = policy_current(decision->store, decision->arena, &position);
	*adopted = (struct policy_adopted){
		.version = adopt->version != NULL ? adopt->version : current,
		.rules = adopt->rules,
	};
	if (adopted->version != NULL)
		decision_event_if_new(
			decision, &policy_adopted_message, adopted->version, adopted, position);
	if (decision->again > 0)
		return;
	decision->count = 0;
	if (adopt->version == NULL)
		adopted->version = next_version(decision);
	if (version_is_taken(decision->store, adopted->version))
		decision_refuse(decision, REFUSAL_CONFLICT, "/version",
			"a policy \"%s\" was adopted, with other rules", adopted->version);
	else
		decision_event(decision, &policy_adopted_message, adopted->version, adopted);
}

static void insert_rule(
	struct store *store, int64_t policy, int64_t number, const struct policy_rule *rule)
{
	const struct grant *grants = rule->grants.items;
	struct query *query = query_of(store,
		"INSERT INTO policy_rules (policy, rule, level, signed_up_before) "
		"VALUES (:policy, :rule, :level, :signed_up_before)");
	size_t i;

	query_integer(query, policy);
	query_integer(query, number);
	query_text(query, rule->level);
	query_text(query, rule->signed_up_before);
	query_run(query);
	for (i = 0; i < rule->grants.count; i++) {
		query = query_of(store,
			"INSERT INTO policy_grants (policy, rule, type, quantity) "
			"VALUES (:policy, :rule, :type, :quantity)");
		query_integer(query, policy);
		query_integer(query, number);
		query_text(query, grants[i].type);
		query_integer(query, grants[i].quantity.value);
		query_run(query);
	}
}

void policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct policy_adopted *adopted = event;
	struct query *query = query_of(store,
		"INSERT INTO policies (seq, version, adopted_at) VALUES (:seq, :version, :at)");
	size_t i;

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, adopted->version);
	query_text(query, envelope->time);
	query_run(query);
	for (i = 0; i < adopted->rules.count; i++)
		insert_rule(store, envelope->sequence, (int64_t)i + 1,
			(const struct policy_rule *)adopted->rules.items + i);
}

/* Matching */

struct policy_match policy_find(struct store *store, const char *level, const char *signed_up_on,
	int64_t onboarded, struct arena *arena)
{
	struct policy_match match = {0};
	struct query *query = query_of(store,
		"SELECT p.seq, p.version, r.rule FROM policies p JOIN policy_rules r "
		"ON r.policy = p.seq "
		"WHERE p.seq >= coalesce((SELECT max(seq) FROM policies WHERE seq < :onboarded), 0) "
		"AND (r.level IS NULL OR r.level = :level) "
		"AND (r.signed_up_before IS NULL OR :signed_up_on < r.signed_up_before) "
		"ORDER BY p.seq, r.rule LIMIT 1");

	query_integer(query, onboarded);
	query_text(query, level);
	query_text(query, signed_up_on);
	while (query_row(query)) {
		match.policy = query_integer_at(query, 0);
		match.version = query_copy_at(query, 1, arena);
		match.rule = query_integer_at(query, 2);
	}
	return match;
}

struct list policy_grants(
	struct store *store, const struct policy_match *match, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, quantity FROM policy_grants "
		"WHERE policy = :policy AND rule = :rule ORDER BY type");
	struct grant *grants = arena_take(arena, 20 * sizeof(*grants)); /* as POLICY_RULE allows */
	struct list list = {0, grants};

	query_integer(query, match->policy);
	query_integer(query, match->rule);
	while (query_row(query) && list.count < 20)
		grants[list.count++] = (struct grant){
			query_copy_at(query, 0, arena), integer(query_integer_at(query, 1))};
	query_end(query);
	return list;
}

const char *policy_describe(
	struct store *store, const char *version, int64_t rule, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT r.level, r.signed_up_before FROM policies p JOIN policy_rules r "
		"ON r.policy = p.seq WHERE p.version = :version AND r.rule = :rule");
	const char *text = "";

	query_text(query, version);
	query_integer(query, rule);
	while (query_row(query)) {
		const char *level = query_copy_at(query, 0, arena);
		const char *before = query_copy_at(query, 1, arena);

		text = arena_printf(arena, "rule %lld of policy %s: %s%s%s", (long long)rule,
			version, level != NULL ? level : "any level",
			before != NULL ? ", signed up before " : "", before != NULL ? before : "");
	}
	return text;
}

bool policy_knows_level(struct store *store, const char *level)
{
	struct query *query = query_of(store,
		"SELECT count(*), coalesce(sum(level IS NULL OR level = :level), 0) "
		"FROM policy_rules WHERE policy = (SELECT max(seq) FROM policies)");
	bool knows = true;

	query_text(query, level);
	while (query_row(query))
		knows = query_integer_at(query, 0) == 0 || query_integer_at(query, 1) > 0;
	return knows;
}

int64_t policy_position(struct store *store, const char *version)
{
	struct query *query = query_of(store,
		"SELECT seq FROM policies WHERE version = :version OR :version IS NULL "
		"ORDER BY seq DESC LIMIT 1");

	query_text(query, version);
	return query_number(query);
}

bool policy_next(struct store *store, int64_t after, struct policy_row *row, int64_t *position,
	struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT seq, version, adopted_at, "
		"(SELECT count(*) FROM policy_rules WHERE policy = seq) "
		"FROM policies WHERE seq > :after ORDER BY seq LIMIT 1");
	bool found = false;

	query_integer(query, after);
	while (query_row(query)) {
		found = true;
		*position = query_integer_at(query, 0);
		*row = (struct policy_row){
			.version = query_copy_at(query, 1, arena),
			.adopted_at = query_copy_at(query, 2, arena),
			.rules = integer(query_integer_at(query, 3)),
		};
	}
	return found;
}
