/*
 * What the files of lib/map share, and nobody else includes.
 */
#ifndef MAP_INTERNAL_H
#define MAP_INTERNAL_H

#include "base/arena.h"
#include "map/map.h"

/* What a tool of CONTEXT does with a type of another one. */
struct crossing {
	const char *context; /* whose tool it is */
	const char *owner;   /* whose type it is */
	const char *tool;
	const char *type;
	bool takes;   /* else it sends it */
	bool command; /* else it is an event */
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

/* Whether it is a tool for lines of any context, and of none itself. */
bool map_is_neutral(const struct description *tool);

/* Whether LIST, of texts, has TEXT. */
bool map_list_has(const struct list *list, const char *text);

/* Borrows from MAP: the context within a type; the whole of what is no type of ours. */
const char *map_owner(struct map *map, const char *type);

/* Whether a tool of CONTEXT is on the map at all: else it is somebody else's. */
bool map_has(const struct map *map, const char *context);

/* Whether a tool of OWNER says that TYPE is published. */
bool map_publishes(const struct map *map, const char *owner, const char *type);

/* For qsort(3): two texts of a list. */
int map_compare_texts(const void *left, const void *right);

/* Borrows from MAP: the contexts that have tools on it, by name; ends with NULL. */
const char **map_contexts(struct map *map);

/* What tools of OWNER say that it publishes: its commands, or its events; by name. */
struct list map_published(struct map *map, const char *owner, bool commands);

/* Borrows from MAP: the name within a type, "create-ticket-purchase"; else the whole. */
const char *map_name(struct map *map, const char *type);

/* Whether CONTEXT takes or sends a message of OWNER. */
bool map_knows(const struct map *map, const char *context, const char *owner);

/* Finds what is broken. */
void map_check(struct map *map);

#endif
