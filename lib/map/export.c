/*
 * The context map as text: a digraph for Graphviz, and Context Mapper's language (CML).
 */
#include <ctype.h>
#include <string.h>

#include "map/internal.h"

/* Adds TEXT as a string of Graphviz's, with quotes and backslashes escaped. */
static void add_quoted(const char *text, struct buffer *out)
{
	buffer_add_text(out, "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buffer_add_text(out, "\\");
		buffer_add(out, text, 1);
	}
	buffer_add_text(out, "\"");
}

/*
 * Adds ROW as an edge, red if it breaks a rule. Its label is that of a node in its middle, because
 * Graphviz lets labels of edges overlap, but not nodes.
 */
static void add_edge(struct map *map, const struct relation_row *row, struct buffer *out)
{
	const struct map_roles *roles = map_roles_of(row->relation);
	const char *node = arena_printf(&map->arena, "%s to %s", row->upstream, row->downstream);

	buffer_add_text(out, "\t");
	add_quoted(node, out);
	buffer_add_format(out,
		" [shape=plaintext, fontsize=11, label=\"%s\\n%s\\ncommands: %zu, events: %zu\\n%s\"]\n\t",
		roles->upstream, enumeration_text(&relation_enum, row->relation), row->sends.count,
		row->consumes.count, roles->downstream);
	add_quoted(row->upstream, out);
	buffer_add_text(out, " -> ");
	add_quoted(node, out);
	buffer_add_text(out, " -> ");
	add_quoted(row->downstream, out);
	buffer_add_format(out, "%s\n", roles->broken ? " [color=red]" : "");
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
	/* A symmetric relation has two edges, each with the messages of its direction. */
	for (i = 0; i < map->relation_count; i++)
		add_edge(map, &map->relations[i], out);
	buffer_add_text(out, "}\n");
}

/*
 * Adds NAME as an identifier of CML: "_" for all but letters and digits, and before a first digit.
 */
static void add_identifier(const char *name, struct buffer *out)
{
	if (!isalpha((unsigned char)*name))
		buffer_add_text(out, "_");
	for (; *name != '\0'; name++)
		buffer_add(out, isalnum((unsigned char)*name) ? name : "_", 1);
}

/* Adds a line for each context: PREFIX, then its name. */
static void add_contexts(struct map *map, const char *prefix, struct buffer *out)
{
	const char **context;

	for (context = map_contexts(map); *context != NULL; context++) {
		buffer_add_text(out, prefix);
		add_identifier(*context, out);
		buffer_add_text(out, "\n");
	}
}

/* Adds ROLES, "U OHS PL", as CML has them: "[U,OHS,PL]". */
static void add_roles(const char *roles, struct buffer *out)
{
	buffer_add_text(out, "[");
	for (; *roles != '\0'; roles++)
		buffer_add(out, *roles == ' ' ? "," : roles, 1);
	buffer_add_text(out, "]");
}

static void add_relationship(const struct relation_row *row, struct buffer *out)
{
	const struct map_roles *roles = map_roles_of(row->relation);

	buffer_add_text(out, "\t");
	add_identifier(row->upstream, out);
	buffer_add_text(out, " ");
	add_roles(roles->upstream, out);
	buffer_add_text(out, roles->symmetric ? "<->" : "->");
	add_roles(roles->downstream, out);
	buffer_add_text(out, " ");
	add_identifier(row->downstream, out);
	buffer_add_text(out, "\n");
}

void map_cml(struct map *map, struct buffer *out)
{
	size_t i;

	buffer_add_text(out, "/* Made by context-map --cml. */\nContextMap lanyard {\n");
	add_contexts(map, "\tcontains ", out);
	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];

		/* The map has a symmetric relation in each direction, CML has it once. */
		if (!map_roles_of(row->relation)->symmetric ||
			strcmp(row->upstream, row->downstream) < 0)
			add_relationship(row, out);
	}
	buffer_add_text(out, "}\n");
	add_contexts(map, "BoundedContext ", out);
}
