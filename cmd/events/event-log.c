/*
 * Appends lines to a log, and prints each line after it is on disk. After a failure it stops
 * reading, and reports which lines were not logged or not printed.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "log/segments.h"
#include "tool/confine.h"
#include "tool/diagnostic.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tool.h"

/* The options. */
static int64_t max_size = INT64_C(16) * 1024 * 1024; /* of a segment, in bytes */
static int64_t max_segments;                         /* 0: all */

struct logger {
	struct run *run;
	struct segments *segments;
	struct rejects *rejects;
	struct progress progress;
	struct line_reader *input;
	struct buffer lines; /* the complete lines of the batch, with newlines */
	bool stopping;       /* nothing more is read; lines in memory are still processed */
	bool rejects_failed; /* reported */
	int64_t unlogged;    /* the number of lines that were read and not logged */
	int64_t first_unlogged;
	int64_t first_unprinted; /* the number of a line; 0: all lines were printed */
	struct segments_position unprinted_position; /* of that line in the log */
};

static void fail(struct logger *logger, const struct fault *fault)
{
	progress_clear(&logger->progress);
	run_fail(logger->run, fault);
}

static void stop_reading(struct logger *logger)
{
	logger->stopping = true;
	line_reader_stop(logger->input);
}

/* Reports and saves a line that can't be logged. */
static void reject(struct logger *logger, const struct line *line)
{
	logger->progress.bad++;
	progress_clear(&logger->progress);
	run_raise_status(logger->run, EX_DATAERR);
	if (line->state == LINE_TOO_LONG) {
		diagnostic(
			"stdin:%lld: is longer than %d bytes", (long long)line->number, LINE_LIMIT);
		return; /* its bytes were saved while reading */
	}
	diagnostic("stdin:%lld: has no newline: it is truncated", (long long)line->number);
	rejects_add(logger->rejects, line->text, line->length);
	rejects_add(logger->rejects, "\n", 1);
}

/* Writes rejected lines to their file. Stops reading, and reports it, if that fails. */
static void flush_rejects(struct logger *logger)
{
	struct fault fault = {0};

	if (logger->rejects_failed || rejects_flush(logger->rejects, &fault))
		return;
	logger->rejects_failed = true;
	fail(logger, &fault);
	stop_reading(logger);
}

/* Collects the complete lines of the batch, and rejects the others. */
static void collect_lines(struct logger *logger, const struct line *batch, int count)
{
	int i;

	buffer_reset(&logger->lines);
	for (i = 0; i < count; i++) {
		logger->progress.lines++;
		if (batch[i].state != LINE_COMPLETE) {
			reject(logger, &batch[i]);
			continue;
		}
		buffer_add(&logger->lines, batch[i].text, batch[i].length);
		buffer_add(&logger->lines, "\n", 1);
	}
}

/* Counts and saves the complete lines of the batch, whose first LOGGED bytes were logged. */
static void save_unlogged(struct logger *logger, const struct line *batch, int count, size_t logged)
{
	size_t at = 0;
	int i;

	for (i = 0; i < count; i++) {
		if (batch[i].state != LINE_COMPLETE)
			continue;
		if (at >= logged && logger->unlogged++ == 0)
			logger->first_unlogged = batch[i].number;
		at += batch[i].length + 1;
	}
	rejects_add(logger->rejects, logger->lines.text + logged, at - logged);
	flush_rejects(logger);
}

/* Logs the batch. Returns the number of bytes, of complete lines, that are on disk. */
static size_t append_batch(struct logger *logger, const struct line *batch, int count)
{
	struct fault fault = {0};
	size_t logged = 0;

	if (logger->unlogged == 0)
		logged = segments_append(
			logger->segments, logger->lines.text, logger->lines.length, &fault);
	if (logged == logger->lines.length)
		return logged;
	if (fault.status != 0)
		fail(logger, &fault);
	save_unlogged(logger, batch, count, logged);
	stop_reading(logger);
	return logged;
}

/* A line is printed only after it is on disk, and none after one that was not printed. */
static void log_batch(struct logger *logger, const struct line *batch, int count)
{
	struct segments_position before = segments_end(logger->segments);
	size_t logged;

	collect_lines(logger, batch, count);
	flush_rejects(logger);
	logged = append_batch(logger, batch, count);
	progress_tick(&logger->progress);
	if (logger->first_unprinted > 0 || logged == 0 ||
		run_print(logger->run, logger->lines.text, logged))
		return;
	logger->first_unprinted = batch[0].number;
	logger->unprinted_position = before;
	stop_reading(logger);
}

/* Reports which lines were not printed, not logged, and not read. */
static void report_losses(const struct logger *logger)
{
	bool saved = logger->rejects != NULL && !logger->rejects_failed;

	if (logger->first_unprinted > 0) {
		char *path = segments_path(logger->segments, logger->unprinted_position.number);

		diagnostic(
			"stdin:%lld: the output is incomplete from this line on; the log has "
			"these lines from byte %lld of %s on",
			(long long)logger->first_unprinted,
			(long long)logger->unprinted_position.offset, path);
		free(path);
	}
	if (logger->unlogged > 0)
		diagnostic("stdin:%lld: from this line on, lines that were not logged: %lld%s%s",
			(long long)logger->first_unlogged, (long long)logger->unlogged,
			saved ? "; they are saved in " : "",
			saved ? logger->run->settings.rejects : "");
	if (logger->stopping)
		diagnostic("stdin: reading stopped after line %lld",
			(long long)logger->progress.lines);
}

static void log_input(struct logger *logger)
{
	struct line *batch = memory_zeroed(BATCH_LINES, sizeof(*batch));
	struct fault fault = {0};
	int count;

	run_wait_for(logger->run, "lines");
	logger->input = line_reader_new(STDIN_FILENO, rejects_add, logger->rejects);
	while ((count = line_reader_take(logger->input, batch, BATCH_LINES)) != 0) {
		if (count > 0)
			log_batch(logger, batch, count);
		else if (errno == EINTR)
			progress_tick(&logger->progress);
		else
			break;
	}
	if (count < 0)
		fault_set_errno(&fault, EX_IOERR, "stdin");
	progress_clear(&logger->progress);
	/* The rest of a line that was too long may have been read last. */
	flush_rejects(logger);
	if (fault.status != 0)
		fail(logger, &fault);
	report_losses(logger);
	if (logger->run->settings.verbose)
		progress_report(&logger->progress);
	free(batch);
	line_reader_free(logger->input);
}

static bool open_logger(struct logger *logger)
{
	const struct settings *settings = &logger->run->settings;
	struct fault fault = {0};

	if (settings->rejects != NULL)
		logger->rejects = rejects_open(settings->rejects, &fault);
	if (fault.status == 0)
		logger->segments =
			segments_open(logger->run->operands[0], max_size, max_segments, &fault);
	if (fault.status == 0)
		confine_files(logger->run, logger->run->operands[0], &fault);
	if (fault.status != 0)
		fail(logger, &fault);
	return fault.status == 0;
}

static int run_log(struct run *run)
{
	struct logger logger = {.run = run};

	progress_start(&logger.progress, run->settings.quiet);
	if (open_logger(&logger)) {
		if (segments_torn_path(logger.segments) != NULL && !run->settings.quiet)
			diagnostic(
				"warning: the last line was incomplete after a crash; it was "
				"moved to %s",
				segments_torn_path(logger.segments));
		log_input(&logger);
	}
	segments_close(logger.segments);
	rejects_close(logger.rejects);
	buffer_release(&logger.lines);
	return run->status;
}

static const struct tool_option options[] = {
	{'k', "keep", "count", "keep at most that many segments; default: 0, all", OPTION_NUMBER, 0,
		&max_segments},
	{'s', "size", "bytes", "maximum size of a segment; default: 16 MiB", OPTION_NUMBER, 1,
		&max_size},
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
	.doc = "Appends lines to segment files, and prints them when they are on disk.",
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&event_log, argc, argv);
}
