/*
 * The map as text: for graphviz, and in Context Mapper's language.
 */
#include <ctype.h>

#include "map/internal.h"

/* Adds CONTEXT as a string of graphviz's, with quotes escaped. */
static void add_quoted(const char *context, struct buffer *out)
{
	buffer_add_text(out, "\"");
	for (; *context != '\0'; context++) {
		if (*context == '"' || *context == '\\')
			buffer_add_text(out, "\\");
		buffer_add(out, context, 1);
	}
	buffer_add_text(out, "\"");
}

static const char *role_of(enum relation relation)
{
	switch (relation) {
	case RELATION_OPEN_HOST:
		return "U: OHS, PL";
	case RELATION_PUBLISHED_LANGUAGE:
		return "U: PL";
	case RELATION_PARTNERSHIP:
	case RELATION_SHARED_KERNEL:
	case RELATION_CONFORMIST:
	case RELATION_ABSENT:
		break;
	}
	return "U";
}

/* Whether the relation goes one way, by published messages. */
static bool is_one_way(enum relation relation)
{
	return relation == RELATION_OPEN_HOST || relation == RELATION_PUBLISHED_LANGUAGE;
}

/* An edge's label is a node of its own: graphviz puts nodes where nothing else is. */
static void add_edge(struct map *map, const struct relation_row *row, struct buffer *out)
{
	const char *label = arena_printf(&map->arena, "%s to %s", row->upstream, row->downstream);
	const char *color = is_one_way(row->relation) ? "" : " [color=red]";

	buffer_add_text(out, "\t");
	add_quoted(label, out);
	buffer_add_format(out,
		" [shape=plaintext, fontsize=11, label=\"%s\\n%s\\n%zu commands, %zu events\\nD\"]\n\t",
		role_of(row->relation), enumeration_text(&relation_enum, row->relation),
		row->sends.count, row->consumes.count);
	add_quoted(row->upstream, out);
	buffer_add_text(out, " -> ");
	add_quoted(label, out);
	buffer_add_text(out, " -> ");
	add_quoted(row->downstream, out);
	buffer_add_format(out, "%s\n", color);
}

void map_dot(struct map *map, struct buffer *out)
{
	const char **context = map_contexts(map);
	size_t i;

	buffer_add_text(out,
		"// Upstream is above. Made by context-map --dot.\n"
		"digraph contexts {\n"
		"\tgraph [nodesep=0.6, ranksep=0.25]\n"
		"\tnode [shape=box, fontname=\"sans-serif\", margin=\"0.25,0.12\"]\n"
		"\tedge [dir=none]\n");
	for (; *context != NULL; context++) {
		buffer_add_text(out, "\t");
		add_quoted(*context, out);
		buffer_add_text(out, "\n");
	}
	for (i = 0; i < map->relation_count; i++)
		add_edge(map, &map->relations[i], out);
	buffer_add_text(out, "}\n");
}

/* Adds CONTEXT as an identifier, which Context Mapper requires. */
static void add_name(const char *context, struct buffer *out)
{
	if (!isalpha((unsigned char)*context))
		buffer_add_text(out, "_");
	for (; *context != '\0'; context++)
		buffer_add(out, isalnum((unsigned char)*context) ? context : "_", 1);
}

/* Adds a line for each context: KEYWORD and its name. */
static void add_contexts(struct map *map, const char *keyword, struct buffer *out)
{
	const char **context;

	for (context = map_contexts(map); *context != NULL; context++) {
		buffer_add_text(out, keyword);
		add_name(*context, out);
		buffer_add_text(out, "\n");
	}
}

static void add_relationship(const struct relation_row *row, struct buffer *out)
{
	static const char *const arrows[] = {
		[RELATION_OPEN_HOST] = " [U,OHS,PL]->[D] ",
		[RELATION_PUBLISHED_LANGUAGE] = " [U,PL]->[D] ",
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

void map_cml(struct map *map, struct buffer *out)
{
	size_t i;

	buffer_add_text(out, "/* Made by context-map --cml. */\nContextMap lanyard {\n");
	add_contexts(map, "\tcontains ", out);
	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];
		bool both_ways = row->relation == RELATION_PARTNERSHIP ||
				 row->relation == RELATION_SHARED_KERNEL;

		/* Of two opposite relations, one is printed. */
		if (!both_ways || strcmp(row->upstream, row->downstream) < 0)
			add_relationship(row, out);
	}
	buffer_add_text(out, "}\n");
	add_contexts(map, "BoundedContext ", out);
}
