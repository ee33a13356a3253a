/*
 * The map as text: for graphviz, and in Context Mapper's language.
 */
#include <ctype.h>

#include "map/internal.h"

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

			if (!map_is_neutral(&map->tools[i]) && strcmp(context, last) > 0 &&
				(next == NULL || strcmp(context, next) < 0))
				next = context;
		}
		if (next == NULL)
			return;
		each(next, out);
		last = next;
	}
}

/* A name may hold what ends a string of graphviz's. */
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

static void add_node(const char *context, struct buffer *out)
{
	buffer_add_text(out, "\t");
	add_quoted(context, out);
	buffer_add_text(out, "\n");
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

/* One way, by what is published. */
static bool is_one_way(enum relation relation)
{
	return relation == RELATION_OPEN_HOST || relation == RELATION_PUBLISHED_LANGUAGE;
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

		buffer_add_text(out, "\t");
		add_quoted(row->upstream, out);
		buffer_add_text(out, " -> ");
		add_quoted(row->downstream, out);
		buffer_add_format(out,
			" [dir=none, taillabel=\"%s\", headlabel=\"D\", "
			"label=\"%s\\n%zu commands, %zu events\"%s]\n",
			role_of(row->relation), words_text(&relation_words, row->relation),
			row->sends.count, row->takes.count,
			is_one_way(row->relation) ? "" : ", color=red");
	}
	buffer_add_text(out, "}\n");
}

/* Context Mapper wants names that are identifiers. */
static void add_name(const char *context, struct buffer *out)
{
	if (!isalpha((unsigned char)*context))
		buffer_add_text(out, "_");
	for (; *context != '\0'; context++)
		buffer_add(out, isalnum((unsigned char)*context) ? context : "_", 1);
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
