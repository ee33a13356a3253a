/* Private to lib/map. */
#ifndef MAP_INTERNAL_H
#define MAP_INTERNAL_H

#include "base/arena.h"
#include "map/map.h"

/* A context's use of another context's message. */
struct crossing {
	const char *context; /* the tool's context */
	const char *owner;   /* the type's owner */
	const char *tool;
	const char *type;
	bool consumes; /* else it sends it */
	bool command;  /* else it is an event */
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

/*
 * The labels at the ends of a relation, in Context Mapper's abbreviations: upstream (U) with an
 * open host service (OHS) or a published language (PL), downstream (D), conformist (CF);
 * partnership (P); shared kernel (SK).
 */
struct map_roles {
	const char *upstream, *downstream; /* separated by blanks */
	bool symmetric;
	bool broken; /* the relation breaks a rule */
};

const struct map_roles *map_roles_of(enum relation relation);

/* Whether TOOL is for lines of any context. */
bool map_is_neutral(const struct description *tool);

/* Whether LIST, of texts, has TEXT. */
bool map_list_has(const struct list *list, const char *text);

/* Borrows from MAP: the context that owns TYPE; TYPE itself if it is not one of Lanyard's. */
const char *map_owner(struct map *map, const char *type);

/* Whether a tool of CONTEXT is on the map; else it is an external system. */
bool map_has(const struct map *map, const char *context);

/* Whether a tool of OWNER publishes TYPE. */
bool map_publishes(const struct map *map, const char *owner, const char *type);

/* For qsort(3): two texts of a list. */
int map_compare_texts(const void *left, const void *right);

/* Borrows from MAP: its contexts, by name, upstream ones without tools included; ends with NULL. */
const char **map_contexts(struct map *map);

/* The types that OWNER's tools publish, commands or events; by name. */
struct list map_published(struct map *map, const char *owner, bool commands);

/* Borrows from MAP: the name in a type, "create-ticket-purchase"; TYPE itself if it has none. */
const char *map_name(struct map *map, const char *type);

/* Whether CONTEXT consumes or sends a message of OWNER. */
bool map_knows(const struct map *map, const char *context, const char *owner);

/* Adds the broken rules to MAP. */
void map_check(struct map *map);

#endif
