#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "log/segments.h"
#include "tool/diagnostic.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tool.h"

/* Of the segments. */
static int64_t size = INT64_C(16) * 1024 * 1024; /* bytes */
static int64_t keep;                             /* 0: all */

struct logger {
	struct run *run;
	struct segments *segments;
	struct rejects *rejects;
	struct progress progress;
	struct buffer whole; /* the batch's lines that can be logged */
	int unreadable;      /* replaces standard input after a failure */
	bool ending;         /* reading ends; lines read before are still processed */
	bool lost_rejects;   /* saving rejected lines has failed */
	int64_t unlogged;    /* number of lines that were read and not logged, */
	int64_t unlogged_at; /* from this line on */
	int64_t unpassed_at; /* the first line that was not printed; 0: none */
	struct place unpassed;
};

/* Lets lines in memory be processed, then makes reading fail. */
static void end_reading(struct logger *logger)
{
	logger->ending = true;
	while (dup2(logger->unreadable, STDIN_FILENO) < 0 && errno == EINTR)
		;
}

static void reject(struct logger *logger, const struct line *line)
{
	logger->progress.bad++;
	progress_clear(&logger->progress);
	run_note(logger->run, EX_DATAERR);
	if (line->state == LINE_TOO_LONG) {
		diagnostic(
			"stdin:%lld: is longer than %d bytes", (long long)line->number, LINE_LIMIT);
		return; /* its bytes were saved while reading */
	}
	diagnostic("stdin:%lld: has no newline: it is truncated", (long long)line->number);
	rejects_add(logger->rejects, line->text, line->length);
	rejects_add(logger->rejects, "\n", 1);
}

/* Saves rejected lines; false on failure, which is reported once. */
static bool keep_rejects(struct logger *logger)
{
	struct fault fault = {0};

	if (logger->lost_rejects || rejects_flush(logger->rejects, &fault))
		return true;
	logger->lost_rejects = true;
	progress_clear(&logger->progress);
	run_fail(logger->run, &fault);
	return false;
}

static void gather(struct logger *logger, const struct line *lines, int count)
{
	int i;

	buffer_reset(&logger->whole);
	for (i = 0; i < count; i++) {
		logger->progress.lines++;
		if (lines[i].state != LINE_COMPLETE) {
			reject(logger, &lines[i]);
			continue;
		}
		buffer_add(&logger->whole, lines[i].text, lines[i].length);
		buffer_add(&logger->whole, "\n", 1);
	}
}

/* Counts and saves the lines of the batch after its first LOGGED bytes. */
static void keep_unlogged(struct logger *logger, const struct line *lines, int count, size_t logged)
{
	size_t at = 0;
	int i;

	for (i = 0; i < count; i++) {
		if (lines[i].state != LINE_COMPLETE)
			continue;
		if (at >= logged && logger->unlogged++ == 0)
			logger->unlogged_at = lines[i].number;
		at += lines[i].length + 1;
	}
	rejects_add(logger->rejects, logger->whole.text + logged, at - logged);
	keep_rejects(logger);
}

/* Returns the number of bytes, of complete lines, that are synced. */
static size_t append(struct logger *logger, const struct line *lines, int count)
{
	struct fault fault = {0};
	size_t logged = 0;

	if (logger->unlogged == 0)
		logged = segments_append(
			logger->segments, logger->whole.text, logger->whole.length, &fault);
	if (logged == logger->whole.length)
		return logged;
	if (fault.status != 0) {
		progress_clear(&logger->progress);
		run_fail(logger->run, &fault);
	}
	keep_unlogged(logger, lines, count, logged);
	end_reading(logger);
	return logged;
}

static void log_batch(struct logger *logger, const struct line *lines, int count)
{
	struct place before = segments_end(logger->segments);
	size_t logged;

	gather(logger, lines, count);
	if (!keep_rejects(logger))
		end_reading(logger);
	logged = append(logger, lines, count);
	progress_tick(&logger->progress);
	if (logger->unpassed_at > 0)
		return;
	if (logged > 0 && !run_print(logger->run, logger->whole.text, logged)) {
		logger->unpassed_at = lines[0].number;
		logger->unpassed = before;
		end_reading(logger);
	}
}

/* Reports which lines were not logged or not printed. */
static void conclude(const struct logger *logger)
{
	bool saved = logger->rejects != NULL && !logger->lost_rejects;

	if (logger->unpassed_at > 0) {
		char *path = segments_path(logger->segments, logger->unpassed.number);

		diagnostic(
			"stdin:%lld: from here on, not all was printed; it is logged in %s, "
			"after its first %lld bytes",
			(long long)logger->unpassed_at, path, (long long)logger->unpassed.length);
		free(path);
	}
	if (logger->unlogged > 0)
		diagnostic("stdin:%lld: from here on, %lld lines were read and not logged%s%s",
			(long long)logger->unlogged_at, (long long)logger->unlogged,
			saved ? ", but saved in " : "", saved ? logger->run->settings.rejects : "");
	if (logger->ending)
		diagnostic("stdin: was read up to line %lld", (long long)logger->progress.lines);
}

static void log_input(struct logger *logger)
{
	struct lines *input = lines_new(STDIN_FILENO, rejects_add, logger->rejects);
	struct line *batch = memory_zeroed(BATCH_LINES, sizeof(*batch));
	struct fault fault = {0};
	int count;

	while ((count = lines_take(input, batch, BATCH_LINES)) != 0) {
		if (count > 0)
			log_batch(logger, batch, count);
		else if (errno == EINTR)
			progress_tick(&logger->progress);
		else
			break;
	}
	if (count < 0 && !logger->ending)
		fault_set_errno(&fault, EX_IOERR, "stdin");
	progress_clear(&logger->progress);
	if (fault.status != 0)
		run_fail(logger->run, &fault);
	conclude(logger);
	free(batch);
	lines_free(input);
}

static bool open_logger(struct logger *logger)
{
	const struct settings *settings = &logger->run->settings;
	struct fault fault = {0};

	/* Reading it fails, unlike an end of file, which would end a line. */
	logger->unreadable = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (logger->unreadable < 0)
		fault_set_errno(&fault, EX_OSERR, "/dev/null");
	if (fault.status == 0 && settings->rejects != NULL)
		logger->rejects = rejects_open(settings->rejects, &fault);
	if (fault.status == 0)
		logger->segments = segments_open(logger->run->operands[0], size, keep, &fault);
	if (fault.status != 0)
		run_fail(logger->run, &fault);
	return fault.status == 0;
}

static int run_log(struct run *run)
{
	struct logger logger = {.run = run};

	if (run->operands[0] == NULL) {
		diagnostic("requires a directory");
		return EX_USAGE;
	}
	progress_start(&logger.progress, run->settings.quiet);
	if (open_logger(&logger)) {
		if (segments_torn(logger.segments) != NULL && !run->settings.quiet)
			diagnostic(
				"warning: a crash had truncated the last line: it was moved to %s",
				segments_torn(logger.segments));
		log_input(&logger);
	}
	if (run->settings.verbose)
		diagnostic("%lld lines, %lld of them bad", (long long)logger.progress.lines,
			(long long)logger.progress.bad);
	segments_close(logger.segments);
	rejects_close(logger.rejects);
	if (logger.unreadable >= 0)
		close(logger.unreadable);
	buffer_release(&logger.whole);
	return run->status;
}

static const struct tool_option options[] = {
	{'k', "keep", "count",
		"keep that many segments, and delete the oldest; 0, the default: all",
		OPTION_NUMBER, 0, &keep},
	{'s', "size", "bytes", "begin a new segment before one grows past that; 16 MiB",
		OPTION_NUMBER, 1, &size},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.run = run_log,
		.takes = TAKES_REJECTS | TAKES_VERBOSITY,
		.options = options,
		.operands = "directory",
	},
	{.run = NULL},
};

static const struct tool event_log = {
	.name = "event-log",
	.doc = "Appends lines to segment files, and prints them once they are on disk.",
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&event_log, argc, argv);
}
