/*
 * The context map, generated from the tools' descriptions: which context knows whose
 * language, and which rules that breaks.
 *
 * A context that reacts to another's events, or sends it commands, is downstream of it. A
 * type names its owner: lanyard.<context>.<name>.v<N>.
 */
#ifndef MAP_MAP_H
#define MAP_MAP_H

#include "base/buffer.h"
#include "message/description.h"

#define RELATION(W)                                                                                \
	W(RELATION_OPEN_HOST, "open host")                                                         \
	W(RELATION_PUBLISHED_LANGUAGE, "published language")                                       \
	W(RELATION_PARTNERSHIP, "partnership")                                                     \
	W(RELATION_SHARED_KERNEL, "shared kernel")                                                 \
	W(RELATION_CONFORMIST, "conformist")
ENUM_DECLARE(relation, RELATION_ABSENT, RELATION);

#define RELATION_ROW(X, S)                                                                         \
	STRING(X, S, upstream, REQUIRED, 64, "the context that owns the messages")                 \
	STRING(X, S, downstream, REQUIRED, 64, "the context that uses them")                       \
	ENUM(X, S, relation, REQUIRED, relation,                                                   \
		"open host: one way, by published messages, commands among them; published "       \
		"language: one way, by published events; conformist: one way, by unpublished "     \
		"messages; partnership: both ways; shared kernel: both ways, by unpublished ones") \
	INTEGER(X, S, commands, REQUIRED, 0, 0, "how many commands downstream sends")              \
	INTEGER(X, S, events, REQUIRED, 0, 0, "how many events downstream consumes")               \
	STRINGS(X, S, sends, REQUIRED | HIDDEN, 200, "commands that downstream sends")             \
	STRINGS(X, S, consumes, REQUIRED | HIDDEN, 200, "events that downstream consumes")
MESSAGE_DECLARE(relation_row, RELATION_ROW);

/* The messages of context-map; ends with NULL. */
extern const struct message *const map_messages[];

struct map;

/* Returns new: an empty map. */
struct map *map_new(void);
void map_free(struct map *map);

/* Adds a tool's description; copies it. */
void map_add(struct map *map, const struct description *description);

/* Derives the relations, after all tools were added. */
void map_derive_relations(struct map *map);

/* Borrows from MAP: relation NUMBER, from 0; NULL after the last. */
const struct relation_row *map_relation(const struct map *map, size_t number);

/* Borrows from MAP: the message about broken rule NUMBER, from 0; NULL after the last. */
const char *map_broken(const struct map *map, size_t number);

/* Each adds the map to OUT: as an SVG picture, a Graphviz digraph, or in CML. */
void map_svg(struct map *map, struct buffer *out);
void map_dot(struct map *map, struct buffer *out);
void map_cml(struct map *map, struct buffer *out);

#endif
