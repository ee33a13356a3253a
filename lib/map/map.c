#include "map/map.h"

#include "base/arena.h"
#include "base/memory.h"

/* clang-format off */
WORDS_DEFINE(relation, RELATION);
MESSAGE_DEFINE(relation_row, RELATION_ROW, MESSAGE_RECORD,
	"lanyard.map.relation-row.v1", "A row of context-map.");
/* clang-format on */

const struct message *const map_messages[] = {&relation_row_message, &description_message, NULL};

/* What a tool of CONTEXT does with a type of another one. */
struct crossing {
	const char *context; /* whose tool it is */
	const char *owner;   /* whose type it is */
	const char *tool;
	const char *type;
	bool takes; /* else it sends it */
};

struct map {
	struct arena arena;
	struct description *tools;
	size_t tool_count;
	struct crossing *crossings;
	size_t crossing_count;
	struct relation_row *relations;
	size_t relation_count;
	const char **broken;
	size_t broken_count;
};

/* What every context's tools may have, and the tools for lines of any of them. */
static const char common[] = "store", neutral[] = "events";

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

void map_add(struct map *map, const struct description *description)
{
	map->tools = memory_resize(map->tools, map->tool_count + 1, sizeof(*map->tools));
	map->tools[map->tool_count++] = (struct description){
		.tool = copy(map, description->tool),
		.version = copy(map, description->version),
		.context = copy(map, description->context),
		.consumes = copy_list(map, &description->consumes),
		.emits = copy_list(map, &description->emits),
		.publishes = copy_list(map, &description->publishes),
		.reads = copy_list(map, &description->reads),
		.writes = copy_list(map, &description->writes),
	};
}

static bool has(const struct list *list, const char *text)
{
	const char *const *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(items[i], text) == 0)
			return true;
	return false;
}

/* Borrows from MAP: the context within a type; the whole of what is no type of ours. */
static const char *owner_of(struct map *map, const char *type)
{
	const char *from = strchr(type, '.');
	const char *to = from != NULL ? strchr(from + 1, '.') : NULL;

	return to != NULL ? arena_text(&map->arena, from + 1, (size_t)(to - from - 1)) : type;
}

static void add_crossings(
	struct map *map, const struct description *tool, const struct list *types, bool takes)
{
	const char *const *type = types->items;
	size_t i;

	for (i = 0; i < types->count; i++) {
		const char *owner = owner_of(map, type[i]);

		if (strcmp(owner, tool->context) == 0 || strcmp(owner, common) == 0)
			continue;
		map->crossings = memory_resize(
			map->crossings, map->crossing_count + 1, sizeof(*map->crossings));
		map->crossings[map->crossing_count++] =
			(struct crossing){tool->context, owner, tool->tool, type[i], takes};
	}
}

static void add_broken(struct map *map, const char *text)
{
	size_t i;

	for (i = 0; i < map->broken_count; i++)
		if (strcmp(map->broken[i], text) == 0)
			return;
	map->broken = memory_resize(map->broken, map->broken_count + 1, sizeof(*map->broken));
	map->broken[map->broken_count++] = text;
}

/* Whether a tool of OWNER is on the map at all: else it is somebody else's. */
static bool is_on_map(const struct map *map, const char *owner)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].context, owner) == 0)
			return true;
	return false;
}

static bool is_published(const struct map *map, const char *owner, const char *type)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].context, owner) == 0 &&
			has(&map->tools[i].publishes, type))
			return true;
	return false;
}

static bool knows(const struct map *map, const char *context, const char *owner)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++)
		if (strcmp(map->crossings[i].context, context) == 0 &&
			strcmp(map->crossings[i].owner, owner) == 0)
			return true;
	return false;
}

/* Whether CONTEXT knows OWNER, or one that knows one that does. */
static bool leads_to(const struct map *map, const char *context, const char *owner, size_t depth)
{
	size_t i;

	if (knows(map, context, owner))
		return true;
	for (i = 0; i < map->crossing_count && depth > 0; i++)
		if (strcmp(map->crossings[i].context, context) == 0 &&
			leads_to(map, map->crossings[i].owner, owner, depth - 1))
			return true;
	return false;
}

/* The types by which CONTEXT knows OWNER. */
static struct list types_between(
	struct map *map, const char *context, const char *owner, bool takes)
{
	const char **types = arena_take(&map->arena, (map->crossing_count + 1) * sizeof(*types));
	struct list list = {0, types};
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const struct crossing *crossing = &map->crossings[i];

		if (strcmp(crossing->context, context) == 0 &&
			strcmp(crossing->owner, owner) == 0 && crossing->takes == takes &&
			!has(&list, crossing->type))
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
			strcmp(crossing->owner, owner) == 0 && is_on_map(map, owner) &&
			!is_published(map, owner, crossing->type))
			return false;
	}
	return true;
}

static enum relation relation_of(
	const struct map *map, const char *upstream, const char *downstream)
{
	bool published = knows_published(map, downstream, upstream);

	if (knows(map, upstream, downstream))
		return published && knows_published(map, upstream, downstream)
			       ? RELATION_PARTNERSHIP
			       : RELATION_SHARED_KERNEL;
	return published ? RELATION_OPEN_HOST : RELATION_CONFORMIST;
}

static bool is_drawn(const struct map *map, const char *upstream, const char *downstream)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++)
		if (strcmp(map->relations[i].upstream, upstream) == 0 &&
			strcmp(map->relations[i].downstream, downstream) == 0)
			return true;
	return false;
}

static void draw_relations(struct map *map)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const char *upstream = map->crossings[i].owner;
		const char *downstream = map->crossings[i].context;

		if (is_drawn(map, upstream, downstream))
			continue;
		map->relations = memory_resize(
			map->relations, map->relation_count + 1, sizeof(*map->relations));
		map->relations[map->relation_count++] = (struct relation_row){
			.upstream = upstream,
			.downstream = downstream,
			.relation = relation_of(map, upstream, downstream),
			.sends = types_between(map, downstream, upstream, false),
			.takes = types_between(map, downstream, upstream, true),
		};
	}
}

static int compare_relations(const void *left, const void *right)
{
	const struct relation_row *a = left, *b = right;
	int order = strcmp(a->upstream, b->upstream);

	return order != 0 ? order : strcmp(a->downstream, b->downstream);
}

/* A message that its context does not publish is nobody else's business. */
static void check_published(struct map *map)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++) {
		const struct crossing *crossing = &map->crossings[i];

		if (is_on_map(map, crossing->owner) &&
			!is_published(map, crossing->owner, crossing->type))
			add_broken(map,
				arena_printf(&map->arena,
					"%s (%s) %s %s, which %s does not publish", crossing->tool,
					crossing->context, crossing->takes ? "takes" : "sends",
					crossing->type, crossing->owner));
	}
}

/* Who knows whom goes one way. */
static void check_cycles(struct map *map)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];
		const char *first = row->upstream, *second = row->downstream;

		if (!leads_to(map, first, second, map->relation_count))
			continue;
		if (knows(map, first, second))
			add_broken(map, arena_printf(&map->arena, "%s and %s know each other: a %s",
						strcmp(first, second) < 0 ? first : second,
						strcmp(first, second) < 0 ? second : first,
						words_text(&relation_words, row->relation)));
		else
			add_broken(map,
				arena_printf(&map->arena, "%s knows %s, which leads back to it",
					second, first));
	}
}

/* A store is its own context's; the tools for any of them serve it. */
static void check_stores(struct map *map)
{
	size_t i, j;

	for (i = 0; i < map->tool_count; i++) {
		const struct description *tool = &map->tools[i];
		const char *const *reads = tool->reads.items;

		if (strcmp(tool->context, neutral) == 0)
			continue;
		for (j = 0; j < tool->reads.count; j++)
			if (strcmp(reads[j], tool->context) != 0)
				add_broken(map,
					arena_printf(&map->arena, "%s (%s) %s the store of %s",
						tool->tool, tool->context,
						has(&tool->writes, reads[j]) ? "writes" : "reads",
						reads[j]));
	}
}

void map_draw(struct map *map)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++) {
		if (strcmp(map->tools[i].context, neutral) == 0)
			continue;
		add_crossings(map, &map->tools[i], &map->tools[i].emits, false);
		add_crossings(map, &map->tools[i], &map->tools[i].consumes, true);
	}
	draw_relations(map);
	if (map->relation_count > 0)
		qsort(map->relations, map->relation_count, sizeof(*map->relations),
			compare_relations);
	check_published(map);
	check_cycles(map);
	check_stores(map);
}

const struct relation_row *map_relation(const struct map *map, size_t number)
{
	return number < map->relation_count ? &map->relations[number] : NULL;
}

const char *map_broken(const struct map *map, size_t number)
{
	return number < map->broken_count ? map->broken[number] : NULL;
}

/* As text */

/* Calls EACH for every context on the map, once, in their order. */
static void each_context(const struct map *map,
	void (*each)(const char *context, struct buffer *out), struct buffer *out)
{
	const char *last = "";

	for (;;) {
		const char *next = NULL;
		size_t i;

		for (i = 0; i < map->tool_count; i++) {
			const char *context = map->tools[i].context;

			if (strcmp(context, neutral) != 0 && strcmp(context, last) > 0 &&
				(next == NULL || strcmp(context, next) < 0))
				next = context;
		}
		if (next == NULL)
			return;
		each(next, out);
		last = next;
	}
}

static void add_node(const char *context, struct buffer *out)
{
	buffer_add_format(out, "\t\"%s\"\n", context);
}

static const char *role_of(enum relation relation)
{
	return relation == RELATION_OPEN_HOST ? "U: OHS, PL" : "U";
}

void map_dot(const struct map *map, struct buffer *out)
{
	size_t i;

	buffer_add_text(out,
		"// Upstream is above. Made by context-map --dot.\n"
		"digraph contexts {\n"
		"\tgraph [nodesep=1.2, ranksep=0.9]\n"
		"\tnode [shape=ellipse, fontname=\"sans-serif\", margin=\"0.25,0.12\"]\n"
		"\tedge [fontname=\"sans-serif\", fontsize=10, labeldistance=1.8]\n");
	each_context(map, add_node, out);
	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];

		buffer_add_format(out,
			"\t\"%s\" -> \"%s\" [dir=none, taillabel=\"%s\", headlabel=\"D\", "
			"label=\"%s\\n%zu commands, %zu events\"%s]\n",
			row->upstream, row->downstream, role_of(row->relation),
			words_text(&relation_words, row->relation), row->sends.count,
			row->takes.count, row->relation == RELATION_OPEN_HOST ? "" : ", color=red");
	}
	buffer_add_text(out, "}\n");
}

/* Context Mapper wants names that are identifiers. */
static void add_name(const char *context, struct buffer *out)
{
	for (; *context != '\0'; context++)
		buffer_add(out, *context == '-' || *context == ' ' ? "_" : context, 1);
}

static void add_member(const char *context, struct buffer *out)
{
	buffer_add_text(out, "\tcontains ");
	add_name(context, out);
	buffer_add_text(out, "\n");
}

static void add_bounded_context(const char *context, struct buffer *out)
{
	buffer_add_text(out, "BoundedContext ");
	add_name(context, out);
	buffer_add_text(out, "\n");
}

static void add_relationship(const struct relation_row *row, struct buffer *out)
{
	static const char *const arrows[] = {
		[RELATION_OPEN_HOST] = " [U,OHS,PL]->[D] ",
		[RELATION_CONFORMIST] = " [U]->[D,CF] ",
		[RELATION_PARTNERSHIP] = " [P]<->[P] ",
		[RELATION_SHARED_KERNEL] = " [SK]<->[SK] ",
	};

	buffer_add_text(out, "\t");
	add_name(row->upstream, out);
	buffer_add_text(out, arrows[row->relation]);
	add_name(row->downstream, out);
	buffer_add_text(out, "\n");
}

void map_cml(const struct map *map, struct buffer *out)
{
	size_t i;

	buffer_add_text(out, "/* Made by context-map --cml. */\nContextMap lanyard {\n");
	each_context(map, add_member, out);
	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];
		bool both_ways = row->relation == RELATION_PARTNERSHIP ||
				 row->relation == RELATION_SHARED_KERNEL;

		/* What goes both ways is one relationship. */
		if (!both_ways || strcmp(row->upstream, row->downstream) < 0)
			add_relationship(row, out);
	}
	buffer_add_text(out, "}\n");
	each_context(map, add_bounded_context, out);
}
