#include "booking/ledger.h"
#include "booking/policy.h"
#include "booking/record.h"
#include "guests/guests.h"
#include "store/query.h"

extern const struct schema guests_schema; /* generated from schema/ */

bool guest_find(struct store *store, const char *id, struct arena *arena, struct guest_state *state)
{
	struct query *query = QUERY(store,
		"SELECT guest, name, email, \"group\", registered_on, seq, registered, withdrawn "
		"FROM guests WHERE guest = :guest",
		id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		*state = (struct guest_state){
			.record = {.guest = query_copy_at(query, 0, arena),
				.name = query_copy_at(query, 1, arena),
				.email = query_copy_at(query, 2, arena),
				.group = query_copy_at(query, 3, arena),
				.registered_on = query_copy_at(query, 4, arena)},
			.position = query_position_at(query, 5),
			.registered = query_position_at(query, 6),
			.withdrawn = query_position_at(query, 7),
		};
	}
	return found;
}

static bool find_recipient(
	struct store *store, const char *id, struct arena *arena, struct recipient *recipient)
{
	struct guest_state guest;

	if (!guest_find(store, id, arena, &guest))
		return false;
	*recipient = (struct recipient){guest.record.name, guest.record.email, .person = true};
	return true;
}

static void register_guest(struct decision *decision, const void *command)
{
	struct guest *guest = arena_take(decision->arena, sizeof(*guest));
	struct guest_state current = {.position = 0};
	struct guest_state facts = {.position = 0};

	*guest = *(const struct guest *)command;
	guest_find(decision->store, guest->guest, decision->arena, &current);
	if (guest->registered_on == NULL)
		guest->registered_on =
			current.position > 0 ? current.record.registered_on : decision->today;
	facts.record = *guest;
	if (record_decide(decision, guest->guest, guest,
		    &(struct record_state){&guest_registered_message, &guest_amended_message,
			    current.position, current.withdrawn}) &&
		!policy_matches(decision->store, &facts))
		decision_warn(decision,
			"%s: no rule of the policy matches the group %s, registered on %s",
			guest->guest, guest->group, guest->registered_on);
}

static void amend_guest(struct decision *decision, const void *command)
{
	const struct amend_guest *amend = command;
	struct guest_state state;
	bool known = guest_find(decision->store, amend->guest, decision->arena, &state);
	const struct guest *guest = decision_record(
		decision, &guest_layout, known ? state.position : 0, &amend_guest_layout, amend);

	if (guest != NULL)
		register_guest(decision, guest);
}

static void withdraw_guest(struct decision *decision, const void *command)
{
	const struct withdraw_guest *withdraw = command;
	struct guest_state guest;

	if (guest_find(decision->store, withdraw->guest, decision->arena, &guest))
		record_withdraw(decision, withdraw->guest, guest.withdrawn,
			&guest_withdrawn_message, withdraw);
	else
		decision_deny(decision, DENY_CONTRADICTION, "/guest",
			"there is no guest \"%s\": register them first", withdraw->guest);
}

/*
 * A registration ends a withdrawal. The first registration decides which policies apply, so
 * that registered stays; so does its date, if the event has none, as an older one has not.
 */
static void apply_set(const struct applying *of)
{
	const struct guest *guest = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO guests (guest, name, email, \"group\", seq, registered, registered_on) "
		"VALUES (:guest, :name, :email, :group, :seq, :seq, "
		"coalesce(:registered_on, substr(:time, 1, 10))) "
		"ON CONFLICT (guest) DO UPDATE SET name = excluded.name, email = excluded.email, "
		"\"group\" = excluded.\"group\", seq = excluded.seq, "
		"registered_on = coalesce(:registered_on, registered_on), "
		"withdrawn = CASE WHEN :registered THEN NULL ELSE withdrawn END",
		guest->guest, guest->name, guest->email, guest->group, of->envelope->sequence,
		guest->registered_on, of->envelope->time,
		strcmp(of->envelope->type, guest_registered_message.type) == 0));
}

static void apply_withdrawn(const struct applying *of)
{
	query_run(QUERY(of->store, "UPDATE guests SET withdrawn = :seq WHERE guest = :guest",
		of->envelope->sequence, ((const struct withdraw_guest *)of->event)->guest));
}

/* The policy */

/* NULL as UNTIL: no date is after it; as DATE: it is after each. */
static bool is_not_after(const char *date, const char *until)
{
	return until == NULL || (date != NULL && strcmp(date, until) <= 0);
}

/* Whether the rule FIRST matches everybody whom SECOND matches. */
static bool covers(const void *first, const void *second)
{
	const struct guest_rule *earlier = first, *later = second;

	return (earlier->group == NULL ||
		       (later->group != NULL && strcmp(earlier->group, later->group) == 0)) &&
	       is_not_after(later->registered_until, earlier->registered_until);
}

static bool matches(const void *data, const void *facts)
{
	const struct guest_rule *rule = data;
	const struct guest_state *guest = facts;

	return (rule->group == NULL || strcmp(rule->group, guest->record.group) == 0) &&
	       is_not_after(guest->record.registered_on, rule->registered_until);
}

static const struct policy_type policy_type = {
	.adopt = &adopt_guest_policy_message,
	.adopted = &guest_policy_adopted_message,
	.layout = &guest_rule_layout,
	.matches = matches,
	.covers = covers,
};

static void entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement)
{
	struct guest_state guest;

	if (!guest_find(store, id, arena, &guest))
		return;
	entitlement->standing = guest.withdrawn > 0 ? STANDING_ENDED : STANDING_ACTIVE;
	if (guest.withdrawn == 0 &&
		!policy_entitle(store, NULL, guest.registered, &guest, "", arena, entitlement))
		entitlement->undecided = arena_printf(arena,
			"no rule of any policy matches the group %s, registered on %s",
			guest.record.group, guest.record.registered_on);
}

/* The context */

static const struct rule rules[] = {
	{.command = &register_guest_message, .decide = register_guest},
	{.command = &amend_guest_message, .decide = amend_guest},
	{.command = &withdraw_guest_message, .decide = withdraw_guest},
	{.command = &adopt_guest_policy_message, .decide = policy_adopt},
	{.command = NULL},
};

static const struct effect effects[] = {
	{.event = &guest_registered_message, .apply = apply_set, .fact = true},
	{.event = &guest_amended_message, .apply = apply_set, .fact = true},
	{.event = &guest_withdrawn_message, .apply = apply_withdrawn, .fact = true},
	{.event = &guest_policy_adopted_message, .apply = policy_apply},
	{.event = NULL},
};

static const struct message *const other_messages[] = {&guest_status_row_message, NULL};

/* What completion lists; each has an index, or is short. */
static const struct listing listings[] = {
	{"guest", "SELECT DISTINCT guest FROM guests WHERE guest >= :from ORDER BY 1"},
	{"group",
		"SELECT \"group\" FROM guests WHERE \"group\" >= :from "
		"UNION " POLICY_LISTING("group") " ORDER BY 1"},
	{.fields = NULL},
};

static const struct component component = {
	&guests_schema, rules, effects, other_messages, listings};
static const struct component *const components[] = {&booking_component, &component, NULL};

static const struct booking_client client = {
	.noun = "guest",
	.register_tool = "guest-register",
	.purchase_reason = "guest",
	.find = find_recipient,
	.next_sql = "SELECT min(guest) FROM guests WHERE guest > :after",
	.policy = &policy_type,
	.entitle = entitle,
};

const struct context guests = {
	.name = "guests",
	.owns = "guests, their groups, policies, entitlements, the ledger",
	.first = "adopt a policy first: guest-policy adopt FILE",
	.components = components,
	BOOKING_CLIENT(&client),
};
