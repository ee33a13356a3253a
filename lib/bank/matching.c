#include "bank/matching.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/money.h"

enum {
	CHOICE_LIMIT = 12, /* of more receivables, only the sum of all is tried */
	SHOWN_LIMIT = 5,   /* names in a message */
};

struct matching {
	const struct receivables_source *source;
	struct receivables *receivables;
	struct matching_terms terms;
	struct buffer scratch;
};

/* A receivable that the transfer names, once. */
struct named {
	const struct receivable *receivable;
	struct share **shares;
	int64_t open;      /* what is due before this transfer, after the others of this run */
	int64_t recorded;  /* what this transfer has paid of it already, in the store or this run */
	const char *other; /* a transfer of this run that has paid of it; NULL: none */
	bool shared;       /* this run has its share of this transfer */
	bool payable;      /* open is due, in the transfer's currency */
	unsigned excludes; /* a bit for each payable one that is another reading of its places */
	int64_t paid;      /* the result */
};

struct attempt {
	struct matching *matching;
	const struct transfer *transfer;
	struct transfer_identity identity;
	struct arena *arena;
	struct naming *namings;
	size_t naming_count;
	struct named *named;
	size_t named_count;
	struct named **payable;
	size_t payable_count;
	int64_t sum;    /* of what is due of the payable ones */
	bool excluding; /* some exclude each other */
	const char *reason;
};

/* Places */

/* Whether a naming of ATTEMPT ends (or, with BEGINS, begins) at the character AT. */
static bool is_named_at(const struct attempt *attempt, size_t at, bool begins)
{
	size_t i;

	for (i = 0; i < attempt->naming_count; i++)
		if ((begins ? attempt->namings[i].from : attempt->namings[i].to) == at)
			return true;
	return false;
}

/*
 * Whether the naming is part of a longer number: one is joined to it, and is not another reference,
 * as in "2025-017/2025-018". Or it is within a longer reference, written as that is.
 */
static bool is_part(const struct attempt *attempt, const struct naming *naming)
{
	size_t i;

	if ((naming->joined_before && !is_named_at(attempt, naming->from, false)) ||
		(naming->joined_after && !is_named_at(attempt, naming->to, true)))
		return true;
	for (i = 0; i < attempt->naming_count; i++) {
		const struct naming *other = &attempt->namings[i];

		if (other->compact && other->from <= naming->from && other->to >= naming->to &&
			other->to - other->from > naming->to - naming->from)
			return true;
	}
	return false;
}

static void remove_parts(struct attempt *attempt)
{
	size_t i, count;

	do {
		count = attempt->naming_count;
		for (i = 0; i < attempt->naming_count && attempt->naming_count == count; i++)
			if (is_part(attempt, &attempt->namings[i])) {
				attempt->naming_count--;
				memmove(&attempt->namings[i], &attempt->namings[i + 1],
					(attempt->naming_count - i) * sizeof(*attempt->namings));
			}
	} while (attempt->naming_count < count);
}

/* Whether each place of RECEIVABLE overlaps one of OTHER. */
static bool overlaps(const struct attempt *attempt, const struct receivable *receivable,
	const struct receivable *other)
{
	size_t i, j;

	for (i = 0; i < attempt->naming_count; i++) {
		const struct naming *place = &attempt->namings[i];
		bool found = place->receivable != receivable;

		for (j = 0; j < attempt->naming_count && !found; j++)
			found = attempt->namings[j].receivable == other &&
				attempt->namings[j].from < place->to &&
				place->from < attempt->namings[j].to;
		if (!found)
			return false;
	}
	return true;
}

/* What is named */

/* Subtracts what other transfers of this run have paid of NAMED; fails with a reason. */
static bool read_shares(struct attempt *attempt, struct named *named)
{
	const struct share *share;

	for (share = *named->shares; share != NULL; share = share->next) {
		if (strcmp(share->transfer, attempt->identity.id) != 0) {
			named->open -= share->added;
			named->other = share->transfer;
			continue;
		}
		named->shared = true;
		if (memcmp(&share->digest, &attempt->identity.digest, sizeof(share->digest)) != 0)
			attempt->reason = "another transfer of this input has the same id";
		else if (attempt->transfer->transfer == NULL)
			attempt->reason =
				"it is the same as an earlier one of this input, and has "
				"no id that would distinguish them";
		else if (named->recorded == 0)
			named->recorded = share->amount;
	}
	return attempt->reason == NULL;
}

static void add_named(struct attempt *attempt, const struct naming *naming)
{
	const struct receivable *receivable = naming->receivable;
	struct named *named;
	size_t i;

	for (i = 0; i < attempt->named_count; i++)
		if (attempt->named[i].receivable == receivable)
			return;
	named = &attempt->named[attempt->named_count++];
	*named = (struct named){
		.receivable = receivable,
		.shares = naming->shares,
		.open = receivable->open + receivable->recorded - receivable->surplus,
		.recorded = receivable->recorded,
	};
	if (!read_shares(attempt, named) || named->open <= 0 ||
		strcmp(receivable->currency, attempt->transfer->currency) != 0)
		return;
	named->payable = true;
	attempt->sum += named->open;
	attempt->payable[attempt->payable_count++] = named;
}

static void read_exclusions(struct attempt *attempt)
{
	size_t i, j;

	for (i = 0; i < attempt->payable_count; i++)
		for (j = 0; j < attempt->payable_count; j++) {
			const struct receivable *one = attempt->payable[i]->receivable;
			const struct receivable *other = attempt->payable[j]->receivable;

			if (i == j ||
				(!overlaps(attempt, one, other) && !overlaps(attempt, other, one)))
				continue;
			attempt->excluding = true;
			if (i < CHOICE_LIMIT && j < CHOICE_LIMIT)
				attempt->payable[i]->excludes |= 1u << j;
		}
}

static void find_named(struct attempt *attempt)
{
	struct phrase text = phrase_of(attempt->transfer->text, attempt->arena);
	struct list list = receivables_named(
		attempt->matching->receivables, &text, attempt->identity.id, attempt->arena);
	size_t i;

	attempt->namings = list.items;
	attempt->naming_count = list.count;
	remove_parts(attempt);
	attempt->named = arena_take(attempt->arena, (list.count + 1) * sizeof(*attempt->named));
	attempt->payable = arena_take(attempt->arena, (list.count + 1) * sizeof(*attempt->payable));
	for (i = 0; i < attempt->naming_count; i++)
		add_named(attempt, &attempt->namings[i]);
	read_exclusions(attempt);
}

/* Messages */

static const char *money(const struct attempt *attempt, int64_t amount)
{
	char *text = arena_take(attempt->arena, MONEY_TEXT);

	money_format(amount, attempt->transfer->currency, text);
	return text;
}

/* The payable ones: the invoice "I-1"; "I-1" and "I-2". */
static const char *names_of(const struct attempt *attempt, const char *last)
{
	const char *text = "", *separator = "";
	size_t i;

	if (attempt->payable_count == 1)
		return arena_printf(attempt->arena, "the %s \"%s\"",
			attempt->matching->source->noun,
			attempt->payable[0]->receivable->reference);
	for (i = 0; i < attempt->payable_count && i < SHOWN_LIMIT; i++) {
		text = arena_printf(attempt->arena, "%s%s\"%s\"", text, separator,
			attempt->payable[i]->receivable->reference);
		separator = i + 2 == attempt->payable_count ? last : ", ";
	}
	if (attempt->payable_count > SHOWN_LIMIT)
		text = arena_printf(attempt->arena, "%s and %zu more", text,
			attempt->payable_count - SHOWN_LIMIT);
	return text;
}

/* Why nothing can be paid of NAMED. */
static const char *explain_closed(const struct attempt *attempt, const struct named *named)
{
	const struct receivable *receivable = named->receivable;
	const char *what = arena_printf(attempt->arena, "the %s \"%s\"",
		attempt->matching->source->noun, receivable->reference);

	if (receivable->closed != NULL)
		return arena_printf(attempt->arena, "%s %s", what, receivable->closed);
	if (named->other != NULL && named->open <= 0)
		return arena_printf(attempt->arena,
			"%s is paid by the transfer \"%s\" of this input", what, named->other);
	return arena_printf(attempt->arena, "%s is due in %s, not in %s", what,
		receivable->currency, attempt->transfer->currency);
}

/* Why no choice of what is named has the transfer's amount. */
static const char *explain_amount(const struct attempt *attempt)
{
	int64_t amount = attempt->transfer->amount.value;

	if (attempt->payable_count == 0)
		return explain_closed(attempt, &attempt->named[0]);
	if (attempt->excluding)
		return arena_printf(attempt->arena, "names %s, and none of them is due %s",
			names_of(attempt, " or "), money(attempt, amount));
	return arena_printf(attempt->arena, "%s is %s %s than is due of %s", money(attempt, amount),
		money(attempt, llabs(amount - attempt->sum)),
		amount < attempt->sum ? "less" : "more", names_of(attempt, " and "));
}

/* Choosing */

/* What is named, if its recorded parts are the whole transfer: it was matched before. */
static bool choose_recorded(struct attempt *attempt)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < attempt->named_count; i++)
		sum += attempt->named[i].recorded;
	if (sum == 0 || sum != attempt->transfer->amount.value)
		return false;
	for (i = 0; i < attempt->named_count; i++)
		attempt->named[i].paid = attempt->named[i].recorded;
	return true;
}

static void choose(struct attempt *attempt, unsigned choice)
{
	size_t i;

	for (i = 0; i < attempt->payable_count; i++)
		if (i >= CHOICE_LIMIT || (choice & 1u << i))
			attempt->payable[i]->paid = attempt->payable[i]->open;
}

/* Whether CHOICE is possible, and its sum the transfer's amount. */
static bool is_exact(const struct attempt *attempt, unsigned choice)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < attempt->payable_count; i++) {
		if (!(choice & 1u << i))
			continue;
		if (attempt->payable[i]->excludes & choice)
			return false;
		sum += attempt->payable[i]->open;
	}
	return sum == attempt->transfer->amount.value;
}

/* The only choice whose sum is the amount; or false, with a reason. */
static bool choose_exact(struct attempt *attempt)
{
	unsigned choice, found = 0;
	size_t count = 0;

	if (!attempt->excluding && attempt->payable_count > 0 &&
		attempt->sum == attempt->transfer->amount.value) {
		choose(attempt, ~0u);
		return true;
	}
	for (choice = 1;
		attempt->payable_count <= CHOICE_LIMIT && choice < 1u << attempt->payable_count;
		choice++)
		if (is_exact(attempt, choice)) {
			found = choice;
			count++;
		}
	if (count == 1)
		choose(attempt, found);
	else if (count > 1)
		attempt->reason = arena_printf(attempt->arena,
			"names %s, and %s is due in more than one way", names_of(attempt, " and "),
			money(attempt, attempt->transfer->amount.value));
	else
		attempt->reason = explain_amount(attempt);
	return count == 1;
}

/* The only one that is named, if it is paid, and all of the transfer is a surplus. */
static bool choose_paid(struct attempt *attempt)
{
	struct named *named = &attempt->named[0];
	const struct receivable *receivable = named->receivable;

	if (attempt->named_count != 1 || named->payable || named->recorded > 0 ||
		!attempt->matching->terms.surplus ||
		(receivable->closed != NULL && !receivable->settled) ||
		strcmp(receivable->currency, attempt->transfer->currency) != 0)
		return false;
	named->paid = attempt->transfer->amount.value;
	return true;
}

/* The only one that is named, with another amount than is due, if the terms permit it. */
static bool choose_inexact(struct attempt *attempt)
{
	const struct matching_terms *terms = &attempt->matching->terms;
	int64_t amount = attempt->transfer->amount.value;

	if (attempt->payable_count != 1 || attempt->named_count != 1 ||
		!(amount < attempt->sum ? terms->parts : terms->surplus))
		return false;
	attempt->payable[0]->paid = amount;
	return true;
}

static void decide(struct attempt *attempt)
{
	if (attempt->transfer->amount.value <= 0) {
		attempt->reason = arena_printf(attempt->arena, "%s did not come in",
			money(attempt, attempt->transfer->amount.value));
		return;
	}
	if (attempt->transfer->text == NULL) {
		attempt->reason = "has no text";
		return;
	}
	find_named(attempt);
	if (attempt->reason != NULL)
		return;
	if (attempt->named_count == 0)
		attempt->reason = arena_printf(
			attempt->arena, "names no %s", attempt->matching->source->noun);
	else if (!choose_recorded(attempt) && !choose_inexact(attempt) && !choose_paid(attempt))
		choose_exact(attempt);
}

/* Adds the records, and remembers what they pay. */
static void write_records(struct attempt *attempt, struct buffer *out)
{
	size_t i;

	for (i = 0; i < attempt->named_count; i++) {
		struct named *named = &attempt->named[i];

		if (named->paid == 0)
			continue;
		attempt->matching->source->write(named->receivable, attempt->transfer,
			attempt->identity.id, named->paid, named->paid > named->open, out);
		if (!named->shared &&
			(named->paid == named->open || !attempt->matching->source->whole))
			receivables_add_share(attempt->matching->receivables, named->shares,
				&(struct share){
					.transfer = attempt->identity.id,
					.digest = attempt->identity.digest,
					.amount = named->paid,
					.added = named->paid - named->receivable->recorded,
				});
	}
}

struct matching *matching_new(const struct receivables_source *source, struct store *store,
	int64_t now, struct matching_terms terms)
{
	struct matching *matching = memory_zeroed(1, sizeof(*matching));

	matching->source = source;
	matching->terms = terms;
	matching->receivables = receivables_new(source, store, now);
	return matching;
}

void matching_free(void *with)
{
	struct matching *matching = with;

	if (matching == NULL)
		return;
	receivables_free(matching->receivables);
	buffer_release(&matching->scratch);
	free(matching);
}

const char *matching_convert(
	void *with, const void *record, struct arena *arena, struct buffer *out)
{
	struct matching *matching = with;
	const struct transfer *transfer = record;
	struct attempt attempt = {
		.matching = matching,
		.transfer = transfer,
		.identity = transfer_identify(transfer, arena, &matching->scratch),
		.arena = arena,
	};

	decide(&attempt);
	if (attempt.reason == NULL)
		write_records(&attempt, out);
	else if (transfer->transfer != NULL)
		return arena_printf(arena, "\"%s\": %s", transfer->transfer, attempt.reason);
	return attempt.reason;
}
