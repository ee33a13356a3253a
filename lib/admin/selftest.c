/*
 * lanyard selftest: whether what is printed is stored on this machine's disk, whenever
 * ticket-create is killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "admin/admin.h"
#include "admin/child.h"
#include "admin/finding.h"
#include "admin/place.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/random.h"
#include "tool/diagnostic.h"

enum {
	LINES_LIMIT = 100,       /* of one run: they fit into a pipe */
	PURCHASES_LIMIT = 60000, /* of a test: about 60 MB */
	SECONDS_LIMIT = 86400,
	SYNCS = 50,
	IMPLAUSIBLE = 20, /* microseconds of a sync: no disk is that fast */
	MICROSECONDS = 1000000,
};

static int64_t seconds = 20;
static const char *where; /* a directory; NULL: the stores' */

const struct tool_option selftest_options[] = {
	{0, "seconds", "number", "how long to test; default 20", OPTION_NUMBER, 1, &seconds},
	{0, "in", "directory", "test the disk of that directory; default that of the stores",
		OPTION_TEXT, 0, &where},
	{.doc = NULL},
};

struct selftest {
	struct run *run;
	struct child child;
	char *directory;        /* the test's own */
	int64_t started;        /* in microseconds */
	int64_t whole;          /* what a run that is not killed takes, in microseconds */
	int64_t shown;          /* the second of the last progress */
	int purchases;          /* that were sent */
	int runs, kills;        /* that were begun, that were ended by the kill */
	int64_t printed;        /* lines that killed runs had printed */
	const char *lost;       /* what was printed and is not stored; NULL: nothing */
	const char *unfinished; /* why a run did not complete the input; NULL: all did */
	bool inconsistent;      /* the store is not what was sent, or its check fails */
};

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
	stopped = signal_number;
}

/* Syncs */

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

/* The median of what a sync takes, in microseconds; -1: it failed. */
static int64_t time_syncs(int file)
{
	int64_t times[SYNCS];
	char page[4096] = "";
	int i;

	for (i = 0; i < SYNCS; i++) {
		int64_t before = clock_monotonic();

		page[0] = (char)i;
		if (pwrite(file, page, sizeof(page), 0) != (ssize_t)sizeof(page) ||
			fdatasync(file) != 0)
			return -1;
		times[i] = clock_monotonic() - before;
	}
	qsort(times, SYNCS, sizeof(*times), compare);
	return times[SYNCS / 2];
}

static void check_syncs(struct selftest *test)
{
	char *path;
	int64_t median;
	int file;

	if (asprintf(&path, "%s/sync", test->directory) < 0)
		memory_exhausted();
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	median = file >= 0 ? time_syncs(file) : -1;
	if (median < 0)
		finding_print(test->run, "sync", FINDING_PROBLEM, "look at the system's log",
			"%s: %s", path, strerror(errno));
	else if (median < IMPLAUSIBLE)
		finding_print(test->run, "sync", FINDING_WARNING,
			"look at the mount options, the disk's cache and the virtual machine's settings",
			"a sync takes %lld microseconds: no disk is that fast, so a power failure may "
			"lose what was printed",
			(long long)median);
	else
		finding_print(test->run, "sync", FINDING_OK, NULL, "a sync takes %lld microseconds",
			(long long)median);
	if (file >= 0)
		close(file);
	free(path);
}

/* One run that is killed, and the one that completes it */

/* Adds COUNT commands, whose references begin at number FIRST. */
static void add_commands(struct buffer *input, int first, int count)
{
	int i;

	for (i = first; i < first + count; i++)
		buffer_add_format(input,
			"{\"reference\":\"s%d\",\"purchaser\":{\"name\":\"Ann\",\"email\":\"ann@test.example\"},"
			"\"tickets\":[{\"type\":\"full\",\"quantity\":1}],\"payment\":\"waived\"}\n",
			i);
}

/*
 * Reads what PROCESS prints until its end, and kills it: when it has printed for the first time, or
 * DELAY microseconds after its start.
 */
static void read_and_kill(
	struct selftest *test, pid_t process, int output, bool at_print, int64_t delay)
{
	struct pollfd ready = {.fd = output, .events = POLLIN};
	int64_t at = clock_monotonic() + delay, left;
	bool killed = false;
	char bytes[65536];
	ssize_t count = 1;

	while (count != 0) {
		left = at - clock_monotonic();
		if (!killed && left <= 0) {
			kill(process, SIGKILL);
			killed = true;
		}
		/* The last millisecond is waited for without sleeping. */
		if (poll(&ready, 1, killed ? -1 : (int)(left / 1000)) <= 0)
			continue;
		count = read(output, bytes, sizeof(bytes));
		if (count < 0 && errno != EINTR)
			break;
		if (count > 0)
			buffer_add(&test->child.out, bytes, (size_t)count);
		if (count > 0 && at_print && !killed) {
			kill(process, SIGKILL);
			killed = true;
		}
	}
}

/* Runs ticket-create with INPUT in its pipe, and kills it; child.out is what it printed. */
static bool run_killed(struct selftest *test, struct buffer *input)
{
	char *command[] = {(char[]){"ticket-create"}, (char[]){"-q"}, (char[]){"-c"},
		(char[]){"selftest"}, NULL};
	int in[2], out[2], standard[3], error;
	bool at_print = test->runs % 2 == 0;
	int64_t begun = clock_monotonic();
	pid_t process;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 ||
		!output_write(in[1], input->text, input->length, NULL))
		return false;
	close(in[1]);
	standard[0] = in[0];
	standard[1] = out[1];
	standard[2] = STDERR_FILENO;
	buffer_reset(&test->child.out);
	error = child_start(command, standard, &process);
	close(in[0]);
	close(out[1]);
	if (error == 0) {
		read_and_kill(test, process, out[0], at_print,
			at_print ? 60 * (int64_t)MICROSECONDS
				 : (int64_t)random_below((uint32_t)test->whole));
		error = child_wait(process);
		if (error == 128 + SIGKILL)
			test->kills++;
		else
			test->whole = clock_monotonic() - begun;
	}
	close(out[0]);
	return error == 0 || error == 128 + SIGKILL || stopped;
}

/* The number of whole lines in the first LENGTH bytes; *LENGTH: without what follows the last. */
static int whole_lines(const char *text, size_t *length)
{
	size_t i, end = 0;
	int count = 0;

	for (i = 0; i < *length; i++)
		if (text[i] == '\n') {
			end = i + 1;
			count++;
		}
	*length = end;
	return count;
}

/* Sends INPUT again; a signal for this process may have ended the tool, too. */
static void complete(struct selftest *test, struct buffer *input)
{
	char *command[] = {(char[]){"ticket-create"}, (char[]){"-q"}, (char[]){"-c"},
		(char[]){"selftest"}, NULL};
	bool again = !stopped;

	child_run(&test->child, buffer_text(input), command);
	if (test->child.status != 0 && stopped && again)
		child_run(&test->child, buffer_text(input), command);
}

/* Sends COUNT commands to a run that is killed, and then to one that is not. False: it is over. */
static bool test_once(struct selftest *test, int count)
{
	struct buffer input = {0}, before = {0};
	size_t length, rest;
	int lines;

	add_commands(&input, test->purchases, count);
	test->runs++;
	if (run_killed(test, &input)) {
		length = test->child.out.length;
		lines = whole_lines(test->child.out.text, &length);
		buffer_add(
			&before, test->child.out.text != NULL ? test->child.out.text : "", length);
		test->printed += lines;
		complete(test, &input);
		rest = test->child.out.length;
		if (test->child.status != 0 || whole_lines(test->child.out.text, &rest) != count)
			test->unfinished = arena_printf(&test->run->arena,
				"run %d again ended with status %d after %zu bytes: %s", test->runs,
				test->child.status, rest, child_reason(&test->child));
		/* A repeated command is answered by the same bytes, if it was stored. */
		else if (memcmp(buffer_text(&before), test->child.out.text, length) != 0)
			test->lost = arena_printf(&test->run->arena,
				"of %d lines that run %d printed before it was killed, not all were stored",
				lines, test->runs);
		test->purchases += count;
	} else {
		test->unfinished = arena_printf(
			&test->run->arena, "run %d can't be started, or failed", test->runs);
	}
	buffer_release(&input);
	buffer_release(&before);
	return test->lost == NULL && test->unfinished == NULL;
}

static void show_progress(struct selftest *test)
{
	int64_t second = (clock_monotonic() - test->started) / MICROSECONDS;

	if (second == test->shown || !isatty(STDERR_FILENO))
		return;
	test->shown = second;
	fprintf(stderr, "\r%lld of %lld seconds: killed %d times ", (long long)second,
		(long long)seconds, test->kills);
}

static void test_kills(struct selftest *test)
{
	int64_t end = test->started + seconds * MICROSECONDS;

	while (clock_monotonic() < end && !stopped && test->purchases < PURCHASES_LIMIT) {
		show_progress(test);
		if (!test_once(test, 1 + (int)random_below(LINES_LIMIT)))
			break;
	}
	if (test->shown > 0)
		fprintf(stderr, "\r%60s\r", "");
}

/* What is stored */

/* How many of the purchases are in the feed once; others are counted in *WRONG. */
static int count_stored(struct selftest *test, int *wrong)
{
	char *seen = memory_zeroed((size_t)test->purchases + 1, 1);
	int stored = 0;
	size_t at = 0;
	json_t *event;

	child_tool(&test->child, "ticket-feed");
	while ((event = child_next_row(&test->child, &at)) != NULL) {
		const json_t *data = json_object_get(event, "data");
		const char *reference = json_string_value(json_object_get(data, "reference"));
		const char *error = NULL;
		int64_t number = 0;

		if (reference != NULL)
			number = strtonum(reference + 1, 0, test->purchases - 1, &error);
		if (reference != NULL && (error != NULL || seen[number]++ > 0))
			++*wrong;
		else if (reference != NULL)
			stored++;
		json_decref(event);
	}
	free(seen);
	return stored;
}

static void report_kills(struct selftest *test)
{
	if (test->lost != NULL)
		finding_print(test->run, "kill", FINDING_PROBLEM,
			"do not use this build on this machine", "%s", test->lost);
	else if (test->kills == 0)
		finding_print(test->run, "kill", FINDING_UNKNOWN, "--seconds 60",
			"no run was killed in time");
	else
		finding_print(test->run, "kill", FINDING_OK, NULL,
			"ticket-create was killed %d times%s; each of %lld lines that it had printed is "
			"stored",
			test->kills, stopped ? " until a signal came" : "",
			(long long)test->printed);
}

static void report_stored(struct selftest *test)
{
	int wrong = 0, stored = count_stored(test, &wrong);

	test->inconsistent = stored != test->purchases || wrong > 0;
	if (test->unfinished != NULL)
		finding_print(test->run, "rerun", FINDING_PROBLEM,
			"do what the reason asks for, and test again", "%s", test->unfinished);
	else if (test->inconsistent)
		finding_print(test->run, "rerun", FINDING_PROBLEM,
			"do not use this build on this machine",
			"of %d purchases %d are stored, and %d twice", test->purchases, stored,
			wrong);
	else
		finding_print(test->run, "rerun", FINDING_OK, NULL,
			"running it again completed each input: %d purchases are stored once",
			test->purchases);
	child_tool(&test->child, "ticket-check");
	if (test->child.status == 0)
		child_tool(&test->child, "event-replay --check");
	test->inconsistent |= test->child.status != 0;
	if (test->child.status == 0)
		finding_print(test->run, "store", FINDING_OK, NULL,
			"ticket-check and event-replay --check find nothing");
	else
		finding_print(test->run, "store", FINDING_PROBLEM,
			"do not use this build on this machine",
			"the store is inconsistent: status %d", test->child.status);
}

/* The directory */

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

/*
 * Removes the test's directory; what a failed test has left is what to look at. A terminal that was
 * closed takes no findings, but they are not worse for it.
 */
static void clean_up(struct selftest *test)
{
	if (test->lost != NULL || test->unfinished != NULL || test->inconsistent ||
		(test->run->status != 0 && test->run->status != EX_IOERR))
		diagnostic("what the test has left is in %s", test->directory);
	else if (nftw(test->directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
		diagnostic_errno("warning: %s", test->directory);
}

/* Makes the test's directory, and a conference in it. */
static bool set_up(struct selftest *test, const char *above)
{
	if (asprintf(&test->directory, "%s/selftest.XXXXXX", above) < 0)
		memory_exhausted();
	if (mkdtemp(test->directory) == NULL) {
		diagnostic_errno("%s", test->directory);
		run_raise_status(test->run, errno == EACCES ? EX_NOPERM : EX_CANTCREAT);
		return false;
	}
	unsetenv("LANYARD_NOW");
	unsetenv("LANYARD_TRACE");
	if (setenv("LANYARD_HOME", test->directory, 1) != 0 ||
		setenv("LANYARD_CONFERENCE", "selftest", 1) != 0)
		memory_exhausted();
	if (child_tool(&test->child,
		    "ticket-type add full --name Full --price 1 --currency EUR "
		    "--capacity 1000000") &&
		test->child.status == 0 &&
		child_tool(&test->child,
			"ticket-client add selftest --commands "
			"create-ticket-purchase --types full --waive") &&
		test->child.status == 0)
		return true;
	diagnostic("a conference can't be made in %s: %s", test->directory,
		child_reason(&test->child));
	run_raise_status(test->run, test->child.status > 0 ? test->child.status : EX_UNAVAILABLE);
	return false;
}

int selftest_run(struct run *run)
{
	struct selftest test = {.run = run, .whole = 50000};
	struct sigaction action = {.sa_handler = stop}, hangup;
	const char *home = where == NULL ? run_home(run) : NULL;

	if (where == NULL && home == NULL)
		return run->status;
	if (seconds > SECONDS_LIMIT) {
		diagnostic("--seconds: at most %d", SECONDS_LIMIT);
		return EX_USAGE;
	}
	child_use_own_directory();
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* nohup(1) ignores it. */
	if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
	if (set_up(&test, where != NULL ? where : place_nearest(run, home))) {
		check_syncs(&test);
		test.started = clock_monotonic();
		test_kills(&test);
		report_kills(&test);
		report_stored(&test);
		clean_up(&test);
	}
	free(test.directory);
	child_release(&test.child);
	return run->status;
}
