#include "map/story.h"

#include "map/internal.h"
#include "map/svg.h"

/* clang-format off */
STRUCT_DEFINE(story_message, STORY_MESSAGE);
STRUCT_DEFINE(story_step, STORY_STEP);
STRUCT_DEFINE(story_system, STORY_SYSTEM);
MESSAGE_DEFINE(story, STORY, MESSAGE_RECORD,
	"lanyard.map.story.v1", "What context-map --story draws.");
/* clang-format on */

enum {
	MARGIN = 20,
	PADDING = 12,
	SYSTEM_WIDTH = 276,
	STEP_WIDTH = SYSTEM_WIDTH - 2 * PADDING,
	GAP = SVG_WIDTH - 2 * MARGIN - STORY_SYSTEMS * SYSTEM_WIDTH, /* between the systems */
	NUMBER = 28,                                                 /* width of a step's number */
	TEXT_X = 2 * PADDING + NUMBER + 8, /* of a step's text, from its system's left */
	TEXT_WIDTH = STEP_WIDTH - 2 * PADDING - NUMBER - 8,
	LABEL_SPACE = 8, /* beside a text between the systems */
	BETWEEN = 20,    /* two steps without a message */
	PORT = 24,       /* a message's line is at least so far from its step's top and bottom */
};

/* A step, and its place in the drawing. */
struct card {
	const struct story_step *step;
	const struct description *tool;
	size_t system; /* 0: the left one */
	int number;
	int top, bottom;
	int height; /* that its text needs */
	int first;  /* y of its first line to the other system; 0: none */
};

/* A message, and its place in the drawing. */
struct wire {
	const struct story_message *message;
	struct card *from, *to;
	bool command;
	int y; /* of its line between the systems */
};

struct drawing {
	struct map *map;
	const struct story *story;
	struct fault *fault;
	struct card *cards;
	struct wire *wires;
	size_t card_count, wire_count;
	int body; /* y of the topmost step */
};

static const struct description *find_tool(const struct map *map, const char *name)
{
	size_t i;

	for (i = 0; i < map->tool_count; i++)
		if (strcmp(map->tools[i].tool, name) == 0)
			return &map->tools[i];
	return NULL;
}

static bool place_card(struct drawing *drawing, struct card *card, const struct story_step *step)
{
	const struct story_system *systems = drawing->story->systems.items;
	size_t i;

	card->step = step;
	card->number = (int)(card - drawing->cards) + 1;
	card->tool = find_tool(drawing->map, step->tool);
	if (card->tool == NULL)
		return fault_set(drawing->fault, EX_CONFIG, "no tool %s is on the map", step->tool);
	for (i = 0; i < drawing->story->systems.count; i++)
		if (strcmp(systems[i].context, card->tool->context) == 0) {
			card->system = i;
			return true;
		}
	return fault_set(drawing->fault, EX_CONFIG, "%s is of %s, which is none of the systems",
		step->tool, card->tool->context);
}

/* A message within a system must connect neighbours, because a line must not cross a step. */
static bool check_neighbours(const struct drawing *drawing, const struct wire *wire)
{
	const struct card *card;

	if (wire->from->system != wire->to->system)
		return true;
	for (card = wire->from + 1; card < wire->to; card++)
		if (card->system == wire->to->system)
			return fault_set(drawing->fault, EX_CONFIG,
				"%s: %s stands between %s and %s", wire->message->type,
				card->step->tool, wire->from->step->tool, wire->to->step->tool);
	return true;
}

static bool place_wire(
	struct drawing *drawing, struct card *to, const struct story_message *message)
{
	struct wire *wire = &drawing->wires[drawing->wire_count++];
	struct card *from = to;

	*wire = (struct wire){.message = message, .to = to};
	if (!map_list_has(&to->tool->consumes, message->type))
		return fault_set(drawing->fault, EX_CONFIG, "%s does not take %s", to->step->tool,
			message->type);
	while (wire->from == NULL && from > drawing->cards)
		if (map_list_has(&(--from)->tool->emits, message->type))
			wire->from = from;
	if (wire->from == NULL)
		return fault_set(drawing->fault, EX_CONFIG, "no step before %s emits %s",
			to->step->tool, message->type);
	wire->command = map_list_has(&to->tool->commands, message->type);
	return check_neighbours(drawing, wire);
}

static bool place_all(struct drawing *drawing)
{
	const struct story_step *steps = drawing->story->steps.items;
	size_t i, j, most = 0;

	for (i = 0; i < drawing->story->steps.count; i++)
		most += steps[i].consumes.count;
	drawing->cards = arena_take(
		&drawing->map->arena, drawing->story->steps.count * sizeof(*drawing->cards));
	drawing->wires = arena_take(&drawing->map->arena, (most + 1) * sizeof(*drawing->wires));
	for (i = 0; i < drawing->story->steps.count; i++) {
		const struct story_message *messages = steps[i].consumes.items;
		struct card *card = &drawing->cards[drawing->card_count++];

		if (!place_card(drawing, card, &steps[i]))
			return false;
		for (j = 0; j < steps[i].consumes.count; j++)
			if (!place_wire(drawing, card, &messages[j]))
				return false;
	}
	return true;
}

static int left_of(size_t system)
{
	return MARGIN + (int)system * (SYSTEM_WIDTH + GAP);
}

/* Borrows from MAP: the message's name without hyphens: "create ticket purchase". */
static const char *name_of(struct drawing *drawing, const struct wire *wire)
{
	char *name = arena_printf(
		&drawing->map->arena, "%s", map_name(drawing->map, wire->message->type));
	char *at;

	for (at = name; *at != '\0'; at++)
		if (*at == '-')
			*at = ' ';
	return name;
}

static int draw_name(struct drawing *drawing, struct buffer *out, const struct wire *wire, int y)
{
	return svg_center(out, wire->command ? SVG_COMMAND : SVG_EVENT,
		MARGIN + SYSTEM_WIDTH + LABEL_SPACE, y, GAP - 2 * LABEL_SPACE,
		name_of(drawing, wire));
}

static int draw_words(struct buffer *out, const struct wire *wire, int y)
{
	return wire->message->text == NULL
		       ? y
		       : svg_center(out, SVG_NOTE, MARGIN + SYSTEM_WIDTH + LABEL_SPACE, y,
				 GAP - 2 * LABEL_SPACE, wire->message->text);
}

static int draw_card(struct drawing *drawing, struct buffer *out, const struct card *card, int top)
{
	int x = left_of(card->system) + TEXT_X, y = top + PADDING;

	svg_box(out, "pill", x - NUMBER - 8, y, NUMBER, 22);
	svg_center(out, SVG_TAG, x - NUMBER - 8, y + 1, NUMBER,
		arena_printf(&drawing->map->arena, "%d", card->number));
	y = svg_text(out, SVG_NAME, x, y, TEXT_WIDTH, card->step->name);
	if (card->step->text != NULL)
		y = svg_text(out, SVG_TEXT, x, y, TEXT_WIDTH, card->step->text);
	return svg_text(out, SVG_CODE, x, y + 2, TEXT_WIDTH, card->step->tool) + PADDING;
}

/* Draws the messages from FROM to the step below it, beside an arrow from Y to BOTTOM. */
static int draw_below(struct drawing *drawing, struct buffer *out, const struct card *from,
	const struct card *to, int y, int bottom)
{
	int x = left_of(to->system) + TEXT_X, arrow = x - 8 - NUMBER / 2, top = y;
	const struct wire *wire, *end = drawing->wires + drawing->wire_count, *last = NULL;

	y += 6;
	for (wire = drawing->wires; wire < end; wire++) {
		if (wire->from != from || wire->to != to)
			continue;
		y = svg_text(out, wire->command ? SVG_COMMAND : SVG_EVENT, x, y, TEXT_WIDTH,
			name_of(drawing, wire));
		if (wire->message->text != NULL)
			y = svg_text(out, SVG_NOTE, x, y, TEXT_WIDTH, wire->message->text);
		last = wire;
	}
	if (last == NULL)
		return top + BETWEEN;
	svg_arrow(out, last->command ? "command" : "event", arrow, top, arrow, bottom);
	return y + 6;
}

/* The distance from the top of a message's name to its line between the systems. */
static int above_line(struct drawing *drawing, const struct wire *wire)
{
	return draw_name(drawing, NULL, wire, 0) + 6;
}

static bool raise_to(int *value, int least)
{
	if (*value >= least)
		return false;
	*value = least;
	return true;
}

/* Moves WIRE's line below the tops of its steps and the text of the wire ABOVE it. */
static bool layout_wire(struct drawing *drawing, struct wire *wire, const struct wire *above)
{
	bool moved = false;

	if (above != NULL)
		moved |= raise_to(&wire->y,
			draw_words(NULL, above, above->y + 6) + 8 + above_line(drawing, wire));
	moved |= raise_to(&wire->y, drawing->body + above_line(drawing, wire));
	moved |= raise_to(&wire->y, wire->from->top + PORT);
	moved |= raise_to(&wire->y, wire->to->top + PORT);
	moved |= raise_to(&wire->from->bottom, wire->y + PORT);
	moved |= raise_to(&wire->to->bottom, wire->y + PORT);
	return moved;
}

static bool layout_card(struct drawing *drawing, struct card *card, const struct card *above)
{
	bool moved = raise_to(&card->top,
		above == NULL ? drawing->body
			      : draw_below(drawing, NULL, above, card, above->bottom, 0));

	return raise_to(&card->bottom, card->top + card->height) || moved;
}

/* Moves each card and wire below those above it; false if nothing was moved. */
static bool layout_once(struct drawing *drawing)
{
	const struct card *above[STORY_SYSTEMS] = {NULL};
	const struct wire *last = NULL;
	bool moved = false;
	size_t i;

	for (i = 0; i < drawing->card_count; i++) {
		struct card *card = &drawing->cards[i];

		moved |= layout_card(drawing, card, above[card->system]);
		above[card->system] = card;
	}
	for (i = 0; i < drawing->wire_count; i++) {
		struct wire *wire = &drawing->wires[i];

		if (wire->from->system == wire->to->system)
			continue;
		moved |= layout_wire(drawing, wire, last);
		last = wire;
	}
	return moved;
}

/* Moves each step that receives a message from the other system down to that message. */
static void tighten(struct drawing *drawing)
{
	size_t i;

	for (i = drawing->wire_count; i-- > 0;) {
		struct wire *wire = &drawing->wires[i];

		if (wire->from->system != wire->to->system)
			wire->from->first = wire->to->first = wire->y;
	}
	for (i = 0; i < drawing->card_count; i++) {
		struct card *card = &drawing->cards[i];
		int top = card->bottom - card->height;

		if (card->first != 0 && card->first - PORT < top)
			top = card->first - PORT;
		raise_to(&card->top, top);
	}
}

static bool layout(struct drawing *drawing)
{
	size_t i, most = 4 * (drawing->card_count + drawing->wire_count + 1);

	for (i = 0; i < drawing->card_count; i++)
		drawing->cards[i].height = draw_card(drawing, NULL, &drawing->cards[i], 0);
	for (i = 0; i < most && layout_once(drawing); i++)
		;
	if (i == most)
		return fault_set(drawing->fault, EX_CONFIG,
			"the lines between the systems would cross: put the steps, and what they "
			"take, in the order in which it happens");
	tighten(drawing);
	return true;
}

static int draw_systems(struct drawing *drawing, struct buffer *out, int top, int bottom)
{
	const struct story_system *systems = drawing->story->systems.items;
	int below = top;
	size_t i;

	for (i = 0; i < drawing->story->systems.count; i++) {
		int x = left_of(i) + PADDING, y = top + PADDING - 2;

		svg_box(out, "system", left_of(i), top, SYSTEM_WIDTH, bottom - top);
		y = svg_text(out, SVG_TITLE, x, y, STEP_WIDTH, systems[i].name);
		if (systems[i].text != NULL)
			y = svg_text(out, SVG_TEXT, x, y, STEP_WIDTH, systems[i].text);
		raise_to(&below, y + PADDING);
	}
	return below;
}

static void draw_wire(struct drawing *drawing, struct buffer *out, const struct wire *wire)
{
	int left = left_of(0) + PADDING + STEP_WIDTH, right = left_of(1) + PADDING;
	bool there = wire->to->system > wire->from->system;

	if (wire->from->system == wire->to->system)
		return;
	draw_name(drawing, out, wire, wire->y - above_line(drawing, wire));
	draw_words(out, wire, wire->y + 6);
	svg_arrow(out, wire->command ? "command" : "event", there ? left : right, wire->y,
		there ? right : left, wire->y);
}

static void draw_steps(struct drawing *drawing, struct buffer *out)
{
	const struct card *above[STORY_SYSTEMS] = {NULL};
	size_t i;

	for (i = 0; i < drawing->card_count; i++) {
		const struct card *card = &drawing->cards[i], *from = above[card->system];

		svg_box(out, "step", left_of(card->system) + PADDING, card->top, STEP_WIDTH,
			card->bottom - card->top);
		draw_card(drawing, out, card, card->top);
		if (from != NULL)
			draw_below(drawing, out, from, card, from->bottom, card->top);
		above[card->system] = card;
	}
	for (i = 0; i < drawing->wire_count; i++)
		draw_wire(drawing, out, &drawing->wires[i]);
}

/* Draws the legend of a colour. */
static int draw_term(
	struct buffer *out, const char *line, enum svg_style style, int x, int y, const char *text)
{
	svg_arrow(out, line, x, y + 9, x + 40, y + 9);
	return svg_text(out, style, x + 52, y, SVG_WIDTH / 2 - MARGIN - 52, text);
}

static int draw_legend(struct buffer *out, int y)
{
	draw_term(out, "command", SVG_COMMAND, MARGIN, y, "command: requests something");
	return draw_term(
		out, "event", SVG_EVENT, SVG_WIDTH / 2, y, "event: reports what has happened");
}

/* Adds a description of WIRE to TEXT. */
static void add_wire(struct drawing *drawing, struct buffer *text, const struct wire *wire)
{
	buffer_add_format(text, " %s %s comes from step %d",
		wire->command ? "The command" : "The event", name_of(drawing, wire),
		wire->from->number);
	if (wire->message->text != NULL)
		buffer_add_format(text, ": %s", wire->message->text);
	buffer_add_text(text, ".");
}

/* Borrows from MAP: a description of the picture, for screen readers. */
static const char *describe(struct drawing *drawing)
{
	const struct story_system *systems = drawing->story->systems.items;
	struct buffer text = {0};
	const char *copy;
	size_t i, j;

	for (i = 0; i < drawing->card_count; i++) {
		const struct card *card = &drawing->cards[i];

		buffer_add_format(&text, "%sStep %d, %s, in %s, by %s.", i > 0 ? " " : "",
			card->number, card->step->name, systems[card->system].name,
			card->step->tool);
		for (j = 0; j < drawing->wire_count; j++)
			if (drawing->wires[j].to == card)
				add_wire(drawing, &text, &drawing->wires[j]);
	}
	copy = arena_text(&drawing->map->arena, buffer_text(&text), text.length);
	buffer_release(&text);
	return copy;
}

/* The y below all steps and all texts between the systems. */
static int bottom_of(const struct drawing *drawing)
{
	int bottom = drawing->body;
	size_t i;

	for (i = 0; i < drawing->card_count; i++)
		raise_to(&bottom, drawing->cards[i].bottom + PADDING);
	for (i = 0; i < drawing->wire_count; i++)
		raise_to(&bottom,
			draw_words(NULL, &drawing->wires[i], drawing->wires[i].y + 6) + PADDING);
	return bottom;
}

bool map_story(struct map *map, const struct story *story, struct buffer *out, struct fault *fault)
{
	struct drawing drawing = {.map = map, .story = story, .fault = fault};
	int top = svg_text(NULL, SVG_TITLE, MARGIN, MARGIN - 4, SVG_WIDTH - 2 * MARGIN,
			  story->title) +
		  PADDING;
	int bottom;

	if (!place_all(&drawing))
		return false;
	drawing.body = draw_systems(&drawing, NULL, top, top);
	if (!layout(&drawing))
		return false;
	bottom = bottom_of(&drawing);
	svg_begin(out, draw_legend(NULL, bottom + PADDING) + MARGIN - 4, story->title,
		describe(&drawing));
	svg_text(out, SVG_TITLE, MARGIN, MARGIN - 4, SVG_WIDTH - 2 * MARGIN, story->title);
	draw_systems(&drawing, out, top, bottom);
	draw_steps(&drawing, out);
	draw_legend(out, bottom + PADDING);
	svg_end(out);
	return true;
}
