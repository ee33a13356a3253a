/* What reports print of the tables, once the model has seen the whole feed of their store. */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool differs(struct model *model, const char *of, const char *name, int64_t is, int64_t was)
{
	return is != was && !wrong(model, "%s has %jd as %s, and not %jd", of, (intmax_t)is, name,
				    (intmax_t)was);
}

/* What a row has of a definition is what was defined last, and no quantity is missing or left over. */
static bool is_defined(
	struct model *model, const char *name, const json_t *row, const json_t *definition)
{
	static const char *const quantities[] = {
		"capacity", "places", "price", "budget", "uses", "tickets", "percent", "amount"};
	const char *member;
	json_t *value, *shown;

	if (!definition || flag_of(definition, ".removed"))
		return wrong(model, "%s is listed, but there is none", name);
	json_object_foreach((json_t *)definition, member, value)
	{
		shown = json_object_get(row, member);
		if (shown && !json_equal(shown, value))
			return wrong(model, "%s is listed with another %s than was recorded", name,
				member);
	}
	for (size_t i = 0; i < sizeof(quantities) / sizeof(quantities[0]); i++) {
		member = quantities[i];
		if (!json_object_get(row, member) != !json_object_get(definition, member))
			return wrong(model, "%s is listed with or without %s, as was not recorded",
				name, member);
	}
	return true;
}

static const char *state_of(const struct purchase *purchase, int64_t now)
{
	switch (purchase->state) {
	case DUE:
		return purchase->deadline <= now ? "overdue" : "due";
	case PAID:
		return "paid";
	case FREE:
		return purchase->waived ? "waived" : "paid";
	case EXPIRED:
		return "expired";
	default:
		return "cancelled";
	}
}

static bool judge_purchase(struct model *model, const struct step *step, const json_t *row)
{
	const struct purchase *purchase = purchase_of(model, text_of(row, "purchase"));
	const char *state = text_of(row, "state"), *reference = text_of(row, "reference");
	int64_t tickets = 0, amount = 0;

	if (!purchase)
		return wrong(model, "%s is reported, but was never created", reference);
	for (size_t i = 0; i < purchase->count; i++) {
		bool valid = ticket_is_valid(purchase, &purchase->tickets[i]);

		tickets += valid;
		amount += valid ? purchase->tickets[i].price : 0;
	}
	if (strcmp(state, state_of(purchase, step->clock)) != 0 &&
		strcmp(state, state_of(purchase, step->ended)) != 0)
		return wrong(model, "%s is reported as %s, and not as %s", reference, state,
			state_of(purchase, step->clock));
	return !differs(model, reference, "tickets", number_of(row, "tickets", 0), tickets) &&
	       !differs(model, reference, "amount", number_of(row, "amount", 0), amount) &&
	       !differs(model, reference, "paid", number_of(row, "paid", 0), purchase->paid) &&
	       !differs(model, reference, "refund", number_of(row, "refund", 0),
		       purchase->refundable - purchase->refunded) &&
	       !differs(model, reference, "refunded", number_of(row, "refunded", 0),
		       purchase->refunded) &&
	       (strcmp(state, "due") != 0 ||
		       !differs(model, reference, "due", number_of(row, "due", 0), purchase->due));
}

static bool judge_type(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "type");
	const json_t *type = json_object_get(model->tables.types, name);
	int64_t sold = number_of(type, ".sold", 0);

	return is_defined(model, name, row, type) &&
	       !differs(model, name, "sold", number_of(row, "sold", 0), sold) &&
	       !differs(model, name, "pooled", number_of(row, "pooled", 0),
		       number_of(type, "capacity", 0) - type_left(model, type) - sold);
}

static bool judge_room(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "room");
	const json_t *room = json_object_get(model->tables.rooms, name);

	return is_defined(model, name, row, room) &&
	       !differs(model, name, "left", number_of(row, "left", 0), room_left(model, room));
}

static bool judge_pool(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "pool");
	const json_t *pool = json_object_get(model->tables.pools, name);

	return is_defined(model, name, row, pool) &&
	       !differs(
		       model, name, "sold", number_of(row, "sold", 0), number_of(pool, ".sold", 0));
}

static bool judge_client(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "client");
	const json_t *client = json_object_get(model->tables.clients, name);

	return is_defined(model, name, row, client) &&
	       !differs(model, name, "revoked", flag_of(row, "revoked"),
		       flag_of(client, ".revoked")) &&
	       !differs(model, name, "booked", number_of(row, "booked", 0),
		       client_valid(model, name));
}

static bool judge_discount(struct model *model, const json_t *row)
{
	const char *code = text_of(row, "code");
	int64_t uses, tickets;

	discount_use(model, code, &uses, &tickets);
	return is_defined(model, code, row, json_object_get(model->tables.discounts, code)) &&
	       !differs(model, code, "used", number_of(row, "used", 0), uses) &&
	       !differs(model, code, "reduced", number_of(row, "reduced", 0), tickets);
}

/* A list of types and quantities, as an object without zeros. */
static json_t *by_type(const json_t *list)
{
	json_t *sums = json_object(), *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		const char *type = text_of(item, "type");
		int64_t sum = number_of(sums, type, 0) + number_of(item, "quantity", 0);

		if (sum > 0)
			put_number(sums, type, sum);
	}
	return sums;
}

static bool judge_sums(struct model *model, const char *name, const char *what, const json_t *list,
	const json_t *expected)
{
	json_t *sums = by_type(list);
	char where[300];
	bool good = (agrees(sums, expected, where, sizeof(where)) &&
			    agrees(expected, sums, where, sizeof(where))) ||
		    wrong(model, "%s is reported with other tickets as %s: %s", name, what, where);

	json_decref(sums);
	return good;
}

/* What was decided last, and what the answers have booked. */
static bool judge_status(
	struct model *model, enum context context, const char *name, const json_t *row)
{
	json_t *owed = ledger_decided(model, context, name);
	json_t *booked = ledger_booked(model, context, name);
	bool good = judge_sums(model, name, "entitled", json_object_get(row, "entitled"), owed) &&
		    judge_sums(model, name, "booked", json_object_get(row, "booked"), booked);

	json_decref(owed);
	json_decref(booked);
	return good;
}

static size_t count_of(const json_t *table)
{
	const char *name;
	json_t *row;
	size_t count = 0;

	json_object_foreach((json_t *)table, name, row)
	{
		count += !flag_of(row, ".removed");
	}
	return count;
}

/* A report: the member that names its rows, what they are of, and how one is judged. */
struct report {
	const char *tool, *verb, *key;
	const json_t *table; /* NULL: the purchases */
	bool (*judge)(struct model *model, const json_t *row);
};

/* Finds the report that STEP printed; false: none that is judged. */
static bool report_of(struct model *model, const struct step *step, struct report *report)
{
	const struct tables *tables = &model->tables;
	const struct report reports[] = {
		{"ticket-type", "list", "type", tables->types, judge_type},
		{"ticket-room", "list", "room", tables->rooms, judge_room},
		{"ticket-pool", "list", "pool", tables->pools, judge_pool},
		{"ticket-client", "list", "client", tables->clients, judge_client},
		{"ticket-discount", "list", "code", tables->discounts, judge_discount},
		{"ticket-report", "purchases", "purchase", NULL, NULL},
		{"sponsor-status", "", "sponsor", child(model->crm[SPONSORSHIP], "people"), NULL},
		{"speaker-status", "", "speaker", child(model->crm[SPEAKERS], "people"), NULL},
		{"guest-status", "", "guest", child(model->crm[GUESTS], "people"), NULL},
	};
	const char *verb = step->count > 0 ? step->arguments[0] : "";

	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		*report = reports[i];
		if (strcmp(step->tool, report->tool) == 0 && strcmp(verb, report->verb) == 0 &&
			step->count < 2)
			return true;
	}
	return false;
}

static bool judge_row(struct model *model, enum context context, const struct step *step,
	const struct report *report, const json_t *row)
{
	if (context != TICKETING)
		return judge_status(model, context, text_of(row, report->key), row);
	return report->judge ? report->judge(model, row) : judge_purchase(model, step, row);
}

/* Whether all of the feed that the report is of was seen. */
static bool is_judged(const struct model *model, enum context context, const struct step *step)
{
	const struct history *history = &model->history[context];

	return !step->fault && step->status == 0 && !history->unseen &&
	       json_array_size(history->waiting) == 0 && history->applied == history->count;
}

/* A row is judged, and noted in SEEN by its name. */
static bool judge_line(struct model *model, enum context context, const struct step *step,
	const struct report *report, const char *line, size_t length, json_t *seen)
{
	json_t *row = json_loadb(line, length, 0, NULL);
	const char *name = text_of(row, report->key);
	bool good;

	if (!row)
		return wrong(model, "a row is no JSON: %.*s", (int)length, line);
	if (json_object_get(seen, name))
		good = wrong(model, "%s is reported twice", name);
	else
		good = judge_row(model, context, step, report, row);
	json_object_set_new(seen, name, json_true());
	json_decref(row);
	return good;
}

bool report_judge(struct model *model, enum context context, const struct step *step)
{
	struct report report;
	const char *at = step->output.bytes, *end = at + step->output.size;
	bool good = true;
	size_t expected;
	json_t *seen;

	if (!report_of(model, step, &report) || !is_judged(model, context, step))
		return true;
	seen = json_object();
	while (good && at && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		good = newline ? judge_line(model, context, step, &report, at,
					 (size_t)(newline - at), seen)
			       : wrong(model, "a row has no end: %.*s", (int)(end - at), at);
		at = newline ? newline + 1 : end;
	}
	expected = report.table ? count_of(report.table) : model->tables.count;
	if (good && json_object_size(seen) != expected)
		good = wrong(
			model, "%zu rows are reported, of %zu", json_object_size(seen), expected);
	model->counts.reports++;
	json_decref(seen);
	return good;
}
