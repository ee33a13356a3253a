#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "ticketing/context.h"
#include "ticketing/find.h"
#include "ticketing/pattern.h"
#include "ticketing/suggestion.h"
#include "tool/diagnostic.h"
#include "tool/tool.h"

/* What a text to search for may have: twice as many bytes are a pattern of LIKE. */
enum { TEXT_LIMIT = 400 };

static struct find_criteria criteria;
static const char *command; /* NULL: rows */
static bool found;
static struct arena words; /* of patterns */

static void add_row(void *run, const void *row)
{
	found = true;
	run_row(run, row);
}

static const char *tickets_page(struct run *run, struct store *store, const char *after)
{
	return find_tickets(store, &criteria, after, &run->arena, add_row, run);
}

/* A record of cancel-tickets for each purchase. */
static void add_cancellation(void *to, const struct found_tickets *tickets)
{
	struct run *run = to;
	const char **ids = arena_take(&run->arena, tickets->count * sizeof(*ids));
	struct cancel_tickets cancel = {
		.purchase = tickets->purchase->text,
		.tickets = {tickets->count, ids},
	};
	size_t i;

	for (i = 0; i < tickets->count; i++)
		ids[i] = purchase_text(&tickets->tickets[i].id, &run->arena);
	add_row(run, &cancel);
}

static const char *cancellations_page(struct run *run, struct store *store, const char *after)
{
	return find_purchases(store, &criteria, after, &run->arena, add_cancellation, run);
}

static void add_unassignments(void *to, const struct found_tickets *tickets)
{
	struct run *run = to;
	size_t i;

	for (i = 0; i < tickets->count; i++)
		add_row(run, &(struct unassign_ticket){
				     .ticket = purchase_text(&tickets->tickets[i].id, &run->arena),
			     });
}

static const char *unassignments_page(struct run *run, struct store *store, const char *after)
{
	return find_purchases(store, &criteria, after, &run->arena, add_unassignments, run);
}

static const struct report tickets = {&found_ticket_row_message, tickets_page};
static const struct report cancellations = {&cancel_tickets_message, cancellations_page};
static const struct report unassignments = {&unassign_ticket_message, unassignments_page};

static const struct tool_option options[] = {
	{0, "ticket", "id", "the ticket with that id", OPTION_ID, 0, &criteria.ticket},
	{0, "purchase", "id", "the tickets of the purchase with that id", OPTION_ID, 0,
		&criteria.purchase},
	{0, "reference", "text", "of purchases with that reference", OPTION_TEXT, 0,
		&criteria.reference},
	{0, "email", "text", "whose purchaser or delegate has that e-mail address", OPTION_TEXT, 0,
		&criteria.email},
	{0, "name", "text", "whose purchaser's or delegate's name contains that text", OPTION_TEXT,
		0, &criteria.name},
	{0, "discount", "code", "of purchases with that discount code", OPTION_TEXT, 0,
		&criteria.discount},
	{0, "of-client", "client", "of purchases that that client made", OPTION_TEXT, 0,
		&criteria.client},
	{0, "type", "type", "of that ticket type", OPTION_TEXT, 0, &criteria.type},
	{0, "valid", NULL, "neither cancelled nor expired", OPTION_FLAG, 0, &criteria.valid},
	{0, "assigned", NULL, "with a delegate", OPTION_FLAG, 0, &criteria.assigned},
	{0, "unassigned", NULL, "without a delegate", OPTION_FLAG, 0, &criteria.unassigned},
	{0, "for", "command",
		"print the records of cancel-tickets or unassign-ticket for what is found",
		OPTION_TEXT, 0, &command},
	{.doc = NULL},
};

/* Whether TEXT (NULL: none) of the option NAME can be searched for; else prints why not. */
static bool check_text(const char *name, const char *text)
{
	const char *why = NULL;

	if (text == NULL)
		return true;
	if (*text == '\0')
		why = "is empty";
	else if (!utf8_is_valid(text, strlen(text)) || !utf8_is_plain(text))
		why = "has bytes that are no text";
	else if (unicode_is_blank_text(text))
		why = "is blank";
	else if (strlen(unicode_fold(text, &words)) > TEXT_LIMIT)
		why = "is too long";
	if (why != NULL)
		diagnostic("%s: %s", name, why);
	return why == NULL;
}

static bool check_texts(void)
{
	return check_text("--reference", criteria.reference) &&
	       check_text("--email", criteria.email) && check_text("--name", criteria.name) &&
	       check_text("--discount", criteria.discount) &&
	       check_text("--of-client", criteria.client) && check_text("--type", criteria.type) &&
	       check_text("the text to search for", criteria.any);
}

/* The operand is an id, an e-mail address, or any of a reference, a code and a name. */
static void read_operand(const char *text)
{
	const char *small = text != NULL ? unicode_fold(text, &words) : NULL;
	struct uuid id;

	if (text == NULL)
		return;
	if (uuid_parse(small, &id) && uuid_ordinal(&id) == 0 && criteria.purchase == NULL)
		criteria.purchase = small;
	else if (uuid_parse(small, &id) && criteria.ticket == NULL)
		criteria.ticket = small;
	else if (strchr(text, '@') != NULL && strchr(text, '*') == NULL && criteria.email == NULL)
		criteria.email = text;
	else
		criteria.any = text;
}

/* Whether a ticket can be without what TEXT (NULL: anything) wants. */
static bool limits(const char *text)
{
	return text != NULL && !pattern_is_blank(text, &words);
}

static bool is_limited(void)
{
	return criteria.ticket != NULL || criteria.purchase != NULL || criteria.discount != NULL ||
	       limits(criteria.reference) || limits(criteria.email) || limits(criteria.name) ||
	       limits(criteria.any) || limits(criteria.client) || limits(criteria.type);
}

/*
 * Whether COMMAND may be for what the criteria find. An address or a name is the purchaser's of
 * other people's tickets, too, and a part of a text may be anybody's.
 */
static bool check_criteria(void)
{
	const char *why = NULL;

	if (!is_limited())
		why = "would be for all tickets: name some of them";
	else if (criteria.any != NULL)
		why = "takes no text to search for: use --reference, --ticket or another option";
	else if (!criteria.delegates && (criteria.email != NULL || criteria.name != NULL))
		why = "takes no address and no name, as a purchaser's tickets are other people's, "
		      "too: use --reference, --purchase or --ticket, which the rows have";
	if (why != NULL)
		diagnostic_slip("--for %s: %s", command, why);
	return why == NULL;
}

/* A verb with the report that --for wants; NULL with a message if it is none. */
static const struct verb *verb_for(const struct verb *verb)
{
	static struct verb other;

	if (command == NULL)
		return verb;
	other = *verb;
	if (strcmp(command, "cancel-tickets") == 0) {
		other.report = &cancellations;
		criteria.valid = true;
	} else if (strcmp(command, "unassign-ticket") == 0) {
		other.report = &unassignments;
		criteria.valid = criteria.assigned = criteria.delegates = true;
	} else {
		diagnostic_slip("--for %s: is neither cancel-tickets nor unassign-ticket", command);
		return NULL;
	}
	return check_criteria() ? &other : NULL;
}

/* Prints which reference may have been meant by one that is unknown. */
static void suggest(struct run *run)
{
	const char *reference = criteria.reference, *client, *near;

	if (reference == NULL || strchr(reference, '*') != NULL)
		return;
	store_begin_reading(run->store);
	near = suggestion_of_any_client(run->store, NULL, reference, &client, &run->arena);
	store_end_reading(run->store);
	if (near != NULL && strcmp(near, reference) != 0)
		diagnostic("there is no reference \"%s\"; \"%s\" has a similar one, \"%s\"",
			reference, client, near);
}

static int find(struct run *run)
{
	const struct verb *verb;

	read_operand(run->operands[0]);
	if (!check_texts())
		return EX_USAGE;
	if (criteria.name != NULL)
		criteria.name = pattern_within(criteria.name, &words);
	if (criteria.any != NULL)
		criteria.any = pattern_within(criteria.any, &words);
	verb = verb_for(run->verb);
	if (verb == NULL)
		return EX_USAGE;
	run->verb = verb;
	run_report(run);
	if (!found && run->status == 0)
		suggest(run);
	arena_release(&words);
	return run->status;
}

static const struct verb verbs[] = {
	{
		.run = find,
		.takes = TAKES_QUERY,
		.operands = "[text]",
		.options = options,
		.report = &tickets,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {&found_ticket_row_message, NULL};

static const struct tool ticket_find = {
	.name = "ticket-find",
	.doc = "Finds tickets by reference, e-mail address, name, discount code or id.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_find, argc, argv);
}
