/*
 * What the people and the cron lines of ticketing's clients run: of sponsorship, speakers, guests.
 * Between them and ticketing is a bus, which repeats and reorders lines.
 */
#include <string.h>

#include "calls.h"

static const struct {
	const char *noun, *client;
} clients[STORES] = {[SPONSORSHIP] = {"sponsor", "sponsorship"},
	[SPEAKERS] = {"speaker", "speakers"},
	[GUESTS] = {"guest", "guests"}};

static const char *const levels[] = {"Gold", "Silver", "Bronze"};
static const char *const roles[] = {"keynote", "talk", "panel"};
static const char *const groups[] = {"crew", "press", "friend"};

enum { WHO = 7 }; /* few, so that most ids are of somebody */

static int some_client(struct random *random)
{
	return SPONSORSHIP + (int)chance_below(random, STORES - SPONSORSHIP);
}

static unsigned some(struct random *random, uint64_t limit)
{
	return (unsigned)chance_below(random, limit);
}

static void begin_line(struct call *call, struct random *random, const char *command)
{
	if (call->repeats)
		id_add(&call->input, random, call->store, command);
}

static void end_line(struct call *call)
{
	buffer_add_text(&call->input, call->repeats ? "}\n" : "\n");
}

/* Records that some lines add. */

static void add_record(struct call *call, struct random *random, int store, unsigned who)
{
	buffer_add_format(&call->input,
		"{\"%s\":\"%c-%u\",\"name\":\"N %u\",\"email\":\"n%u@x.example\"",
		clients[store].noun, *clients[store].noun, who, who, some(random, 4) * 100 + who);
	if (store == SPONSORSHIP)
		buffer_add_format(&call->input,
			",\"level\":\"%s\",\"signed_up_on\":\"202%u-01-10\"",
			levels[some(random, 3)], 4 + some(random, 2));
	else if (store == SPEAKERS)
		buffer_add_format(&call->input, ",\"roles\":[\"%s\"],\"talks\":[\"t-%u\",\"t-%u\"]",
			roles[some(random, 3)], some(random, 3), 3 + some(random, 3));
	else
		buffer_add_format(&call->input, ",\"group\":\"%s\"", groups[some(random, 3)]);
	buffer_add_text(&call->input, "}");
}

static const struct {
	const char *tool, *command;
} entering[STORES] = {[SPONSORSHIP] = {"sponsor-register", "register-sponsor"},
	[SPEAKERS] = {"speaker-invite", "invite-speaker"},
	[GUESTS] = {"guest-register", "register-guest"}};

static void enter(const struct season *season, struct random *random, struct call *call)
{
	int store = some_client(random), lines = 1 + (int)chance_below(random, 10);

	(void)season;
	call_begin(call, store, entering[store].tool);
	call->repeats = chance_once(random, 2);
	while (lines-- > 0) {
		begin_line(call, random, entering[store].command);
		add_record(call, random, store, some(random, WHO));
		end_line(call);
	}
}

/* Lines of a command of one store: the fields of each are made by ADD. */
static void lines_of(struct random *random, struct call *call, const char *command,
	void (*add)(struct buffer *, struct random *))
{
	int lines = 1 + (int)chance_below(random, 8);

	call->repeats = chance_once(random, 2);
	while (lines-- > 0) {
		begin_line(call, random, command);
		add(&call->input, random);
		end_line(call);
	}
}

static void add_contract(struct buffer *line, struct random *random)
{
	unsigned who = some(random, WHO);

	buffer_add_format(line,
		"{\"sponsor\":\"s-%u\",\"contract\":\"C-%u\",\"signed_on\":\"2025-01-12\"}", who,
		who);
}

static void add_invoice(struct buffer *line, struct random *random)
{
	unsigned who = some(random, WHO);

	buffer_add_format(line,
		"{\"sponsor\":\"s-%u\",\"invoice\":\"I-%u-%u\",\"amount\":%u,\"currency\":\"EUR\"}",
		who, who, some(random, 2), 1000 * (1 + some(random, 6)));
}

static void add_payment(struct buffer *line, struct random *random)
{
	buffer_add_format(line, "{\"invoice\":\"I-%u-%u\",\"settled_on\":\"2025-02-%02u\"}",
		some(random, WHO), some(random, 2), 1 + some(random, 28));
}

static void sell(const struct season *season, struct random *random, struct call *call)
{
	(void)season;
	switch (chance_below(random, 10)) {
	case 0:
		call_begin(call, SPONSORSHIP, "sponsor-contract");
		call_word(call, "void");
		call_word(call, "C-%u", some(random, WHO));
		break;
	case 1:
	case 6:
	case 7:
		call_begin(call, SPONSORSHIP, "sponsor-invoice");
		call_word(call, "%s", chance_once(random, 2) ? "cancel" : "refund");
		call_word(call, "I-%u-%u", some(random, WHO), some(random, 2));
		if (strcmp(call->words[1], "refund") == 0) {
			call_word(call, "--refunded-on");
			call_word(call, "2025-03-01");
		}
		break;
	case 2:
	case 3:
		call_begin(call, SPONSORSHIP, "sponsor-contract");
		call_word(call, "sign");
		lines_of(random, call, "sign-contract", add_contract);
		break;
	case 4:
	case 5:
		call_begin(call, SPONSORSHIP, "sponsor-invoice");
		call_word(call, "raise");
		lines_of(random, call, "raise-invoice", add_invoice);
		break;
	default:
		call_begin(call, SPONSORSHIP, "sponsor-settle");
		lines_of(random, call, "settle-invoice", add_payment);
	}
}

static void answer(const struct season *season, struct random *random, struct call *call)
{
	(void)season;
	call_begin(call, SPEAKERS, chance_once(random, 3) ? "speaker-decline" : "speaker-accept");
	call_word(call, "s-%u", some(random, WHO));
}

static void leave(const struct season *season, struct random *random, struct call *call)
{
	int store = some_client(random);

	(void)season;
	call_begin(call, store, "");
	snprintf(call->text[0], WORD_BYTES, "%s-withdraw", clients[store].noun);
	call_word(call, "%c-%u", *clients[store].noun, some(random, WHO));
}

/* The ledger's own records: overrides, holds, policies. */
static void decide(const struct season *season, struct random *random, struct call *call)
{
	int store = some_client(random);
	uint64_t what = chance_below(random, 5);

	(void)season;
	call_begin(call, store, "");
	if (what == 0) {
		snprintf(call->text[0], WORD_BYTES, "%s-policy", clients[store].noun);
		call_word(call, "adopt");
		call_word(call, "%s/%s-%u.json", getenv("LANYARD_POLICIES"), clients[store].client,
			some(random, 2));
		return;
	}
	if (what % 2 == 1 && store != GUESTS) {
		snprintf(call->text[0], WORD_BYTES, "%s-hold", clients[store].noun);
		call_word(call, "--until");
		call_word(call, "2025-03-%02uT10:00:00Z", 2 + some(random, 29));
	} else {
		snprintf(call->text[0], WORD_BYTES, "%s-override", clients[store].noun);
		call_word(call, "--reason");
		call_word(call, "so");
	}
	call_word(call, "--by");
	call_word(call, "Ann");
	if (what == 2 && strstr(call->text[0], "override") != NULL) {
		call_word(call, "--withdraw");
	} else {
		call_word(call, "--quantity");
		call_word(call, "%u", some(random, 6));
	}
	call_word(call, "%c-%u", *clients[store].noun, some(random, WHO));
	call_word(call, "%s", chance_once(random, 3) ? "day" : "full");
}

/* Adds some lines of TEXT, in any order, some of them more than once. */
static void add_some_lines(
	struct buffer *to, const struct buffer *text, struct random *random, int lines)
{
	const char *from, *end;
	size_t at;

	while (lines-- > 0 && text->length > 0) {
		at = (size_t)chance_below(random, text->length);
		from = at > 0 ? memrchr(text->text, '\n', at) : NULL;
		from = from != NULL ? from + 1 : text->text;
		end = memchr(from, '\n', text->length - (size_t)(from - text->text));
		if (end != NULL)
			buffer_add(to, from, (size_t)(end + 1 - from));
	}
}

/* The lines of a feed from one on: in their order, or as a bus delivers them. */
static void add_feed(struct buffer *to, const struct feed *feed, struct random *random)
{
	size_t from = chance_once(random, 3)
			      ? chance_below(random, feed->count + 1)
			      : feed->count - chance_below(random,
						      1 + (feed->count < 40 ? feed->count : 40));
	struct buffer part = {0};

	if (from >= feed->count)
		return;
	buffer_add(
		&part, feed->text.text + feed->begin[from], feed->text.length - feed->begin[from]);
	if (chance_once(random, 2))
		add_some_lines(to, &part, random, 20);
	else
		buffer_add(to, part.text, part.length);
	buffer_release(&part);
}

/* A process of a client, with what is outstanding, or with facts from the feed. */
static void process(const struct season *season, struct random *random, struct call *call)
{
	static const char *const tools[] = {
		"allocate", "allocate", "reclaim", "contact", "onboard"};
	int store = some_client(random);
	const char *tool = tools[chance_below(random, 5)];

	if (strcmp(tool, "onboard") == 0)
		store = SPONSORSHIP;
	call_begin(call, store, "");
	snprintf(call->text[0], WORD_BYTES, "%s-%s", clients[store].noun, tool);
	if (chance_once(random, 2))
		add_feed(&call->input, &season->feed[store], random);
	else
		call_word(call, "-a");
}

/* A tool of ticketing, with what a client's process has printed. */
static void deliver(const struct season *season, struct random *random, struct call *call)
{
	static const char *const tools[COMMANDS] = {
		"ticket-create", "ticket-cancel", "ticket-amend"};
	int store = some_client(random);
	uint64_t command = chance_below(random, 5);

	command = command > 2 ? 0 : command;
	call_begin(call, TICKETING, tools[command]);
	call_word(call, "-c");
	call_word(call, "%s", clients[store].client);
	call->repeats = true;
	add_some_lines(&call->input, &season->bus[store][command], random,
		1 + (int)chance_below(random, 15));
}

static void book(const struct season *season, struct random *random, struct call *call)
{
	int store = some_client(random);

	call_begin(call, store, "");
	snprintf(call->text[0], WORD_BYTES, "%s-book", clients[store].noun);
	add_feed(&call->input, &season->feed[TICKETING], random);
}

static void look(const struct season *season, struct random *random, struct call *call)
{
	static const char *const tools[] = {"feed", "status", "unused", "seal"};
	int store = some_client(random);
	const char *tool = tools[some(random, 4)];

	(void)season;
	call_begin(call, store, "event-seal");
	if (strcmp(tool, "seal") == 0)
		call_word(call, "%s", clients[store].client);
	else
		snprintf(call->text[0], WORD_BYTES, "%s-%s", clients[store].noun, tool);
}

const struct choice client_choices[] = {{enter, 6}, {sell, 8}, {answer, 4}, {leave, 2}, {decide, 5},
	{process, 12}, {deliver, 8}, {book, 9}, {look, 2}, {NULL, 0}};

/* To rest: all processes with what is outstanding, ticketing, and back to the ledgers */

/* The lines of TEXT, the last one first, as a bus may deliver them. */
static void add_reversed(struct buffer *to, const struct buffer *text)
{
	const char *end = text->text + text->length, *line;

	for (; end > text->text; end = line) {
		line = memrchr(text->text, '\n', (size_t)(end - text->text) - 1);
		line = line != NULL ? line + 1 : text->text;
		buffer_add(to, line, (size_t)(end - line));
	}
}

/*
 * Runs NOUN-TOOL with OPTION, and pipes what it prints into a tool of ticketing. Clears *IDLE if it
 * prints anything.
 */
static bool pipe_through(struct season *season, int store, const char *tool, const char *option,
	const char *next, bool *idle)
{
	struct buffer printed = {0};
	char name[40];
	bool well;

	snprintf(name, sizeof(name), "%s-%s", clients[store].noun, tool);
	if (!season_clean(season, name, option, NULL, NULL, NULL))
		return false;
	if (season->result.output.length == 0)
		return true;
	*idle = false;
	if (next == NULL)
		return true;
	add_reversed(&printed, &season->result.output);
	well = season_clean(season, next, "-c", clients[store].client, NULL, &printed);
	buffer_release(&printed);
	return well;
}

/* Gives all of ticketing's feed to a client's ledger. */
static bool book_all(struct season *season, int store)
{
	char name[40];

	snprintf(name, sizeof(name), "%s-book", clients[store].noun);
	return promises_read(season, TICKETING) &&
	       season_clean(season, name, NULL, NULL, NULL, &season->feed[TICKETING].text);
}

static bool settle_round(struct season *season, int store, bool *idle)
{
	return (store != SPONSORSHIP || pipe_through(season, store, "onboard", "-a", NULL, idle)) &&
	       pipe_through(season, store, "allocate", "-a", "ticket-create", idle) &&
	       pipe_through(season, store, "reclaim", "-a", "ticket-cancel", idle) &&
	       pipe_through(season, store, "contact", "-a", "ticket-amend", idle) &&
	       book_all(season, store);
}

/* What was refused for want of places is requested again. */
static bool retry(struct season *season, int store)
{
	bool idle = true;

	return pipe_through(season, store, "allocate", "--retry", "ticket-create", &idle) &&
	       book_all(season, store);
}

/* Until no process prints anything. */
static bool rest(struct season *season, int store)
{
	bool idle = false;
	int rounds;

	for (rounds = 0; rounds < 8 && !idle; rounds++) {
		idle = true;
		if (!settle_round(season, store, &idle) || (rounds == 0 && !retry(season, store)))
			return false;
	}
	return idle || season_fail(season, "%s: is never idle: %.*s", clients[store].client,
			       (int)season->result.output.length, season->result.output.text);
}

/* Overrides what all are owed of the type full: EVEN and ODD tickets, by their numbers. */
static bool owe(struct season *season, int store, unsigned even, unsigned odd)
{
	struct buffer lines = {0};
	char name[40];
	unsigned i;
	bool well;

	for (i = 0; i < WHO; i++)
		buffer_add_format(&lines,
			"{\"beneficiary\":\"%c-%u\",\"type\":\"full\",\"quantity\":%u,\"by\":\"Ann\","
			"\"reason\":\"end\"}\n",
			*clients[store].noun, i, i % 2 == 0 ? even : odd);
	snprintf(name, sizeof(name), "%s-override", clients[store].noun);
	well = season_clean(season, name, NULL, NULL, NULL, &lines);
	buffer_release(&lines);
	return well;
}

/* What NOUN-TOOL prints is lost. */
static bool lose(struct season *season, int store, const char *tool)
{
	char name[40];

	snprintf(name, sizeof(name), "%s-%s", clients[store].noun, tool);
	return season_clean(season, name, "-a", NULL, NULL, NULL);
}

/* What the model compares with the ledger. */
static bool report(struct season *season, int store)
{
	char name[40];

	snprintf(name, sizeof(name), "%s-status", clients[store].noun);
	return promises_check(season, store) && season_clean(season, name, NULL, NULL, NULL, NULL);
}

/*
 * More is owed, so that there are several bookings; then less, and before ticketing has that, still
 * less: one ticket, or none.
 */
static bool raise_and_lower(struct season *season, int store)
{
	return owe(season, store, 5, 6) && rest(season, store) && report(season, store) &&
	       owe(season, store, 2, 4) && lose(season, store, "reclaim") &&
	       owe(season, store, 0, 1);
}

/* All have other addresses: the contacts of what is booked are amended. */
static bool move(struct season *season, int store)
{
	struct call call = {0};
	struct random random = chance_of(season->seed, (uint64_t)store);
	bool well;
	int i;

	call_begin(&call, store, entering[store].tool);
	for (i = 0; i < WHO; i++) {
		add_record(&call, &random, store, (unsigned)i);
		buffer_add_text(&call.input, "\n");
	}
	well = season_clean(season, entering[store].tool, NULL, NULL, NULL, &call.input);
	call_release(&call);
	return well;
}

/* What reconciling prints is a difference, but for tickets that somebody has: those are kept. */
static bool agrees(const struct buffer *output)
{
	static const char assigned[] = "the surplus is assigned";
	const char *line = output->text, *end = line + output->length, *next;

	for (; line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		next = next != NULL ? next + 1 : end;
		if (memmem(line, (size_t)(next - line), assigned, sizeof(assigned) - 1) == NULL)
			return false;
	}
	return true;
}

bool clients_settle(struct season *season, int store)
{
	char name[40];

	if (!rest(season, store) || !raise_and_lower(season, store) || !move(season, store) ||
		!rest(season, store) || !report(season, store))
		return false;
	snprintf(name, sizeof(name), "%s-reconcile", clients[store].noun);
	if (!season_clean(
		    season, name, "-c", clients[store].client, NULL, &season->feed[TICKETING].text))
		return false;
	return agrees(&season->result.output) ||
	       season_fail(season, "%s: %.*s%.*s", name, (int)season->result.output.length,
		       season->result.output.text, (int)season->result.errors.length,
		       season->result.errors.text);
}
