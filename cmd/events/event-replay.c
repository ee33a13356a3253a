#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "base/plural.h"
#include "store/loss.h"
#include "store/rebuild.h"
#include "store/restore.h"
#include "tool/confine.h"
#include "tool/diagnostic.h"
#include "tool/progress.h"
#include "tool/tool.h"

/* Options. */
static bool accept_loss;
static bool check_only;
static const char *from; /* the file of a feed, or "-"; NULL: the store's own feed */

struct replayer {
	struct run *run;
	const struct context *context; /* the store's context; NULL: not known yet */
	struct progress progress;      /* lines: events; bad: differences */
	const char *input;             /* name of the incoming feed */
	struct store_loss loss;        /* that was accepted; .acknowledged is 0: none */
};

static void fail(struct replayer *replayer, const struct fault *fault)
{
	progress_clear(&replayer->progress);
	run_fail(replayer->run, fault);
}

/* An existing store */

static void update_progress(void *watcher, int64_t position)
{
	struct replayer *replayer = watcher;

	replayer->progress.lines = position;
	progress_tick(&replayer->progress);
}

static void report_difference(void *watcher, const char *text)
{
	struct replayer *replayer = watcher;

	replayer->progress.bad++;
	progress_clear(&replayer->progress);
	diagnostic("%s: %s", replayer->context->name, text);
	run_raise_status(replayer->run, EX_SOFTWARE);
}

static void warn_altered(void *watcher, const char *words)
{
	struct replayer *replayer = watcher;

	progress_clear(&replayer->progress);
	diagnostic("warning: %s", words);
}

/* Reports the events of STORE (a name) that were accepted to be lost. */
static void report_loss(const struct replayer *replayer, const char *store)
{
	const struct store_loss *loss = &replayer->loss;

	if (loss->acknowledged > 0)
		diagnostic("warning: %s: events %lld to %lld were acknowledged, and are lost",
			store, (long long)loss->end + 1, (long long)loss->acknowledged);
}

/* Replays the existing store of CONTEXT. */
static void replay_store(void *of, const struct context *context)
{
	struct replayer *replayer = of;
	struct run *run = replayer->run;
	struct replay_watch watch = {
		.progress = update_progress,
		.differs = check_only ? report_difference : NULL,
		.altered = check_only ? NULL : warn_altered,
		.watcher = replayer,
	};
	struct store *store;

	replayer->context = context;
	replayer->loss = (struct store_loss){0};
	run->loss = accept_loss ? &replayer->loss : NULL;
	store = run_open_store_of(run, replayer->context, check_only ? STORE_READ : STORE_WRITE);
	if (store == NULL)
		return;
	report_loss(replayer, replayer->context->name);
	replayer->progress.lines = replayer->progress.bad = 0;
	if (check_only)
		rebuild_check(replayer->context, store, &watch);
	else
		rebuild_in_place(replayer->context, store, &watch);
	progress_clear(&replayer->progress);
	if (store_fault(store)->status != 0)
		fail(replayer, store_fault(store));
	else if (run->settings.verbose && check_only)
		diagnostic("%s: %lld event%s, %lld difference%s", replayer->context->name,
			(long long)replayer->progress.lines, plural(replayer->progress.lines),
			(long long)replayer->progress.bad, plural(replayer->progress.bad));
	else if (run->settings.verbose)
		diagnostic("%s: %lld event%s", replayer->context->name,
			(long long)replayer->progress.lines, plural(replayer->progress.lines));
}

/* A new store */

/* Reports the line after those that were applied. */
static void fail_line(
	struct replayer *replayer, const struct restore *restore, const struct fault *fault)
{
	progress_clear(&replayer->progress);
	diagnostic("%s:%lld: %s%s%s", replayer->input, (long long)restore_count(restore) + 1,
		fault->pointer, *fault->pointer != '\0' ? ": " : "", fault->reason);
	run_raise_status(replayer->run, fault->status);
}

static bool add_line(struct restore *restore, const struct line *line, struct fault *fault)
{
	if (line->state == LINE_COMPLETE)
		return restore_line(restore, line->text, line->length, fault);
	if (!restore_flush(restore, fault))
		return false;
	if (line->state == LINE_TOO_LONG)
		return fault_set(fault, EX_DATAERR, "is longer than %d bytes", LINE_LIMIT);
	return fault_set(fault, EX_DATAERR, "has no newline: it is truncated");
}

static bool restore_batch(
	struct replayer *replayer, struct restore *restore, const struct line *lines, int count)
{
	struct fault fault = {0};
	int i;

	for (i = 0; i < count && add_line(restore, &lines[i], &fault); i++)
		replayer->progress.lines++;
	progress_tick(&replayer->progress);
	if (i < count)
		fail_line(replayer, restore, &fault);
	return i == count;
}

/* Adds the lines of INPUT. False if one is bad, or can't be read; it is reported. */
static bool restore_lines(
	struct replayer *replayer, struct restore *restore, struct line_reader *reader)
{
	struct line *lines = memory_zeroed(BATCH_LINES, sizeof(*lines));
	struct fault fault = {0};
	bool restored = true;
	int count;

	while (restored && (count = line_reader_take(reader, lines, BATCH_LINES)) != 0) {
		if (count > 0) {
			restored = restore_batch(replayer, restore, lines, count);
		} else if (errno == EINTR) {
			progress_tick(&replayer->progress);
		} else {
			fault_set_errno(&fault, EX_IOERR, "%s", replayer->input);
			fail(replayer, &fault);
			restored = false;
		}
	}
	free(lines);
	if (restored && !restore_flush(restore, &fault)) {
		fail_line(replayer, restore, &fault);
		restored = false;
	}
	return restored;
}

static void restore_from(struct replayer *replayer, const char *path, int input)
{
	const struct context *const named[] = {replayer->context, NULL};
	struct line_reader *reader = line_reader_new(input, NULL, NULL);
	struct fault fault = {0};
	struct restore *restore = restore_new(path,
		replayer->context != NULL ? named : installed_contexts,
		replayer->run->settings.conference, &fault);

	if (restore != NULL && confine_files_beside(replayer->run, path, &fault) &&
		restore_lines(replayer, restore, reader))
		restore_finish(
			restore, replayer->input, accept_loss ? &replayer->loss : NULL, &fault);
	restore_free(restore);
	line_reader_free(reader);
	progress_clear(&replayer->progress);
	if (fault.status == 0)
		report_loss(replayer, path);
	if (fault.status != 0)
		fail(replayer, &fault);
	else if (replayer->run->settings.verbose && replayer->run->status == 0)
		diagnostic("%lld event%s", (long long)replayer->progress.lines,
			plural(replayer->progress.lines));
}

static void restore_store(struct replayer *replayer)
{
	struct run *run = replayer->run;
	bool standard = strcmp(from, "-") == 0;
	const char *path;
	struct fault fault = {0};
	int input = STDIN_FILENO;

	replayer->input = standard ? "stdin" : from;
	if (run->settings.store == NULL && replayer->context == NULL) {
		fault_set(&fault, EX_USAGE, "no store is named: use -d FILE, or a context");
		fail(replayer, &fault);
		return;
	}
	path = run_store_path(run, replayer->context);
	if (path == NULL)
		return;
	if (standard)
		run_wait_for(run, "a feed");
	else
		input = open(from, O_RDONLY | O_CLOEXEC);
	if (input < 0) {
		fault_set_errno(&fault, EX_NOINPUT, "%s", from);
		fail(replayer, &fault);
		return;
	}
	restore_from(replayer, path, input);
	if (!standard)
		close(input);
}

static int run_replay(struct run *run)
{
	struct replayer replayer = {.run = run};
	const char *name = run->operands[0];

	if (check_only && from != NULL)
		return diagnostic_slip("--check can't be combined with --from");
	if (check_only && accept_loss)
		return diagnostic_slip("--check can't be combined with --accept-loss");
	if (name != NULL)
		replayer.context = context_find(installed_contexts, name);
	if (name != NULL && replayer.context == NULL)
		return diagnostic_slip("%s: unknown context", name);
	progress_start(&replayer.progress, run->settings.quiet);
	if (from != NULL)
		restore_store(&replayer);
	else
		run_stores(run, replayer.context, replay_store, &replayer);
	return run->status;
}

static const struct tool_option options[] = {
	{0, "accept-loss", NULL, "go on without events that were acknowledged, and are missing",
		OPTION_FLAG, 0, &accept_loss},
	{0, "check", NULL, "report where a store differs from its feed; change nothing",
		OPTION_FLAG, 0, &check_only},
	{0, "from", "file", "make a new store from the feed in file; -: standard input",
		OPTION_TEXT, 0, &from},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.run = run_replay,
		.takes = TAKES_STORE | TAKES_VERBOSITY,
		.options = options,
		.creates = true, /* by --from */
		.operands = "[context]",
	},
	{.run = NULL},
};

static const struct tool event_replay = {
	.name = "event-replay",
	.doc = "Rebuilds stores from their feeds, checks them, or makes one from a feed.",
	.serves = installed_contexts,
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&event_replay, argc, argv);
}
