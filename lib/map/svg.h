/*
 * Drawing in SVG: text, boxes and lines at exact places, in a sheet of fixed width.
 *
 * A viewer without the fonts named takes others, so a text's width is not known. Here it is
 * an upper bound (the widest of the usual fonts), and text is wrapped by that: it can end
 * before its box does, never after.
 *
 * Where OUT is NULL, nothing is drawn: a function only returns how far down it comes.
 * So one function measures and draws. Lengths are pixels; x, y is a top left corner.
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

/* Begins a sheet: its HEIGHT, its TITLE, and in words what it shows. */
void svg_begin(struct buffer *out, int height, const char *title, const char *description);
void svg_end(struct buffer *out);

/* The widest that TEXT can be on one line. */
int svg_width(enum svg_style style, const char *text);

/* Both return the y below TEXT, which is wrapped to WIDTH: from X on, or centered in it. */
int svg_text(struct buffer *out, enum svg_style style, int x, int y, int width, const char *text);
int svg_center(struct buffer *out, enum svg_style style, int x, int y, int width, const char *text);

/* A rectangle whose look CLASS names: "sheet", "host", "client", "system", "pill" or "step". */
void svg_box(struct buffer *out, const char *class, int x, int y, int width, int height);

/* A horizontal or vertical line; CLASS: "line", "broken", "command" or "event". */
void svg_line(struct buffer *out, const char *class, int x, int y, int to_x, int to_y);

/* The same with a head at its end. */
void svg_arrow(struct buffer *out, const char *class, int x, int y, int to_x, int to_y);

#endif
