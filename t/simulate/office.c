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
		"\"source\":\"/simulate\",\"type\":\"lanyard.%s.%s.v1\",\"data\":",
		(unsigned)(high & 0xffff), (unsigned)(high >> 16 & 0xffff),
		(unsigned)(high >> 32 & 0xfff), (unsigned)(high >> 48 & 0xfff),
		(unsigned long long)(low & 0xffffffffffff),
		strchr(type, '/') != NULL ? "booking" : contexts[store], type);
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

/* A field of a random event of the feed that has FIELD, a text; NULL: the last tries found none. */
bool field_find(const struct season *season, int store, struct random *random, const char *type,
	const char *field, struct line_of *found)
{
	const struct feed *feed = &season->feed[store];
	size_t at = chance_below(random, feed->count), tries = feed->count;
	const char *line;

	for (; tries > 0; tries--, at = (at + 1) % feed->count) {
		line = feed->text.text + feed->begin[at];
		found->line = line;
		found->length = feed->begin[at + 1] - feed->begin[at];
		if (memmem(line, found->length, type, strlen(type)) != NULL &&
			field_of(found, field, found->value, sizeof(found->value)))
			return true;
	}
	return false;
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
	bool waived = chance_once(random, 2);

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

/* A command about purchases, with FORMAT for what follows their id. */
static void of_purchases(const struct season *season, struct random *random, struct call *call,
	const char *tool, const char *command, const char *of,
	void (*rest)(struct buffer *, struct random *, const struct line_of *))
{
	int lines = 1 + (int)chance_below(random, 6);
	struct line_of purchase;

	call_begin(call, TICKETING, tool);
	call_word(call, "-c");
	call_word(call, "%s", buyers[chance_below(random, 2)]);
	call->repeats = chance_once(random, 2);
	while (lines-- > 0) {
		if (!field_find(season, TICKETING, random, of, "purchase", &purchase))
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
		"ticket-purchase-created", pay_rest);
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
		"ticket-purchase-created", keep_rest);
}

static void refund_rest(struct buffer *line, struct random *random, const struct line_of *cancelled)
{
	char amount[40], currency[8];

	if (!field_of(cancelled, "refund", amount, sizeof(amount)))
		strlcpy(amount, "100", sizeof(amount));
	if (!field_of(cancelled, "currency", currency, sizeof(currency)))
		strlcpy(currency, "EUR", sizeof(currency));
	buffer_add_format(line, ",\"refund\":\"f-%u\",\"amount\":%s,\"currency\":\"%s\"",
		(unsigned)chance_below(random, 60), amount, currency);
}

static void refund(const struct season *season, struct random *random, struct call *call)
{
	of_purchases(season, random, call, "ticket-refund", "refund-ticket-purchase",
		"tickets-cancelled", refund_rest);
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
		"ticket-purchase-created", extend_rest);
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
		"ticket-purchase-expired", no_rest);
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
		"ticket-purchase-created", amend_rest);
}

static void assign(const struct season *season, struct random *random, struct call *call)
{
	bool removes = chance_once(random, 4);
	int lines = 1 + (int)chance_below(random, 8);
	struct line_of created;
	char ticket[64];

	call_begin(call, TICKETING, removes ? "ticket-unassign" : "ticket-assign");
	call_word(call, "-c");
	call_word(call, "%s", buyers[chance_below(random, 2)]);
	while (lines-- > 0 && field_find(season, TICKETING, random, "ticket-purchase-created",
				      "purchase", &created)) {
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

/* What the organiser changes of the catalogue. */
static void organise(const struct season *season, struct random *random, struct call *call)
{
	(void)season;
	switch (chance_below(random, 7)) {
	case 0:
		call_begin(call, TICKETING, "ticket-type");
		call_word(call, "amend");
		call_word(call, "%s", types[chance_below(random, 4)]);
		call_word(call, "--capacity");
		call_word(call, "%u", 5 + (unsigned)chance_below(random, 200));
		break;
	case 1:
		call_begin(call, TICKETING, "ticket-client");
		call_word(call, "amend");
		call_word(call, "%s", buyers[chance_below(random, 2)]);
		call_word(call, "--budget");
		call_word(call, "%u", 20 + (unsigned)chance_below(random, 300));
		break;
	case 2:
		call_begin(call, TICKETING, "ticket-pool");
		call_word(call, "amend");
		call_word(call, "team");
		call_word(call, "--places");
		call_word(call, "%u", (unsigned)chance_below(random, 30));
		break;
	case 3:
		call_begin(call, TICKETING, "ticket-pool");
		call_word(call, "move");
		call_word(call, "m-%u", (unsigned)chance_below(random, 20));
		call_word(call, "--pool");
		call_word(call, "team");
		call_word(call, "--to");
		call_word(call, "spare");
		call_word(call, "--places");
		call_word(call, "%u", 1 + (unsigned)chance_below(random, 4));
		break;
	case 4:
		call_begin(call, TICKETING, "ticket-room");
		call_word(call, "amend");
		call_word(call, "hall");
		call_word(call, "--capacity");
		call_word(call, "%u", 10 + (unsigned)chance_below(random, 300));
		break;
	case 5:
		call_begin(call, TICKETING, "ticket-discount");
		call_word(call, "amend");
		call_word(call, "HALF");
		call_word(call, "--uses");
		call_word(call, "%u", (unsigned)chance_below(random, 40));
		break;
	default:
		call_begin(call, TICKETING, "ticket-type");
		call_word(call, "add");
		call_word(call, "extra-%u", (unsigned)chance_below(random, 6));
		call_word(call, "--name");
		call_word(call, "Extra");
		call_word(call, "--price");
		call_word(call, "500");
		call_word(call, "--currency");
		call_word(call, "EUR");
		call_word(call, "--capacity");
		call_word(call, "%u", 1 + (unsigned)chance_below(random, 40));
	}
}

/* Those that only read, as somebody who is interrupted. */
static void look(const struct season *season, struct random *random, struct call *call)
{
	static const char *const tools[] = {"ticket-feed", "ticket-check", "ticket-report"};

	(void)season;
	call_begin(call, TICKETING, tools[chance_below(random, 3)]);
	if (strcmp(call->words[0], "ticket-report") == 0)
		call_word(call, "sales");
}

const struct choice office_choices[] = {{create, 12}, {pay, 5}, {cancel, 5}, {refund, 2},
	{extend, 2}, {reopen, 2}, {amend, 2}, {assign, 4}, {expire, 2}, {organise, 3}, {look, 3},
	{NULL, 0}};
