/*
 * The command line that all tools share: options, environment, help, the loop
 * over lines, exit statuses. Only lib/tool reads the environment, writes to
 * standard error and ends the process.
 *
 * A tool's file declares its verbs and calls tool_main():
 *
 *     static const struct message *const emits[] = {&guest_registered_message, NULL};
 *
 *     static const struct verb verbs[] = {
 *             {
 *                     .run = run_commands,
 *                     .command = &register_guest_message,
 *                     .takes = TAKES_COMMANDS,
 *             },
 *             {.run = NULL},
 *     };
 *
 *     static const struct tool guest_register = {
 *             .name = "guest-register",
 *             .doc = "Registers guests.",
 *             .context = &guests,
 *             .verbs = verbs,
 *             .emits = emits,
 *     };
 *
 *     int main(int argc, char **argv)
 *     {
 *             return tool_main(&guest_register, argc, argv);
 *     }
 */
#ifndef TOOL_TOOL_H
#define TOOL_TOOL_H

#include "base/clock.h"
#include "message/message.h"
#include "store/handler.h"
#include "tool/csv.h"

struct run;

/* The common options of a verb. */
enum verb_option {
	TAKES_ALL = 1 << 0,       /* -a: everything outstanding */
	TAKES_CLIENT = 1 << 1,    /* -c CLIENT */
	TAKES_DRY_RUN = 1 << 2,   /* -n */
	TAKES_ERRORS = 1 << 3,    /* -e: exit 1 on a rejection, for a business reason */
	TAKES_REJECTS = 1 << 4,   /* -r FILE */
	TAKES_STORE = 1 << 5,     /* -d FILE */
	TAKES_AFTER = 1 << 6,     /* --after SEQ, --follow, --last N, --limit N, of a feed */
	TAKES_WHY = 1 << 7,       /* --why: explain, and change nothing */
	TAKES_VERBOSITY = 1 << 8, /* -q, -v */
	TAKES_TABLE = 1 << 9,     /* -t: a table even if not on a terminal; --columns */
	TAKES_CSV = 1 << 10,      /* --csv, --bom, --decimal, --delimiter: comma-separated values */
	TAKES_FOLLOW = 1 << 11,   /* --follow */
	TAKES_COPIES = 1 << 12,   /* --copies N */
	TAKES_TEXT = 1 << 14,     /* -t: sentences even if not on a terminal */
	TAKES_JSON = 1 << 13,     /* --json: JSON even if standard output is a terminal */
	TAKES_LIMIT = 1 << 15,    /* --limit N, of a report's rows */

	/* The sets of common options. */
	TAKES_COMMANDS = TAKES_DRY_RUN | TAKES_JSON | TAKES_REJECTS | TAKES_STORE | TAKES_VERBOSITY,
	TAKES_EVENTS = TAKES_COMMANDS | TAKES_ALL,
	TAKES_QUERY = TAKES_STORE | TAKES_TABLE | TAKES_JSON | TAKES_CSV | TAKES_LIMIT,
	TAKES_SHOW = TAKES_STORE | TAKES_JSON,
	TAKES_FEED = TAKES_STORE | TAKES_TEXT | TAKES_JSON | TAKES_AFTER,
	TAKES_CLIENTS_FEED = TAKES_FEED | TAKES_CLIENT,
	TAKES_FILTER = TAKES_ERRORS | TAKES_JSON | TAKES_REJECTS | TAKES_STORE | TAKES_VERBOSITY,
};

/* The type of an option's argument and value. */
enum option_kind {
	OPTION_FLAG,   /* none: a bool */
	OPTION_TEXT,   /* const char * */
	OPTION_NUMBER, /* int64_t */
	OPTION_DATE,   /* YYYY-MM-DD: const char * */
	OPTION_ID,     /* a UUID: const char * */
	OPTION_PLACE,  /* struct feed_place */
	OPTION_TEXTS,  /* struct option_texts: it may be repeated */
};

enum { OPTION_TEXTS_LIMIT = 100 };

struct option_texts {
	const char *items[OPTION_TEXTS_LIMIT];
	size_t count;
};

/*
 * An option. Those that a tool does not share with others are declared in its file:
 *
 *     static int64_t days = 14;
 *     static const struct tool_option options[] = {
 *             {0, "days", "number", "days after which something is overdue; default 14",
 *                     OPTION_NUMBER, 0, &days},
 *             {.doc = NULL},
 *     };
 */
struct tool_option {
	char letter;          /* 0: none */
	const char *name;     /* without its -- */
	const char *argument; /* NULL: it has none */
	const char *doc;
	enum option_kind kind;
	int64_t lowest; /* minimum of a number */
	void *value;    /* the variable that it sets, of KIND's type */
};

/* A position in a feed. */
struct feed_place {
	int64_t position;
	const char *event; /* an event's id instead; NULL: none */
};

/*
 * One page of a report: adds the rows after AFTER (NULL: from the start) to RUN with
 * run_row(). Returns the key of the last row, greater than that of the one before by
 * strcmp(3), or NULL at the end. Its query must have ended.
 */
typedef const char *report_page(struct run *run, struct store *store, const char *after);

struct report {
	const struct message *record; /* a row */
	report_page *page;
};

/* How to find the event that created the object named by an operand. */
struct lookup {
	/* The event's position; 0 if there is none. NULL: no operand. */
	int64_t (*position)(struct store *store, const char *name);
	const char *missing; /* the message then: "there is no such ..." */
	/* Borrows from ARENA: what there is instead, to append. NULL: nothing. */
	const char *(*instead)(struct store *store, const char *name, struct arena *arena);
};

/* How a filter converts records to lines for another tool. It reads the store, and writes nothing. */
struct filter {
	/* Returns new: what the others work with. STORE is in a read transaction until the end. */
	void *(*begin)(struct run *run, struct store *store);
	/* Adds lines for RECORD to OUT, and returns NULL; or why there are none, in ARENA. */
	const char *(*convert)(
		void *with, const void *record, struct arena *arena, struct buffer *out);
	void (*end)(void *with);
};

struct roster; /* tool/roster.h */

struct verb {
	/*
	 * NULL: the default verb, which must be last. A name that begins with -- is an
	 * option, and may stand anywhere.
	 */
	const char *name;
	const char *doc;
	/*
	 * Runs the verb; returns an exit status. One of the functions below, or the tool's
	 * own.
	 */
	int (*run)(struct run *run);
	/*
	 * The operands in the synopsis, a word for each; NULL: the command's. With " ..." there
	 * may be many, and those that look like options are operands.
	 */
	const char *operands;

	/* What it runs, one of these. */
	const struct message *command; /* its fields are operands and options */
	/*
	 * The message that operands and options build, if it amends a record: they change
	 * the fields that they name. NULL: the command.
	 */
	const struct message *amend;
	const struct process *process;
	const struct filter *filter; /* of records of the type COMMAND */
	const struct report *report;
	const struct report *why; /* the report instead, with --why */
	/*
	 * The input is a list of such commands, read as a whole: roster.h; options are for all of
	 * its lines. NULL: it is none.
	 */
	const struct roster *roster;
	const struct lookup *shows;        /* run_show's */
	const struct tool_option *options; /* its own; ends with a NULL doc; NULL: none */
	unsigned takes;                    /* the options, of those above */
	bool creates;                      /* creates a missing store */
	bool writes;                       /* writes to stores, but takes neither -n nor --after */
	bool document;                     /* the operand is a file with one JSON document */
};

/* What the confinement leaves to a tool: confine.h. */
enum tool_need {
	NEEDS_PROGRAMS = 1 << 0, /* it runs others: it is not confined, as they would be, too */
	NEEDS_SOCKETS = 1 << 1,  /* it speaks to others over the network */
};

struct tool {
	const char *name;
	const char *doc;
	const struct context *context; /* NULL: it has no store */
	const struct context *const
		*serves;          /* instead: the contexts whose stores it opens; or NULL */
	const struct verb *verbs; /* ends with a NULL run */
	const struct message *const
		*emits; /* the messages that it prints or records; ends with NULL */
	unsigned needs; /* of enum tool_need */
	const char *const *
		files; /* variables that name files to read later, or newer ones; NULL at the end */
};

/* Runs TOOL. Returns the exit status. */
int tool_main(const struct tool *tool, int argc, char **argv);

/* The functions for a verb's .run. */
int run_commands(struct run *run);    /* commands from operands, options or standard input */
int run_process(struct run *run);     /* events from standard input, or -a */
int run_outstanding(struct run *run); /* outstanding events alone */
int run_filter(struct run *run);      /* records that a filter converts */
int run_report(struct run *run);      /* rows: a table on a terminal, NDJSON in a pipe */
/* The report of a feed's consumers and their positions. */
extern const struct report report_consumers;

int run_feed(struct run *run); /* a feed: the stored lines */
int run_show(struct run *run); /* the stored event that created the named object */

/* The settings from the command line and the environment. */
struct settings {
	struct clock clock;
	const char *client;
	const char *store;      /* a path; NULL: the default */
	const char *conference; /* NULL: not set */
	const char *rejects;
	int wait_milliseconds;
	struct feed_place after;
	int64_t copies;       /* replicas of a stream; 0: not set */
	int64_t limit;        /* lines or rows to print at most; 0: all */
	int64_t last;         /* as many of the last events; 0: not set */
	int64_t batch;        /* lines per run of the command; 0: no limit of its own */
	const char *consumer; /* a feed's; NULL: none */
	const char *copy;     /* of a feed, a directory; NULL: none */
	const char *values;   /* --values, of a field; NULL: not asked for */
	const char *columns;  /* of a report, separated by commas; NULL: the usual ones */
	const char *decimal, *delimiter;
	struct csv_style style; /* as given by these, and completed */
	bool all, bom, csv, dry_run, errors, follow, json, quiet, table, verbose, why;
};

struct run {
	const struct tool *tool;
	const struct verb *verb;
	struct settings settings;
	char **operands;   /* that set no field; ends with NULL */
	char *record_text; /* JSON built from operands and options; NULL: standard input */
	const char *record_name;
	const void *common; /* of a list's lines, by roster->common; NULL: none */
	struct arena common_arena;
	char *store_path;   /* the last default path */
	char *home;         /* run_home()'s */
	char *conference;   /* run_conference()'s, if it was not named */
	struct arena arena; /* the batch's, or the page's */
	struct store *store;
	struct store_loss *loss; /* as of struct store_place */
	char *zone; /* the conference's, once run_load_zone() was called; NULL: none is set */
	int status; /* the most severe so far */
	bool calls_confined, files_confined;
	void *writer; /* the running report's */
};

/* Returns the value of the environment variable NAME, as getenv(3) does; NULL if it is not set. */
const char *run_environment(const char *name);

/* Borrows from RUN: the variable that names the client of CONTEXT, such as TICKETING_CLIENT. */
const char *run_client_variable(struct run *run, const char *context);

/* Whether NAME is a valid client name. */
bool run_is_client(const char *name);

/* Whether the named client is valid; else the reason was printed. */
bool run_check_client(const struct run *run);

/* Opens the tool's store. NULL: the reason was printed, and run->status is set. */
struct store *run_open_store(struct run *run, enum store_access access);

/* The same for a tool that serves several contexts, of which this is one. */
struct store *run_open_store_of(
	struct run *run, const struct context *context, enum store_access access);

/*
 * Calls WORK, with OF, for the store of CONTEXT; if that is NULL, for the one of -d, or else for each
 * store of the conference. Failures are printed, and raise run->status.
 */
void run_stores(struct run *run, const struct context *context,
	void (*work)(void *of, const struct context *context), void *of);

/*
 * Reads the conference's zone from the open store; from then on the settings' clock has its
 * offset. If the system does not have the zone, a warning is printed, and the clock stays in UTC.
 * Returns false, with the reason printed, if the store can't be read.
 */
bool run_load_zone(struct run *run);

/* Whether that is still the zone of the open store. */
bool run_zone_is_current(const struct run *run);

/* Borrows from RUN: the moment, as text, at which DATE begins in the conference's zone. */
const char *run_beginning_of(struct run *run, const char *date);

/*
 * Borrows from RUN: the directory of the stores: LANYARD_HOME, or else "lanyard" in XDG_DATA_HOME,
 * which is ~/.local/share by default. NULL: the reason was printed, and run->status is set.
 */
const char *run_home(struct run *run);

/*
 * Borrows from RUN: the conference: LANYARD_CONFERENCE, or else the only one that has stores in
 * run_home(); run->settings.conference is set to it. NULL: the reason was printed, and run->status
 * is set.
 */
const char *run_conference(struct run *run);

/*
 * Sets NAMES to the first two conferences that have stores in HOME, each new. Returns how many
 * there are, at most 2.
 */
int run_conferences(const char *home, char *names[2]);

/* Whether NAME is valid as a conference's: as a directory, and in a CloudEvents source. */
bool run_is_conference(const char *name);

/* Returns new: the path of CONTEXT's store in the conference. NULL: the reason was printed. */
char *run_conference_store_path(struct run *run, const struct context *context);

/*
 * Borrows from RUN, until the next call: the path of CONTEXT's store, or of -d. NULL: the reason was
 * printed.
 */
const char *run_store_path(struct run *run, const struct context *context);

/* Adds a row to the running report, with texts shortened to their fields' limits. */
void run_row(struct run *run, const void *record);

/*
 * If standard input is a terminal, says on standard error that WHAT is awaited from it. The verb's
 * declaration says what there is instead.
 */
void run_wait_for(const struct run *run, const char *what);

/* Prints FAULT on standard error, and raises the exit status to its status. */
void run_fail(struct run *run, const struct fault *fault);

/* Writes BYTES to standard output; false on failure, which was reported. */
bool run_print(struct run *run, const char *bytes, size_t length);

/* The same for text that has what is not seen escaped already. */
bool run_print_visible(struct run *run, const char *text, size_t length);

/* Sets the exit status to STATUS, unless it is more severe already. */
void run_raise_status(struct run *run, int status);

#endif
