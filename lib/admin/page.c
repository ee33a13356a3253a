/* lanyard page: a conference on a page for a browser. Its sections are in sections.c. */
#include "admin/page.h"

#include <sysexits.h>

#include "admin/admin.h"
#include "admin/clients.h"
#include "admin/place.h"
#include "base/local.h"
#include "tool/diagnostic.h"
#include "tool/tzdata.h"

/* Rows of a table: what a browser, and a person, can take. */
enum { ROWS_LIMIT = 50 };

static bool people;

const struct tool_option page_options[] = {
	{0, "people", NULL, "with the names of people, and what was recorded of them", OPTION_FLAG,
		0, &people},
	{.doc = NULL},
};

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta name=\"robots\" content=\"noindex\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";

static const char style[] =
	"<style>\n"
	":root{--text:#1c2024;--quiet:#5a6570;--page:#fff;--line:#d5dbe1;--edge:#0004}\n"
	"@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--quiet:#9aa6b2;--page:#12161b;"
	"--line:#343d47;--edge:#fff5}}\n"
	"body{margin:0 auto;padding:1rem 1.25rem 3rem;max-width:60rem;color:var(--text);"
	"background:var(--page);font:1rem/1.5 system-ui,sans-serif}\n"
	"figure{margin:0 0 1rem}\n"
	"h1,h2{line-height:1.25;margin:2rem 0 .5rem}\n"
	"p.quiet{color:var(--quiet)}\n"
	/* An edge is shaded where there is more beyond it. */
	".wide{overflow-x:auto;margin:0 0 1.5rem;background:"
	"linear-gradient(90deg,var(--page) 50%,transparent) 0 0/2rem 100% no-repeat local,"
	"linear-gradient(270deg,var(--page) 50%,transparent) 100% 0/2rem 100% no-repeat local,"
	"linear-gradient(90deg,var(--edge),transparent) 0 0/.6rem 100% no-repeat,"
	"linear-gradient(270deg,var(--edge),transparent) 100% 0/.6rem 100% no-repeat}\n"
	"table{border-collapse:collapse}caption{text-align:left;font-weight:650;padding:.5rem 0}\n"
	"th,td{padding:.25rem 1rem .25rem 0;border-bottom:1px solid var(--line);text-align:left;"
	"vertical-align:top;font-variant-numeric:tabular-nums}\n"
	"thead th{color:var(--quiet);font-weight:500}tbody th{font-weight:500;min-width:8rem}\n"
	".number{text-align:right;white-space:nowrap}.short{white-space:nowrap}"
	"td:last-child:not(.number){min-width:8rem}\n"
	"svg{width:100%;min-width:36rem;height:auto}svg text,svg tspan{fill:var(--text)}\n"
	"meter{width:6rem;vertical-align:middle}\n"
	"@media print{body{max-width:none;padding:0;font-size:.8rem}table{break-inside:avoid}}\n"
	"</style>\n";

void page_section(struct page *page, const char *title)
{
	buffer_add_text(&page->html, "<h2>");
	html_text(&page->html, title);
	buffer_add_text(&page->html, "</h2>\n");
}

/* Prints why COMMAND failed, and raises the run's status to its own. */
static void report_failure(struct page *page, const char *command)
{
	int status = page->child.status;

	diagnostic("%s: %s", command, child_reason(&page->child));
	run_raise_status(page->run, status > 0 && status < 128 ? status : EX_UNAVAILABLE);
}

bool page_read(struct page *page, const char *command)
{
	if (child_tool(&page->child, command) && page->child.status == 0)
		return true;
	report_failure(page, command);
	return false;
}

json_t *page_next_row(struct page *page, size_t *at)
{
	bool ended = *at >= page->child.out.length;
	json_t *row = child_next_row(&page->child, at);

	if (row == NULL && !ended) {
		diagnostic("a tool printed a line that is no row");
		run_raise_status(page->run, EX_SOFTWARE);
	}
	return row;
}

/* Says how many rows a table does not have, and what lists them. */
static void add_rest(struct page *page, size_t count, const char *command)
{
	buffer_add_format(&page->html, "<p class=\"quiet\">And %zu more: <code>", count);
	html_text(&page->html, command);
	buffer_add_text(&page->html, "</code> lists all.</p>\n");
}

void page_table(struct page *page, const char *command, const char *caption,
	const struct html_column *columns, bool (*keeps)(const json_t *row), const char *empty)
{
	size_t at = 0, rows = 0;
	json_t *row;

	if (!page_read(page, command))
		return;
	while ((row = page_next_row(page, &at)) != NULL) {
		if (keeps == NULL || keeps(row)) {
			if (rows == 0)
				html_table_begin(&page->html, caption, columns);
			if (rows++ < ROWS_LIMIT)
				html_table_row(&page->html, row, columns);
		}
		json_decref(row);
	}
	if (rows > 0) {
		html_table_end(&page->html);
		if (rows > ROWS_LIMIT)
			add_rest(page, rows - ROWS_LIMIT, command);
	} else if (empty != NULL) {
		buffer_add_text(&page->html, "<p>");
		html_text(&page->html, empty);
		buffer_add_text(&page->html, "</p>\n");
	}
}

/* The conference's zone, from what ticketing says of it: the page has its local times. */
static void load_zone(struct page *page)
{
	static const char command[] = "ticket-conference show";
	struct fault fault = {0};
	size_t at = 0;
	json_t *event;
	const char *zone;

	if (!admin_has_tool("ticket-conference") || !place_has_store(page->run, "ticketing"))
		return;
	/* EX_DATAERR: nothing was set. */
	if (!child_tool(&page->child, command) ||
		(page->child.status != 0 && page->child.status != EX_DATAERR)) {
		report_failure(page, command);
		return;
	}
	event = child_next_row(&page->child, &at);
	zone = json_string_value(json_object_get(json_object_get(event, "data"), "zone"));
	if (zone != NULL && tzdata_load(zone, &fault))
		page->zone = tzdata_offset;
	else if (zone != NULL)
		diagnostic("warning: times are in UTC: %s", fault.reason);
	json_decref(event);
}

static void add_head(struct page *page)
{
	const char *conference = page->run->settings.conference;
	char now[LOCAL_TEXT];

	local_format(clock_now(&page->run->settings.clock), LOCAL_BEGINNING, page->zone, now);
	buffer_add_text(&page->html, head);
	buffer_add_text(&page->html, style);
	buffer_add_text(&page->html, "<title>");
	html_text(&page->html, conference);
	buffer_add_text(&page->html, "</title>\n</head>\n<body>\n<main>\n<h1>");
	html_text(&page->html, conference);
	buffer_add_format(&page->html, "</h1>\n<p class=\"quiet\">As of %s</p>\n", now);
}

int page_run(struct run *run)
{
	struct page page = {.run = run, .people = people};

	child_use_own_directory();
	if (run_conference(run) == NULL)
		return run->status;
	if (!place_has_stores(run)) {
		diagnostic("the conference %s has no stores: lanyard init sets it up",
			run->settings.conference);
		return EX_NOINPUT;
	}
	place_export(run);
	load_zone(&page);
	add_head(&page);
	page_add_sales(&page);
	page_add_owed(&page);
	page_add_money(&page);
	page_add_events(&page);
	buffer_add_text(&page.html, "</main>\n</body>\n</html>\n");
	/* Half a page would look like a whole one. */
	if (run->status == 0)
		run_print(run, page.html.text, page.html.length);
	buffer_release(&page.html);
	child_release(&page.child);
	arena_release(&page.arena);
	return run->status;
}
