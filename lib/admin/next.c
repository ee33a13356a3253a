/* What to do next in a conference: read from what its tools print. */
#include "admin/admin.h"
#include "admin/child.h"
#include "admin/clients.h"
#include "admin/guide.h"
#include "admin/place.h"
#include "admin/quote.h"
#include "base/arena.h"
#include "base/local.h"
#include "base/memory.h"
#include "base/plural.h"
#include "tool/tzdata.h"

enum { TASKS_COUNTED = 100 };

/* What is asked of the tools, and in which conference. */
struct next {
	struct guide *guide;
	struct child child;
	struct arena arena;
	bool failed; /* a tool has; nothing more is asked */
};

static void add_step(struct next *next, const char *doc, const char *command)
{
	if (next->failed)
		return;
	next->guide->steps++;
	guide_add(next->guide, &(struct guide_row){"next", command, doc});
}

/*
 * Whether COMMAND, which has run, printed something to read. If its tool fails, what it would have
 * printed is not known: the step is lanyard doctor, and the exit status is the tool's.
 */
static bool is_answered(struct next *next, const char *command)
{
	struct run *run = next->guide->run;
	int status = next->child.status;

	/* 65, 66: what is asked for is not there. */
	if (status == 0 || status == EX_DATAERR || status == EX_NOINPUT)
		return status == 0;
	run_raise_status(run, status > 0 && status < 128 ? status : EX_OSERR);
	add_step(next,
		arena_printf(&next->arena, "\"%s\" fails, so what to do next is not known: %s",
			command, child_reason(&next->child)),
		"lanyard doctor");
	next->failed = true;
	return false;
}

/* Runs COMMAND. False: there is nothing to read. */
static bool ask(struct next *next, const char *command)
{
	if (next->failed || !admin_has_tool(arena_printf(
				    &next->arena, "%.*s", (int)strcspn(command, " "), command)))
		return false;
	child_tool(&next->child, command);
	return is_answered(next, command);
}

/* Whether COMMAND prints anything. */
static bool prints(struct next *next, const char *command)
{
	return ask(next, command) && next->child.out.length > 0;
}

/* Returns new: the first row that COMMAND prints; NULL: none. */
static json_t *first_row(struct next *next, const char *command)
{
	size_t at = 0;

	return prints(next, command) ? child_next_row(&next->child, &at) : NULL;
}

/* Borrows from NEXT: the text NAME of ROW; "" if it has none. */
static const char *text_of(struct next *next, const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? arena_text(&next->arena, text, strlen(text)) : "";
}

/* Borrows from NEXT: as a word of sh, the first that a rule of CLIENT's policy in force matches. */
static const char *first_matched(struct next *next, const struct admin_client *client)
{
	json_t *event =
		first_row(next, arena_printf(&next->arena, "%s-policy show", client->prefix));
	const json_t *rules = json_object_get(json_object_get(event, "data"), "rules");
	const char *text = "";
	size_t i;

	for (i = 0; *text == '\0' && i < json_array_size(rules); i++)
		text = text_of(next, json_array_get(rules, i), client->matched);
	json_decref(event);
	return quote_word(*text != '\0' ? text : client->example, &next->arena);
}

/* Borrows from NEXT: today's date in the conference's zone; in UTC if it has none. */
static const char *today(struct next *next)
{
	json_t *event = first_row(next, "ticket-conference show");
	const char *zone = text_of(next, json_object_get(event, "data"), "zone");
	char text[LOCAL_DATE_TEXT];

	json_decref(event);
	if (*zone == '\0' || !tzdata_load(zone, &(struct fault){0}))
		tzdata_load("UTC", &(struct fault){0});
	local_date(clock_now(&next->guide->run->settings.clock), tzdata_offset, text);
	return arena_text(&next->arena, text, strlen(text));
}

/*
 * Borrows from NEXT: the operand FIELD, whose id is TEXT, as a word of sh; as an option if it would
 * be read as another one.
 */
static const char *operand_word(struct next *next, const char *field, const char *text)
{
	const char *word = quote_word(text, &next->arena);

	return *text == '-' ? arena_printf(&next->arena, "--%s=%s", field, word) : word;
}

/* Borrows from NEXT: BEGINNING and TEXT, an id, as a word of sh. */
static const char *id_word(struct next *next, const char *beginning, const char *text)
{
	return quote_word(arena_printf(&next->arena, "%s%s", beginning, text), &next->arena);
}

/* Borrows from NEXT: the first open invoice of SPONSOR; NULL: it has none. */
static const char *open_invoice(struct next *next, const char *sponsor)
{
	char *command[] = {(char[]){"sponsor-invoice"}, (char[]){"list"}, (char[]){"--open"},
		(char[]){"--limit"}, (char[]){"1"}, (char[]){"--"}, (char *)(uintptr_t)sponsor,
		NULL};
	const char *invoice = NULL;
	size_t at = 0;
	json_t *row;

	if (next->failed || !admin_has_tool(command[0]))
		return NULL;
	child_run(&next->child, NULL, command);
	if (!is_answered(next, "sponsor-invoice list --open"))
		return NULL;
	row = child_next_row(&next->child, &at);
	if (row != NULL)
		invoice = text_of(next, row, "invoice");
	json_decref(row);
	return invoice;
}

/* What the sponsor of ROW lacks to come on board: the first of these. */
static void advise_sponsor(struct next *next, const json_t *row)
{
	const char *sponsor = text_of(next, row, "sponsor");
	const char *word = quote_word(sponsor, &next->arena);
	const char *invoice;

	if (json_array_size(json_object_get(row, "contracts")) == 0) {
		add_step(next,
			arena_printf(&next->arena, "When %s has signed its contract:", sponsor),
			arena_printf(&next->arena,
				"sponsor-contract sign %s --sponsor %s --signed-on %s",
				id_word(next, "C-", sponsor), word, today(next)));
		return;
	}
	if (json_integer_value(json_object_get(row, "invoices")) == 0) {
		add_step(next, arena_printf(&next->arena, "To send %s its invoice:", sponsor),
			arena_printf(&next->arena,
				"sponsor-invoice raise %s --sponsor %s --amount 5000.00 "
				"--currency EUR",
				id_word(next, "INV-", sponsor), word));
		return;
	}
	invoice = open_invoice(next, sponsor);
	if (invoice != NULL)
		add_step(next, arena_printf(&next->arena, "When %s has paid:", sponsor),
			arena_printf(&next->arena, "sponsor-settle %s --settled-on %s",
				operand_word(next, "invoice", invoice), today(next)));
}

/* Whether the person or sponsor in STATE waits for a record. */
static bool waits(const char *state)
{
	return strcmp(state, "prospect") == 0 || strcmp(state, "signed") == 0 ||
	       strcmp(state, "invited") == 0;
}

/*
 * Returns new: the first row of CLIENT's status that waits for a record; NULL: none does. *COUNT is
 * the number of rows that were read; -1: there is no status.
 */
static json_t *find_waiting(struct next *next, const struct admin_client *client, int *count)
{
	json_t *row;
	size_t at = 0;

	*count = -1;
	/* Nobody waits for an answer of guests: one row shows whether there are any. */
	if (!ask(next, arena_printf(&next->arena, "%s-status%s", client->prefix,
			       client->answers ? "" : " --limit 1")))
		return NULL;
	for (*count = 0; (row = child_next_row(&next->child, &at)) != NULL; ++*count) {
		const char *state = json_string_value(json_object_get(row, "state"));

		if (state != NULL && waits(state))
			break;
		json_decref(row);
	}
	return row;
}

/* Whom the client is about: the first of them to record, or what one of them waits for. */
static void advise_people(struct next *next, const struct admin_client *client)
{
	int count;
	json_t *row = find_waiting(next, client, &count);

	if (row == NULL && count == 0)
		add_step(next,
			arena_printf(&next->arena,
				"There are no %s yet. One, or a sheet of them by csv-import:",
				client->people),
			arena_printf(
				&next->arena, "%s %s", client->first, first_matched(next, client)));
	else if (row != NULL && client->onboard != NULL)
		advise_sponsor(next, row);
	else if (row != NULL)
		add_step(next, "When they accept:",
			arena_printf(&next->arena, "%s-accept %s", client->prefix,
				operand_word(
					next, client->prefix, text_of(next, row, client->prefix))));
	json_decref(row);
}

/* One process of CLIENT, if it has anything outstanding. */
static void advise_process(struct next *next, const struct admin_client *client,
	const char *process, const char *tool, const char *why)
{
	const char *prefix = client->prefix;
	const char *first = "";

	if (strcmp(process, "allocate") == 0 && client->onboard != NULL &&
		prints(next, arena_printf(&next->arena, "%s -a -n", client->onboard)))
		first = arena_printf(&next->arena, "%s -a >/dev/null && ", client->onboard);
	if (*first == '\0' &&
		!prints(next, arena_printf(&next->arena, "%s-%s -a -n", prefix, process)))
		return;
	add_step(next, arena_printf(&next->arena, "%s (%s):", why, client->people),
		arena_printf(&next->arena, "%s%s-%s -a | %s -c %s | %s-book", first, prefix,
			process, tool, client->context, prefix));
}

/* Borrows from NEXT: how many rows COMMAND prints. */
static size_t rows_of(struct next *next, const char *command)
{
	size_t count = 0, i;

	if (!prints(next, command))
		return 0;
	for (i = 0; i < next->child.out.length; i++)
		count += next->child.out.text[i] == '\n';
	return count;
}

static void advise_client(struct next *next, const struct admin_client *client)
{
	const char *command;
	size_t tasks;

	if (!admin_has_client(client) || !place_has_store(next->guide->run, client->context))
		return;
	advise_people(next, client);
	advise_process(next, client, "allocate", "ticket-create", "Free tickets are due");
	advise_process(
		next, client, "reclaim", "ticket-cancel", "Surplus tickets are to be cancelled");
	advise_process(next, client, "contact", "ticket-amend", "Contacts have changed");
	command = arena_printf(&next->arena, "%s-status --tasks", client->prefix);
	tasks = rows_of(next, arena_printf(&next->arena, "%s --limit %d", command, TASKS_COUNTED));
	if (tasks > 0)
		add_step(next,
			arena_printf(&next->arena, "%zu%s task%s about %s:", tasks,
				tasks == TASKS_COUNTED ? " or more" : "", plural((int64_t)tasks),
				client->people),
			command);
}

static void advise_ticketing(struct next *next)
{
	if (!prints(next, "ticket-type list --limit 1"))
		add_step(next, "No ticket type is there yet:",
			"ticket-type add full --name 'Full pass' --price 299.00 --currency EUR "
			"--capacity 400");
	if (prints(next, "ticket-expire -n"))
		add_step(next, "Orders were not paid in time, and their places are to be released:",
			"ticket-expire");
	if (prints(next, "ticket-report purchases --refund --limit 1"))
		add_step(next, "Paid tickets were cancelled, and the money is to be paid back:",
			"ticket-report purchases --refund");
	if (prints(next, "ticket-report refused --limit 1"))
		add_step(next,
			"Payments were refused, and are to be paid back:", "ticket-report refused");
}

static void advise(struct next *next)
{
	struct run *run = next->guide->run;
	int i;

	if (admin_has_tool("ticket-type") && place_has_store(run, "ticketing"))
		advise_ticketing(next);
	for (i = 0; i < ADMIN_CLIENTS; i++)
		advise_client(next, &admin_clients[i]);
	if (next->guide->steps == 0)
		add_step(next,
			"Nothing is due. Whether this machine is fit for it:", "lanyard doctor");
}

void guide_add_next(struct guide *guide)
{
	struct next next = {.guide = guide};
	struct run *run = guide->run;
	char *names[2] = {NULL, NULL};
	const char *home = run_home(run);
	int count =
		home != NULL && run->settings.conference == NULL ? run_conferences(home, names) : 1;

	if (home == NULL)
		return;
	if (count == 1 && run->settings.conference == NULL)
		run->settings.conference = run->conference = memory_text(names[0]);
	guide_heading(guide, count != 1 ? "what to do next"
					: arena_printf(&next.arena, "what to do next in %s (%s)",
						  run->settings.conference, home));
	if (count == 2) {
		add_step(&next,
			arena_printf(&next.arena, "%s has several conferences. One of them:", home),
			arena_printf(&next.arena, "export LANYARD_CONFERENCE=%s", names[0]));
	} else if (count == 0 || !place_has_stores(run)) {
		add_step(&next,
			"There is no store yet. Six questions make a conference:", "lanyard init");
	} else {
		place_export(run);
		advise(&next);
	}
	free(names[0]);
	free(names[1]);
	child_release(&next.child);
	arena_release(&next.arena);
}
