#include "sponsorship/invoice.h"

#include "base/local.h"
#include "base/money.h"
#include "booking/describe.h"
#include "sponsorship/contract.h"
#include "sponsorship/internal.h"
#include "store/query.h"

bool invoice_find(
	struct store *store, const char *id, struct arena *arena, struct invoice_state *state)
{
	struct query *query = QUERY(store,
		"SELECT sponsor, contract, amount, paid, currency, state, seq, ended, settled "
		"FROM invoices WHERE invoice = :invoice ORDER BY seq DESC LIMIT 1",
		id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		*state = (struct invoice_state){
			.sponsor = query_copy_at(query, 0, arena),
			.contract = query_optional_copy_at(query, 1, arena),
			.amount = query_integer_within_at(query, 2, 0, AMOUNT_LIMIT),
			.paid = query_integer_within_at(query, 3, 0, AMOUNT_LIMIT),
			.currency = query_copy_at(query, 4, arena),
			.state = query_enum_at(query, 5, &invoice_status_enum),
			.position = query_position_at(query, 6),
			.ended = query_position_at(query, 7),
			.settled = query_position_at(query, 8),
		};
	}
	return found;
}

bool invoice_expect(struct decision *decision, const char *invoice, struct invoice_state *state)
{
	if (invoice_find(decision->store, invoice, decision->arena, state))
		return true;
	decision_deny(
		decision, DENY_CONTRADICTION, "/invoice", "no invoice \"%s\" was raised", invoice);
	return false;
}

bool invoice_is_ended(const struct invoice_state *state)
{
	return state->state == INVOICE_CANCELLED || state->state == INVOICE_REFUNDED;
}

bool invoice_check_sum(struct decision *decision, int64_t earlier, const char *sponsor,
	const char *currency, int64_t amount, const char *pointer)
{
	char sum[MONEY_TEXT], most[MONEY_TEXT];

	if (earlier <= AMOUNT_LIMIT - amount)
		return true;
	money_format(earlier, currency, sum);
	money_format(AMOUNT_LIMIT, currency, most);
	decision_deny(decision, DENY_CONTRADICTION, pointer,
		"the sum with %s before for \"%s\" would be above %s, the limit", sum, sponsor,
		most);
	return false;
}

static struct integer amount_above_0(int64_t amount)
{
	return amount > 0 ? integer(amount) : (struct integer){.present = false};
}

static const char *date_of(const char *time, zone_offset *zone, struct arena *arena)
{
	char date[LOCAL_DATE_TEXT];

	local_date(clock_parse_or(time, 0), zone, date);
	return arena_text(arena, date, strlen(date));
}

bool invoice_next(struct store *store, const char *after, const struct invoice_filter *filter,
	struct invoice_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT i.invoice, i.sponsor, s.name, coalesce(c.level, i.settled_level, s.level), "
		"i.contract, i.state, i.amount, i.paid, i.currency, i.raised_at, i.due_on, "
		"(SELECT max(p.paid_on) FROM payments p WHERE p.invoice = i.invoice "
		"AND p.amount > 0 AND p.reversed IS NULL AND i.settled IS NOT NULL), i.issued_on, "
		"(SELECT coalesce(sum(p.surplus), 0) FROM payments p WHERE p.invoice = i.invoice "
		"AND p.reversed IS NULL AND p.returned IS NULL), (SELECT coalesce(sum(p.amount), 0) "
		"FROM payments p WHERE p.invoice = i.invoice AND p.reversed IS NOT NULL) "
		"FROM invoices i JOIN sponsors s USING (sponsor) LEFT JOIN contracts c "
		"ON c.contract = i.contract WHERE i.invoice > :after AND i.seq = "
		"(SELECT max(l.seq) FROM invoices l WHERE l.invoice = i.invoice) "
		"AND (:sponsor IS NULL OR i.sponsor = :sponsor) "
		"AND (NOT :open OR i.state = 'raised') ORDER BY i.invoice LIMIT 1",
		after != NULL ? after : "", filter->sponsor, filter->open);
	bool found = false;

	while (query_row(query)) {
		enum invoice_status state = query_enum_at(query, 5, &invoice_status_enum);
		int64_t amount = query_integer_within_at(query, 6, 0, AMOUNT_LIMIT);
		int64_t paid = query_integer_within_at(query, 7, 0, amount);

		found = true;
		*row = (struct invoice_row){
			.invoice = query_copy_at(query, 0, arena),
			.sponsor = query_copy_at(query, 1, arena),
			.name = query_copy_at(query, 2, arena),
			.level = query_copy_at(query, 3, arena),
			.contract = query_optional_copy_at(query, 4, arena),
			.state = state,
			.amount = integer(amount),
			.paid = integer(paid),
			.open = integer(state == INVOICE_RAISED ? amount - paid : 0),
			.currency = query_copy_at(query, 8, arena),
			.raised_at = query_copy_at(query, 9, arena),
			.due_on = query_optional_copy_at(query, 10, arena),
			.settled_on = query_optional_copy_at(query, 11, arena),
			.issued_on = query_optional_copy_at(query, 12, arena),
			.surplus = amount_above_0(query_integer_within_at(query, 13, 0, INT64_MAX)),
			.reversed =
				amount_above_0(query_integer_within_at(query, 14, 0, INT64_MAX)),
		};
		if (row->issued_on == NULL)
			row->issued_on = date_of(row->raised_at, filter->zone, arena);
	}
	return found;
}

/* Counting */

/* The invoices of :sponsor for :contract, with those that name none if :is_default. */
#define OF_CONTRACT                                                                                \
	"FROM invoices WHERE sponsor = :sponsor "                                                  \
	"AND (contract = :contract OR (contract IS NULL AND :is_default)) "

/* A change to the numbers of open and settled invoices. */
struct change {
	const struct contract_state *contract; /* NULL: of invoices that name none */
	int64_t position;
	int64_t open, settled;
};

static int compare_number(const void *number, const void *item)
{
	return strcmp(number, ((const struct contract_state *)item)->contract);
}

/* Borrows from ARENA: all changes, by position; signing a contract changes them by 0. */
static struct list read_changes(
	struct store *store, const char *sponsor, const struct list *contracts, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT seq AS position, contract, 1, 0 FROM invoices WHERE sponsor = :sponsor "
		"UNION ALL SELECT settled, contract, -1, 1 FROM invoices "
		"WHERE sponsor = :sponsor AND settled IS NOT NULL "
		"UNION ALL SELECT ended, contract, -(settled IS NULL), -(settled IS NOT NULL) "
		"FROM invoices WHERE sponsor = :sponsor AND ended IS NOT NULL "
		"UNION ALL SELECT seq, contract, 0, 0 FROM contracts WHERE sponsor = :sponsor "
		"ORDER BY position",
		sponsor);
	struct list changes = {0, NULL};

	while (query_row(query)) {
		const char *number = query_optional_text_at(query, 1, NULL);
		struct change *change = list_grow(&changes, sizeof(*change), arena);

		*change = (struct change){
			.position = query_position_at(query, 0),
			.open = query_integer_at(query, 2),
			.settled = query_integer_at(query, 3),
		};
		if (number != NULL)
			change->contract = bsearch(number, contracts->items, contracts->count,
				sizeof(struct contract_state), compare_number);
	}
	return changes;
}

static void follow(struct contract_state *contract, const struct list *changes)
{
	const struct change *items = changes->items;
	bool complete = contract->in_kind;
	size_t i;

	for (i = 0; i < changes->count; i++) {
		int64_t position = items[i].position;

		if (items[i].contract == contract ||
			(items[i].contract == NULL && contract->is_default)) {
			contract->open += items[i].open;
			contract->settled += items[i].settled;
		}
		if (i + 1 < changes->count && items[i + 1].position == position)
			continue;
		complete = complete || (contract->settled > 0 && contract->open == 0);
		if (complete && (contract->in_kind || contract->settled > 0) &&
			position >= contract->position && contract->onboarded == 0 &&
			(contract->voided == 0 || position < contract->voided))
			contract->onboarded = position;
	}
}

void invoice_follow(
	struct store *store, const char *sponsor, const struct list *contracts, struct arena *arena)
{
	struct contract_state *items = (struct contract_state *)(uintptr_t)contracts->items;
	struct list changes = read_changes(store, sponsor, contracts, arena);
	size_t i;

	for (i = 0; i < contracts->count; i++)
		follow(&items[i], &changes);
}

void invoice_count(struct store *store, const char *sponsor, int64_t *invoices, int64_t *settled)
{
	struct query *query = QUERY(store,
		"SELECT count(*), coalesce(sum(state = 'settled'), 0) FROM invoices "
		"WHERE sponsor = :sponsor AND state IN ('raised', 'settled')",
		sponsor);

	*invoices = *settled = 0;
	while (query_row(query)) {
		*invoices = query_integer_at(query, 0);
		*settled = query_integer_at(query, 1);
	}
}

const char *invoice_open(
	struct store *store, const struct contract_state *contract, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT invoice " OF_CONTRACT "AND state = 'raised' ORDER BY invoice",
		contract->sponsor, contract->contract, contract->is_default);
	enum { NAMED = 10 };
	const char *text = NULL;
	size_t count = 0;

	while (query_row(query))
		if (count++ < NAMED)
			text = describe_and(text, ", ", query_copy_at(query, 0, arena), arena);
	return describe_more(text, count > NAMED ? count - NAMED : 0, arena);
}

const char *invoice_paid_level(
	struct store *store, const struct contract_state *contract, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT level FROM "
		"(SELECT settled_level AS level, settled AS position " OF_CONTRACT
		"AND state = 'settled' UNION ALL SELECT signed_level, seq FROM contracts "
		"WHERE contract = :contract AND in_kind) ORDER BY position DESC LIMIT 1",
		contract->sponsor, contract->contract, contract->is_default);

	return query_copy(query, arena);
}

struct list invoice_paid(
	struct store *store, const struct contract_state *contract, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT currency, sum(paid) " OF_CONTRACT
		"AND state = 'settled' AND paid > 0 "
		"GROUP BY currency ORDER BY currency",
		contract->sponsor, contract->contract, contract->is_default);
	struct list list = {0, NULL};

	while (query_row(query)) {
		struct money *sum = list_grow(&list, sizeof(*sum), arena);

		*sum = (struct money){
			query_copy_at(query, 0, arena), integer(query_integer_at(query, 1))};
	}
	return list;
}

/* Raising and amending */

/*
 * The contract of a new invoice that names none: the sponsor's only valid one. NULL: there are
 * none or several, or it is plain; the invoice is then for the default contract.
 */
static const char *only_contract(struct decision *decision, const char *sponsor)
{
	struct query *query = QUERY(decision->store,
		"SELECT min(contract) FROM contracts WHERE sponsor = :sponsor AND voided IS NULL "
		"GROUP BY sponsor HAVING count(*) = 1 AND NOT max(" CONTRACT_PLAIN ")",
		sponsor);

	return query_copy(query, decision->arena);
}

/*
 * Whether the sponsor signed the contract that INVOICE names, or has at most one; else denies it.
 */
static bool check_contract(struct decision *decision, const struct invoice *invoice)
{
	struct list all = contract_list(decision->store, invoice->sponsor, decision->arena);
	const struct contract_state *items = all.items;
	const char *names = NULL;
	size_t i, valid = 0;

	for (i = 0; i < all.count; i++) {
		if (invoice->contract != NULL && strcmp(items[i].contract, invoice->contract) == 0)
			return true;
		if (items[i].voided > 0)
			continue;
		valid++;
		names = describe_and(names, ", ", items[i].contract, decision->arena);
	}
	if (invoice->contract == NULL && valid <= 1)
		return true;
	if (invoice->contract == NULL)
		decision_deny(decision, DENY_CONTRADICTION, "/contract",
			"\"%s\" has several contracts: name one of %s", invoice->sponsor, names);
	else
		decision_deny(decision, DENY_CONTRADICTION, "/contract",
			"\"%s\" has signed no contract \"%s\"%s%s", invoice->sponsor,
			invoice->contract, names != NULL ? ", but " : "",
			names != NULL ? names : "");
	return false;
}

/* Whether INVOICE can be amended from STATE; else denies it. */
static bool check_amendment(
	struct decision *decision, const struct invoice *invoice, const struct invoice_state *state)
{
	char paid[MONEY_TEXT];

	money_format(state->paid, state->currency, paid);
	if (strcmp(state->sponsor, invoice->sponsor) != 0)
		decision_deny(decision, DENY_CONFLICT, "/sponsor",
			"the invoice \"%s\" is \"%s\"'s: cancel it, or raise another number",
			invoice->invoice, state->sponsor);
	else if (state->state == INVOICE_SETTLED)
		decision_deny(decision, DENY_CONFLICT, "/invoice",
			"the invoice \"%s\" is settled, with other data: reverse the payment, or "
			"refund it and raise another number",
			invoice->invoice);
	else if (state->paid > 0 && strcmp(state->currency, invoice->currency) != 0)
		decision_deny(decision, DENY_CONTRADICTION, "/currency",
			"%s of \"%s\" was paid already", paid, invoice->invoice);
	else if (invoice->amount.value < state->paid)
		decision_deny(decision, DENY_CONTRADICTION, "/amount",
			"%s of \"%s\" was paid already", paid, invoice->invoice);
	return decision->denied == DENY_NONE;
}

/*
 * Decides on the record of an existing invoice. The same record is a no-op. Other data amend
 * an open invoice, and raise a cancelled one again.
 */
static void raise_again(
	struct decision *decision, const struct invoice *invoice, const struct invoice_state *state)
{
	const struct message *event = state->state == INVOICE_CANCELLED ? &invoice_raised_message
									: &invoice_amended_message;

	decision_event_if_new(decision, event, invoice->sponsor, invoice, state->position);
	if (decision->existing > 0 && invoice_is_ended(state))
		decision_warn(decision, "the invoice \"%s\" was %s since: raise %s",
			invoice->invoice, enumeration_text(&invoice_status_enum, state->state),
			state->state == INVOICE_CANCELLED
				? "it again with other data, or another number"
				: "another number");
	if (decision->existing > 0)
		return;
	if (state->state == INVOICE_REFUNDED)
		decision_deny(decision, DENY_CONFLICT, "/invoice",
			"the invoice \"%s\" was refunded: raise another number", invoice->invoice);
	else if (state->state != INVOICE_CANCELLED)
		check_amendment(decision, invoice, state);
}

/* STATE: of the existing invoice with that number; NULL: there is none. */
static void raise_invoice(
	struct decision *decision, const struct invoice *invoice, const struct invoice_state *state)
{
	struct sponsor_state sponsor;

	if (!sponsor_require(decision, invoice->sponsor, &sponsor))
		return;
	if (state != NULL)
		raise_again(decision, invoice, state);
	else
		decision_event(decision, &invoice_raised_message, invoice->sponsor, invoice);
	if (decision->existing > 0 || decision->denied != DENY_NONE ||
		!check_contract(decision, invoice))
		return;
	invoice_check_sum(decision,
		query_number(QUERY(decision->store,
			"SELECT coalesce(sum(amount), 0) FROM invoices WHERE sponsor = :sponsor "
			"AND currency = :currency AND state IN ('raised', 'settled') "
			"AND invoice <> :invoice",
			invoice->sponsor, invoice->currency, invoice->invoice)),
		invoice->sponsor, invoice->currency, invoice->amount.value, "/amount");
}

void invoice_raise(struct decision *decision, const void *command)
{
	struct invoice *invoice = arena_take(decision->arena, sizeof(*invoice));
	struct invoice_state state;
	bool known;

	*invoice = *(const struct invoice *)command;
	known = invoice_find(decision->store, invoice->invoice, decision->arena, &state);
	if (invoice->contract == NULL)
		invoice->contract = known && strcmp(state.sponsor, invoice->sponsor) == 0
					    ? state.contract
					    : only_contract(decision, invoice->sponsor);
	raise_invoice(decision, invoice, known ? &state : NULL);
}

void invoice_amend(struct decision *decision, const void *command)
{
	const struct amend_invoice *amend = command;
	struct invoice_state state;
	bool known = invoice_find(decision->store, amend->invoice, decision->arena, &state);
	/* The number of another sponsor's ended invoice is a new one's. */
	bool is_new = !known || (invoice_is_ended(&state) && amend->sponsor != NULL &&
					strcmp(amend->sponsor, state.sponsor) != 0);
	struct invoice *invoice = decision_record(decision, &invoice_layout,
		is_new ? 0 : state.position, &amend_invoice_layout, amend);

	if (invoice == NULL)
		return;
	if (invoice->contract == NULL)
		invoice->contract = only_contract(decision, invoice->sponsor);
	raise_invoice(decision, invoice, known ? &state : NULL);
}

void invoice_cancel(struct decision *decision, const void *command)
{
	const struct cancel_invoice *cancel = command;
	struct invoice_cancelled *cancelled;
	struct invoice_state invoice;
	char paid[MONEY_TEXT];

	if (!invoice_expect(decision, cancel->invoice, &invoice))
		return;
	cancelled = arena_take(decision->arena, sizeof(*cancelled));
	*cancelled = (struct invoice_cancelled){invoice.sponsor, cancel->invoice, cancel->reason};
	money_format(invoice.paid, invoice.currency, paid);
	if (invoice.state == INVOICE_CANCELLED) {
		decision_event_if_new(decision, &invoice_cancelled_message, invoice.sponsor,
			cancelled, invoice.ended);
		if (decision->existing == 0)
			decision_deny(decision, DENY_CONFLICT, "/invoice",
				"the invoice \"%s\" is cancelled already, for another reason",
				cancel->invoice);
	} else if (invoice.state == INVOICE_REFUNDED) {
		decision_deny(decision, DENY_CONTRADICTION, "/invoice",
			"the invoice \"%s\" was refunded", cancel->invoice);
	} else if (invoice.paid > 0) {
		decision_deny(decision, DENY_CONTRADICTION, "/invoice",
			"%s of \"%s\" was paid: refund it instead", paid, cancel->invoice);
	} else {
		decision_event(decision, &invoice_cancelled_message, invoice.sponsor, cancelled);
	}
}

void invoice_refund(struct decision *decision, const void *command)
{
	const struct refund_invoice *refund = command;
	struct invoice_refunded *refunded;
	struct invoice_state invoice;

	if (!invoice_expect(decision, refund->invoice, &invoice))
		return;
	refunded = arena_take(decision->arena, sizeof(*refunded));
	*refunded = (struct invoice_refunded){
		.sponsor = invoice.sponsor,
		.invoice = refund->invoice,
		.refunded_on = refund->refunded_on,
		.amount = integer(invoice.paid),
		.currency = invoice.currency,
		.reason = refund->reason,
	};
	if (invoice.state == INVOICE_REFUNDED) {
		decision_event_if_new(decision, &invoice_refunded_message, invoice.sponsor,
			refunded, invoice.ended);
		if (decision->existing == 0)
			decision_deny(decision, DENY_CONFLICT, "/invoice",
				"the invoice \"%s\" was refunded already, with other data",
				refund->invoice);
	} else if (invoice.state == INVOICE_CANCELLED) {
		decision_deny(decision, DENY_CONTRADICTION, "/invoice",
			"the invoice \"%s\" was cancelled", refund->invoice);
	} else if (invoice.paid == 0) {
		decision_deny(decision, DENY_CONTRADICTION, "/invoice",
			"nothing of \"%s\" was paid: cancel it instead", refund->invoice);
	} else {
		decision_event(decision, &invoice_refunded_message, invoice.sponsor, refunded);
	}
}

/* Effects */

void invoice_settle_if_paid(
	struct store *store, const char *invoice, const char *sponsor, int64_t position)
{
	query_run(QUERY(store,
		"UPDATE invoices SET state = 'settled', settled = :position, settled_level = "
		"(SELECT level FROM sponsors WHERE sponsor = :sponsor) "
		"WHERE invoice = :invoice AND state = 'raised' AND paid = amount",
		position, sponsor, invoice));
	contract_refresh(store, sponsor, position);
}

/* Keeps reversed payments of a cancelled invoice of this number: an import may repeat them. */
void invoice_apply_raised(const struct applying *of)
{
	const struct invoice *invoice = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO invoices (invoice, sponsor, contract, amount, currency, state, "
		"raised_at, issued_on, due_on, seq) VALUES (:invoice, :sponsor, :contract, :amount, "
		":currency, 'raised', :raised_at, :issued_on, :due_on, :seq)",
		invoice->invoice, invoice->sponsor, invoice->contract, invoice->amount.value,
		invoice->currency, of->envelope->time, invoice->issued_on, invoice->due_on,
		of->envelope->sequence));
	invoice_settle_if_paid(
		of->store, invoice->invoice, invoice->sponsor, of->envelope->sequence);
}

void invoice_apply_amended(const struct applying *of)
{
	const struct invoice *invoice = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO invoices (invoice, sponsor, contract, amount, paid, currency, state, "
		"raised_at, issued_on, due_on, seq) SELECT invoice, sponsor, :contract, :amount, "
		"paid, :currency, state, raised_at, :issued_on, :due_on, :seq FROM invoices "
		"WHERE invoice = :invoice AND ended IS NULL",
		invoice->contract, invoice->amount.value, invoice->currency, invoice->issued_on,
		invoice->due_on, of->envelope->sequence, invoice->invoice));
	query_run(QUERY(of->store,
		"UPDATE invoices SET state = 'amended', paid = 0, ended = :seq "
		"WHERE invoice = :invoice AND ended IS NULL AND seq < :seq",
		of->envelope->sequence, invoice->invoice));
	invoice_settle_if_paid(
		of->store, invoice->invoice, invoice->sponsor, of->envelope->sequence);
}

static void set_ended(struct store *store, const char *invoice, enum invoice_status state,
	const char *sponsor, int64_t position)
{
	query_run(QUERY(store,
		"UPDATE invoices SET state = :state, ended = :position "
		"WHERE invoice = :invoice AND ended IS NULL",
		enumeration_text(&invoice_status_enum, state), position, invoice));
	contract_refresh(store, sponsor, position);
}

void invoice_apply_cancelled(const struct applying *of)
{
	const struct invoice_cancelled *cancelled = of->event;

	set_ended(of->store, cancelled->invoice, INVOICE_CANCELLED, cancelled->sponsor,
		of->envelope->sequence);
}

void invoice_apply_refunded(const struct applying *of)
{
	const struct invoice_refunded *refunded = of->event;

	set_ended(of->store, refunded->invoice, INVOICE_REFUNDED, refunded->sponsor,
		of->envelope->sequence);
}
