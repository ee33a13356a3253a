#include "map/svg.h"

#include <stdbool.h>
#include <string.h>

#include "message/message.h"

/* A style's font. */
static const struct {
	const char *class;
	int size; /* of the font */
	int line; /* from one line to the next */
	bool bold, mono;
} styles[] = {
	[SVG_TITLE] = {"title", 18, 26, true, false},
	[SVG_NAME] = {"name", 16, 22, true, false},
	[SVG_TEXT] = {"text", 13, 18, false, false},
	[SVG_HEADING] = {"heading", 12, 18, true, false},
	[SVG_CODE] = {"code", 12, 17, false, true},
	[SVG_TAG] = {"tag", 11, 20, true, false},
	[SVG_LABEL] = {"label", 12, 16, false, false},
	[SVG_COMMAND] = {"command", 13, 17, true, false},
	[SVG_EVENT] = {"event", 13, 17, true, false},
	[SVG_NOTE] = {"note", 12, 16, false, false},
};

#define SANS "system-ui,-apple-system,'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif"
#define MONO "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"

/*
 * The sheet has its own background, so it can be read on any page. Colours are repeated
 * because not every viewer supports variables; without media queries they are the light ones.
 */
static const char colours[] =
	"text{fill:#1f2328}\n"
	"text.heading,text.note{fill:#59636e}\n"
	"text.command{fill:#0550ae}\n"
	"text.event{fill:#953800}\n"
	"rect{fill:#fff;stroke:#59636e;stroke-width:1.5}\n"
	"rect.sheet,rect.system{stroke:#d1d9e0}\n"
	"rect.host{fill:#ddf4ff;stroke:#0969da}\n"
	"rect.client,rect.system{fill:#f6f8fa}\n"
	"path{fill:none;stroke:#59636e;stroke-width:1.5}\n"
	"path.head{fill:#59636e}\n"
	"path.broken{stroke:#cf222e}\n"
	"path.command{stroke:#0969da}\n"
	"path.head.command{fill:#0969da}\n"
	"path.event{stroke:#bc4c00}\n"
	"path.head.event{fill:#bc4c00}\n"
	"@media (prefers-color-scheme:dark){\n"
	"text{fill:#f0f6fc}\n"
	"text.heading,text.note{fill:#9198a1}\n"
	"text.command{fill:#79c0ff}\n"
	"text.event{fill:#ffa657}\n"
	"rect{fill:#0d1117;stroke:#9198a1}\n"
	"rect.sheet,rect.system{stroke:#3d444d}\n"
	"rect.host{fill:#0c2d4a;stroke:#4493f8}\n"
	"rect.client,rect.system{fill:#151b23}\n"
	"path{stroke:#9198a1}\n"
	"path.head{fill:#9198a1}\n"
	"path.broken{stroke:#f85149}\n"
	"path.command{stroke:#4493f8}\n"
	"path.head.command{fill:#4493f8}\n"
	"path.event{stroke:#db6d28}\n"
	"path.head.event{fill:#db6d28}\n"
	"}\n";

/* Whether TEXT begins with U+FFFE or U+FFFF, which XML forbids even escaped (XML 1.0, 2.2). */
static bool is_no_character(const char *text, size_t left)
{
	return left >= 3 &&
	       (memcmp(text, "\xef\xbf\xbe", 3) == 0 || memcmp(text, "\xef\xbf\xbf", 3) == 0);
}

/* Adds TEXT (UTF-8 without control characters) to OUT, escaped for XML. */
static void add_escaped(struct buffer *out, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (text[i] == '<')
			buffer_add_text(out, "&lt;");
		else if (text[i] == '>')
			buffer_add_text(out, "&gt;");
		else if (text[i] == '&')
			buffer_add_text(out, "&amp;");
		else if (text[i] == '"')
			buffer_add_text(out, "&quot;");
		else if (is_no_character(text + i, length - i)) {
			buffer_add_text(out, "?");
			i += 2;
		} else
			buffer_add(out, text + i, 1);
	}
}

static void add_style_sheet(struct buffer *out)
{
	size_t i;

	buffer_add_text(out, "<style>\n");
	for (i = 0; i < COUNT_OF(styles); i++)
		buffer_add_format(out, "text.%s{font:%s%dpx %s}\n", styles[i].class,
			styles[i].bold ? "bold " : "", styles[i].size,
			styles[i].mono ? MONO : SANS);
	buffer_add_text(out, colours);
	buffer_add_text(out, "</style>\n");
}

static void add_element(struct buffer *out, const char *name, const char *text)
{
	buffer_add_format(out, "<%s id=\"%s\">", name, name);
	add_escaped(out, text, strlen(text));
	buffer_add_format(out, "</%s>\n", name);
}

void svg_begin(struct buffer *out, int height, const char *title, const char *description)
{
	buffer_add_format(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title desc\">\n",
		SVG_WIDTH, height, SVG_WIDTH, height);
	add_element(out, "title", title);
	add_element(out, "desc", description);
	add_style_sheet(out);
	svg_box(out, "sheet", 1, 1, SVG_WIDTH - 2, height - 2);
}

void svg_end(struct buffer *out)
{
	buffer_add_text(out, "</svg>\n");
}

/* Bytes of the UTF-8 character at TEXT. */
static size_t character_length(const char *text)
{
	size_t length = 1;

	while (((unsigned char)text[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/*
 * Widths of characters, in thousandths of the font's size: no less than in DejaVu Sans and
 * in Verdana, the widest fonts that a viewer is likely to take. The first that has the
 * character counts.
 */
static const struct {
	const char *characters;
	int regular, bold;
} widths[] = {
	{"il'", 290, 350},
	{" ,.jft", 400, 480},
	{"r-:;!", 460, 500},
	{"I()[]/\\|\"", 460, 690},
	{"csz", 550, 600},
	{"abdeghknopquvxy0123456789", 640, 720},
	{"ABCDEFGHJKLNOPQRSTUVXYZ", 790, 850},
	{"mwMW@", 1000, 1130},
};

/* Widths of any other character of ASCII, of Latin 1, and of the rest, which includes Chinese. */
enum { MONO_WIDTH = 610, ASCII_WIDTH = 1280, LATIN_WIDTH = 1100, OTHER_WIDTH = 1600 };

static int character_width(enum svg_style style, const char *text)
{
	unsigned char first = (unsigned char)*text;
	size_t i;

	if (first >= 0xc4)
		return OTHER_WIDTH;
	if (first >= 0x80)
		return LATIN_WIDTH;
	if (styles[style].mono)
		return MONO_WIDTH;
	for (i = 0; i < COUNT_OF(widths); i++)
		if (strchr(widths[i].characters, first) != NULL)
			return styles[style].bold ? widths[i].bold : widths[i].regular;
	return ASCII_WIDTH;
}

/* The estimated width of LENGTH bytes of TEXT. */
static int width_of(enum svg_style style, const char *text, size_t length)
{
	const char *end = text + length;
	int width = 0;

	for (; text < end; text += character_length(text))
		width += character_width(style, text);
	return (width * styles[style].size + 999) / 1000;
}

int svg_width(enum svg_style style, const char *text)
{
	return width_of(style, text, strlen(text));
}

/*
 * The number of bytes of TEXT that fit on a line: up to a blank if possible, at least one
 * character.
 */
static size_t line_length(enum svg_style style, int width, const char *text)
{
	size_t fits = 0, blank = 0;

	while (text[fits] != '\0') {
		size_t next = fits + character_length(text + fits);

		if (fits > 0 && width_of(style, text, next) > width && text[fits] != ' ')
			return blank > 0 ? blank : fits;
		if (text[fits] == ' ')
			blank = fits;
		fits = next;
	}
	return fits;
}

/* Wraps TEXT to WIDTH; each line is at X, or CENTERED within it. */
static int add_text(struct buffer *out, enum svg_style style, bool centered, int x, int y,
	int width, const char *text)
{
	while (*text == ' ')
		text++;
	while (*text != '\0') {
		size_t length = line_length(style, width, text);

		if (out != NULL) {
			buffer_add_format(out, "<text class=\"%s\" x=\"%d\" y=\"%d\"%s>",
				styles[style].class, centered ? x + width / 2 : x,
				y + (styles[style].line + styles[style].size * 7 / 10) / 2,
				centered ? " text-anchor=\"middle\"" : "");
			add_escaped(out, text, length);
			buffer_add_text(out, "</text>\n");
		}
		y += styles[style].line;
		text += length;
		while (*text == ' ')
			text++;
	}
	return y;
}

int svg_text(struct buffer *out, enum svg_style style, int x, int y, int width, const char *text)
{
	return add_text(out, style, false, x, y, width, text);
}

int svg_center(struct buffer *out, enum svg_style style, int x, int y, int width, const char *text)
{
	return add_text(out, style, true, x, y, width, text);
}

void svg_box(struct buffer *out, const char *class, int x, int y, int width, int height)
{
	int radius = strcmp(class, "pill") == 0 ? height / 2 : 6;

	if (out != NULL)
		buffer_add_format(out,
			"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
			"rx=\"%d\"/>\n",
			class, x, y, width, height, radius);
}

void svg_line(struct buffer *out, const char *class, int x, int y, int to_x, int to_y)
{
	if (out != NULL)
		buffer_add_format(
			out, "<path class=\"%s\" d=\"M%d %dL%d %d\"/>\n", class, x, y, to_x, to_y);
}

void svg_arrow(struct buffer *out, const char *class, int x, int y, int to_x, int to_y)
{
	int right = (to_x > x) - (to_x < x), down = (to_y > y) - (to_y < y);

	svg_line(out, class, x, y, to_x - 7 * right, to_y - 7 * down);
	if (out != NULL)
		buffer_add_format(out, "<path class=\"head %s\" d=\"M%d %dl%d %dl%d %dz\"/>\n",
			class, to_x - right, to_y - down, -8 * right - 4 * down,
			-8 * down - 4 * right, 8 * down, 8 * right);
}
