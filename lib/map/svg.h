/*
 * Drawing in SVG: text, boxes and lines at exact places, in a sheet of fixed width.
 *
 * A viewer without the named fonts substitutes others, so a text's width is not known. Text is
 * wrapped by an estimate of its width, that in the widest of the usual fonts, so that it does
 * not exceed its box.
 *
 * If OUT is NULL, which svg_begin() and svg_end() don't allow, nothing is drawn, and functions
 * only return the y below: so one function measures and draws. Lengths are pixels; x, y is a
 * top left corner.
 */
#ifndef MAP_SVG_H
#define MAP_SVG_H

#include "base/buffer.h"

enum { SVG_WIDTH = 800 };

enum svg_style {
	SVG_TITLE,
	SVG_NAME,
	SVG_TEXT,
	SVG_HEADING,
	SVG_CODE,
	SVG_TAG,
	SVG_LABEL,
	SVG_COMMAND,
	SVG_EVENT,
	SVG_NOTE,
};

/* Begins a sheet with its HEIGHT, its TITLE, and a DESCRIPTION for screen readers. */
void svg_begin(struct buffer *out, int height, const char *title, const char *description);
void svg_end(struct buffer *out);

/* The width of TEXT on one line, as estimated above. */
int svg_width(enum svg_style style, const char *text);

/* Draw TEXT, wrapped to WIDTH: from X on, or centered in WIDTH. Return the y below it. */
int svg_text(struct buffer *out, enum svg_style style, int x, int y, int width, const char *text);
int svg_center(struct buffer *out, enum svg_style style, int x, int y, int width, const char *text);

/* Draws a rectangle; CLASS: "sheet", "host", "client", "system", "pill" or "step". */
void svg_box(struct buffer *out, const char *class, int x, int y, int width, int height);

/* Draws a horizontal or vertical line; CLASS: "line", "broken", "command" or "event". */
void svg_line(struct buffer *out, const char *class, int x, int y, int to_x, int to_y);

/* The same, not "broken", with an arrowhead at its end. */
void svg_arrow(struct buffer *out, const char *class, int x, int y, int to_x, int to_y);

#endif
