/*
 * The map as a picture. Each upstream context is at the left of a section, with the messages
 * that it publishes; at the right, one below the other, are the contexts downstream of it, each
 * with a straight line to it. A context that is upstream and downstream is in two sections.
 */
#include "base/plural.h"
#include "map/internal.h"
#include "map/svg.h"

enum {
	MARGIN = 20,
	PADDING = 12,
	HOST_WIDTH = 240,
	CLIENT_WIDTH = 320,
	CLIENT_X = SVG_WIDTH - MARGIN - CLIENT_WIDTH,
	LINE_X = MARGIN + HOST_WIDTH,
	BETWEEN = 16, /* space between two boxes of a column */
	PILL = 20,    /* its height */
	TERM_WIDTH = 76,
};

static const struct term {
	const char *name, *meaning;
} terms[] = {
	{"U", "upstream: it knows nothing of the contexts downstream of it"},
	{"D", "downstream: it knows the language of the context upstream"},
	{"OHS", "open host service: it carries out the commands of any client with the privilege"},
	{"PL", "published language: messages that are documented, for others to use"},
	{"CF", "conformist: it uses messages that upstream does not publish"},
	{"P", "partnership: each knows what the other one publishes"},
	{"SK", "shared kernel: each knows what the other one does not publish"},
};

/* The relation in the other direction, where both know each other. */
static const struct relation_row *opposite(const struct map *map, const struct relation_row *row)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++)
		if (strcmp(map->relations[i].upstream, row->downstream) == 0 &&
			strcmp(map->relations[i].downstream, row->upstream) == 0)
			return &map->relations[i];
	return NULL;
}

/* Whether ROW is drawn: of two opposite relations, one is. */
static bool is_drawn(const struct map *map, const struct relation_row *row)
{
	return opposite(map, row) == NULL || strcmp(row->upstream, row->downstream) < 0;
}

static const char *owned_by(const struct map *map, const char *context)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].context, context) == 0 && map->tools[i].owns != NULL)
			return map->tools[i].owns;
	return map_has(map, context) ? "" : "none of its tools is on this map";
}

static int draw_owner(
	struct map *map, struct buffer *out, const char *context, int x, int y, int width)
{
	y = svg_text(out, SVG_NAME, x, y, width, context);
	return svg_text(out, SVG_TEXT, x, y, width, owned_by(map, context));
}

/* Borrows from MAP: COUNT and the noun WHAT: "1 command", "2 commands". */
static const char *quantity(struct map *map, size_t count, const char *what)
{
	return arena_printf(&map->arena, "%zu %s%s", count, what, plural((int64_t)count));
}

/* The names of TYPES, under HEADING, one a line. */
static int draw_types(struct map *map, struct buffer *out, const char *heading,
	const struct list *types, int x, int y, int width)
{
	const char *const *type = types->items;
	size_t i;

	if (types->count == 0)
		return y;
	y = svg_text(out, SVG_HEADING, x, y + 6, width, heading);
	for (i = 0; i < types->count; i++)
		y = svg_text(out, SVG_CODE, x, y, width, map_name(map, type[i]));
	return y;
}

static int draw_host(struct map *map, struct buffer *out, const char *context, int top)
{
	int x = MARGIN + PADDING, width = HOST_WIDTH - 2 * PADDING, y = top + PADDING;
	struct list commands = map_published(map, context, true);
	struct list events = map_published(map, context, false);

	y = draw_owner(map, out, context, x, y, width);
	y = draw_types(map, out,
		arena_printf(&map->arena, "publishes %s", quantity(map, commands.count, "command")),
		&commands, x, y, width);
	y = draw_types(map, out,
		arena_printf(&map->arena, "publishes %s", quantity(map, events.count, "event")),
		&events, x, y, width);
	return y + PADDING;
}

/* The names of TYPES, sorted, on a line. */
static const char *joined(struct map *map, const struct list *types)
{
	const char **type = arena_take(&map->arena, (types->count + 1) * sizeof(*type));
	struct buffer text = {0};
	const char *copy;
	size_t i;

	memcpy(type, types->items, types->count * sizeof(*type));
	qsort(type, types->count, sizeof(*type), map_compare_texts);
	for (i = 0; i < types->count; i++)
		buffer_add_format(&text, "%s%s", i > 0 ? ", " : "", map_name(map, type[i]));
	copy = arena_text(&map->arena, buffer_text(&text), text.length);
	buffer_release(&text);
	return copy;
}

static int draw_joined(
	struct map *map, struct buffer *out, const char *heading, const struct list *types, int y)
{
	int x = CLIENT_X + PADDING, width = CLIENT_WIDTH - 2 * PADDING;

	if (types->count == 0)
		return y;
	y = svg_text(out, SVG_HEADING, x, y + 6, width, heading);
	return svg_text(out, SVG_CODE, x, y, width, joined(map, types));
}

/* Draws the box of the downstream context of ROW. */
static int draw_client(struct map *map, struct buffer *out, const struct relation_row *row, int top)
{
	const struct relation_row *back = opposite(map, row);
	int y = draw_owner(map, out, row->downstream, CLIENT_X + PADDING, top + PADDING,
		CLIENT_WIDTH - 2 * PADDING);

	y = draw_joined(map, out, "sends", &row->sends, y);
	y = draw_joined(map, out, "consumes", &row->consumes, y);
	if (back != NULL) {
		y = draw_joined(map, out, "carries out", &back->sends, y);
		y = draw_joined(map, out, "emits for it", &back->consumes, y);
	}
	return y + PADDING;
}

/* "2 of 5 commands": how many of those that OWNER publishes are in TYPES. */
static const char *share_of(
	struct map *map, const char *owner, const struct list *types, const char *what)
{
	size_t all = map_published(map, owner, strcmp(what, "command") == 0).count;

	if (all < types->count)
		return quantity(map, types->count, what);
	return arena_printf(&map->arena, "%zu of %s", types->count, quantity(map, all, what));
}

/* Returns the pill's width. */
static int draw_pill(struct buffer *out, const char *text, int x, int middle)
{
	int width = svg_width(SVG_TAG, text) + PILL;

	svg_box(out, "pill", x, middle - PILL / 2, width, PILL);
	svg_center(out, SVG_TAG, x, middle - PILL / 2, width, text);
	return width;
}

static void draw_line(struct map *map, struct buffer *out, const struct relation_row *row, int y)
{
	const struct map_roles *roles = map_roles_of(row->relation);
	const char *line = roles->broken ? "broken" : "line";
	int width = CLIENT_X - LINE_X, inset = 8, left = LINE_X + inset;
	int right = CLIENT_X - inset - svg_width(SVG_TAG, roles->downstream) - PILL;

	svg_line(out, line, LINE_X, y, left, y);
	left += draw_pill(out, roles->upstream, left, y);
	svg_line(out, line, left, y, right, y);
	right += draw_pill(out, roles->downstream, right, y);
	svg_line(out, line, right, y, CLIENT_X, y);
	if (row->sends.count > 0)
		svg_center(out, SVG_LABEL, LINE_X + inset, y - PILL / 2 - 20, width - 2 * inset,
			arena_printf(&map->arena, "\u2190 %s",
				share_of(map, row->upstream, &row->sends, "command")));
	if (row->consumes.count > 0)
		svg_center(out, SVG_LABEL, LINE_X + inset, y + PILL / 2 + 4, width - 2 * inset,
			arena_printf(&map->arena, "%s \u2192",
				share_of(map, row->upstream, &row->consumes, "event")));
}

/* Draws the contexts downstream, from the relation FIRST on; a line ends at a box's middle. */
static int draw_clients(struct map *map, struct buffer *out, size_t first, int y)
{
	const char *context = map->relations[first].upstream;
	size_t i;

	for (i = first; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];
		int bottom;

		if (strcmp(row->upstream, context) != 0)
			break;
		if (!is_drawn(map, row))
			continue;
		bottom = draw_client(map, NULL, row, y);
		svg_box(out, "client", CLIENT_X, y, CLIENT_WIDTH, bottom - y);
		draw_client(map, out, row, y);
		draw_line(map, out, row, (y + bottom) / 2);
		y = bottom + BETWEEN;
	}
	return y;
}

/* Whether a relation of CONTEXT with a context downstream is drawn; sets *FIRST to the first. */
static bool has_clients(const struct map *map, const char *context, size_t *first)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++)
		if (strcmp(map->relations[i].upstream, context) == 0 &&
			is_drawn(map, &map->relations[i])) {
			*first = i;
			return true;
		}
	return false;
}

static bool is_client(const struct map *map, const char *context)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++)
		if (is_drawn(map, &map->relations[i]) &&
			strcmp(map->relations[i].downstream, context) == 0)
			return true;
	return false;
}

static int draw_section(struct map *map, struct buffer *out, const char *context, int y)
{
	int bottom = draw_host(map, NULL, context, y), below;
	bool host;
	size_t first;

	host = has_clients(map, context, &first);
	if (!host && is_client(map, context))
		return y;
	below = host ? draw_clients(map, out, first, y) - BETWEEN : y;
	if (below > bottom)
		bottom = below;
	svg_box(out, host ? "host" : "client", MARGIN, y, HOST_WIDTH, bottom - y);
	draw_host(map, out, context, y);
	return bottom + 2 * BETWEEN;
}

/* Whether TERM is in a label that is drawn. */
static bool is_used(const struct map *map, const char *term)
{
	size_t i, length = strlen(term);

	for (i = 0; i < map->relation_count; i++) {
		const struct map_roles *roles = map_roles_of(map->relations[i].relation);
		const char *text[] = {roles->upstream, roles->downstream}, *word;
		size_t j;

		for (j = 0; j < COUNT_OF(text); j++)
			for (word = text[j]; *word != '\0'; word += strspn(word, " ")) {
				size_t next = strcspn(word, " ");

				if (next == length && strncmp(word, term, next) == 0)
					return true;
				word += next;
			}
	}
	return false;
}

/* Whether a drawn relation breaks a rule. */
static bool has_broken(const struct map *map)
{
	size_t i;

	for (i = 0; i < map->relation_count; i++)
		if (map_roles_of(map->relations[i].relation)->broken)
			return true;
	return false;
}

static int draw_legend(struct map *map, struct buffer *out, int y)
{
	int x = MARGIN + TERM_WIDTH, width = SVG_WIDTH - x - MARGIN;
	size_t i;

	if (map->relation_count == 0)
		return y;
	for (i = 0; i < COUNT_OF(terms); i++) {
		if (!is_used(map, terms[i].name))
			continue;
		draw_pill(out, terms[i].name, MARGIN, y + PILL / 2);
		y = svg_text(out, SVG_TEXT, x, y + 1, width, terms[i].meaning) + 7;
	}
	y = svg_text(out, SVG_TEXT, MARGIN, y, SVG_WIDTH - 2 * MARGIN,
		arena_printf(&map->arena,
			"Above a line: how many of the published commands downstream sends. "
			"Below it: how many of the published events it consumes.%s",
			has_broken(map) ? " A red line breaks a rule." : ""));
	return y + MARGIN;
}

static int draw_sheet(struct map *map, struct buffer *out)
{
	const char *context = "", **contexts = map_contexts(map);
	int y = svg_text(out, SVG_TITLE, MARGIN, MARGIN - 4, SVG_WIDTH - 2 * MARGIN,
			"The contexts, and which depends on which") +
		PADDING;
	size_t i;

	/* First upstream contexts, those without tools included; then those without relations. */
	for (i = 0; i < map->relation_count; i++) {
		if (strcmp(map->relations[i].upstream, context) == 0)
			continue;
		context = map->relations[i].upstream;
		y = draw_section(map, out, context, y);
	}
	for (; *contexts != NULL; contexts++)
		if (!has_clients(map, *contexts, &i))
			y = draw_section(map, out, *contexts, y);
	return draw_legend(map, out, y);
}

/* Borrows from MAP: a description of the picture, for screen readers. */
static const char *describe(struct map *map)
{
	struct buffer text = {0};
	const char *context = "", *copy;
	size_t i;

	for (i = 0; i < map->relation_count; i++) {
		const struct relation_row *row = &map->relations[i];

		if (strcmp(row->upstream, context) != 0)
			buffer_add_format(&text, "%s%s publishes %s and %s.", i > 0 ? " " : "",
				row->upstream,
				quantity(map, map_published(map, row->upstream, true).count,
					"command"),
				quantity(map, map_published(map, row->upstream, false).count,
					"event"));
		context = row->upstream;
		buffer_add_format(&text,
			" %s is downstream of it (%s): it sends %s, and consumes %s.",
			row->downstream, enumeration_text(&relation_enum, row->relation),
			quantity(map, row->sends.count, "command"),
			quantity(map, row->consumes.count, "event"));
	}
	copy = arena_text(&map->arena, buffer_text(&text), text.length);
	buffer_release(&text);
	return copy;
}

void map_svg(struct map *map, struct buffer *out)
{
	svg_begin(out, draw_sheet(map, NULL), "Context map", describe(map));
	draw_sheet(map, out);
	svg_end(out);
}
