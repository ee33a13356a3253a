#include "tool/tool.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/local.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/trace.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "message/json.h"
#include "store/rebuild.h"
#include "tool/confine.h"
#include "tool/describe.h"
#include "tool/diagnostic.h"
#include "tool/help.h"
#include "tool/option.h"
#include "tool/tzdata.h"
#include "tool/usage.h"
#include "tool/verb.h"

enum { LOCK_WAIT_MILLISECONDS = 30000 };

/* From the most severe: all others, EX_NOPERM, EX_DATAERR, EX_REJECTED, 0. */
static int severity(int status)
{
	switch (status) {
	case 0:
		return 0;
	case EX_REJECTED:
		return 1;
	case EX_DATAERR:
		return 2;
	case EX_NOPERM:
		return 3;
	default:
		return 4;
	}
}

void run_raise_status(struct run *run, int status)
{
	if (severity(status) > severity(run->status))
		run->status = status;
}

void run_fail(struct run *run, const struct fault *fault)
{
	if (fault->status == EX_USAGE && *fault->pointer == '\0')
		diagnostic_slip("%s", fault->reason);
	else
		diagnostic_fault(fault);
	run_raise_status(run, fault->status);
}

bool run_print_visible(struct run *run, const char *text, size_t length)
{
	if (output_write(STDOUT_FILENO, text, length, NULL)) {
		trace("print", "%zu", length);
		return true;
	}
	diagnostic_errno("stdout");
	run_raise_status(run, EX_IOERR);
	return false;
}

void run_wait_for(const struct run *run, const char *what)
{
	const struct verb *verb = run->verb;
	const char *instead = "";

	if (!isatty(STDIN_FILENO) || run->settings.quiet)
		return;
	if (verb->takes & TAKES_ALL)
		instead = "; -a takes what is outstanding in the store instead";
	else if (verb->command != NULL && verb->roster == NULL && !verb->document)
		instead = "; operands and options are one instead";
	diagnostic("waits for %s on this terminal, until Ctrl-D%s: see %s --help", what, instead,
		run->tool->name);
}

bool run_print(struct run *run, const char *bytes, size_t length)
{
	struct buffer visible = {0};
	bool printed;

	if (!isatty(STDOUT_FILENO))
		return run_print_visible(run, bytes, length);
	visible_add(&visible, bytes, length, VISIBLE_LINES);
	printed = run_print_visible(run, visible.text, visible.length);
	buffer_release(&visible);
	return printed;
}

/* The longest client name, as in ticketing's messages. */
enum { CLIENT_BYTES = 64 };

bool run_is_client(const char *name)
{
	json_t *json = json_string(name); /* NULL: invalid UTF-8 */
	bool good = json != NULL && *name != '\0' && strlen(name) <= CLIENT_BYTES &&
		    utf8_is_plain(name);

	json_decref(json);
	return good;
}

bool run_check_client(const struct run *run)
{
	bool good = run_is_client(run->settings.client);

	if (!good)
		diagnostic("a client is a text of 1 to %d bytes, UTF-8 without control characters",
			CLIENT_BYTES);
	return good;
}

/* Of a migration, so that tools go on with a feed of which a line was altered. */
static void warn_altered(void *watcher, const char *words)
{
	(void)watcher;
	diagnostic("warning: %s", words);
}

struct store *run_open_store_of(
	struct run *run, const struct context *context, enum store_access access)
{
	static const struct replay_watch watch = {.altered = warn_altered};
	const char *path = run_store_path(run, context);
	struct store_place place = {
		.path = path,
		.conference = run->settings.conference,
		.context = context,
		.rebuild = rebuild_in_place,
		.watch = &watch,
		.wait_milliseconds = run->settings.wait_milliseconds,
		.loss = run->loss,
	};
	struct fault fault = {0};

	if (path == NULL)
		return NULL;
	store_close(run->store);
	run->store = store_open(&place, access, &fault);
	/* A run that tool_main() did not begin, in a test, is one of many in its process. */
	if (run->store != NULL && run->calls_confined && !confine_is_later(run) &&
		!confine_files_beside(run, path, &fault)) {
		store_close(run->store);
		run->store = NULL;
	}
	if (run->store == NULL)
		run_fail(run, &fault);
	return run->store;
}

struct store *run_open_store(struct run *run, enum store_access access)
{
	return run_open_store_of(run, run->tool->context, access);
}

/* Returns new: the name of the zone of RUN's store; NULL: it has none, or the store's fault is set. */
static char *zone_of_store(const struct run *run)
{
	const struct context *context = run->tool->context;
	struct arena arena = {0};
	char *zone;

	if (context == NULL || context->zone == NULL)
		return NULL;
	zone = memory_text(context->zone(run->store, &arena));
	arena_release(&arena);
	return zone;
}

bool run_zone_is_current(const struct run *run)
{
	char *zone = zone_of_store(run);
	bool same = zone == NULL || run->zone == NULL ? zone == run->zone
						      : strcmp(zone, run->zone) == 0;

	free(zone);
	return same;
}

bool run_load_zone(struct run *run)
{
	struct fault fault = {0};

	free(run->zone);
	run->settings.clock.offset = NULL;
	run->zone = zone_of_store(run);
	if (run->store != NULL && store_fault(run->store)->status != 0) {
		run_fail(run, store_fault(run->store));
		return false;
	}
	if (run->zone == NULL)
		return true;
	if (tzdata_load(run->zone, &fault))
		run->settings.clock.offset = tzdata_offset;
	else if (!run->settings.quiet)
		diagnostic("warning: times are in UTC, as the conference's zone can't be read: %s",
			fault.reason);
	return true;
}

const char *run_beginning_of(struct run *run, const char *date)
{
	struct local_moment moment;
	char text[CLOCK_TEXT];

	/* A day that the zone's clock skips begins where it is put forward. */
	local_read(date, LOCAL_BEGINNING, run->settings.clock.offset, &moment);
	clock_format(moment.milliseconds, text);
	return arena_text(&run->arena, text, strlen(text));
}

const char *run_environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

const char *run_client_variable(struct run *run, const char *context)
{
	char *name = arena_printf(&run->arena, "%s_CLIENT", context), *letter;

	for (letter = name; *letter != '\0'; letter++)
		*letter = (char)toupper((unsigned char)*letter);
	return name;
}

static bool read_environment(struct run *run)
{
	struct settings *settings = &run->settings;
	const char *now = run_environment("LANYARD_NOW");
	const char *wait = run_environment("LANYARD_WAIT");
	const char *path = run_environment("LANYARD_TRACE");
	const char *error = NULL;

	if (path != NULL && !trace_open(path, run->tool->name))
		diagnostic_errno("warning: LANYARD_TRACE: %s", path);
	if (now != NULL && !clock_parse(now, &settings->clock.at)) {
		diagnostic("LANYARD_NOW: \"%s\" is not a date-time of RFC 3339", now);
		return false;
	}
	settings->clock.frozen = now != NULL;
	settings->wait_milliseconds = LOCK_WAIT_MILLISECONDS;
	if (wait != NULL)
		settings->wait_milliseconds = 1000 * (int)strtonum(wait, 0, 86400, &error);
	if (error != NULL) {
		diagnostic("LANYARD_WAIT: \"%s\" is not a number of seconds: %s", wait, error);
		return false;
	}
	if (settings->client == NULL)
		settings->client = run_environment("TICKETING_CLIENT");
	settings->conference = run_environment("LANYARD_CONFERENCE");
	if (settings->conference != NULL && !run_is_conference(settings->conference)) {
		diagnostic(
			"LANYARD_CONFERENCE: \"%s\" is not a name: letters, digits, - _ and ., "
			"which can't be the first; at most 64",
			settings->conference);
		return false;
	}
	return true;
}

/*
 * An empty client variable is an error: a script has lost the name, and without a client the
 * whole feed would be readable, and everything be offered.
 */
static bool client_is_empty(const struct run *run)
{
	const char *client = getenv("TICKETING_CLIENT");

	if (!(run->verb->takes & TAKES_CLIENT) || run->settings.client != NULL || client == NULL ||
		*client != '\0')
		return false;
	diagnostic("no client is named: TICKETING_CLIENT is empty");
	return true;
}

static int print_help(struct run *run, int option)
{
	struct buffer out = {0};

	if (option == 'h')
		help_synopsis(run->tool, isatty(STDOUT_FILENO), &out);
	else if (option == 'H')
		help_text(run->tool, &out);
	else if (option == 'D')
		tool_describe(run->tool, &out);
	else
		buffer_add_format(&out, "%s (Lanyard) %s\n", run->tool->name, LANYARD_VERSION);
	run_print(run, out.text, out.length);
	buffer_release(&out);
	return run->status;
}

/* The help that the last word asks for, whatever is wrong with those before it; 0: none. */
static int find_last_help(int argc, char **argv)
{
	const char *last = argc > 1 ? argv[argc - 1] : "";

	return strcmp(last, "-h") == 0 ? 'h' : strcmp(last, "--help") == 0 ? 'H' : 0;
}

/* False: the reason was printed, and run->status is set. */
static bool begin_confined(struct run *run)
{
	struct fault fault = {0};

	if (confine_runs_programs(run) || confine_calls(run, &fault))
		return true;
	run_fail(run, &fault);
	return false;
}

/* LAST: the help that is printed instead of what is wrong with the command line. */
static int run_verb(struct run *run, int argc, char **argv, int last)
{
	struct fault fault = {0};
	int help = 0;

	if (!option_read(run, argc, argv, &help, &fault))
		return last != 0 ? print_help(run, last) : diagnostic_slip("%s", fault.reason);
	if (help != 0)
		return print_help(run, help);
	if (!read_environment(run))
		return EX_USAGE;
	if (client_is_empty(run))
		return EX_NOPERM;
	if (run->settings.values != NULL)
		return begin_confined(run) ? run_values(run) : run->status;
	return begin_confined(run) ? run->verb->run(run) : run->status;
}

/*
 * Without a verb, only -h, --help, --version, --describe and --values are valid. NAMED: a word that
 * names no verb was given, which is the SLIP. LAST is as for run_verb().
 */
static int run_without_verb(
	struct run *run, int argc, char **argv, bool named, const struct fault *slip, int last)
{
	static const struct verb none = {.takes = TAKES_STORE};
	struct fault fault = {0};
	int help = 0;

	run->verb = &none;
	if (!named && option_read(run, argc, argv, &help, &fault) && help != 0)
		return print_help(run, help);
	if (last != 0)
		return print_help(run, last);
	if (!named && run->settings.values != NULL && fault.status == 0) {
		if (!read_environment(run))
			return EX_USAGE;
		return begin_confined(run) ? run_values(run) : run->status;
	}
	/* A mistyped --help is one that has a nearest option. */
	return diagnostic_slip(
		"%s", strchr(fault.reason, '?') != NULL ? fault.reason : slip->reason);
}

/* Whether standard output was open for writing at the start. */
static bool stdout_is_open(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

/* Some file systems report a write error only on close(2). */
static void close_stdout(struct run *run)
{
	if (close(STDOUT_FILENO) == 0)
		return;
	diagnostic_errno("stdout");
	run_raise_status(run, EX_IOERR);
}

int tool_main(const struct tool *tool, int argc, char **argv)
{
	struct run run = {.tool = tool};
	struct fault fault = {0};
	bool named = false;
	int last = find_last_help(argc, argv);

	setprogname(tool->name);
	/* Ignored, so that EPIPE and EFBIG are reported as write errors. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (!output_guard_descriptors())
		return EX_OSERR;
	if (!stdout_is_open()) {
		diagnostic("stdout: is closed");
		return EX_IOERR;
	}
	/* Every file may contain personal data, including those that libraries create. */
	umask(077);
	message_json_init();
	run.verb = verb_find(tool, &argc, argv, &named, &fault);
	run.status = run.verb != NULL ? run_verb(&run, argc, argv, last)
				      : run_without_verb(&run, argc, argv, named, &fault, last);
	close_stdout(&run);
	store_close(run.store);
	arena_release(&run.arena);
	arena_release(&run.common_arena);
	free(run.record_text);
	free(run.store_path);
	free(run.zone);
	free(run.home);
	free(run.conference);
	return run.status;
}
