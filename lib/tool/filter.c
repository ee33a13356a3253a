/*
 * Filters: records in, lines for another tool out. A record that is not converted is reported with
 * the reason, and saved byte for byte, so that another filter can read it.
 *
 * All of the input is compared with one state: what the next tool of a pipe records is not seen.
 * The transaction that keeps this state is not open while a pipe is read or written.
 */
#include <errno.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/local.h"
#include "base/plural.h"
#include "message/decode.h"
#include "tool/amount.h"
#include "tool/diagnostic.h"
#include "tool/incoming.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/spool.h"
#include "tool/tool.h"
#include "tool/words.h"

struct filtering {
	struct run *run;
	const char *name; /* of the input, for messages */
	void *with;       /* the filter's */
	struct rejects *rejects;
	struct spool *input, *output;
	struct progress progress;
	struct arena json;
	struct buffer out;
};

/* Reports that LINE was not converted, and saves it; an overlong one's bytes are saved already. */
static void set_aside(struct filtering *filtering, const struct line *line, const char *pointer,
	const char *reason)
{
	struct buffer local = {0};

	filtering->progress.bad++;
	progress_clear(&filtering->progress);
	local_add_text(&local, reason, filtering->run->settings.clock.offset);
	diagnostic("%s:%lld: %s%s%s", filtering->name, (long long)line->number, pointer,
		*pointer != '\0' ? ": " : "", buffer_text(&local));
	buffer_release(&local);
	if (line->state == LINE_TOO_LONG)
		return;
	rejects_add(filtering->rejects, line->text, line->length);
	rejects_add(filtering->rejects, "\n", 1);
}

static void filter_line(struct filtering *filtering, const struct line *line)
{
	struct run *run = filtering->run;
	const json_t *json;
	const void *record = NULL;
	const char *reason;
	struct fault fault = {0};

	filtering->progress.lines++;
	arena_reset(&filtering->json);
	json = incoming_object(line, &filtering->json, &fault);
	if (json != NULL && json_object_get(json, "dryrun") != NULL)
		fault_set(&fault, EX_DATAERR, "was printed by a dry run (-n)");
	else if (json != NULL)
		record = decode(run->verb->command->layout, json,
			run->record_text != NULL ? STRICT : BARE, "", &run->arena, &fault);
	if (record == NULL) {
		set_aside(filtering, line, fault.pointer, fault.reason);
		run_raise_status(run, EX_DATAERR);
		return;
	}
	reason = run->verb->filter->convert(filtering->with, record, &run->arena, &filtering->out);
	if (reason == NULL || store_fault(run->store)->status != 0)
		return;
	/* That a record is not converted is its answer, which only -e makes a status. */
	set_aside(filtering, line, "", reason);
	if (run->settings.errors)
		run_raise_status(run, EX_REJECTED);
}

/* Adds what was converted to the output, in words where they are wanted. */
static bool add_output(struct filtering *filtering)
{
	struct buffer *out = &filtering->out, words = {0};
	bool added;

	if (words_are_wanted(filtering->run))
		words_add_lines(filtering->run, "", out->text, out->length, &words);
	else
		buffer_add(&words, out->text, out->length);
	added = spool_add(filtering->output, words.text, words.length);
	buffer_release(&words);
	buffer_reset(out);
	return added;
}

/* Filters COUNT lines; false if reading the store, or saving what results, failed. */
static bool filter_lines(struct filtering *filtering, const struct line *lines, int count)
{
	struct run *run = filtering->run;
	struct fault fault = {0};
	int i;

	for (i = 0; i < count && store_fault(run->store)->status == 0; i++) {
		arena_reset(&run->arena);
		filter_line(filtering, &lines[i]);
	}
	progress_tick(&filtering->progress);
	if (store_fault(run->store)->status != 0) {
		run_fail(run, store_fault(run->store));
		return false;
	}
	if (!rejects_flush(filtering->rejects, &fault)) {
		run_fail(run, &fault);
		return false;
	}
	return add_output(filtering);
}

static bool filter_input(struct filtering *filtering, int fd)
{
	struct line_reader *reader = line_reader_new(fd, rejects_add, filtering->rejects);
	struct line batch[BATCH_LINES];
	int count;

	run_wait_for(filtering->run, "records, one a line");
	while ((count = line_reader_take(reader, batch, BATCH_LINES)) != 0) {
		if (count < 0 && errno == EINTR) {
			progress_tick(&filtering->progress);
			continue;
		}
		if (count < 0) {
			progress_clear(&filtering->progress);
			diagnostic_errno("%s", filtering->name);
			run_raise_status(filtering->run, EX_IOERR);
		}
		if (count < 0 || !filter_lines(filtering, batch, count))
			break;
	}
	line_reader_free(reader);
	return count == 0;
}

static bool filter_record(struct filtering *filtering)
{
	const char *text = filtering->run->record_text;
	const struct line line = {text, strlen(text), 1, LINE_COMPLETE};

	bool done = filter_lines(filtering, &line, 1);

	option_amounts_print(filtering->run, "");
	return done;
}

/* A descriptor of all input: standard input if it is a file, or else a copy; -1 on failure. */
static int read_input(struct filtering *filtering)
{
	struct stat status;

	if (fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode))
		return STDIN_FILENO;
	filtering->input = spool_new(filtering->run);
	return filtering->input != NULL &&
			       spool_add_input(filtering->input, STDIN_FILENO, filtering->name)
		       ? spool_descriptor(filtering->input)
		       : -1;
}

/* Filters the record, or what FD has, in one transaction. */
static bool filter_state(struct filtering *filtering, int fd)
{
	struct run *run = filtering->run;
	bool done = false;

	store_begin_reading(run->store);
	filtering->with = run->verb->filter->begin(run, run->store);
	if (store_fault(run->store)->status != 0)
		run_fail(run, store_fault(run->store));
	else
		done = run->record_text != NULL ? filter_record(filtering)
						: filter_input(filtering, fd);
	run->verb->filter->end(filtering->with);
	store_end_reading(run->store);
	return done;
}

static void filter_all(struct filtering *filtering)
{
	int fd = filtering->run->record_text != NULL ? STDIN_FILENO : read_input(filtering);

	if (fd < 0)
		return;
	filtering->output = spool_new(filtering->run);
	if (filtering->output != NULL && filter_state(filtering, fd))
		spool_print(filtering->output);
}

int run_filter(struct run *run)
{
	struct filtering filtering = {
		.run = run,
		.name = run->record_name != NULL ? run->record_name : "stdin",
	};
	struct fault fault = {0}, unsaved = {0};

	if (run->settings.rejects != NULL) {
		filtering.rejects = rejects_open(run->settings.rejects, &fault);
		if (filtering.rejects == NULL) {
			run_fail(run, &fault);
			return run->status;
		}
	}
	if (run_open_store(run, STORE_READ) == NULL) {
		rejects_close(filtering.rejects);
		return run->status;
	}
	progress_start(&filtering.progress, run->settings.quiet);
	filter_all(&filtering);
	/* The rest of a line that was too long may have been read last. */
	if (!rejects_flush(filtering.rejects, &unsaved))
		run_fail(run, &unsaved);
	progress_clear(&filtering.progress);
	if (run->settings.verbose)
		diagnostic("%lld line%s, %lld of them not converted",
			(long long)filtering.progress.lines, plural(filtering.progress.lines),
			(long long)filtering.progress.bad);
	rejects_close(filtering.rejects);
	spool_free(filtering.input);
	spool_free(filtering.output);
	buffer_release(&filtering.out);
	arena_release(&filtering.json);
	return run->status;
}
