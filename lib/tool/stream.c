/*
 * The loop over lines, in two stages:
 *
 * parse: parse and decode a batch (incoming.h); no store, no lock.
 *
 * commit: lock, decide, apply, commit, unlock, print.
 *
 * While one batch is committed, the next one is parsed in a thread. All else is done in the
 * main thread: reading, which signals interrupt, rejected lines, messages.
 */
#include <errno.h>
#include <unistd.h>

#include "base/background.h"
#include "base/lines.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/pipe.h"
#include "base/trace.h"
#include "store/feed.h"
#include "tool/amount.h"
#include "tool/dates.h"
#include "tool/diagnostic.h"
#include "tool/document.h"
#include "tool/incoming.h"
#include "tool/roster.h"
#include "tool/printing.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tool.h"
#include "tool/words.h"

/* Once answers exceed this, they are committed and printed before the batch continues. */
enum { ANSWER_BYTES = 4 * 1024 * 1024 };

/* A batch of so many lines is committed while the next one is parsed. */
enum { AHEAD_LINES = 50 };

/* The maximum number of outstanding events in a transaction. */
enum { OUTSTANDING_LIMIT = 250 };

struct stream {
	struct run *run;
	const char *name; /* of the input, for messages */
	struct line_reader *lines;
	struct rejects *rejects;
	struct handler *handler;
	struct progress progress;
	struct incoming_batch *batches; /* two: one is committed while the other is parsed */
	struct background *parser;
	bool widened;         /* the input */
	struct arena decided; /* memory of decisions, until their answers are printed */
	struct printing answers;
	bool warned_of_utc;
	bool open;      /* -n: the transaction */
	int64_t before; /* the feed's position before this transaction */
};

static bool flush_rejects(struct stream *stream)
{
	struct fault fault = {0};

	if (rejects_flush(stream->rejects, &fault))
		return true;
	run_fail(stream->run, &fault);
	return false;
}

static void warn_of(struct stream *stream, const struct incoming *incoming, const char *warning)
{
	if (warning == NULL || stream->run->settings.quiet)
		return;
	progress_clear(&stream->progress);
	diagnostic("%s:%lld: warning: %s", stream->name, (long long)incoming->line.number, warning);
}

/* Once: dates are read as UTC. */
static void warn_of_utc(struct stream *stream)
{
	if (stream->warned_of_utc || stream->run->settings.quiet)
		return;
	stream->warned_of_utc = true;
	progress_clear(&stream->progress);
	dates_warn_of_utc(stream->run->tool->name);
}

/*
 * A rejection is an answer to a line, and an error of a command that options give. Who wrote a
 * record reads the reason; a program that sends identified commands reads the answers.
 */
static void report_rejection(struct stream *stream, const struct incoming *incoming)
{
	const struct settings *settings = &stream->run->settings;
	bool given = stream->run->record_text != NULL;
	char place[80] = "";

	stream->progress.refused++;
	if (given || settings->errors)
		run_raise_status(stream->run, EX_REJECTED);
	if (!given && (settings->quiet || !incoming->decision.written))
		return;
	if (!given)
		snprintf(place, sizeof(place), "%s:%lld: ", stream->name,
			(long long)incoming->line.number);
	progress_clear(&stream->progress);
	printing_explain(&stream->answers, incoming->answer, place);
}

/* Reports the outcome of one line, and saves one that was not processed. */
static void report(struct stream *stream, const struct incoming *incoming)
{
	const struct decision *decision = &incoming->decision;
	const char *pointer = incoming->fault.pointer, *reason = incoming->fault.reason;
	int status = incoming->fault.status;

	stream->progress.lines++;
	warn_of(stream, incoming, decision->warning);
	if (decision->denied == DENY_NONE && decision->count > 0) /* not once more if repeated */
		warn_of(stream, incoming, incoming->warning);
	if (incoming->assumed_utc)
		warn_of_utc(stream);
	if (decision->rejected)
		report_rejection(stream, incoming);
	if (status == 0 && decision->denied == DENY_NONE)
		return;
	if (status == 0) {
		status = decision_is_denied_by_grants(decision) ? EX_NOPERM : EX_DATAERR;
		pointer = decision->pointer;
		reason = decision->reason;
	}
	if (status == EX_DATAERR && stream->run->verb->document)
		status = EX_CONFIG;
	stream->progress.bad++;
	progress_clear(&stream->progress);
	diagnostic("%s:%lld: %s%s%s", stream->name, (long long)incoming->line.number, pointer,
		*pointer != '\0' ? ": " : "", reason);
	run_raise_status(stream->run, status);
	/* The bytes of an overlong line were saved while reading; a stored event is no line. */
	if (incoming->line.state == LINE_TOO_LONG || incoming->line.text == NULL)
		return;
	rejects_add(stream->rejects, incoming->line.text, incoming->line.length);
	rejects_add(stream->rejects, "\n", 1);
}

/* Prints the answers, or says where they are. */
static bool print_answers(struct stream *stream)
{
	struct run *run = stream->run;

	if (printing_flush(&stream->answers))
		return true;
	if (run->settings.dry_run)
		return false;
	if (run->verb->process != NULL)
		diagnostic("what was not printed is recorded: run it again with -a");
	else if (store_last_sequence(run->store) > stream->before)
		diagnostic("what was not printed is recorded: in the feed, --after %lld",
			(long long)stream->before);
	return false;
}

/* Another tool has changed the zone: reads again what was read in the one before. */
static bool change_zone(struct stream *stream)
{
	int i;

	background_wait(stream->parser);
	if (!run_load_zone(stream->run))
		return false;
	for (i = 0; i < 2; i++)
		incoming_parse(&stream->batches[i]);
	return true;
}

static bool begin(struct stream *stream)
{
	struct run *run = stream->run;

	buffer_reset(&stream->answers.lines);
	if (stream->open)
		return true;
	while (handler_begin(stream->handler, &run->settings.clock)) {
		if (run_zone_is_current(run)) {
			stream->open = run->settings.dry_run;
			stream->before = store_last_sequence(run->store);
			return true;
		}
		handler_rollback(stream->handler);
		if (!change_zone(stream))
			return false;
	}
	run_fail(run, store_fault(run->store));
	return false;
}

/* Commits the decisions. A dry run keeps its transaction open. */
static bool commit(struct stream *stream)
{
	struct run *run = stream->run;

	if (stream->open && store_fault(run->store)->status == 0)
		return true;
	if (!stream->open && handler_commit(stream->handler))
		return true;
	if (stream->open)
		handler_rollback(stream->handler);
	stream->open = false;
	run_fail(run, store_fault(run->store));
	return false;
}

static void commit_line(struct stream *stream, struct incoming *incoming)
{
	struct run *run = stream->run;
	const char *client = run->settings.client;

	incoming->answer = stream->answers.lines.length;
	if (incoming->skipped)
		return;
	if (run->verb->process != NULL) {
		if (incoming->fault.status == 0)
			handler_arrival(stream->handler, run->verb->process, &incoming->arrival,
				&stream->decided, &incoming->decision, &stream->answers.lines);
	} else if (incoming->fault.status == 0) {
		handler_command(stream->handler, &incoming->command, client, &stream->decided,
			&incoming->decision, &stream->answers.lines);
	} else if (incoming->has_envelope) {
		handler_malformed(stream->handler, &incoming->command, client,
			incoming->fault.pointer, incoming->fault.reason, &stream->decided,
			&stream->answers.lines);
	}
}

/*
 * Commits lines from FROM on, as many as fit into one transaction; returns where it
 * stopped, or -1.
 */
static int commit_lines(struct stream *stream, struct incoming_batch *batch, int from)
{
	int i, to;

	arena_reset(&stream->decided);
	if (!begin(stream))
		return -1;
	for (to = from; to < batch->count && stream->answers.lines.length < ANSWER_BYTES; to++)
		commit_line(stream, &batch->incoming[to]);
	if (!commit(stream))
		return -1;
	for (i = from; i < to; i++)
		report(stream, &batch->incoming[i]);
	/* Those lines are saved before answers are printed, so that a crash loses none. */
	if (!flush_rejects(stream) || !print_answers(stream))
		return -1;
	return to;
}

/* Whether any line of the batch needs the store. */
static bool needs_store(const struct incoming_batch *batch)
{
	int i;

	for (i = 0; i < batch->count; i++) {
		const struct incoming *incoming = &batch->incoming[i];

		if (!incoming->skipped && (incoming->fault.status == 0 || incoming->has_envelope))
			return true;
	}
	return false;
}

/* Commits a parsed batch, prints its answers, and empties it. */
static bool commit_batch(struct stream *stream, struct incoming_batch *batch)
{
	int done = 0;
	int i;

	if (!needs_store(batch)) {
		for (i = 0; i < batch->count; i++)
			report(stream, &batch->incoming[i]);
		done = flush_rejects(stream) ? batch->count : -1;
	}
	while (done >= 0 && done < batch->count)
		done = commit_lines(stream, batch, done);
	progress_tick(&stream->progress);
	batch->count = 0;
	return done >= 0;
}

/* The writer is busy: fewer reads, and larger transactions. Tried once, as it may be refused. */
static void widen_input(struct stream *stream)
{
	if (!stream->widened)
		pipe_widen(STDIN_FILENO, BATCH_BYTES);
	stream->widened = true;
}

/*
 * Commits PARSED, which may be empty, while NEXT is parsed. A small batch is committed at once:
 * more may not come soon.
 */
static bool advance(
	struct stream *stream, struct incoming_batch *parsed, struct incoming_batch *next)
{
	bool done = true;

	if (parsed->count > 0) {
		if (next->count > 0)
			background_start(stream->parser, next);
		done = commit_batch(stream, parsed);
		background_wait(stream->parser);
	} else if (next->count > 0) {
		incoming_parse(next);
		if (next->count < AHEAD_LINES)
			done = commit_batch(stream, next);
		else
			widen_input(stream);
	}
	return done;
}

/* Processes the record from the options. */
static void process_record(struct stream *stream)
{
	struct run *run = stream->run;
	struct incoming_batch *batch = stream->batches;

	batch->lines[0] =
		(struct line){run->record_text, strlen(run->record_text), 1, LINE_COMPLETE};
	batch->count = 1;
	incoming_parse(batch);
	commit_batch(stream, batch);
	if (stream->answers.lines.length > 0 && !words_are_wanted(run))
		option_amounts_print(run, stream->answers.lines.text);
}

/* Processes standard input to its end. Waits for a line only when all earlier ones are answered. */
static void process_input(struct stream *stream)
{
	struct incoming_batch *parsed = &stream->batches[0], *next = &stream->batches[1], *empty;
	bool waits, ended = false;
	int count, error;

	run_wait_for(stream->run,
		stream->run->verb->process != NULL ? "events, one a line" : "records, one a line");
	while (!ended) {
		waits = parsed->count == 0;
		count = waits ? line_reader_take(stream->lines, next->lines, BATCH_LINES)
			      : line_reader_take_available(stream->lines, next->lines, BATCH_LINES);
		error = errno;
		next->count = count > 0 ? count : 0;
		ended = !advance(stream, parsed, next) || (count == 0 && waits);
		if (count < 0 && error == EINTR) {
			progress_tick(&stream->progress);
		} else if (count < 0 && !ended) {
			progress_clear(&stream->progress);
			errno = error;
			diagnostic_errno("%s", stream->name);
			run_raise_status(stream->run, EX_IOERR);
			ended = true;
		}
		empty = parsed;
		parsed = next;
		next = empty;
	}
}

/* Carries out the removal of who is MISSING; a denial is reported, and its status raised. */
static void remove_missing(struct stream *stream, const struct list *list)
{
	struct run *run = stream->run;
	const struct message *removal = run->verb->roster->removal;
	struct missing *missing = list->items;
	struct buffer scratch = {0};
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct command command = {
			.rule = context_rule(run->tool->context, removal->type),
			.data = missing[i].command,
			.digest = envelope_digest(removal, missing[i].command, &scratch),
		};
		struct decision decision;

		command.key = command_key(removal, command.data, &stream->decided);
		command_identify(&command, run->settings.client, clock_now(&run->settings.clock));
		handler_command(stream->handler, &command, run->settings.client, &stream->decided,
			&decision, &stream->answers.lines);
		missing[i].denied = decision.denied != DENY_NONE;
		if (!missing[i].denied)
			continue;
		diagnostic("not on the list: %s: %s", missing[i].text, decision.reason);
		run_raise_status(
			run, decision_is_denied_by_grants(&decision) ? EX_NOPERM : EX_DATAERR);
	}
	buffer_release(&scratch);
}

/* Decides on all of INPUT in one transaction, removals first: others need their places. */
static void commit_list(struct stream *stream, struct roster_lines *input)
{
	struct run *run = stream->run;
	const struct roster *list = run->verb->roster;
	bool removes = roster_may_remove(run, input);
	struct list missing = {0};
	size_t i;
	int n;

	if (!begin(stream))
		return;
	list->find_missing(run->store, clock_now(&run->settings.clock), run->settings.client,
		run->common, &input->keys, &missing, &stream->decided);
	if (removes)
		remove_missing(stream, &missing);
	for (i = 0; i < input->count; i++)
		for (n = 0; n < input->batches[i]->count; n++)
			commit_line(stream, &input->batches[i]->incoming[n]);
	if (!commit(stream))
		return;
	for (i = 0; i < input->count; i++)
		for (n = 0; n < input->batches[i]->count; n++)
			report(stream, &input->batches[i]->incoming[n]);
	roster_report(run, input, &missing, removes);
	if (flush_rejects(stream))
		print_answers(stream);
}

static void process_list(struct stream *stream)
{
	struct roster_lines *input = roster_read(stream->run, stream->lines);
	if (input != NULL)
		commit_list(stream, input);
	roster_free(input);
}

/* Catches up the tables that lag, in a transaction for each part. */
static void catch_up(struct stream *stream)
{
	struct run *run = stream->run;
	const struct process *process = run->verb->process;
	bool behind = process->catch_up != NULL && !run->settings.dry_run;

	while (behind && begin(stream)) {
		behind = process->catch_up(run->store);
		if (!commit(stream))
			break;
	}
}

/*
 * Reacts to pending stored events, as if they were lines of the input: -a, and run_outstanding().
 * A verb of run_outstanding(), such as retry, may add an event for each that it reacts to: it ends
 * with the last one that there was at the start.
 */
static void process_outstanding(struct stream *stream)
{
	struct run *run = stream->run;
	const struct process *process = run->verb->process;
	int64_t positions[OUTSTANDING_LIMIT];
	int64_t after = 0, last = INT64_MAX;
	struct incoming *incoming;
	int count, i;

	do {
		arena_reset(&run->arena);
		if (!begin(stream))
			return;
		if (after == 0 && run->verb->run == run_outstanding)
			last = store_last_sequence(run->store);
		count = process->outstanding(run->store, clock_now(&run->settings.clock), after,
			positions, OUTSTANDING_LIMIT);
		while (count > 0 && positions[count - 1] > last)
			count--;
		for (i = 0; i < count; i++) {
			incoming = &stream->batches->incoming[i];
			*incoming = (struct incoming){.line.number = positions[i]};
			handler_position(stream->handler, process, positions[i], &run->arena,
				&incoming->decision, &stream->answers.lines);
			after = positions[i];
		}
		if (!commit(stream))
			return;
		for (i = 0; i < count; i++)
			report(stream, &stream->batches->incoming[i]);
		if (!print_answers(stream))
			return;
		progress_tick(&stream->progress);
	} while (count > 0);
	catch_up(stream);
}

static bool open_stream(struct stream *stream)
{
	struct run *run = stream->run;
	struct fault fault = {0};

	if (run->settings.rejects != NULL) {
		stream->rejects = rejects_open(run->settings.rejects, &fault);
		if (stream->rejects == NULL) {
			run_fail(run, &fault);
			return false;
		}
	}
	if (!printing_open(&stream->answers, run))
		return false;
	/* A dry run does not create a store. */
	if (run->store == NULL && run_open_store(run, run->verb->creates && !run->settings.dry_run
							      ? STORE_CREATE
							      : STORE_WRITE) == NULL)
		return false;
	if (!run_load_zone(run))
		return false;
	stream->handler = handler_new(run->tool->context, run->store, run->tool->name);
	if (words_are_wanted(run))
		handler_print_recorded(stream->handler);
	return true;
}

static int run_stream(struct run *run)
{
	struct stream stream = {.run = run, .name = run->record_name};

	if (stream.name == NULL)
		stream.name = run->settings.all ? "outstanding" : "stdin";
	stream.batches = memory_zeroed(2, sizeof(*stream.batches));
	stream.batches[0].run = stream.batches[1].run = run;
	stream.parser = background_new(incoming_parse);
	progress_start(&stream.progress, run->settings.quiet);
	if (open_stream(&stream)) {
		stream.lines = line_reader_new(STDIN_FILENO, rejects_add, stream.rejects);
		if (run->settings.all)
			process_outstanding(&stream);
		else if (run->verb->roster != NULL)
			process_list(&stream);
		else if (run->record_text != NULL)
			process_record(&stream);
		else
			process_input(&stream);
		/* The rest of a line that was too long may have been read last. */
		flush_rejects(&stream);
		if (stream.open)
			handler_rollback(stream.handler);
		printing_finish(&stream.answers);
		progress_clear(&stream.progress);
		if (run->settings.verbose)
			progress_report(&stream.progress);
	}
	rejects_close(stream.rejects);
	handler_free(stream.handler);
	line_reader_free(stream.lines);
	background_free(stream.parser);
	incoming_release(&stream.batches[0]);
	incoming_release(&stream.batches[1]);
	free(stream.batches);
	arena_release(&stream.decided);
	printing_release(&stream.answers);
	return run->status;
}

int run_commands(struct run *run)
{
	if (context_rule(run->tool->context, run->verb->command->type) == NULL) {
		diagnostic(
			"%s has no rule in %s", run->verb->command->type, run->tool->context->name);
		return EX_SOFTWARE;
	}
	if (run->verb->document && !document_read(run))
		return run->status;
	if (run->settings.client == NULL && (run->verb->takes & TAKES_CLIENT)) {
		diagnostic("no client is named: use -c CLIENT, or TICKETING_CLIENT");
		return EX_NOPERM;
	}
	if ((run->verb->takes & TAKES_CLIENT) && !run_check_client(run))
		return EX_USAGE;
	if (run->verb->roster != NULL && !roster_read_common(run))
		return run->status;
	/* For the set-up tools, the file's permissions are the boundary. */
	if (!(run->verb->takes & TAKES_CLIENT))
		run->settings.client = "organiser";
	return run_stream(run);
}

int run_process(struct run *run)
{
	if (run->settings.why)
		return run_report(run);
	if (run->operands[0] != NULL)
		return diagnostic_slip("%s: an operand requires --why", run->operands[0]);
	return run_stream(run);
}

int run_outstanding(struct run *run)
{
	run->settings.all = true;
	return run_stream(run);
}
