#include "admin/script.h"

#include <string.h>

#include "admin/quote.h"

static void add(struct list *steps, const char *comment, const char *command, const char *input,
	const char *context, struct arena *arena)
{
	struct script_step *step = list_grow(steps, sizeof(*step), arena);

	*step = (struct script_step){comment, command, input, context};
}

/* Borrows from ARENA: the text of OUT, which is released. */
static const char *text_of(struct buffer *out, struct arena *arena)
{
	const char *text = arena_text(arena, buffer_text(out), out->length);

	buffer_release(out);
	return text;
}

static const char *policy_of(
	const struct plan *plan, const struct admin_client *client, struct arena *arena)
{
	const struct plan_level *levels = plan->levels.items;
	bool by_level = client == &admin_clients[0] && plan->levels.count > 0;
	struct buffer out = {0};
	size_t i;

	if (!by_level)
		return arena_printf(arena,
			"{\"rules\": [\n\t{\"grants\": [{\"type\": \"%s\", \"quantity\": 1}]}\n]}\n",
			plan->type);
	buffer_add_text(&out, "{\"rules\": [\n");
	for (i = 0; i < plan->levels.count; i++) {
		buffer_add_text(&out, "\t{\"level\": ");
		buffer_add_json(&out, levels[i].name);
		buffer_add_format(&out, ", \"grants\": [{\"type\": \"%s\", \"quantity\": %d}]}%s\n",
			plan->type, levels[i].quantity, i + 1 < plan->levels.count ? "," : "");
	}
	buffer_add_text(&out, "]}\n");
	return text_of(&out, arena);
}

static void add_client(struct list *steps, const struct plan *plan,
	const struct admin_client *client, struct arena *arena)
{
	add(steps,
		arena_printf(arena,
			"The tools for %s may book free tickets of that type; --budget 60 would limit how many.",
			client->people),
		arena_printf(arena,
			"ticket-client add %s --commands create-ticket-purchase,cancel-tickets,amend-purchaser \\\n"
			"\t--types %s --waive",
			client->context, plan->type),
		NULL, "ticketing", arena);
	add(steps,
		arena_printf(arena,
			"How many tickets %s are owed: the first rule that matches counts. Try a change with: %s-policy try FILE",
			client->people, client->prefix),
		arena_printf(arena, "%s-policy adopt -", client->prefix),
		policy_of(plan, client, arena), client->context, arena);
	add(steps, arena_printf(arena, "They read and show dates in the same time zone."),
		arena_printf(arena, "ticket-conference show | %s-book", client->prefix), NULL, NULL,
		arena);
}

static void add_jobs(const struct admin_client *client, struct buffer *out)
{
	const char *prefix = client->prefix, *context = client->context;

	buffer_add_text(out, "*/5 * * * * ");
	if (client->onboard != NULL)
		buffer_add_format(out, "%s -a >/dev/null && ", client->onboard);
	buffer_add_format(
		out, "%s-allocate -a | ticket-create -c %s | %s-book\n", prefix, context, prefix);
	buffer_add_format(out, "*/5 * * * * %s-reclaim -a | ticket-cancel -c %s | %s-book\n",
		prefix, context, prefix);
	buffer_add_format(out, "*/5 * * * * %s-contact -a | ticket-amend -c %s | %s-book\n", prefix,
		context, prefix);
}

static void add_backup(int minute, const char *context, struct buffer *out)
{
	buffer_add_format(out,
		"%d 3 * * * umask 077; flock \"\\$LANYARD_HOME/\\$LANYARD_CONFERENCE/%s.backup.db\" "
		"sqlite3 -readonly -cmd '.timeout 30000' \"\\$LANYARD_HOME/\\$LANYARD_CONFERENCE/%s.db\" "
		"\".backup '\\$LANYARD_HOME/\\$LANYARD_CONFERENCE/%s.backup.db'\"\n",
		minute, context, context, context);
}

/* The crontab: the shell that runs the script sets its variables. */
static const char *jobs_of(const struct plan *plan, struct arena *arena)
{
	struct buffer out = {0};
	int i, minute = 20;

	buffer_add_text(&out,
		"PATH=$(dirname \"$(command -v ticket-expire)\"):/usr/bin:/bin\n"
		"LANYARD_HOME=$LANYARD_HOME\n"
		"LANYARD_CONFERENCE=$LANYARD_CONFERENCE\n"
		"*/5 * * * * ticket-expire >/dev/null\n");
	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (plan->clients[i])
			add_jobs(&admin_clients[i], &out);
	buffer_add_text(&out,
		"10 3 * * * umask 077; ticket-check && event-replay --check && event-seal "
		">>\"\\$LANYARD_HOME/\\$LANYARD_CONFERENCE/seals.ndjson\"\n");
	add_backup(minute, "ticketing", &out);
	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (plan->clients[i])
			add_backup(minute += 5, admin_clients[i].context, &out);
	return text_of(&out, arena);
}

struct list script_steps(const struct plan *plan, bool default_home, struct arena *arena)
{
	struct list steps = {0};
	size_t i;

	add(&steps, "Where the stores are, and which conference is meant.",
		arena_printf(arena, "export LANYARD_HOME=%s LANYARD_CONFERENCE=%s",
			default_home
				? "\"${LANYARD_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/lanyard}\""
				: quote_word(plan->home, arena),
			plan->name),
		NULL, NULL, arena);
	add(&steps,
		"The time zone in which dates are read and shown, and the time to pay for an order.",
		arena_printf(
			arena, "ticket-conference set --zone %s --payment-within 14d", plan->zone),
		NULL, "ticketing", arena);
	add(&steps,
		"What is sold. Others have a line of their own; ticket-type amend changes one later.",
		arena_printf(arena,
			"ticket-type add %s --name %s --price %s --currency %s --capacity %d",
			plan->type, plan->type_name, plan->price, plan->currency, plan->capacity),
		NULL, "ticketing", arena);
	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (plan->clients[i])
			add_client(&steps, plan, &admin_clients[i], arena);
	add(&steps,
		"The cron jobs, in a file, unless it is there: it may have been edited. Add them to your crontab:\n"
		"# (crontab -l; cat FILE) | crontab -",
		"crontab=$LANYARD_HOME/$LANYARD_CONFERENCE/crontab\n"
		"test -e \"$crontab\" || cat >\"$crontab\"",
		jobs_of(plan, arena), NULL, arena);
	return steps;
}

void script_add_command(const struct script_step *step, const char *argument, struct buffer *out)
{
	bool variables = step->context == NULL; /* in its input, the shell sets them */

	buffer_add_text(out, step->command);
	buffer_add_text(out, argument);
	if (step->input != NULL)
		buffer_add_format(
			out, variables ? " <<END\n%sEND" : " <<'END'\n%sEND", step->input);
	buffer_add_text(out, "\n");
}

void script_write(const struct plan *plan, const struct list *steps, struct buffer *out)
{
	const struct script_step *step = steps->items;
	size_t i;

	buffer_add_format(out,
		"#!/bin/sh\n"
		"# The conference %s, as \"lanyard init\" wrote it. Running it again changes nothing.\n"
		"set -eu\n"
		"umask 077\n",
		plan->name);
	for (i = 0; i < steps->count; i++) {
		buffer_add_format(out, "\n# %s\n", step[i].comment);
		script_add_command(&step[i], "", out);
	}
}
