/* A page that is being written, and what its sections have in common. */
#ifndef ADMIN_PAGE_H
#define ADMIN_PAGE_H

#include "admin/child.h"
#include "admin/html.h"
#include "base/arena.h"
#include "tool/tool.h"

struct page {
	struct run *run;
	struct child child;
	struct buffer html;
	struct arena arena;
	bool people; /* names of people are shown */
	zone_offset *zone;
};

/* Begins a section with the heading TITLE. */
void page_section(struct page *page, const char *title);

/* Runs COMMAND. False: it failed; the reason was printed, and the page's run has its status. */
bool page_read(struct page *page, const char *command);

/*
 * Returns new: the row at *AT of what the program printed, and moves *AT; NULL: the end. A line
 * that is no row is reported, and the page's run has EX_SOFTWARE.
 */
json_t *page_next_row(struct page *page, size_t *at);

/*
 * Adds a table of the rows that COMMAND prints, without those that KEEPS (NULL: keeps all) does
 * not keep; or EMPTY, if none is left. Of many rows it has the first, and names COMMAND.
 */
void page_table(struct page *page, const char *command, const char *caption,
	const struct html_column *columns, bool (*keeps)(const json_t *row), const char *empty);

/* The sections. */
void page_add_sales(struct page *page);
void page_add_owed(struct page *page);
void page_add_money(struct page *page);
void page_add_events(struct page *page);

#endif
