/*
 * The main functions of the tools that every client of ticketing has, but for their names: the
 * whole of cmd/guests/guest-allocate.c is
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
 * Borrows: the beneficiary after AFTER (NULL: the first), whose rows are a report's next page;
 * NULL at the end. If the command line names one, it is the only one.
 */
const char *client_next_beneficiary(struct run *run, struct store *store, const char *after);

/*
 * Each runs the tool NAME of CONTEXT, and returns its exit status:
 *
 *     allocate   decides what is owed, and requests what is missing
 *     reclaim    reclaims the unassigned surplus
 *     contact    sends contacts that have changed
 *     book       records in the ledger what ticketing, or an organiser, answered
 *     conference sets the conference's time zone
 *     override   sets a quantity in place of the policy's
 *     hold       reserves tickets for a beneficiary to whom the policy does not apply yet
 *     unused     reports tickets that are booked and not assigned
 *     reconcile  compares the ledger with ticketing's feed
 *     feed       prints the context's events
 *     status     reports what is owed and booked, and the tasks of persons
 */
int client_allocate(const struct context *context, const char *name, int argc, char **argv);
int client_reclaim(const struct context *context, const char *name, int argc, char **argv);
int client_contact(const struct context *context, const char *name, int argc, char **argv);
int client_book(const struct context *context, const char *name, int argc, char **argv);
int client_conference(const struct context *context, const char *name, int argc, char **argv);
int client_override(const struct context *context, const char *name, int argc, char **argv);
int client_hold(const struct context *context, const char *name, int argc, char **argv);
int client_unused(const struct context *context, const char *name, int argc, char **argv);
int client_reconcile(const struct context *context, const char *name, int argc, char **argv);
int client_feed(const struct context *context, const char *name, int argc, char **argv);
int client_status(const struct context *context, const char *name,
	const struct client_report *report, int argc, char **argv);

/* MORE is a further verb, and ROW what it prints; both NULL: none. */
int client_policy(const struct context *context, const char *name, const struct verb *more,
	const struct message *row, int argc, char **argv);

/* A tool that takes COMMAND, and records EVENT. */
int client_command(const struct context *context, const char *name, const char *doc,
	const struct message *command, const struct message *event, int argc, char **argv);

/*
 * A tool that sets records: a line of standard input is COMMAND, a whole record; operands and
 * options are AMEND, some of its fields. Records RECORDED of a new record, AMENDED of an
 * existing one.
 */
int client_record(const struct context *context, const char *name, const char *doc,
	const struct message *command, const struct message *amend, const struct message *recorded,
	const struct message *amended, int argc, char **argv);

#endif
