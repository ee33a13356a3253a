/*
 * What the office of a conference runs: the tools of ticketing.
 */
#include <string.h>

#include "calls.h"

static const char *const types[] = {"full", "day", "crew", "yen"};
static const char *const buyers[] = {"shop", "press"};

void id_add(struct buffer *line, struct random *random, int store, const char *type)
{
	static const char *const contexts[STORES] = {
		"ticketing", "sponsorship", "speakers", "guests"};
	uint64_t high = chance_next(random), low = chance_next(random);

	buffer_add_format(line,
		"{\"specversion\":\"1.0\",\"id\":\"0195%04x-%04x-7%03x-8%03x-%012llx\","
		"\"source\":\"/simulate\",\"type\":\"lanyard.%s%s%s.v1\",\"data\":",
		(unsigned)(high & 0xffff), (unsigned)(high >> 16 & 0xffff),
		(unsigned)(high >> 32 & 0xfff), (unsigned)(high >> 48 & 0xfff),
		(unsigned long long)(low & 0xffffffffffff),
		strchr(type, '.') != NULL ? "" : contexts[store],
		strchr(type, '.') != NULL ? "" : ".", type);
}

/* A line of some, in an envelope if it is identified. */
static void begin_line(struct call *call, struct random *random, const char *type, bool identified)
{
	if (identified)
		id_add(&call->input, random, call->store, type);
}

static void end_line(struct call *call, bool identified)
{
	buffer_add_text(&call->input, identified ? "}\n" : "\n");
}

static bool has(const struct line_of *of, const char *text)
{
	return text == NULL || memmem(of->line, of->length, text, strlen(text)) != NULL;
}

enum { RECENT = 8 };

/* Each of those that are wanted, or of the last ones, is as likely as any other. */
bool field_find(const struct season *season, int store, struct random *random,
	const struct wanted *wanted, struct line_of *found)
{
	const struct feed *feed = &season->feed[store];
	struct line_of of;
	size_t at;
	uint64_t seen = 0;
	bool taken;

	for (at = feed->count; at-- > 0 && !(wanted->recent && seen == RECENT);) {
		of.line = feed->text.text + feed->begin[at];
		of.length = feed->begin[at + 1] - feed->begin[at];
		if (!has(&of, wanted->type) || !has(&of, wanted->with) ||
			(wanted->without != NULL && has(&of, wanted->without)) ||
			!field_of(&of, wanted->field, of.value, sizeof(of.value)))
			continue;
		taken = chance_once(random, ++seen);
		if (taken || seen == 1)
			*found = of;
	}
	return seen > 0;
}

/* The text or the number of the last FIELD in a line. */
bool field_of(const struct line_of *of, const char *field, char *to, size_t size)
{
	const char *at = of->line, *next, *end = of->line + of->length;
	char key[64];
	size_t length;

	snprintf(key, sizeof(key), "\"%s\":", field);
	while ((next = memmem(at, (size_t)(end - at), key, strlen(key))) != NULL)
		at = next + strlen(key);
	if (at == of->line)
		return false;
	if (*at == '"')
		at++;
	for (length = 0; length + 1 < size && strchr("\",}]", at[length]) == NULL; length++)
		to[length] = at[length];
	to[length] = '\0';
	return length > 0;
}

static void create_line(struct call *call, struct random *random, bool identified)
{
	const char *type = types[chance_below(random, 4)];
	unsigned quantity = 1 + (unsigned)chance_below(random, 4);
	bool waived = chance_once(random, 3);

	begin_line(call, random, "create-ticket-purchase", identified);
	buffer_add_format(&call->input,
		"{\"reference\":\"r-%u\",\"purchaser\":{\"name\":\"Ann\",\"email\":\"a%u@b.example\"},"
		"\"tickets\":[{\"type\":\"%s\",\"quantity\":%u",
		(unsigned)chance_below(random, 80), (unsigned)chance_below(random, 5), type,
		quantity);
	if (chance_once(random, 3))
		buffer_add_format(&call->input,
			",\"delegates\":[{\"name\":\"Cy\",\"email\":\"c%u@d.example\"}]",
			(unsigned)chance_below(random, 30));
	buffer_add_text(&call->input, "}");
	if (chance_once(random, 5))
		buffer_add_format(&call->input, ",{\"type\":\"%s\",\"quantity\":%u}",
			types[chance_below(random, 4)], 1 + (unsigned)chance_below(random, 3));
	buffer_add_format(&call->input, "],\"payment\":\"%s\"", waived ? "waived" : "due");
	if (!waived && chance_once(random, 2))
		buffer_add_format(&call->input, ",\"deadline\":\"2025-03-%02uT12:00:00Z\"",
			2 + (unsigned)chance_below(random, 10));
	if (!waived && chance_once(random, 4))
		buffer_add_text(&call->input, ",\"discount\":\"HALF\"");
	if (chance_once(random, 8))
		buffer_add_text(&call->input, ",\"pool\":\"team\"");
	buffer_add_text(&call->input, "}");
	end_line(call, identified);
}

static void create(const struct season *season, struct random *random, struct call *call)
{
	int lines = 1 + (int)chance_below(random, chance_once(random, 4) ? 40 : 8);

	(void)season;
	call_begin(call, TICKETING, "ticket-create");
	call_word(call, "-c");
	call_word(call, "%s", buyers[chance_below(random, 2)]);
	call->repeats = chance_once(random, 2);
	while (lines-- > 0)
		create_line(call, random, call->repeats);
}

/* A command about purchases of an event, with the fields that REST adds after their id. */
static void of_purchases(const struct season *season, struct random *random, struct call *call,
	const char *tool, const char *command, struct wanted wanted,
	void (*rest)(struct buffer *, struct random *, const struct line_of *))
{
	int lines = 1 + (int)chance_below(random, 6);
	const char *buyer = buyers[chance_below(random, 2)];
	struct line_of purchase;
	char own[40];

	snprintf(own, sizeof(own), "\"client\":\"%s\"", buyer);
	wanted.field = "purchase";
	wanted.with = chance_once(random, 8) ? NULL : own;
	call_begin(call, TICKETING, tool);
	call_word(call, "-c");
	call_word(call, "%s", buyer);
	call->repeats = chance_once(random, 2);
	while (lines-- > 0) {
		if (!field_find(season, TICKETING, random, &wanted, &purchase))
			break;
		begin_line(call, random, command, call->repeats);
		buffer_add_format(&call->input, "{\"purchase\":\"%s\"", purchase.value);
		rest(&call->input, random, &purchase);
		buffer_add_text(&call->input, "}");
		end_line(call, call->repeats);
	}
}

static void pay_rest(struct buffer *line, struct random *random, const struct line_of *purchase)
{
	char amount[40], currency[8];

	if (!field_of(purchase, "amount", amount, sizeof(amount)) || chance_once(random, 8))
		strlcpy(amount, "100", sizeof(amount));
	if (!field_of(purchase, "currency", currency, sizeof(currency)))
		strlcpy(currency, "EUR", sizeof(currency));
	buffer_add_format(line, ",\"payment\":\"b-%u\",\"amount\":%s,\"currency\":\"%s\"",
		(unsigned)chance_below(random, 60), amount, currency);
}

static void pay(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-pay", "pay-ticket-purchase",
		(struct wanted){.type = "ticket-purchase-created",
			.without = "\"payment\":\"waived\"",
			.recent = !chance_once(random, 4)},
		pay_rest);
}

static void keep_rest(struct buffer *line, struct random *random, const struct line_of *purchase)
{
	(void)purchase;
	if (chance_once(random, 2))
		buffer_add_format(line, ",\"keep\":%u", (unsigned)chance_below(random, 3));
	if (chance_once(random, 4))
		buffer_add_text(line, ",\"unassigned\":true");
}

static void cancel(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-cancel", "cancel-tickets",
		(struct wanted){.type = chance_once(random, 2) ? "ticket-purchase-paid"
							       : "ticket-purchase-created",
			.recent = chance_once(random, 2)},
		keep_rest);
}

/* All of a cancellation, or a part of it: then others may follow, of which the last is too much. */
static void refund_rest(struct buffer *line, struct random *random, const struct line_of *cancelled)
{
	char amount[40], currency[8];

	if (!field_of(cancelled, "refund", amount, sizeof(amount)))
		strlcpy(amount, "100", sizeof(amount));
	if (!field_of(cancelled, "currency", currency, sizeof(currency)))
		strlcpy(currency, "EUR", sizeof(currency));
	buffer_add_format(line, ",\"refund\":\"f-%u\",\"amount\":%lld,\"currency\":\"%s\"",
		(unsigned)chance_below(random, 60),
		strtoll(amount, NULL, 10) / (long long)(1 + chance_below(random, 3)), currency);
}

static void refund(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-refund", "refund-ticket-purchase",
		(struct wanted){.type = "tickets-cancelled", .without = "\"refund\":0,"},
		refund_rest);
}

static void extend_rest(struct buffer *line, struct random *random, const struct line_of *purchase)
{
	(void)purchase;
	buffer_add_format(line, ",\"deadline\":\"2025-03-%02uT12:00:00Z\"",
		1 + (unsigned)chance_below(random, 31));
}

static void extend(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-extend", "extend-ticket-purchase",
		(struct wanted){.type = "ticket-purchase-created"}, extend_rest);
}

static void no_rest(struct buffer *line, struct random *random, const struct line_of *purchase)
{
	(void)line;
	(void)random;
	(void)purchase;
}

static void reopen(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-reopen", "reopen-ticket-purchase",
		(struct wanted){.type = "ticket-purchase-expired"}, no_rest);
}

static void amend_rest(struct buffer *line, struct random *random, const struct line_of *purchase)
{
	(void)purchase;
	buffer_add_format(line, ",\"name\":\"Bo\",\"email\":\"a%u@b.example\"",
		(unsigned)chance_below(random, 5));
}

static void amend(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-amend", "amend-purchaser",
		(struct wanted){.type = "ticket-purchase-created"}, amend_rest);
}

static void assign(const struct season *season, struct random *random, struct call *call)
{
	bool removes = chance_once(random, 4);
	int lines = 1 + (int)chance_below(random, 8);
	static const struct wanted wanted = {
		.type = "ticket-purchase-created", .field = "purchase"};
	struct line_of created;
	char ticket[64];

	call_begin(call, TICKETING, removes ? "ticket-unassign" : "ticket-assign");
	call_word(call, "-c");
	call_word(call, "%s", buyers[chance_below(random, 2)]);
	while (lines-- > 0 && field_find(season, TICKETING, random, &wanted, &created)) {
		if (!ticket_of(&created, random, ticket))
			continue;
		buffer_add_format(&call->input, "{\"ticket\":\"%s\"", ticket);
		if (!removes)
			buffer_add_format(&call->input,
				",\"name\":\"Di\",\"email\":\"c%u@d.example\"",
				(unsigned)chance_below(random, 30));
		buffer_add_text(&call->input, "}\n");
	}
}

/* A ticket of a purchase, the first or a later one. */
bool ticket_of(const struct line_of *created, struct random *random, char ticket[64])
{
	const char *at = memmem(created->line, created->length, "\"tickets\":[", 11), *next;
	const char *end = created->line + created->length;
	uint64_t skip = chance_below(random, 3);

	while (at != NULL) {
		next = memmem(at, (size_t)(end - at), "{\"id\":\"", 7);
		if (next == NULL)
			break;
		at = next + 7;
		snprintf(ticket, 64, "%.*s", 36, at);
		if (skip-- == 0)
			return true;
	}
	return false;
}

static void expire(const struct season *season, struct random *random, struct call *call)
{
	(void)season;
	(void)random;
	call_begin(call, TICKETING, "ticket-expire");
}

/* What the organiser changes of the catalogue: the last word is a number below LIMIT, and FROM. */
static void organise(const struct season *season, struct random *random, struct call *call)
{
	static const struct {
		const char *words[10];
		unsigned from, limit;
	} changes[] = {
		{{"ticket-type", "amend", "full", "--capacity"}, 5, 200},
		{{"ticket-type", "amend", "day", "--capacity"}, 5, 200},
		{{"ticket-type", "amend", "crew", "--capacity"}, 5, 200},
		{{"ticket-client", "amend", "shop", "--budget"}, 20, 300},
		{{"ticket-client", "amend", "press", "--budget"}, 20, 300},
		{{"ticket-pool", "amend", "team", "--places"}, 0, 30},
		{{"ticket-room", "amend", "hall", "--capacity"}, 10, 300},
		{{"ticket-discount", "amend", "HALF", "--uses"}, 0, 40},
		{{"ticket-pool", "move", "m-@", "--pool", "team", "--to", "spare", "--places"}, 1,
			4},
		{{"ticket-type", "add", "extra-@", "--name", "Extra", "--price", "500",
			 "--currency", "EUR", "--capacity"},
			1, 40},
	};
	size_t what = chance_below(random, sizeof(changes) / sizeof(*changes));
	const char *const *word = changes[what].words;
	size_t i;

	(void)season;
	call_begin(call, TICKETING, word[0]);
	for (i = 1; i < 10 && word[i] != NULL; i++)
		if (strchr(word[i], '@') != NULL)
			call_word(call, "%.*s%u", (int)strcspn(word[i], "@"), word[i],
				(unsigned)chance_below(random, 12));
		else
			call_word(call, "%s", word[i]);
	call_word(call, "%u",
		changes[what].from + (unsigned)chance_below(random, changes[what].limit));
}

/* Those that only read, as somebody who is interrupted; and event-seal, which writes down. */
static void look(const struct season *season, struct random *random, struct call *call)
{
	static const char *const tools[][3] = {{"ticket-feed"}, {"ticket-check"},
		{"ticket-report", "purchases"}, {"ticket-type", "list"}, {"ticket-report", "sales"},
		{"ticket-find", "a1@b.example"}, {"event-seal", "ticketing"},
		{"ticket-conference", "show"}, {"ticket-client", "list"}};
	const char *const *word = tools[chance_below(random, sizeof(tools) / sizeof(*tools))];

	(void)season;
	call_begin(call, TICKETING, word[0]);
	while (*++word != NULL)
		call_word(call, "%s", *word);
}

const struct choice office_choices[] = {{create, 18}, {pay, 11}, {cancel, 7}, {refund, 6},
	{extend, 2}, {reopen, 4}, {amend, 2}, {assign, 4}, {expire, 4}, {organise, 3}, {look, 3},
	{NULL, 0}};
