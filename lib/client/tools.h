/*
 * The tools that every client of the open host has. A client's file of such a tool is:
 *
 *     int main(int argc, char **argv)
 *     {
 *             return client_allocate(&guests, "guest-allocate", argc, argv);
 *     }
 */
#ifndef CLIENT_TOOLS_H
#define CLIENT_TOOLS_H

#include "booking/status.h"
#include "tool/tool.h"

/* A client's status report, besides its bookings. */
struct client_report {
	const struct message *row;
	/* Adds the row of BENEFICIARY to RUN; its booking_status is BOOKINGS. */
	void (*add)(struct run *run, struct store *store, const char *beneficiary,
		const struct booking_status *bookings);
	/* Adds tasks of the client's own; NULL: there are none. */
	void (*add_tasks)(struct task_list *tasks);
};

/*
 * Borrows: the beneficiary of a report's page after AFTER (NULL: the first): the operand, or
 * each in turn; NULL at the end.
 */
const char *client_next_beneficiary(struct run *run, struct store *store, const char *after);

/* Each runs the tool NAME of CONTEXT, and returns its exit status. */
int client_allocate(const struct context *context, const char *name, int argc, char **argv);
int client_reclaim(const struct context *context, const char *name, int argc, char **argv);
int client_book(const struct context *context, const char *name, int argc, char **argv);
int client_override(const struct context *context, const char *name, int argc, char **argv);
int client_hold(const struct context *context, const char *name, int argc, char **argv);
int client_unused(const struct context *context, const char *name, int argc, char **argv);
int client_reconcile(const struct context *context, const char *name, int argc, char **argv);
int client_feed(const struct context *context, const char *name, int argc, char **argv);
int client_status(const struct context *context, const char *name,
	const struct client_report *report, int argc, char **argv);

/* MORE: a verb of the client's own, and the rows that it prints; NULL, NULL: none. */
int client_policy(const struct context *context, const char *name, const struct verb *more,
	const struct message *row, int argc, char **argv);

/* A tool that takes COMMAND, and records EVENT. */
int client_command(const struct context *context, const char *name, const char *doc,
	const struct message *command, const struct message *event, int argc, char **argv);

/*
 * A tool that sets records: takes COMMAND, the whole record, from lines, and AMEND, fields of
 * it, from operands and options; records RECORDED, or AMENDED of an existing record.
 */
int client_record(const struct context *context, const char *name, const char *doc,
	const struct message *command, const struct message *amend, const struct message *recorded,
	const struct message *amended, int argc, char **argv);

#endif
