/* The sections of lanyard page, from what the tools print. */
#include "admin/admin.h"
#include "admin/chart.h"
#include "admin/clients.h"
#include "admin/events.h"
#include "admin/page.h"
#include "admin/place.h"
#include "base/local.h"
#include "base/memory.h"
#include "tool/diagnostic.h"

enum { LAST_EVENTS = 20 };

static int64_t number_of(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static const char *text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

static bool has_ticketing(struct page *page)
{
	return admin_has_tool("ticket-report") && place_has_store(page->run, "ticketing");
}

static bool has_client(struct page *page, const struct admin_client *client)
{
	return admin_has_client(client) && place_has_store(page->run, client->context);
}

/* Whether the rows about CLIENT's beneficiaries are about people, not companies. */
static bool is_of_people(const struct admin_client *client)
{
	return strcmp(client->prefix, "sponsor") != 0;
}

/* A room, and the places of the ticket types that share it. */
struct hall {
	const char *name;
	int64_t capacity, types;
};

static struct hall *find_hall(const struct list *halls, const char *name)
{
	struct hall *hall = halls->items;
	size_t i;

	for (i = 0; i < halls->count; i++)
		if (strcmp(hall[i].name, name) == 0)
			return &hall[i];
	return NULL;
}

static void read_halls(struct page *page, struct list *halls)
{
	size_t at = 0;
	json_t *row;

	if (!page_read(page, "ticket-room list"))
		return;
	while ((row = page_next_row(page, &at)) != NULL) {
		const char *name = text_of(row, "room");
		struct hall *hall = list_grow(halls, sizeof(*hall), &page->arena);

		*hall = (struct hall){arena_text(&page->arena, name, strlen(name)),
			number_of(row, "capacity"), 0};
		json_decref(row);
	}
}

/* Adds the places of a ticket type. False: it is in several rooms, so that they can't be added. */
static bool add_places(const struct list *halls, const json_t *row, int64_t *sum)
{
	const json_t *rooms = json_object_get(row, "rooms");
	int64_t capacity = number_of(row, "capacity");
	struct hall *hall;

	if (json_is_true(json_object_get(row, "withdrawn")))
		capacity = number_of(row, "sold");
	if (json_array_size(rooms) > 1)
		return false;
	hall = json_array_size(rooms) == 1
		       ? find_hall(halls, json_string_value(json_array_get(rooms, 0)))
		       : NULL;
	if (hall != NULL)
		hall->types += capacity;
	else
		*sum += capacity;
	return true;
}

/*
 * The number of tickets that can be sold in all; 0 if it is not a sum, because a ticket type is in
 * several rooms.
 */
static int64_t places(struct page *page)
{
	struct list halls = {0};
	const struct hall *hall;
	int64_t sum = 0;
	bool added = true;
	size_t at = 0, i;
	json_t *row;

	read_halls(page, &halls);
	if (!page_read(page, "ticket-type list"))
		return 0;
	while ((row = page_next_row(page, &at)) != NULL) {
		added = add_places(&halls, row, &sum) && added;
		json_decref(row);
	}
	for (i = 0, hall = halls.items; i < halls.count; i++)
		sum += hall[i].types < hall[i].capacity ? hall[i].types : hall[i].capacity;
	return added ? sum : 0;
}

/* Reads the days on which something was sold or ended, and how many tickets were valid then. */
static void read_days(struct page *page, struct list *days)
{
	struct chart_day *day = NULL;
	char today[LOCAL_DATE_TEXT];
	int64_t tickets = 0;
	size_t at = 0;
	json_t *row;

	if (!page_read(page, "ticket-report days"))
		return;
	while ((row = page_next_row(page, &at)) != NULL) {
		const char *name = text_of(row, "day");

		if (day == NULL || strcmp(day->day, name) != 0) {
			day = list_grow(days, sizeof(*day), &page->arena);
			day->day = arena_text(&page->arena, name, strlen(name));
		}
		tickets += number_of(row, "sold") - number_of(row, "ended");
		day->tickets = tickets;
		json_decref(row);
	}
	local_date(clock_now(&page->run->settings.clock), page->zone, today);
	if (day != NULL && strcmp(day->day, today) < 0) {
		day = list_grow(days, sizeof(*day), &page->arena);
		*day = (struct chart_day){arena_text(&page->arena, today, strlen(today)), tickets};
	}
}

static void add_chart(struct page *page)
{
	struct list list = {0};
	const struct chart_day *days;
	int64_t all = places(page);
	const char *description;

	read_days(page, &list);
	if (list.count == 0) {
		buffer_add_text(&page->html, "<p>No ticket has been sold yet.</p>\n");
		return;
	}
	days = list.items;
	description = arena_printf(&page->arena, "Valid tickets by day: %lld%s on %s.",
		(long long)days[list.count - 1].tickets,
		all > 0 ? arena_printf(&page->arena, " of %lld places", (long long)all) : "",
		days[list.count - 1].day);
	buffer_add_text(&page->html, "<figure>\n<div class=\"wide\" tabindex=\"0\">");
	/* It is suggested only, so a job without it is silent. */
	if (!admin_has_tool("gnuplot"))
		buffer_add_text(&page->html,
			"<p>There is no chart without gnuplot, on Debian "
			"gnuplot-nox.</p>");
	else if (!chart_add(&page->html, &page->child, days, list.count, all, description))
		diagnostic("warning: gnuplot draws no chart: %s", child_reason(&page->child));
	buffer_add_text(&page->html, "</div>\n<figcaption>");
	html_text(&page->html, description);
	buffer_add_text(&page->html, "</figcaption>\n</figure>\n");
}

static bool is_on_sale(const json_t *row)
{
	return !json_is_true(json_object_get(row, "withdrawn")) || number_of(row, "sold") > 0;
}

/* A client's tickets, in all currencies. */
struct client_tickets {
	const char *client;
	int64_t tickets, waived, assigned;
};

/* Reads the rows by client and currency, which follow one another, into the clients. */
static bool read_clients(struct page *page, struct list *clients)
{
	struct client_tickets *of = NULL;
	size_t at = 0;
	json_t *row;

	if (!page_read(page, "ticket-report clients"))
		return false;
	while ((row = page_next_row(page, &at)) != NULL) {
		const char *client = text_of(row, "client");

		if (of == NULL || strcmp(of->client, client) != 0) {
			of = list_grow(clients, sizeof(*of), &page->arena);
			*of = (struct client_tickets){
				arena_text(&page->arena, client, strlen(client)), 0, 0, 0};
		}
		of->tickets += number_of(row, "tickets");
		of->waived += number_of(row, "waived");
		of->assigned += number_of(row, "assigned");
		json_decref(row);
	}
	return clients->count > 0;
}

static void add_clients(struct page *page)
{
	static const struct html_column clients[] = {
		{"Client", "client", HTML_TEXT, NULL},
		{"Tickets", "tickets", HTML_NUMBER, NULL},
		{"Free of charge", "waived", HTML_NUMBER, NULL},
		{"Assigned to a delegate", "assigned", HTML_SHARE, "tickets"},
		{.title = NULL},
	};
	struct list list = {0};
	const struct client_tickets *of;
	size_t i;
	json_t *row;

	if (!read_clients(page, &list))
		return;
	html_table_begin(&page->html, "Used and unused tickets", clients);
	for (i = 0, of = list.items; i < list.count; i++) {
		row = json_pack("{sssIsIsI}", "client", of[i].client, "tickets", of[i].tickets,
			"waived", of[i].waived, "assigned", of[i].assigned);
		html_table_row(&page->html, row, clients);
		json_decref(row);
	}
	html_table_end(&page->html);
}

void page_add_sales(struct page *page)
{
	static const struct html_column types[] = {
		{"Ticket type", "name", HTML_TEXT, NULL},
		{"Price", "price", HTML_MONEY, NULL},
		{"Left", "left", HTML_NUMBER, NULL},
		{"Sold", "sold", HTML_NUMBER, NULL},
		{"Set aside", "pooled", HTML_NUMBER, NULL},
		{"Sold of its places", "sold", HTML_SHARE, "capacity"},
		{.title = NULL},
	};
	static const struct html_column rooms[] = {
		{"Room", "room", HTML_TEXT, NULL},
		{"Ticket types", "types", HTML_TEXT, NULL},
		{"Left", "left", HTML_NUMBER, NULL},
		{"Sold", "sold", HTML_NUMBER, NULL},
		{"Sold of its places", "sold", HTML_SHARE, "capacity"},
		{.title = NULL},
	};

	if (!has_ticketing(page))
		return;
	page_section(page, "Sales");
	add_chart(page);
	page_table(page, "ticket-type list", "Ticket types", types, is_on_sale,
		"There is no ticket type yet.");
	page_table(page, "ticket-room list", "Rooms", rooms, NULL, NULL);
	add_clients(page);
}

/* The beneficiaries in one state. */
struct state {
	const char *name;
	int64_t count, owed, booked;
};

static int64_t tickets_of(const json_t *list)
{
	const json_t *item;
	int64_t sum = 0;
	size_t i;

	json_array_foreach(list, i, item) sum += number_of(item, "quantity");
	return sum;
}

static void count_state(struct page *page, struct list *states, const json_t *row)
{
	const char *name = text_of(row, "state");
	struct state *state = states->items;
	size_t i;

	for (i = 0; i < states->count && strcmp(state[i].name, name) != 0; i++)
		;
	if (i == states->count) {
		state = list_grow(states, sizeof(*state), &page->arena);
		state->name = arena_text(&page->arena, name, strlen(name));
	} else {
		state += i;
	}
	state->count++;
	state->owed += tickets_of(json_object_get(row, "entitled"));
	state->booked += tickets_of(json_object_get(row, "booked"));
}

/* How many are in which state: the table that names nobody. */
static void add_states(struct page *page, const struct admin_client *client, const char *caption)
{
	static const struct html_column columns[] = {
		{"State", "state", HTML_WORDS, NULL},
		{"People", "count", HTML_NUMBER, NULL},
		{"Tickets owed", "owed", HTML_NUMBER, NULL},
		{"Booked", "booked", HTML_NUMBER, NULL},
		{.title = NULL},
	};
	struct list states = {0};
	const struct state *state;
	size_t at = 0, i;
	json_t *row;

	if (!page_read(page, arena_printf(&page->arena, "%s-status", client->prefix)))
		return;
	while ((row = page_next_row(page, &at)) != NULL) {
		count_state(page, &states, row);
		json_decref(row);
	}
	if (states.count == 0)
		return;
	html_table_begin(&page->html, caption, columns);
	for (i = 0, state = states.items; i < states.count; i++) {
		row = json_pack("{sssIsIsI}", "state", state[i].name, "count", state[i].count,
			"owed", state[i].owed, "booked", state[i].booked);
		html_table_row(&page->html, row, columns);
		json_decref(row);
	}
	html_table_end(&page->html);
}

static void add_beneficiaries(
	struct page *page, const struct admin_client *client, const char *caption)
{
	static const struct html_column columns[] = {
		{"Name", "name", HTML_TEXT, NULL},
		{"Owed", "entitled", HTML_TICKETS, NULL},
		{"Booked", "booked", HTML_TICKETS, NULL},
		{"State", "state", HTML_WORDS, NULL},
		{"Level", "level", HTML_TEXT, NULL},
		{"Contracts", "contracts", HTML_TEXT, NULL},
		{"Invoices", "invoices", HTML_NUMBER, NULL},
		{"Settled", "settled", HTML_NUMBER, NULL},
		{.title = NULL},
	};
	/* What is awaited may be text that an organiser wrote of somebody. */
	static const struct html_column of_people[] = {
		{"Name", "name", HTML_TEXT, NULL},
		{"Owed", "entitled", HTML_TICKETS, NULL},
		{"Booked", "booked", HTML_TICKETS, NULL},
		{"State", "state", HTML_WORDS, NULL},
		{"Awaits", "awaits", HTML_TEXT, NULL},
		{.title = NULL},
	};
	const char *command = arena_printf(&page->arena, "%s-status", client->prefix);

	if (is_of_people(client) && !page->people)
		add_states(page, client, caption);
	else
		page_table(page, command, caption, page->people ? of_people : columns, NULL,
			arena_printf(&page->arena, "There are no %s yet.", client->people));
}

static void add_tasks(struct page *page, const struct admin_client *client)
{
	static const struct html_column columns[] = {
		{"Task", "task", HTML_WORDS, NULL},
		{"Who", "name", HTML_TEXT, NULL},
		{"Since", "since", HTML_DATE, NULL},
		{"Why", "message", HTML_TEXT, NULL},
		{.title = NULL},
	};
	/* Why may be text that an organiser wrote of somebody. */
	static const struct html_column of_companies[] = {
		{"Task", "task", HTML_WORDS, NULL},
		{"Who", "name", HTML_TEXT, NULL},
		{"Since", "since", HTML_DATE, NULL},
		{.title = NULL},
	};
	static const struct html_column anonymous[] = {
		{"Task", "task", HTML_WORDS, NULL},
		{"Since", "since", HTML_DATE, NULL},
		{.title = NULL},
	};

	page_table(page, arena_printf(&page->arena, "%s-status --tasks", client->prefix),
		arena_printf(&page->arena, "Tasks: %s", client->people),
		page->people           ? columns
		: is_of_people(client) ? anonymous
				       : of_companies,
		NULL, NULL);
}

void page_add_owed(struct page *page)
{
	bool begun = false;
	int i;

	for (i = 0; i < ADMIN_CLIENTS; i++) {
		const struct admin_client *client = &admin_clients[i];
		char caption[64];

		if (!has_client(page, client))
			continue;
		if (!begun)
			page_section(page, "Who is owed tickets");
		begun = true;
		snprintf(caption, sizeof(caption), "%c%s", client->people[0] - 'a' + 'A',
			client->people + 1);
		add_beneficiaries(page, client, caption);
		add_tasks(page, client);
	}
}

/* Whether anything of a client's sales is outstanding. */
static bool is_outstanding(const json_t *row)
{
	return number_of(row, "due") > 0 || number_of(row, "overdue") > 0 ||
	       number_of(row, "refund") > 0;
}

static void add_invoices(struct page *page)
{
	static const struct html_column columns[] = {
		{"Invoice", "invoice", HTML_TEXT, NULL},
		{"Sponsor", "name", HTML_TEXT, NULL},
		{"Amount", "amount", HTML_MONEY, NULL},
		{"Paid", "paid", HTML_MONEY, NULL},
		{"Open", "open", HTML_MONEY, NULL},
		{"Due on", "due_on", HTML_DATE, NULL},
		{.title = NULL},
	};

	page_table(page, "sponsor-invoice list --open", "Open invoices", columns, NULL,
		"No invoice is open.");
}

static void add_payments(struct page *page)
{
	static const struct html_column clients[] = {
		{"Client", "client", HTML_TEXT, NULL},
		{"Due", "due", HTML_MONEY, NULL},
		{"Overdue", "overdue", HTML_MONEY, NULL},
		{"To pay back", "refund", HTML_MONEY, NULL},
		{.title = NULL},
	};
	static const struct html_column refused[] = {
		{"Payment", "payment", HTML_TEXT, NULL},
		{"For", "reference", HTML_TEXT, NULL},
		{"Amount", "amount", HTML_MONEY, NULL},
		{"Refused because", "code", HTML_WORDS, NULL},
		{.title = NULL},
	};
	/* A reference may be a person's name. */
	static const struct html_column anonymous[] = {
		{"Of", "client", HTML_TEXT, NULL},
		{"Amount", "amount", HTML_MONEY, NULL},
		{"Refused because", "code", HTML_WORDS, NULL},
		{.title = NULL},
	};

	page_table(page, "ticket-report clients", "Tickets to be paid, or paid back", clients,
		is_outstanding, "No ticket is to be paid, or paid back.");
	page_table(page, "ticket-report refused", "Refused payments, to be paid back",
		page->people ? refused : anonymous, NULL, NULL);
}

void page_add_money(struct page *page)
{
	page_section(page, "Money");
	if (has_client(page, &admin_clients[0]))
		add_invoices(page);
	if (has_ticketing(page))
		add_payments(page);
}

void page_add_events(struct page *page)
{
	const char *command;

	if (!has_ticketing(page))
		return;
	command = arena_printf(
		&page->arena, "ticket-feed%s --last %d", page->people ? " -t" : "", LAST_EVENTS);
	if (!page_read(page, command))
		return;
	page_section(page, "The last events");
	if (page->people)
		events_add_sentences(page);
	else
		events_add(page);
}
