#include "ticketing/catalogue.h"

#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/office.h"

static struct integer price_at(struct query *query, int column)
{
	return integer(query_integer_at(query, column));
}

/* The type as it stands, and the position of the event that set it; false where there is none. */
static bool find_type(struct decision *decision, const char *id, struct ticket_type *type,
	int64_t *sold, int64_t *position)
{
	struct query *query = query_of(decision->store,
		"SELECT name, price, currency, capacity, sale_from, sale_until, private, sold, seq "
		"FROM ticket_types WHERE type = :type");
	bool found = false;

	query_text(query, id);
	while (query_row(query)) {
		found = true;
		*type = (struct ticket_type){
			.type = id,
			.name = query_copy_at(query, 0, decision->arena),
			.price = price_at(query, 1),
			.currency = query_copy_at(query, 2, decision->arena),
			.capacity = integer(query_integer_at(query, 3)),
			.from = query_copy_at(query, 4, decision->arena),
			.until = query_copy_at(query, 5, decision->arena),
			.private = query_integer_at(query, 6) ? TRUTH_YES : TRUTH_ABSENT,
		};
		*sold = query_integer_at(query, 7);
		*position = query_integer_at(query, 8);
	}
	return found;
}

/* Whether the window of TYPE is open at some time; else the decision is refused. */
static bool check_window(struct decision *decision, const struct ticket_type *type)
{
	if (type->from == NULL || type->until == NULL || strcmp(type->from, type->until) < 0)
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/until", "%s is not behind %s",
		type->until, type->from);
	return false;
}

void catalogue_add(struct decision *decision, const void *command)
{
	struct ticket_type *type = arena_take(decision->arena, sizeof(*type));

	*type = *(const struct ticket_type *)command;
	if (type->private == TRUTH_NO)
		type->private = TRUTH_ABSENT;
	if (check_window(decision, type))
		decision_event(decision, &ticket_type_added_message, type->type, type);
}

void catalogue_amend(struct decision *decision, const void *command)
{
	const struct amend_ticket_type *amend = command;
	struct ticket_type *type = arena_take(decision->arena, sizeof(*type));
	int64_t sold, position;

	if (!find_type(decision, amend->type, type, &sold, &position)) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/type",
			"there is no ticket type \"%s\"", amend->type);
		return;
	}
	if (amend->name != NULL)
		type->name = amend->name;
	if (amend->price.present)
		type->price = amend->price;
	if (amend->currency != NULL)
		type->currency = amend->currency;
	if (amend->capacity.present)
		type->capacity = amend->capacity;
	if (amend->from != NULL)
		type->from = amend->from;
	if (amend->until != NULL)
		type->until = amend->until;
	if (amend->private != TRUTH_ABSENT)
		type->private = amend->private;
	if (type->private == TRUTH_NO)
		type->private = TRUTH_ABSENT;
	if (type->capacity.value < sold)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/capacity",
			"%lld is below the %lld that are sold", (long long)type->capacity.value,
			(long long)sold);
	else if (check_window(decision, type))
		decision_event_if_new(
			decision, &ticket_type_amended_message, type->type, type, position);
}

static void set_type(struct store *store, const struct envelope *envelope, const void *event)
{
	const struct ticket_type *type = event;
	struct query *query = query_of(store,
		"INSERT INTO ticket_types (type, name, price, currency, capacity, sale_from, "
		"sale_until, private, seq) VALUES (:type, :name, :price, :currency, :capacity, "
		":sale_from, :sale_until, :private, :seq) "
		"ON CONFLICT (type) DO UPDATE SET name = excluded.name, price = excluded.price, "
		"currency = excluded.currency, capacity = excluded.capacity, "
		"sale_from = excluded.sale_from, sale_until = excluded.sale_until, "
		"private = excluded.private, seq = excluded.seq");

	query_text(query, type->type);
	query_text(query, type->name);
	query_integer(query, type->price.value);
	query_text(query, type->currency);
	query_integer(query, type->capacity.value);
	query_text(query, type->from);
	query_text(query, type->until);
	query_integer(query, type->private == TRUTH_YES);
	query_integer(query, envelope->sequence);
	query_run(query);
}

void catalogue_added(
	struct store *store, void *office, const struct envelope *envelope, const void *event)
{
	set_type(store, envelope, event);
	office_reload(office, store);
}

void catalogue_amended(
	struct store *store, void *office, const struct envelope *envelope, const void *event)
{
	set_type(store, envelope, event);
	office_reload(office, store);
}

bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, name, price, currency, capacity, sold, sale_from, sale_until, private "
		"FROM ticket_types WHERE type > :after ORDER BY type LIMIT 1");
	bool found = false;

	query_text(query, after != NULL ? after : "");
	while (query_row(query)) {
		found = true;
		*row = (struct ticket_type_row){
			.type = query_copy_at(query, 0, arena),
			.name = query_copy_at(query, 1, arena),
			.price = price_at(query, 2),
			.currency = query_copy_at(query, 3, arena),
			.capacity = integer(query_integer_at(query, 4)),
			.sold = integer(query_integer_at(query, 5)),
			.from = query_copy_at(query, 6, arena),
			.until = query_copy_at(query, 7, arena),
			.private = truth(query_integer_at(query, 8) != 0),
		};
	}
	return found;
}
