/* What reports print of the tables, once the model has seen the whole feed of their store. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool differs(struct model *model, const char *of, const char *name, int64_t is, int64_t was)
{
	return is != was && !wrong(model, "%s has %jd as %s, and not %jd", of, (intmax_t)is, name,
				    (intmax_t)was);
}

/* What a row has of a definition is what was defined last. */
static bool is_defined(
	struct model *model, const char *name, const json_t *row, const json_t *definition)
{
	const char *member;
	json_t *value, *shown;

	json_object_foreach((json_t *)definition, member, value)
	{
		shown = json_object_get(row, member);
		if (shown && !json_equal(shown, value))
			return wrong(model, "%s is listed with another %s than was recorded", name,
				member);
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

	if (!type || flag_of(type, ".removed"))
		return wrong(model, "the type %s is listed, but there is none", name);
	return is_defined(model, name, row, type) &&
	       !differs(model, name, "sold", number_of(row, "sold", 0), sold) &&
	       !differs(model, name, "pooled", number_of(row, "pooled", 0),
		       number_of(type, "capacity", 0) - type_left(model, type) - sold);
}

static bool judge_room(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "room");
	const json_t *room = json_object_get(model->tables.rooms, name);

	if (!room || flag_of(room, ".removed"))
		return wrong(model, "the room %s is listed, but there is none", name);
	return is_defined(model, name, row, room) &&
	       !differs(model, name, "left", number_of(row, "left", 0), room_left(model, room));
}

static bool judge_pool(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "pool");
	const json_t *pool = json_object_get(model->tables.pools, name);

	if (!pool || flag_of(pool, ".removed"))
		return wrong(model, "the pool %s is listed, but there is none", name);
	return is_defined(model, name, row, pool) &&
	       !differs(
		       model, name, "sold", number_of(row, "sold", 0), number_of(pool, ".sold", 0));
}

static bool judge_client(struct model *model, const json_t *row)
{
	const char *name = text_of(row, "client");
	const json_t *client = json_object_get(model->tables.clients, name);

	if (!client)
		return wrong(model, "the client %s is listed, but there is none", name);
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
static bool judge_status(struct model *model, enum context context, const json_t *row)
{
	static const char *const nouns[CONTEXTS] = {"", "sponsor", "speaker", "guest"};
	const char *name = text_of(row, nouns[context]);
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

/* The list of ticketing's tables that TOOL prints; NULL: it prints purchases. */
static const struct list {
	const char *tool;
	bool (*judge)(struct model *model, const json_t *row);
	size_t table; /* its offset in the tables */
} * list_of(const char *tool)
{
	static const struct list lists[] = {
		{"ticket-type", judge_type, offsetof(struct tables, types)},
		{"ticket-room", judge_room, offsetof(struct tables, rooms)},
		{"ticket-pool", judge_pool, offsetof(struct tables, pools)},
		{"ticket-client", judge_client, offsetof(struct tables, clients)},
		{"ticket-discount", judge_discount, offsetof(struct tables, discounts)},
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(tool, lists[i].tool) == 0)
			return &lists[i];
	}
	return NULL;
}

static bool judge_row(
	struct model *model, enum context context, const struct step *step, const json_t *row)
{
	const struct list *list = list_of(step->tool);

	if (context != TICKETING)
		return judge_status(model, context, row);
	return list ? list->judge(model, row) : judge_purchase(model, step, row);
}

/* How many rows the report has that STEP printed. */
static size_t expected_rows(struct model *model, enum context context, const struct step *step)
{
	const struct list *list = list_of(step->tool);

	if (context != TICKETING)
		return count_of(child(model->crm[context], "people"));
	if (!list)
		return model->tables.count;
	return count_of(*(json_t **)((char *)&model->tables + list->table));
}

/* Reports that are judged: of all rows, without options. */
static bool is_judged(const struct model *model, enum context context, const struct step *step)
{
	const struct history *history = &model->history[context];
	const char *end = strrchr(step->tool, '-');
	const char *verb = step->count > 0 ? step->arguments[0] : "";

	if (step->fault || step->status != 0 || history->unseen ||
		json_array_size(history->waiting) > 0 || history->applied != history->count)
		return false;
	if (context != TICKETING)
		return end && strcmp(end, "-status") == 0 && step->count == 0;
	if (strcmp(step->tool, "ticket-report") == 0)
		return step->count == 1 && strcmp(verb, "purchases") == 0;
	return step->count == 1 && strcmp(verb, "list") == 0 && list_of(step->tool) != NULL;
}

bool report_judge(struct model *model, enum context context, const struct step *step)
{
	const char *at = step->output.bytes, *end = at + step->output.size;
	size_t rows = 0;
	bool good = true;

	if (!is_judged(model, context, step))
		return true;
	for (; good && at && at < end; rows++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		json_t *row = newline ? json_loadb(at, (size_t)(newline - at), 0, NULL) : NULL;

		good = row ? judge_row(model, context, step, row)
			   : wrong(model, "a row is no JSON: %.*s", (int)(end - at), at);
		json_decref(row);
		at = newline ? newline + 1 : end;
	}
	model->counts.reports++;
	if (good && rows != expected_rows(model, context, step))
		good = wrong(model, "%zu rows are reported, of %zu", rows,
			expected_rows(model, context, step));
	return good;
}
