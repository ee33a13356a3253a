/*
 * Bank transfers: texts that name receivables. Each line of an input that begins with { is a
 * transfer; any other one is a receivable: its reference, a blank, and what is due.
 *
 * A transfer has records, or a reason against them. Records are of what it is, no more is matched
 * with a receivable than is due of it, and a transfer that comes again has the same records.
 */
#include "fuzz.h"

#include "bank/matching.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "message/json.h"

enum { RECEIVABLES = 20, TRANSFERS = 100 };

struct due {
	const char *reference;
	int64_t open, matched;
};

static struct due dues[RECEIVABLES];
static const char *ids[TRANSFERS]; /* of the input's transfers */
static size_t seen;
static size_t count;
static int64_t written; /* of the transfer */
static bool counts;     /* the transfer is the first of its kind */
static struct arena texts;

static void each(struct store *store, struct receivables *to)
{
	size_t i;

	(void)store;
	for (i = 0; i < count; i++)
		receivables_add(to, dues[i].reference, dues[i].reference);
}

static struct due *due_of(const char *key)
{
	struct due *due = dues;

	while (due < dues + count && strcmp(due->reference, key) != 0)
		due++;
	return due < dues + count ? due : NULL;
}

static bool read_due(struct store *store, int64_t now, const char *key, const char *transfer,
	struct arena *arena, struct receivable *receivable)
{
	const struct due *due = due_of(key);

	(void)store;
	(void)now;
	(void)transfer;
	(void)arena;
	if (due == NULL)
		return false;
	*receivable = (struct receivable){
		.key = due->reference,
		.reference = due->reference,
		.currency = "EUR",
		.open = due->open,
		.closed = due->open == 0 ? "was paid" : NULL,
		.settled = due->open == 0,
	};
	return true;
}

static void write_record(const struct receivable *receivable, const struct transfer *transfer,
	const char *id, int64_t amount, bool surplus, struct buffer *out)
{
	struct due *due = due_of(receivable->key);

	CHECK(due != NULL, "%s is no receivable", receivable->key);
	CHECK(amount > 0, "a record is of %lld", (long long)amount);
	CHECK(strcmp(transfer->currency, "EUR") == 0, "the currency is another one");
	CHECK(surplus || amount <= due->open, "%s: more than is due is matched: %lld",
		due->reference, (long long)amount);
	written += amount;
	if (counts)
		due->matched += amount;
	CHECK(surplus || !counts || due->matched <= due->open || due->open == 0,
		"%s: %lld is due, and %lld matched", due->reference, (long long)due->open,
		(long long)due->matched);
	buffer_add_format(
		out, "%s %lld %d %s\n", id, (long long)amount, surplus, receivable->reference);
}

static void add_due(const char *line, size_t length)
{
	const char *blank = memrchr(line, ' ', length);
	const char *reference, *error, *number;
	int64_t open;

	if (blank == NULL || blank == line || count == RECEIVABLES)
		return;
	reference = arena_text(&texts, line, (size_t)(blank - line));
	number = arena_text(&texts, blank + 1, length - (size_t)(blank + 1 - line));
	open = strtonum(number, 0, 1000000, &error);
	if (error != NULL || !utf8_is_valid(reference, strlen(reference)) ||
		!utf8_is_plain(reference) || strlen(reference) > 100 || due_of(reference) != NULL)
		return;
	dues[count++] = (struct due){reference, open, 0};
}

static void check_reason(const char *reason)
{
	struct buffer visible = {0};

	CHECK(*reason != '\0', "a reason is empty");
	visible_add(&visible, reason, strlen(reason), VISIBLE_ONE_LINE);
	fuzz_check_printable(visible.text, visible.length, "a reason");
	buffer_release(&visible);
}

/* Whether no transfer of the input before has the id of TRANSFER. */
static bool is_first(const struct transfer *transfer)
{
	size_t i;

	if (transfer->transfer == NULL)
		return true;
	for (i = 0; i < seen; i++)
		if (strcmp(ids[i], transfer->transfer) == 0)
			return false;
	CHECK(seen < COUNT_OF(ids), "an input has more transfers");
	ids[seen++] = transfer->transfer;
	return true;
}

static void match(void *matching, const struct transfer *transfer)
{
	struct buffer first = {0}, again = {0};
	const char *reason, *other;

	written = 0;
	counts = is_first(transfer);
	reason = matching_convert(matching, transfer, &texts, &first);
	CHECK((reason == NULL) == (first.length > 0), "neither records nor a reason");
	CHECK(reason != NULL || written == transfer->amount.value, "%lld of %lld is matched",
		(long long)written, (long long)transfer->amount.value);
	if (reason != NULL)
		check_reason(reason);
	counts = false;
	other = matching_convert(matching, transfer, &texts, &again);
	if (transfer->transfer == NULL)
		CHECK(reason != NULL || other != NULL, "two that are the same are one");
	else
		CHECK(reason != NULL || (other == NULL && first.length == again.length &&
						memcmp(first.text, again.text, first.length) == 0),
			"the same transfer has other records: %s", other != NULL ? other : "");
	buffer_release(&first);
	buffer_release(&again);
}

static void match_lines(const char *text, const char *end, struct matching_terms terms)
{
	static const struct receivables_source source = {
		.noun = "invoice", .each = each, .read = read_due, .write = write_record};
	void *matching = matching_new(&source, NULL, 0, terms);
	const char *line;
	size_t length;

	while (seen < TRANSFERS && fuzz_line(&text, end, &line, &length)) {
		struct fault fault = {0};
		const json_t *json = length > 0 && *line == '{'
					     ? message_json_parse(line, length, &texts, &fault)
					     : NULL;
		const void *transfer =
			json != NULL
				? decode(transfer_message.layout, json, BARE, "", &texts, &fault)
				: NULL;

		if (transfer != NULL)
			match(matching, transfer);
	}
	matching_free(matching);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes, *end = text + size, *line;
	struct matching_terms terms = {false, false};
	size_t length;

	fuzz_begin();
	if (size == 0)
		return -1;
	terms.parts = bytes[0] & 1;
	terms.surplus = bytes[0] & 2;
	count = seen = 0;
	while (fuzz_line(&text, end, &line, &length))
		if (length > 0 && *line != '{')
			add_due(line, length);
	match_lines((const char *)bytes, end, terms);
	arena_reset(&texts);
	return 0;
}
