#include "map/internal.h"

#include "base/memory.h"
#include "map/story.h"

/* clang-format off */
ENUM_DEFINE(relation, RELATION);
MESSAGE_DEFINE(relation_row, RELATION_ROW, MESSAGE_RECORD,
	"lanyard.map.relation-row.v1", "A row of context-map.");
/* clang-format on */

const struct message *const map_messages[] = {
	&relation_row_message, &description_message, &story_message, NULL};

/* Components whose messages several contexts share, which relate no contexts. */
static const char *const common[] = {"store", "booking", "bank"};
static const char neutral[] = "events";

struct map *map_new(void)
{
	return memory_zeroed(1, sizeof(struct map));
}

void map_free(struct map *map)
{
	free(map->tools);
	free(map->crossings);
	free(map->relations);
	free(map->broken);
	arena_release(&map->arena);
	free(map);
}

static const char *copy(struct map *map, const char *text)
{
	return arena_text(&map->arena, text, strlen(text));
}

static struct list copy_list(struct map *map, const struct list *list)
{
	const char *const *from = list->items;
	const char **to = arena_take(&map->arena, (list->count + 1) * sizeof(*to));
	size_t i;

	for (i = 0; i < list->count; i++)
		to[i] = copy(map, from[i]);
	return (struct list){list->count, to};
}

bool map_is_neutral(const struct description *tool)
{
	return strcmp(tool->context, neutral) == 0;
}

void map_add(struct map *map, const struct description *description)
{
	map->tools = memory_resize(map->tools, map->tool_count + 1, sizeof(*map->tools));
	map->tools[map->tool_count++] = (struct description){
		.tool = copy(map, description->tool),
		.version = copy(map, description->version),
		.context = copy(map, description->context),
		.owns = description->owns != NULL ? copy(map, description->owns) : NULL,
		.consumes = copy_list(map, &description->consumes),
		.emits = copy_list(map, &description->emits),
		.commands = copy_list(map, &description->commands),
		.publishes = copy_list(map, &description->publishes),
		.reads = copy_list(map, &description->reads),
		.writes = copy_list(map, &description->writes),
	};
}

bool map_list_has(const struct list *list, const char *text)
{
	const char *const *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(items[i], text) == 0)
			return true;
	return false;
}

const char *map_owner(struct map *map, const char *type)
{
	const char *from = strchr(type, '.');
	const char *to = from != NULL ? strchr(from + 1, '.') : NULL;

	return to != NULL ? arena_text(&map->arena, from + 1, (size_t)(to - from - 1)) : type;
}

/* Whether any tool declares TYPE as a command. */
static bool is_command(const struct map *map, const char *type)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (map_list_has(&map->tools[i].commands, type))
			return true;
	return false;
}

static bool is_common(const char *owner)
{
	size_t i;

	for (i = 0; i < COUNT_OF(common); i++)
		if (strcmp(owner, common[i]) == 0)
			return true;
	return false;
}

static void add_crossings(
	struct map *map, const struct description *tool, const struct list *types, bool consumes)
{
	const char *const *type = types->items;
	size_t i;

	for (i = 0; i < types->count; i++) {
		const char *owner = map_owner(map, type[i]);

		if (strcmp(owner, tool->context) == 0 || is_common(owner))
			continue;
		map->crossings = memory_resize(
			map->crossings, map->crossing_count + 1, sizeof(*map->crossings));
		map->crossings[map->crossing_count++] = (struct crossing){tool->context, owner,
			tool->tool, type[i], consumes, is_command(map, type[i])};
	}
}

bool map_has(const struct map *map, const char *context)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].context, context) == 0)
			return true;
	return false;
}

bool map_publishes(const struct map *map, const char *owner, const char *type)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].context, owner) == 0 &&
			map_list_has(&map->tools[i].publishes, type))
			return true;
	return false;
}

int map_compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

const char **map_contexts(struct map *map)
{
	const char **contexts = arena_take(
		&map->arena, (map->tool_count + map->relation_count + 1) * sizeof(*contexts));
	struct list list = {0, contexts};
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (!map_is_neutral(&map->tools[i]) && !map_list_has(&list, map->tools[i].context))
			contexts[list.count++] = map->tools[i].context;
	for (i = 0; i < map->relation_count; i++)
		if (!map_list_has(&list, map->relations[i].upstream))
			contexts[list.count++] = map->relations[i].upstream;
	qsort(contexts, list.count, sizeof(*contexts), map_compare_texts);
	return contexts;
}

struct list map_published(struct map *map, const char *owner, bool commands)
{
	struct list list = {0};
	const char **types;
	size_t i, j, most = 0;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].context, owner) == 0)
			most += map->tools[i].publishes.count;
	list.items = types = arena_take(&map->arena, (most + 1) * sizeof(*types));
	for (i = 0; i < map->tool_count; i++) {
		const char *const *type = map->tools[i].publishes.items;

		if (strcmp(map->tools[i].context, owner) != 0)
			continue;
		for (j = 0; j < map->tools[i].publishes.count; j++)
			if (is_command(map, type[j]) == commands && !map_list_has(&list, type[j]))
				types[list.count++] = type[j];
	}
	qsort(types, list.count, sizeof(*types), map_compare_texts);
	return list;
}

const char *map_name(struct map *map, const char *type)
{
	const char *from = strchr(type, '.'), *to = strrchr(type, '.');

	from = from != NULL ? strchr(from + 1, '.') : NULL;
	return from != NULL && to > from + 1
		       ? arena_text(&map->arena, from + 1, (size_t)(to - from - 1))
		       : type;
}

bool map_knows(const struct map *map, const char *context, const char *owner)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++)
		if (strcmp(map->crossings[i].context, context) == 0 &&
			strcmp(map->crossings[i].owner, owner) == 0)
			return true;
	return false;
}

/* The types by which CONTEXT knows OWNER. */
static struct list types_between(
	struct map *map, const char *context, const char *owner, bool consumes)
{
	const char **types = arena_take(&map->arena, (map->crossing_count + 1) * sizeof(*types));
	struct list list = {0, types};
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const struct crossing *crossing = &map->crossings[i];

		if (strcmp(crossing->context, context) == 0 &&
			strcmp(crossing->owner, owner) == 0 && crossing->consumes == consumes &&
			!map_list_has(&list, crossing->type))
			types[list.count++] = crossing->type;
	}
	return list;
}

/* Whether all that CONTEXT knows of OWNER is published. */
static bool knows_published(const struct map *map, const char *context, const char *owner)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const struct crossing *crossing = &map->crossings[i];

		if (strcmp(crossing->context, context) == 0 &&
			strcmp(crossing->owner, owner) == 0 && map_has(map, owner) &&
			!map_publishes(map, owner, crossing->type))
			return false;
	}
	return true;
}

/* Whether CONTEXT publishes a command, which makes it an open host. */
static bool is_open_host(const struct map *map, const char *context)
{
	size_t i, j;

	for (i = 0; i < map->tool_count; i++) {
		const struct description *tool = &map->tools[i];
		const char *const *type = tool->publishes.items;

		if (strcmp(tool->context, context) != 0)
			continue;
		for (j = 0; j < tool->publishes.count; j++)
			if (is_command(map, type[j]))
				return true;
	}
	return false;
}

/* Whether CONTEXT sends OWNER a command. */
static bool commands_of(const struct map *map, const char *context, const char *owner)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const struct crossing *crossing = &map->crossings[i];

		if (strcmp(crossing->context, context) == 0 &&
			strcmp(crossing->owner, owner) == 0 && crossing->command)
			return true;
	}
	return false;
}

static enum relation relation_of(
	const struct map *map, const char *upstream, const char *downstream)
{
	bool published = knows_published(map, downstream, upstream);

	if (map_knows(map, upstream, downstream))
		return published && knows_published(map, upstream, downstream)
			       ? RELATION_PARTNERSHIP
			       : RELATION_SHARED_KERNEL;
	if (!published)
		return RELATION_CONFORMIST;
	/* Of an external system, only the messages that downstream uses are known. */
	return is_open_host(map, upstream) ||
			       (!map_has(map, upstream) && commands_of(map, downstream, upstream))
		       ? RELATION_OPEN_HOST
		       : RELATION_PUBLISHED_LANGUAGE;
}

const struct map_roles *map_roles_of(enum relation relation)
{
	static const struct map_roles roles[] = {
		[RELATION_ABSENT] = {"U", "D", false, false},
		[RELATION_OPEN_HOST] = {"U OHS PL", "D", false, false},
		[RELATION_PUBLISHED_LANGUAGE] = {"U PL", "D", false, false},
		[RELATION_CONFORMIST] = {"U", "D CF", false, true},
		[RELATION_PARTNERSHIP] = {"P", "P", true, true},
		[RELATION_SHARED_KERNEL] = {"SK", "SK", true, true},
	};

	return &roles[relation];
}

static bool has_relation(const struct map *map, const char *upstream, const char *downstream)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++)
		if (strcmp(map->relations[i].upstream, upstream) == 0 &&
			strcmp(map->relations[i].downstream, downstream) == 0)
			return true;
	return false;
}

static void add_relations(struct map *map)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const char *upstream = map->crossings[i].owner;
		const char *downstream = map->crossings[i].context;
		struct list sends, consumes;

		if (has_relation(map, upstream, downstream))
			continue;
		sends = types_between(map, downstream, upstream, false);
		consumes = types_between(map, downstream, upstream, true);
		map->relations = memory_resize(
			map->relations, map->relation_count + 1, sizeof(*map->relations));
		map->relations[map->relation_count++] = (struct relation_row){
			.upstream = upstream,
			.downstream = downstream,
			.relation = relation_of(map, upstream, downstream),
			.commands = integer((int64_t)sends.count),
			.events = integer((int64_t)consumes.count),
			.sends = sends,
			.consumes = consumes,
		};
	}
}

static int compare_relations(const void *left, const void *right)
{
	const struct relation_row *a = left, *b = right;
	int order = strcmp(a->upstream, b->upstream);

	return order != 0 ? order : strcmp(a->downstream, b->downstream);
}

void map_derive_relations(struct map *map)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++) {
		if (map_is_neutral(&map->tools[i]))
			continue;
		add_crossings(map, &map->tools[i], &map->tools[i].emits, false);
		add_crossings(map, &map->tools[i], &map->tools[i].consumes, true);
	}
	add_relations(map);
	if (map->relation_count > 0)
		qsort(map->relations, map->relation_count, sizeof(*map->relations),
			compare_relations);
	map_check(map);
}

const struct relation_row *map_relation(const struct map *map, size_t number)
{
	return number < map->relation_count ? &map->relations[number] : NULL;
}

const char *map_broken(const struct map *map, size_t number)
{
	return number < map->broken_count ? map->broken[number] : NULL;
}
