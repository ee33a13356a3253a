#include <err.h>
#include <errno.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "log/segments.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tool.h"

struct logger {
	struct run *run;
	struct segments *segments;
	struct rejects *rejects;
	struct progress progress;
	struct buffer whole; /* the batch's lines that can be logged */
};

static void reject(struct logger *logger, const struct line *line)
{
	logger->progress.bad++;
	progress_clear(&logger->progress);
	run_note(logger->run, EX_DATAERR);
	if (line->state == LINE_TOO_LONG) {
		warnx("stdin:%lld: is longer than %d bytes", (long long)line->number, LINE_LIMIT);
		return; /* it was kept as it came */
	}
	warnx("stdin:%lld: has no newline: its writer was cut off", (long long)line->number);
	rejects_add(logger->rejects, line->text, line->length);
	rejects_add(logger->rejects, "\n", 1);
}

static bool keep_rejects(struct logger *logger)
{
	struct fault fault = {0};

	if (rejects_flush(logger->rejects, &fault))
		return true;
	run_note(logger->run, run_fail(logger->run, &fault));
	return false;
}

/* What could not be written: said, and kept where somebody keeps it. */
static void give_up(struct logger *logger, size_t logged, const struct fault *fault)
{
	const char *from = logger->whole.text + logged;
	const char *end = logger->whole.text + logger->whole.length;
	int64_t lines = 0;

	rejects_add(logger->rejects, from, (size_t)(end - from));
	while (from < end && (from = memchr(from, '\n', (size_t)(end - from))) != NULL) {
		from++;
		lines++;
	}
	run_note(logger->run, run_fail(logger->run, fault));
	warnx("%lld lines were read and not logged%s; nothing behind them was read",
		(long long)lines, logger->rejects != NULL ? ", and kept" : "");
	keep_rejects(logger);
}

/* False where it can't go on. */
static bool log_batch(struct logger *logger, const struct line *lines, int count)
{
	struct fault fault = {0};
	size_t logged;
	int i;

	buffer_reset(&logger->whole);
	for (i = 0; i < count; i++) {
		logger->progress.lines++;
		if (lines[i].state != LINE_WHOLE) {
			reject(logger, &lines[i]);
			continue;
		}
		buffer_add(&logger->whole, lines[i].text, lines[i].length);
		buffer_add(&logger->whole, "\n", 1);
	}
	if (!keep_rejects(logger))
		return false;
	logged =
		segments_append(logger->segments, logger->whole.text, logger->whole.length, &fault);
	if (logged > 0 && !run_print(logger->run, logger->whole.text, logged)) {
		warnx("all that was not read is logged: at the end of %s",
			segments_path(logger->segments));
		return false;
	}
	if (logged < logger->whole.length)
		give_up(logger, logged, &fault);
	progress_tick(&logger->progress);
	return logged == logger->whole.length;
}

static void log_input(struct logger *logger)
{
	struct lines *input = lines_new(STDIN_FILENO, rejects_add, logger->rejects);
	struct line *batch = memory_zeroed(BATCH_LINES, sizeof(*batch));
	int count;

	do {
		count = lines_take(input, batch, BATCH_LINES);
		if (count < 0 && errno == EINTR) {
			progress_tick(&logger->progress);
			count = 1;
			continue;
		}
		if (count < 0) {
			warn("stdin");
			run_note(logger->run, EX_IOERR);
		}
	} while (count > 0 && log_batch(logger, batch, count));
	free(batch);
	lines_free(input);
}

static int run_log(struct run *run)
{
	struct logger logger = {.run = run};
	struct fault fault = {0};
	size_t torn = 0;

	if (run->operands[0] == NULL) {
		warnx("wants a folder");
		return EX_USAGE;
	}
	progress_start(&logger.progress, run->settings.quiet);
	if (run->settings.rejects != NULL)
		logger.rejects = rejects_open(run->settings.rejects, &fault);
	if (fault.status == 0)
		logger.segments = segments_open(
			run->operands[0], run->settings.size, run->settings.count, &torn, &fault);
	if (logger.segments == NULL) {
		run_note(run, run_fail(run, &fault));
	} else {
		if (torn > 0)
			warnx("%s: a crash had cut its last line; its %zu bytes were moved aside",
				segments_path(logger.segments), torn);
		log_input(&logger);
	}
	progress_clear(&logger.progress);
	if (run->settings.verbose)
		warnx("%lld lines, %lld of them bad", (long long)logger.progress.lines,
			(long long)logger.progress.bad);
	segments_close(logger.segments);
	rejects_close(logger.rejects);
	buffer_release(&logger.whole);
	return run->status;
}

static const struct verb verbs[] = {
	{
		.run = run_log,
		.takes = TAKES_BOUNDS | TAKES_REJECTS | TAKES_TALK,
		.operands = "folder",
	},
	{.run = NULL},
};

static const struct tool event_log = {
	.name = "event-log",
	.doc = "Appends lines to segment files, on the disk before it passes them on.",
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&event_log, argc, argv);
}
