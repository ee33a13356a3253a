/*
 * HTML of rows that tools print.
 *
 *     static const struct html_column columns[] = {
 *             {"Invoice", "invoice", HTML_TEXT},
 *             {"Open", "open", HTML_MONEY},
 *             {.title = NULL},
 *     };
 *     html_table_begin(&out, "Open invoices", columns);
 *     html_table_row(&out, row, columns);
 *     html_table_end(&out);
 */
#ifndef ADMIN_HTML_H
#define ADMIN_HTML_H

#include <jansson.h>

#include "base/buffer.h"

enum html_kind {
	HTML_DATE,    /* a short string: it is not broken into lines */
	HTML_TEXT,    /* a string, a number, or a list of strings */
	HTML_WORDS,   /* a code, "not_on_sale", with blanks for its underscores */
	HTML_NUMBER,  /* a number, to the right */
	HTML_MONEY,   /* an amount in the row's "currency"; nothing if it is 0 */
	HTML_TICKETS, /* a list of {type, quantity}: "5 full, 1 dinner" */
	HTML_SHARE,   /* a bar: the number, of the number that OF names */
};

struct html_column {
	const char *title; /* NULL: the end */
	const char *name;  /* a member of the row */
	enum html_kind kind;
	const char *of;
};

/* Adds TEXT, escaped for HTML; what can't be seen is escaped as on a terminal. */
void html_text(struct buffer *out, const char *text);

/* CAPTION may be NULL: the heading before it says what it is. */
void html_table_begin(struct buffer *out, const char *caption, const struct html_column *columns);
void html_table_row(struct buffer *out, const json_t *row, const struct html_column *columns);
void html_table_end(struct buffer *out);

#endif
