/*
 * The command line that all tools share: options, environment, help, the loop
 * over lines, exit statuses. Here, and only here, the environment is read,
 * standard error is written and the process ends.
 *
 * A tool's file declares what it is and calls tool_main():
 *
 *     static const struct tool ticket_create = {...};
 *
 *     int main(int argc, char **argv)
 *     {
 *             return tool_main(&ticket_create, argc, argv);
 *     }
 */
#ifndef TOOL_TOOL_H
#define TOOL_TOOL_H

#include "base/clock.h"
#include "message/message.h"
#include "store/handler.h"

struct run;

/* The common options that a verb takes. */
enum verb_option {
	TAKES_ALL = 1 << 0,       /* -a: everything outstanding */
	TAKES_CLIENT = 1 << 1,    /* -c CLIENT */
	TAKES_DRY_RUN = 1 << 2,   /* -n */
	TAKES_ERRORS = 1 << 3,    /* -e: a business refusal makes the exit status 1 */
	TAKES_REJECTS = 1 << 4,   /* -r FILE */
	TAKES_STORE = 1 << 5,     /* -d FILE */
	TAKES_AFTER = 1 << 6,     /* --after SEQ, --follow, --limit N: a feed's */
	TAKES_WHY = 1 << 7,       /* --why: explain, and change nothing */
	TAKES_VERBOSITY = 1 << 8, /* -q, -v */
	TAKES_TABLE = 1 << 9,     /* -t: a table, also in a pipe */
	TAKES_CSV = 1 << 10,      /* --csv: comma-separated values */
	TAKES_FOLLOW = 1 << 11,   /* --follow */
	TAKES_COPIES = 1 << 12,   /* --copies N */

	/* What the kinds of verbs take. */
	TAKES_COMMANDS = TAKES_DRY_RUN | TAKES_REJECTS | TAKES_STORE | TAKES_VERBOSITY,
	TAKES_EVENTS = TAKES_COMMANDS | TAKES_ALL,
	TAKES_QUERY = TAKES_STORE | TAKES_TABLE | TAKES_CSV,
	TAKES_FEED = TAKES_STORE | TAKES_AFTER,
	TAKES_CLIENTS_FEED = TAKES_FEED | TAKES_CLIENT,
};

/* What an option's argument is, and its value. */
enum option_kind {
	OPTION_FLAG,   /* none: a bool */
	OPTION_TEXT,   /* const char * */
	OPTION_NUMBER, /* int64_t */
	OPTION_DATE,   /* YYYY-MM-DD: const char * */
	OPTION_ID,     /* a UUID: const char * */
	OPTION_PLACE,  /* struct feed_place */
};

/*
 * An option. Those that a tool does not share with others are declared in its file:
 *
 *     static int64_t days = 14;
 *     static const struct tool_option options[] = {
 *             {0, "days", "number", "how many days are too long; 14", OPTION_NUMBER, 0, &days},
 *             {.doc = NULL},
 *     };
 */
struct tool_option {
	char letter;          /* 0: none */
	const char *name;     /* without its -- */
	const char *argument; /* NULL: it has none */
	const char *doc;
	enum option_kind kind;
	int64_t lowest; /* that a number can be */
	void *value;    /* what it sets, as KIND says */
};

/* Where in a feed. */
struct feed_place {
	int64_t position;
	const char *event; /* an event's id, in its place; NULL: none */
};

/*
 * One page of a report: adds the rows behind AFTER (NULL: from the start) to
 * RUN by run_row(). Returns the key of the last one, which is above the one before it
 * as strcmp(3) compares, or NULL at the end. The query has ended when it returns.
 */
typedef const char *report_page(struct run *run, struct store *store, const char *after);

struct report {
	const struct message *record; /* a row */
	report_page *page;
};

/* What an operand names that an event has brought about, and no other has changed. */
struct lookup {
	/* The event's position; 0 where there is none. NULL: where nothing is named. */
	int64_t (*position)(struct store *store, const char *name);
	const char *missing; /* said then: "there is no such ..." */
};

struct verb {
	/*
	 * NULL for what the tool does unless told otherwise, the last one then. One
	 * that begins with -- is an option, and may stand anywhere.
	 */
	const char *name;
	const char *doc;
	/* Does it; returns an exit status. One of the functions below, or the tool's own. */
	int (*run)(struct run *run);
	/*
	 * As the synopsis says them; NULL: what the command has. With " ..." there may be
	 * many, and what looks like an option among them is none.
	 */
	const char *operands;

	/* Whichever it is about. */
	const struct message *command; /* its fields are operands and options */
	/*
	 * What operands and options make, where they need not be a whole record: they change
	 * the fields that they name. NULL: the command.
	 */
	const struct message *amend;
	const struct process *process;
	const struct report *report;
	const struct report *why;          /* the report instead, with --why */
	const struct lookup *shows;        /* run_show's */
	const struct tool_option *options; /* its own; ends with a NULL doc; NULL: none */
	unsigned takes;                    /* the options, of those above */
	bool creates;                      /* makes a store that is missing */
	bool document;                     /* an operand is a file that holds one JSON document */
};

struct tool {
	const char *name;
	const char *doc;
	const struct context *context;       /* NULL: it has no store */
	const struct context *const *serves; /* whose stores it has, in its place; or NULL */
	const struct verb *verbs;            /* ends with a NULL run */
	const struct message *const *emits;  /* what it prints or records; ends with NULL */
};

/* Runs TOOL. Returns the exit status. */
int tool_main(const struct tool *tool, int argc, char **argv);

/* What a verb's run may be. */
int run_commands(struct run *run);    /* commands from operands, options or standard input */
int run_process(struct run *run);     /* events from standard input, or -a */
int run_outstanding(struct run *run); /* what is outstanding now, and no input */
int run_report(struct run *run);      /* rows: a table on a terminal, NDJSON in a pipe */
/* Who consumes a feed, and how far it has come. */
extern const struct report report_consumers;

int run_feed(struct run *run); /* the stored lines as they are */
int run_show(struct run *run); /* the one that says all of what the operand names */

/* What was asked for on the command line, and by the environment. */
struct settings {
	struct clock clock;
	const char *client;
	const char *store;      /* a path; NULL where nobody named one */
	const char *conference; /* NULL where nobody said */
	const char *rejects;
	int wait_milliseconds;
	struct feed_place after;
	int64_t copies; /* servers that keep a stream; 0: not said */
	int64_t limit;
	int64_t batch;        /* lines a command is given at once; 0: as many as we like */
	const char *consumer; /* a feed's; NULL: none */
	bool all, csv, dry_run, errors, follow, quiet, table, verbose, why;
};

struct run {
	const struct tool *tool;
	const struct verb *verb;
	struct settings settings;
	char **operands;   /* that are no field's; ends with NULL */
	char *record_text; /* JSON built from operands and options; NULL: standard input */
	const char *record_name;
	char *store_path;   /* of the last one that nobody named */
	struct arena arena; /* the batch's, or the page's */
	struct store *store;
	int status; /* the worst of the lines so far */
	void *sink; /* a report's */
};

/* What the environment says; NULL: nothing. */
const char *run_environment(const char *name);

/* Borrows from RUN: the variable that names the client of CONTEXT, such as TICKETING_CLIENT. */
const char *run_client_variable(struct run *run, const char *context);

/* Whether NAME can be a client's. */
bool run_is_client(const char *name);

/* Whether the client that was named can be one; else it was said why not. */
bool run_check_client(const struct run *run);

/* Opens the tool's store. NULL: it was said why, and run->status is set. */
struct store *run_open_store(struct run *run, enum store_access access);

/* The same for a tool that serves several contexts, of which this is one. */
struct store *run_open_store_of(
	struct run *run, const struct context *context, enum store_access access);

/* Borrows from RUN: where CONTEXT's store is, or should be. NULL: it was said why not. */
const char *run_store_path(struct run *run, const struct context *context);

/* Adds a row to the report that is running. A text that is longer than its field is shortened. */
void run_row(struct run *run, const void *record);

/*
 * Fills ROW with what the event behind position AFTER has brought about, and says its
 * POSITION; what it refers to lives in ARENA. False at the end.
 */
typedef bool report_event_row(
	struct store *store, int64_t after, void *row, int64_t *position, struct arena *arena);

/* A page of one row, by NEXT, of a report whose rows are RECORDs that are of an event each. */
const char *run_next_row(struct run *run, struct store *store, const char *after,
	const struct message *record, report_event_row *next);

/* Says FAULT on standard error, returns its status. */
int run_fail(const struct run *run, const struct fault *fault);

/* Writes BYTES to standard output; false where it failed, which was said. */
bool run_print(struct run *run, const char *bytes, size_t length);

/* Notes that a line came to STATUS: the worst one is the exit status. */
void run_note(struct run *run, int status);

#endif
