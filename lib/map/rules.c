/* The rules of the map, each with its message. */
#include "base/memory.h"
#include "map/internal.h"

static void add_broken(struct map *map, const char *text)
{
	size_t i;

	for (i = 0; i < map->broken_count; i++)
		if (strcmp(map->broken[i], text) == 0)
			return;
	map->broken = memory_resize(map->broken, map->broken_count + 1, sizeof(*map->broken));
	map->broken[map->broken_count++] = text;
}

/*
 * Only the owner handles a command or emits an event; other contexts may use only published
 * ones.
 */
static void check_crossing(struct map *map, const struct crossing *crossing)
{
	bool owner_only = crossing->consumes == crossing->command;
	const char *relation;

	if (owner_only && crossing->command)
		relation = " carries out its commands";
	else if (owner_only)
		relation = " emits its events";
	else if (!map_publishes(map, crossing->owner, crossing->type))
		relation = " does not publish";
	else
		return;
	add_broken(map, arena_printf(&map->arena, "%s (%s) %s %s, %s %s%s", crossing->tool,
				crossing->context, crossing->consumes ? "consumes" : "sends",
				crossing->type, owner_only ? "but only" : "which", crossing->owner,
				relation));
}

static void check_crossings(struct map *map)
{
	size_t i;

	for (i = 0; i < map->crossing_count; i++)
		if (map_has(map, map->crossings[i].owner))
			check_crossing(map, &map->crossings[i]);
}

/*
 * Finds the shortest path from FROM to TO: sets PATH to its relations, the last one first.
 * Returns their number; 0: there is no path.
 */
static size_t find_path(const struct map *map, const char *from, const char *to, size_t *path)
{
	size_t count = map->relation_count, reached = 0, length = 0, next, i;
	size_t *queue = memory_zeroed(count, sizeof(*queue));
	size_t *before = memory_zeroed(count, sizeof(*before)); /* its place in the queue, from 1 */
	bool *seen = memory_zeroed(count, sizeof(*seen));

	for (next = 0; next <= reached && length == 0; next++) {
		const char *at = next == 0 ? from : map->relations[queue[next - 1]].upstream;

		if (next > 0 && strcmp(at, to) == 0) {
			for (i = next; i > 0; i = before[i - 1])
				path[length++] = queue[i - 1];
			break;
		}
		for (i = 0; i < count; i++) {
			if (seen[i] || strcmp(map->relations[i].downstream, at) != 0)
				continue;
			seen[i] = true;
			queue[reached] = i;
			before[reached++] = next;
		}
	}
	free(queue);
	free(before);
	free(seen);
	return length;
}

/*
 * Reports a cycle, starting with the first of its contexts by name, so that it is reported
 * once.
 */
static void add_cycle(struct map *map, const size_t *path, size_t length)
{
	const struct relation_row *rows = map->relations;
	const char *text;
	size_t first = 0, i;

	for (i = 1; i < length; i++)
		if (strcmp(rows[path[i]].downstream, rows[path[first]].downstream) < 0)
			first = i;
	text = rows[path[first]].downstream;
	for (i = 0; i < length; i++)
		text = arena_printf(&map->arena, i == 0 ? "%s knows %s" : "%s, which knows %s",
			text, rows[path[(first + length - i) % length]].upstream);
	add_broken(map, arena_printf(&map->arena, "%s: a cycle", text));
}

/* Dependencies are acyclic. */
static void check_cycles(struct map *map)
{
	size_t *path = memory_zeroed(map->relation_count + 1, sizeof(*path));
	size_t i, length;

	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];
		const char *first = row->upstream, *second = row->downstream;

		if (strcmp(first, second) < 0 && map_knows(map, first, second))
			add_broken(map,
				arena_printf(&map->arena, "%s and %s know each other: a %s", first,
					second, enumeration_text(&relation_enum, row->relation)));
		if (map_knows(map, first, second))
			continue;
		length = find_path(map, first, second, path);
		if (length == 0)
			continue;
		path[length] = i;
		add_cycle(map, path, length + 1);
	}
	free(path);
}

/* A tool accesses only the store of its own context; tools for any context access any. */
static void check_stores(struct map *map, const struct description *tool)
{
	const struct list *lists[] = {&tool->writes, &tool->reads};
	size_t i, j;

	for (i = 0; i < COUNT_OF(lists); i++) {
		const char *const *stores = lists[i]->items;

		for (j = 0; j < lists[i]->count; j++) {
			if (strcmp(stores[j], tool->context) == 0 ||
				(i > 0 && map_list_has(&tool->writes, stores[j])))
				continue;
			add_broken(map,
				arena_printf(&map->arena, "%s (%s) %s the store of %s", tool->tool,
					tool->context, i == 0 ? "writes" : "reads", stores[j]));
		}
	}
}

/* A tool for lines of any context knows no messages. */
static void check_neutral(struct map *map, const struct description *tool)
{
	if (tool->consumes.count + tool->emits.count > 0)
		add_broken(map,
			arena_printf(&map->arena,
				"%s (%s) uses messages: its description must name its context",
				tool->tool, tool->context));
}

/* Borrows from MAP: the common prefix of the names of CONTEXT's tools, "sponsor"; NULL: none. */
static const char *noun_of(struct map *map, const char *context)
{
	const char *noun = NULL;
	size_t i;

	for (i = 0; i < map->tool_count; i++) {
		const char *name = map->tools[i].tool;
		const char *first = arena_text(&map->arena, name, strcspn(name, "-"));

		if (strcmp(map->tools[i].context, context) != 0)
			continue;
		if (noun != NULL && strcmp(noun, first) != 0)
			return NULL;
		noun = first;
	}
	return noun;
}

/* Whether TEXT, words separated by "-" and ".", contains WORD or its plural. */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	while (*text != '\0') {
		size_t next = strcspn(text, "-.");
		size_t bare = next > 0 && text[next - 1] == 's' ? next - 1 : next;

		if ((next == length || bare == length) && strncmp(text, word, length) == 0)
			return true;
		text += text[next] != '\0' ? next + 1 : next;
	}
	return false;
}

static void check_types(
	struct map *map, const struct relation_row *row, const struct list *types, const char *noun)
{
	const char *const *type = types->items;
	size_t i;

	for (i = 0; i < types->count; i++) {
		const char *owner = map_owner(map, type[i]);

		if (strcmp(owner, row->upstream) == 0 &&
			has_word(strstr(type[i], owner) + strlen(owner), noun))
			add_broken(map, arena_printf(&map->arena,
						"%s of %s names %s, which is downstream of it",
						type[i], row->upstream, row->downstream));
	}
}

/*
 * The names of a context's messages and tools do not contain those of contexts downstream.
 * Of two contexts that know each other (reported already), the one that receives commands is
 * upstream.
 */
static void check_names(struct map *map, const struct relation_row *row, const char *noun)
{
	const char *own = noun_of(map, row->upstream);
	size_t i;

	if (noun == NULL || (own != NULL && strcmp(noun, own) == 0))
		return;
	if (map_knows(map, row->upstream, row->downstream) && row->sends.count == 0)
		return;
	for (i = 0; i < map->tool_count; i++) {
		if (strcmp(map->tools[i].context, row->upstream) != 0)
			continue;
		if (has_word(map->tools[i].tool, noun))
			add_broken(map,
				arena_printf(&map->arena,
					"%s of %s names %s, which is downstream of it",
					map->tools[i].tool, row->upstream, row->downstream));
		check_types(map, row, &map->tools[i].consumes, noun);
		check_types(map, row, &map->tools[i].emits, noun);
	}
}

void map_check(struct map *map)
{
	size_t i;

	check_crossings(map);
	check_cycles(map);
	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];

		check_names(map, row, row->downstream);
		check_names(map, row, noun_of(map, row->downstream));
	}
	for (i = 0; i < map->tool_count; i++) {
		if (map_is_neutral(&map->tools[i]))
			check_neutral(map, &map->tools[i]);
		else
			check_stores(map, &map->tools[i]);
	}
}
