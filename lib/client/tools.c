#include "client/tools.h"

#include "booking/policy.h"
#include "booking/process.h"
#include "booking/zone.h"
#include "store/outcome.h"
#include "store/position.h"

static int run_tool(
	struct tool *tool, const struct context *context, const char *name, int argc, char **argv)
{
	tool->name = name;
	tool->context = context;
	return tool_main(tool, argc, argv);
}

/* Processes */

/* What the processes that decide on entitlements emit. */
#define DECISIONS                                                                                  \
	&entitlement_decided_message, &tickets_requested_message, &reclaim_requested_message,      \
		&hold_expired_message

int client_allocate(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct verb verbs[] = {
		{
			.name = "--retry",
			.doc = "requests missing tickets again whose request was refused, or that were cancelled",
			.run = run_outstanding,
			.takes = TAKES_DRY_RUN | TAKES_JSON | TAKES_STORE | TAKES_VERBOSITY,
			.process = &booking_retry_process,
		},
		{.run = run_process, .takes = TAKES_EVENTS, .process = &booking_request_process},
		{.run = NULL},
	};
	static const struct message *const emits[] = {
		DECISIONS,
		&create_ticket_purchase_message,
		NULL,
	};
	struct tool tool = {
		.doc = "Decides who is owed what, and requests missing tickets from ticketing.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

int client_reclaim(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct verb verbs[] = {
		{.run = run_process, .takes = TAKES_EVENTS, .process = &booking_reclaim_process},
		{.run = NULL},
	};
	static const struct message *const emits[] = {
		DECISIONS,
		&cancel_tickets_message,
		NULL,
	};
	struct tool tool = {
		.doc = "Requests the cancellation of surplus tickets that are not assigned.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

int client_contact(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct verb verbs[] = {
		{.run = run_process, .takes = TAKES_EVENTS, .process = &booking_contact_process},
		{.run = NULL},
	};
	static const struct message *const emits[] = {
		&amendment_requested_message,
		&amend_purchaser_message,
		NULL,
	};
	struct tool tool = {
		.doc = "Sends contacts that have changed since tickets were requested to ticketing.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

int client_book(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct verb verbs[] = {
		{
			.name = "--manual",
			.doc = "records what was booked, refused or returned outside ticketing",
			.run = run_commands,
			.takes = TAKES_COMMANDS,
			.command = &record_booking_message,
		},
		{.run = run_process, .takes = TAKES_COMMANDS, .process = &booking_ledger_process},
		{.run = NULL},
	};
	static const struct message *const emits[] = {
		&tickets_requested_message,
		&tickets_booked_message,
		&booking_refused_message,
		&booking_denied_message,
		&tickets_reclaimed_message,
		&reclaim_refused_message,
		&reclaim_denied_message,
		&amendment_done_message,
		&amendment_refused_message,
		&amendment_denied_message,
		&assignment_recorded_message,
		&zone_learned_message,
		&command_answered_message,
		NULL,
	};
	struct tool tool = {
		.doc = "Keeps the ledger of bookings, from ticketing's events.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

/* Commands */

int client_conference(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct lookup zone = {
		zone_position, "no time zone was set or learned: dates are in UTC", NULL};
	static const struct verb verbs[] = {
		{
			.name = "set",
			.doc = "sets the time zone, in place of the one that ticketing set",
			.run = run_commands,
			.takes = TAKES_COMMANDS,
			.command = &set_zone_message,
		},
		{
			.name = "show",
			.doc = "prints the event by which the time zone is known",
			.run = run_show,
			.takes = TAKES_SHOW,
			.shows = &zone,
		},
		{.run = NULL},
	};
	static const struct message *const emits[] = {
		&zone_set_message, &zone_learned_message, &command_answered_message, NULL};
	struct tool tool = {
		.doc = "Sets the conference's time zone.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

int client_override(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct verb verbs[] = {
		{
			.name = "--withdraw",
			.doc = "withdraws an override, so that the policy applies again",
			.run = run_commands,
			.takes = TAKES_COMMANDS,
			.command = &withdraw_override_message,
		},
		{
			.run = run_commands,
			.takes = TAKES_COMMANDS,
			.command = &override_entitlement_message,
		},
		{.run = NULL},
	};
	static const struct message *const emits[] = {
		&entitlement_overridden_message,
		&override_withdrawn_message,
		&command_answered_message,
		NULL,
	};
	struct tool tool = {
		.doc = "Sets how many tickets of a type somebody is owed, in place of the policy.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

int client_record(const struct context *context, const char *name, const char *doc,
	const struct message *command, const struct message *amend, const struct message *recorded,
	const struct message *amended, int argc, char **argv)
{
	const struct verb verbs[] = {
		{
			.run = run_commands,
			.takes = TAKES_COMMANDS,
			.command = command,
			.amend = amend,
		},
		{.run = NULL},
	};
	const struct message *const emits[] = {&command_answered_message, recorded, amended, NULL};
	struct tool tool = {.doc = doc, .verbs = verbs, .emits = emits};

	return run_tool(&tool, context, name, argc, argv);
}

int client_command(const struct context *context, const char *name, const char *doc,
	const struct message *command, const struct message *event, int argc, char **argv)
{
	return client_record(context, name, doc, command, NULL, event, NULL, argc, argv);
}

int client_hold(const struct context *context, const char *name, int argc, char **argv)
{
	return client_command(context, name,
		"Holds tickets for those who are not owed any yet, until a given time.",
		&place_hold_message, &hold_placed_message, argc, argv);
}

/* Policies */

static const char *policies_page(struct run *run, struct store *store, const char *after)
{
	int64_t position = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	struct policy_row row;

	if (!policy_row_after(store, &position, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return arena_printf(&run->arena, "%019lld", (long long)position); /* sorts as a number */
}

int client_policy(const struct context *context, const char *name, const struct verb *more,
	const struct message *row, int argc, char **argv)
{
	static const struct lookup policy = {
		policy_position, "no such policy was adopted", policy_instead};
	static const struct report list = {&policy_row_message, policies_page};
	const struct verb none = {.run = NULL};
	const struct verb verbs[] = {
		{
			.name = "adopt",
			.doc = "adopts a policy for those who come on board from now on; creates "
			       "the store",
			.run = run_commands,
			.takes = TAKES_COMMANDS,
			.command = context->client->policy->adopt,
			.operands = "[file]",
			.creates = true,
			.document = true,
		},
		{
			.name = "show",
			.doc = "prints the event that adopted a policy; by default the newest",
			.run = run_show,
			.takes = TAKES_SHOW,
			.operands = "[version]",
			.shows = &policy,
		},
		{
			.name = "list",
			.doc = "lists the policies that were adopted",
			.run = run_report,
			.takes = TAKES_QUERY,
			.report = &list,
		},
		more != NULL ? *more : none,
		none,
	};
	const struct message *const emits[] = {context->client->policy->adopted,
		&policy_row_message, &command_answered_message, row, NULL};
	struct tool tool = {
		.doc = "Adopts, shows and lists policies, the rules for who is owed which tickets.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}

int client_feed(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct verb verbs[] = {
		{
			.name = "--consumers",
			.doc = "lists the consumers of the feed and their positions",
			.run = run_report,
			.takes = TAKES_QUERY,
			.report = &report_consumers,
		},
		{.run = run_feed, .takes = TAKES_FEED, .operands = "[command ...]"},
		{.run = NULL},
	};
	static const struct message *const emits[] = {&consumer_row_message, NULL};
	struct tool tool = {
		.doc = "Prints the events of the feed in order.",
		.verbs = verbs,
		.emits = emits,
	};

	return run_tool(&tool, context, name, argc, argv);
}
