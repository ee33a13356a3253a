/* What sponsors, speakers and guests are owed: a function of the facts, by the manual. */
#include <string.h>

#include "internal.h"

static const char *const nouns[CONTEXTS] = {"", "sponsor", "speaker", "guest"};

/* The policy in force when somebody comes on board is theirs. */
static void come_on_board(json_t *crm, json_t *row)
{
	put_number(row, "policy", (int64_t)json_array_size(json_object_get(crm, "policies")) - 1);
	json_object_set_new(row, "board", json_true());
}

static json_t *contract_of(json_t *crm, const char *sponsor)
{
	const char *name;
	json_t *contract, *found = NULL;

	json_object_foreach(child(crm, "contracts"), name, contract)
	{
		if (strcmp(text_of(contract, "sponsor"), sponsor) != 0)
			continue;
		if (found)
			json_object_set_new(
				child(child(crm, "people"), sponsor), "vague", json_true());
		found = contract;
	}
	return found;
}

/* Of a sponsor's invoices: how many are open, and settled, and what was paid for those. */
static void count_invoices(json_t *crm, const char *sponsor, int *open, int *settled, int64_t *paid)
{
	const char *name;
	json_t *invoice;

	*open = *settled = 0;
	*paid = 0;
	json_object_foreach(child(crm, "invoices"), name, invoice)
	{
		if (strcmp(text_of(invoice, "sponsor"), sponsor) != 0 || flag_of(invoice, "ended"))
			continue;
		if (flag_of(invoice, "settled") || number_of(invoice, "amount", 0) == 0) {
			++*settled;
			*paid += number_of(invoice, "amount", 0);
		} else {
			++*open;
		}
	}
}

static json_t *level_now(json_t *crm, const json_t *contract)
{
	json_t *level = json_object_get(contract, "level");
	json_t *person = child(child(crm, "people"), text_of(contract, "sponsor"));

	return level ? level : json_object_get(person, "level");
}

/* While an invoice is open, the level at the last settlement counts, else the current one. */
static json_t *level_in_force(json_t *crm, const json_t *contract)
{
	json_t *settled_at = json_object_get(contract, "at settlement");
	int open, settled;
	int64_t paid;

	count_invoices(crm, text_of(contract, "sponsor"), &open, &settled, &paid);
	return open > 0 && settled_at ? settled_at : level_now(crm, contract);
}

/* The level at a settlement, also of a contract that is signed later. */
static void settle_level(json_t *crm, const char *sponsor)
{
	json_t *contract = contract_of(crm, sponsor),
	       *person = child(child(crm, "people"), sponsor);

	if (contract)
		json_object_set(contract, "at settlement", level_now(crm, contract));
	json_object_set(person, "at settlement", json_object_get(person, "level"));
}

/*
 * A contract is on board once it is signed and its invoices are settled, in any order, published or
 * not: what is raised between its settlement and its signature does not keep it off.
 */
static void complete_contract(json_t *crm, const char *sponsor)
{
	json_t *contract = contract_of(crm, sponsor),
	       *person = child(child(crm, "people"), sponsor);
	int open, settled;
	int64_t paid;

	count_invoices(crm, sponsor, &open, &settled, &paid);
	if (open == 0 && settled > 0)
		json_object_set_new(person, "complete", json_true());
	if (!contract || flag_of(contract, "board") || flag_of(contract, "void") ||
		(!flag_of(contract, "in_kind") && (settled == 0 || !flag_of(person, "complete"))))
		return;
	come_on_board(crm, contract);
	if (flag_of(person, "withdrawn"))
		json_object_set_new(person, "vague", json_true());
}

/* Which policy is in force if one was adopted meanwhile, is not predicted. */
static void publish_board(json_t *crm, json_t *contract)
{
	int64_t policy = number_of(contract, "policy", -1);

	come_on_board(crm, contract);
	if (policy != number_of(contract, "policy", -1))
		json_object_set_new(child(child(crm, "people"), text_of(contract, "sponsor")),
			"vague", json_true());
}

static void apply_contract(json_t *crm, const json_t *event, const json_t *data)
{
	json_t *row = json_object_get(child(crm, "contracts"), text_of(data, "contract"));
	json_t *invoice = json_object_get(child(crm, "invoices"), text_of(data, "invoice"));

	if (is_kind(event, "contract-signed")) {
		json_object_set_new(
			child(crm, "contracts"), text_of(data, "contract"), json_deep_copy(data));
		if (json_object_get(data, "replaces"))
			json_object_set_new(child(child(crm, "people"), text_of(data, "sponsor")),
				"vague", json_true());
		row = contract_of(crm, text_of(data, "sponsor"));
		if (!json_object_get(row, "level"))
			json_object_set(row, "at settlement",
				json_object_get(
					child(child(crm, "people"), text_of(data, "sponsor")),
					"at settlement"));
	} else if (is_kind(event, "contract-voided")) {
		json_object_set_new(row, "void", json_true());
	} else if (is_kind(event, "sponsor-onboarded")) {
		publish_board(crm, row);
	} else if (is_kind(event, "invoice-raised") || is_kind(event, "invoice-amended")) {
		json_object_set_new(
			child(crm, "invoices"), text_of(data, "invoice"), json_deep_copy(data));
	} else if (is_kind(event, "invoice-settled")) {
		json_object_set_new(invoice, "settled", json_true());
	} else if (is_kind(event, "invoice-cancelled") || is_kind(event, "invoice-refunded")) {
		json_object_set_new(invoice, "ended", json_true());
	} else if (is_kind(event, "payment-reversed")) {
		json_object_del(invoice, "settled");
	}
}

static void apply_person(json_t *crm, enum context context, const json_t *event, const json_t *data)
{
	const char *id = text_of(data, nouns[context]);
	json_t *row = child(child(crm, "people"), id);

	if (is_kind(event, "sponsor-registered") || is_kind(event, "speaker-invited") ||
		is_kind(event, "guest-registered") || is_kind(event, "sponsor-amended") ||
		is_kind(event, "speaker-amended") || is_kind(event, "guest-amended")) {
		json_object_del(row, "signed_up_on");
		json_object_del(row, "roles");
		json_object_del(row, "talks");
		json_object_update(row, (json_t *)data);
		if (is_kind(event, "guest-registered")) {
			come_on_board(crm, row);
			if (!json_object_get(row, "registered_on"))
				json_object_set_new(row, "vague", json_true());
		}
		if (!strstr(kind_of(event), "-amended"))
			json_object_del(row, "withdrawn");
	} else if (is_kind(event, "invitation-accepted")) {
		come_on_board(crm, row);
		json_object_del(row, "withdrawn");
	} else if (is_kind(event, "invitation-declined") || strstr(kind_of(event), "-withdrawn")) {
		json_object_set_new(row, "withdrawn", json_true());
	}
}

void owed_apply(json_t *crm, enum context context, const json_t *event)
{
	const json_t *data = json_object_get(event, "data");
	json_t *overrides = child(child(crm, "overrides"), text_of(data, "beneficiary"));

	if (is_kind(event, "policy-adopted")) {
		if (!json_object_get(crm, "policies"))
			json_object_set_new(crm, "policies", json_array());
		json_array_append(json_object_get(crm, "policies"), json_object_get(data, "rules"));
	} else if (is_kind(event, "entitlement-overridden")) {
		json_object_set(
			overrides, text_of(data, "type"), json_object_get(data, "quantity"));
	} else if (is_kind(event, "override-withdrawn")) {
		json_object_del(overrides, text_of(data, "type"));
	} else if (is_kind(event, "hold-placed")) {
		json_object_set_new(child(child(crm, "people"), text_of(data, "beneficiary")),
			"vague", json_true());
	} else if (text_of(data, "contract")[0] || text_of(data, "invoice")[0]) {
		apply_contract(crm, event, data);
	} else if (text_of(data, nouns[context])[0]) {
		apply_person(crm, context, event, data);
	}
	if (is_kind(event, "invoice-settled") ||
		(is_kind(event, "invoice-raised") && number_of(data, "amount", 0) == 0))
		settle_level(crm, text_of(data, "sponsor"));
	if (context == SPONSORSHIP && text_of(data, "sponsor")[0])
		complete_contract(crm, text_of(data, "sponsor"));
}

static bool matches(const json_t *rule, const json_t *row, int64_t paid, const char *currency)
{
	const char *before = text_of(rule, "signed_up_before"),
		   *until = text_of(rule, "registered_until");
	const char *level = text_of(rule, "level"), *role = text_of(rule, "role");
	const char *group = text_of(rule, "group");

	return (!level[0] || strcmp(level, text_of(row, "in force")) == 0) &&
	       (!role[0] || contains(json_object_get(row, "roles"), role)) &&
	       (!group[0] || strcmp(group, text_of(row, "group")) == 0) &&
	       (!before[0] || (text_of(row, "signed_up_on")[0] &&
				      strcmp(text_of(row, "signed_up_on"), before) < 0)) &&
	       (!until[0] || strcmp(text_of(row, "registered_on"), until) <= 0) &&
	       (int64_t)json_array_size(json_object_get(row, "talks")) >=
		       number_of(rule, "talks_at_least", 0) &&
	       (!json_object_get(rule, "paid_at_least") ||
		       (strcmp(text_of(rule, "currency"), currency) == 0 &&
			       paid >= number_of(rule, "paid_at_least", 0)));
}

/* The first rule that matches, of the policy at `from`, or of the first later one that has any. */
static const json_t *rule_for(const json_t *crm, const json_t *row, int64_t from, int64_t paid)
{
	const json_t *policies = json_object_get(crm, "policies"), *rule;
	size_t i;

	for (int64_t p = from < 0 ? 0 : from; p < (int64_t)json_array_size(policies); p++) {
		json_array_foreach(json_array_get(policies, (size_t)p), i, rule)
		{
			if (matches(rule, row, paid, "EUR"))
				return rule;
		}
	}
	return NULL;
}

static int64_t granted(const json_t *grant, int64_t paid)
{
	int64_t each = number_of(grant, "paid_per_ticket", 0), quantity;

	if (each == 0)
		return number_of(grant, "quantity", 0);
	quantity = paid / each;
	if (quantity < number_of(grant, "minimum", 0))
		quantity = number_of(grant, "minimum", 0);
	if (quantity > number_of(grant, "maximum", INT64_MAX))
		quantity = number_of(grant, "maximum", INT64_MAX);
	return quantity;
}

/* By the policy, and where somebody has decided otherwise, by that. */
static json_t *sum_up(json_t *crm, const char *name, const json_t *rule, int64_t paid)
{
	json_t *owed = json_object(), *value;
	const json_t *grant;
	const char *type;
	void *next;
	size_t i;

	json_array_foreach(json_object_get(rule, "grants"), i, grant) put_number(owed,
		text_of(grant, "type"),
		number_of(owed, text_of(grant, "type"), 0) + granted(grant, paid));
	json_object_update(owed, child(child(crm, "overrides"), name));
	json_object_foreach_safe(owed, next, type, value)
	{
		if (json_integer_value(value) == 0)
			json_object_del(owed, type);
	}
	return owed;
}

json_t *owed_to(json_t *crm, enum context context, const char *name)
{
	json_t *row = child(child(crm, "people"), name), *contract, *merged, *owed = NULL;
	const json_t *rule;
	int open = 0, settled = 0;
	int64_t paid = 0;

	if (flag_of(row, "vague"))
		return NULL;
	if (flag_of(row, "withdrawn"))
		return json_object();
	merged = json_copy(row);
	if (context == SPONSORSHIP) {
		contract = contract_of(crm, name);
		count_invoices(crm, name, &open, &settled, &paid);
		if (!contract || !flag_of(contract, "board")) {
			json_decref(merged);
			return json_object();
		}
		json_object_set(merged, "in force", level_in_force(crm, contract));
		json_object_set(merged, "policy", json_object_get(contract, "policy"));
		json_object_set_new(merged, "board", json_true());
		/* A contract that has ended: what overrides are worth then is not in the manual. */
		if (flag_of(contract, "void") || (settled == 0 && !flag_of(contract, "in_kind"))) {
			json_decref(merged);
			return NULL;
		}
	}
	if (!flag_of(merged, "board")) {
		json_decref(merged);
		return json_object();
	}
	rule = rule_for(crm, merged, number_of(merged, "policy", 0), paid);
	if (rule)
		owed = sum_up(crm, name, rule, paid);
	json_decref(merged);
	return owed;
}
