/*
 * The loop over lines, in two stages:
 *
 * parse: read a batch, parse and decode it; no store, no lock.
 *
 * commit: lock, decide, apply, commit, unlock, print.
 */
#include <errno.h>
#include <jansson.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/trace.h"
#include "message/decode.h"
#include "message/json.h"
#include "store/feed.h"
#include "tool/diagnostic.h"
#include "tool/document.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tool.h"

/* Once answers exceed this, they are committed and printed before the batch continues. */
enum { ANSWER_BYTES = 4 * 1024 * 1024 };

/* The maximum number of outstanding events in a transaction. */
enum { OUTSTANDING_LIMIT = 250 };

/* A line being processed. */
struct incoming {
	struct line line;
	bool skipped;       /* an event of a type that the process ignores */
	struct fault fault; /* why it was rejected */
	bool has_envelope;  /* a denial can be answered */
	struct command command;
	struct arrival arrival;
	struct decision decision;
};

struct stream {
	struct run *run;
	const char *name; /* of the input, for messages */
	struct line_reader *lines;
	struct rejects *rejects;
	struct handler *handler;
	struct progress progress;
	struct incoming *batch;
	struct arena decided; /* memory of decisions, until their answers are printed */
	struct buffer scratch;
	struct buffer answers;
	FILE *deferred; /* -n: output, printed after the rollback */
	bool open;      /* -n: the transaction */
	int64_t before; /* the feed's position before this transaction */
};

/* Parse */

static bool parse_command(struct stream *stream, struct incoming *incoming, const json_t *json)
{
	struct run *run = stream->run;
	const struct message *message =
		run->record_text != NULL && run->verb->amend != NULL
			? run->verb->amend
			: run->verb->command;
	struct command *command = &incoming->command;
	struct fault *fault = &incoming->fault;
	const json_t *data = json;

	command->rule = context_rule(run->tool->context, message->type);
	command->has_id = json_object_get(json, "specversion") != NULL;
	if (command->has_id) {
		if (!envelope_read(json, &run->arena, &command->envelope, &data, fault))
			return false;
		if (strcmp(command->envelope.type, message->type) != 0) {
			fault_set(fault, EX_DATAERR, "\"%s\" is not the command of %s: %s",
				command->envelope.type, run->tool->name, message->type);
			strlcpy(fault->pointer, "/type", sizeof(fault->pointer));
			return false;
		}
		incoming->has_envelope = true;
	} else if (json_object_get(json, "dryrun") != NULL) {
		return fault_set(fault, EX_DATAERR, "was printed by a dry run (-n)");
	}
	command->data = decode(
		message->layout, data, STRICT, command->has_id ? "/data" : "", &run->arena, fault);
	if (command->data == NULL)
		return false;
	if (!command->has_id)
		command->envelope.id = uuid_new(clock_now(&run->settings.clock));
	command->digest = envelope_digest(message, command->data, &stream->scratch);
	command->size = stream->scratch.length;
	command->key = command_key(message, command->data, &run->arena);
	return true;
}

static bool parse_arrival(struct stream *stream, struct incoming *incoming, const json_t *json)
{
	const struct process *process = stream->run->verb->process;
	struct arrival *arrival = &incoming->arrival;
	struct reaction reaction;
	const json_t *data;

	if (json_object_get(json, "specversion") == NULL)
		return fault_set(&incoming->fault, EX_DATAERR, "is not an event: no specversion");
	if (!envelope_read(json, &stream->run->arena, &arrival->envelope, &data, &incoming->fault))
		return false;
	if (!process_reaction(
		    process, stream->run->tool->context, arrival->envelope.type, &reaction)) {
		incoming->skipped = true; /* tolerant reader */
		return true;
	}
	arrival->message = reaction.event;
	arrival->data = decode(reaction.event->layout, data, TOLERANT, "/data", &stream->run->arena,
		&incoming->fault);
	return arrival->data != NULL;
}

static void parse_line(struct stream *stream, struct incoming *incoming)
{
	struct fault *fault = &incoming->fault;
	json_t *json;

	if (incoming->line.state == LINE_TOO_LONG) {
		fault_set(fault, EX_DATAERR, "is longer than %d bytes", LINE_LIMIT);
		return;
	}
	if (incoming->line.state == LINE_UNTERMINATED) {
		fault_set(fault, EX_DATAERR, "has no newline: it is truncated");
		return;
	}
	json = message_json_parse(incoming->line.text, incoming->line.length, fault);
	if (json == NULL)
		return;
	if (stream->run->verb->process != NULL)
		parse_arrival(stream, incoming, json);
	else
		parse_command(stream, incoming, json);
	json_decref(json);
}

/* Commit */

static bool flush_rejects(struct stream *stream)
{
	struct fault fault = {0};

	if (rejects_flush(stream->rejects, &fault))
		return true;
	run_fail(stream->run, &fault);
	return false;
}

/* Reports the outcome of one line, and saves a rejected one. */
static void report(struct stream *stream, const struct incoming *incoming)
{
	const struct decision *decision = &incoming->decision;
	const char *pointer = incoming->fault.pointer, *reason = incoming->fault.reason;
	int status = incoming->fault.status;

	stream->progress.lines++;
	if (decision->warning != NULL && !stream->run->settings.quiet) {
		progress_clear(&stream->progress);
		diagnostic("%s:%lld: warning: %s", stream->name, (long long)incoming->line.number,
			decision->warning);
	}
	if (decision->rejected && stream->run->settings.errors)
		run_raise_status(stream->run, EX_REJECTED);
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
	if (incoming->line.state == LINE_TOO_LONG)
		return; /* its bytes were saved while reading */
	rejects_add(stream->rejects, incoming->line.text, incoming->line.length);
	rejects_add(stream->rejects, "\n", 1);
}

/* Prints the answers; a dry run defers them until its rollback. */
static bool print_answers(struct stream *stream)
{
	struct buffer *answers = &stream->answers;
	struct run *run = stream->run;
	const char *from = answers->text, *end, *newline;

	if (answers->length == 0)
		return true;
	end = from + answers->length;
	if (!run->settings.dry_run) {
		if (run_print(run, from, answers->length))
			return true;
		if (run->verb->process != NULL)
			diagnostic("what was not printed is recorded: run it again with -a");
		else if (store_last_sequence(run->store) > stream->before)
			diagnostic("what was not printed is recorded: in the feed, --after %lld",
				(long long)stream->before);
		return false;
	}
	buffer_reset(&stream->scratch);
	for (; from < end; from = newline + 1) {
		newline = memchr(from, '\n', (size_t)(end - from));
		envelope_mark_dry_run(from, (size_t)(newline - from) + 1, &stream->scratch);
	}
	if (fwrite(stream->scratch.text, 1, stream->scratch.length, stream->deferred) !=
		stream->scratch.length) {
		diagnostic_errno("a temporary file");
		run_raise_status(run, EX_IOERR);
		return false;
	}
	return true;
}

static bool begin(struct stream *stream)
{
	struct run *run = stream->run;

	buffer_reset(&stream->answers);
	if (stream->open)
		return true;
	stream->open = run->settings.dry_run;
	if (handler_begin(stream->handler, &run->settings.clock)) {
		stream->before = store_last_sequence(run->store);
		return true;
	}
	stream->open = false;
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

	if (incoming->skipped)
		return;
	if (run->verb->process != NULL) {
		if (incoming->fault.status == 0)
			handler_arrival(stream->handler, run->verb->process, &incoming->arrival,
				&stream->decided, &incoming->decision, &stream->answers);
	} else if (incoming->fault.status == 0) {
		handler_command(stream->handler, &incoming->command, client, &stream->decided,
			&incoming->decision, &stream->answers);
	} else if (incoming->has_envelope) {
		handler_malformed(stream->handler, &incoming->command, client,
			incoming->fault.pointer, incoming->fault.reason, &stream->decided,
			&stream->answers);
	}
}

/*
 * Commits lines from FROM on, as many as fit into one transaction; returns where it
 * stopped, or -1.
 */
static int commit_lines(struct stream *stream, int from, int count)
{
	int i, to;

	arena_reset(&stream->decided);
	if (!begin(stream))
		return -1;
	for (to = from; to < count && stream->answers.length < ANSWER_BYTES; to++)
		commit_line(stream, &stream->batch[to]);
	if (!commit(stream))
		return -1;
	for (i = from; i < to; i++)
		report(stream, &stream->batch[i]);
	/* Rejected lines are saved before answers are printed, so that a crash loses none. */
	if (!flush_rejects(stream) || !print_answers(stream))
		return -1;
	return to;
}

/* Whether any line of the batch needs the store. */
static bool needs_store(const struct stream *stream, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		const struct incoming *incoming = &stream->batch[i];

		if (!incoming->skipped && (incoming->fault.status == 0 || incoming->has_envelope))
			return true;
	}
	return false;
}

static bool process_batch(struct stream *stream, const struct line *lines, int count)
{
	int done = 0;
	int i;

	arena_reset(&stream->run->arena);
	for (i = 0; i < count; i++) {
		stream->batch[i] = (struct incoming){.line = lines[i]};
		parse_line(stream, &stream->batch[i]);
	}
	if (!needs_store(stream, count)) {
		for (i = 0; i < count; i++)
			report(stream, &stream->batch[i]);
		done = flush_rejects(stream) ? count : -1;
	}
	while (done >= 0 && done < count)
		done = commit_lines(stream, done, count);
	progress_tick(&stream->progress);
	return done >= 0;
}

/* Processes the record from the options, or standard input to its end. */
static void process_input(struct stream *stream)
{
	struct run *run = stream->run;
	struct line *lines = memory_zeroed(BATCH_LINES, sizeof(*lines));
	int count;

	if (run->record_text != NULL) {
		*lines =
			(struct line){run->record_text, strlen(run->record_text), 1, LINE_COMPLETE};
		process_batch(stream, lines, 1);
		free(lines);
		return;
	}
	for (;;) {
		count = line_reader_take(stream->lines, lines, BATCH_LINES);
		if (count < 0 && errno == EINTR) {
			progress_tick(&stream->progress);
			continue;
		}
		if (count < 0) {
			progress_clear(&stream->progress);
			diagnostic_errno("%s", stream->name);
			run_raise_status(run, EX_IOERR);
		}
		if (count <= 0 || !process_batch(stream, lines, count))
			break;
	}
	free(lines);
}

/*
 * -a: reacts to pending stored events, as if they were lines of the input. Retrying ends with
 * the last event at the start, because each retry may add another one.
 */
static void process_outstanding(struct stream *stream)
{
	struct run *run = stream->run;
	const struct process *process = run->verb->process;
	int64_t positions[OUTSTANDING_LIMIT];
	int64_t after = 0, last = INT64_MAX;
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
			struct incoming *incoming = &stream->batch[i];

			*incoming = (struct incoming){.line.number = positions[i]};
			handler_position(stream->handler, process, positions[i], &run->arena,
				&incoming->decision, &stream->answers);
			after = positions[i];
		}
		if (!commit(stream))
			return;
		for (i = 0; i < count; i++)
			report(stream, &stream->batch[i]);
		if (!print_answers(stream))
			return;
		progress_tick(&stream->progress);
	} while (count > 0);
}

/* Ends a dry run: rolls back, releases the lock, then prints. */
static void finish_dry_run(struct stream *stream)
{
	struct run *run = stream->run;
	char part[65536];
	bool rewound;
	size_t got;

	if (stream->open)
		handler_rollback(stream->handler);
	/* Writes what is buffered; rewind(3) would clear its error. */
	rewound = fseek(stream->deferred, 0, SEEK_SET) == 0;
	while (rewound && (got = fread(part, 1, sizeof(part), stream->deferred)) > 0)
		if (!run_print(run, part, got))
			break;
	if (!rewound || ferror(stream->deferred)) {
		diagnostic_errno("a temporary file");
		run_raise_status(run, EX_IOERR);
	}
	fclose(stream->deferred);
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
	if (run->settings.dry_run) {
		stream->deferred = tmpfile();
		if (stream->deferred == NULL) {
			diagnostic_errno("a temporary file");
			run_raise_status(run, EX_CANTCREAT);
			return false;
		}
	}
	/* A dry run does not create a store. */
	if (run->store == NULL && run_open_store(run, run->verb->creates && !run->settings.dry_run
							      ? STORE_CREATE
							      : STORE_WRITE) == NULL)
		return false;
	stream->handler = handler_new(run->tool->context, run->store, run->tool->name);
	return true;
}

static int run_stream(struct run *run)
{
	struct stream stream = {.run = run, .name = run->record_name};

	if (stream.name == NULL)
		stream.name = run->settings.all ? "outstanding" : "stdin";
	progress_start(&stream.progress, run->settings.quiet);
	if (open_stream(&stream)) {
		stream.lines = line_reader_new(STDIN_FILENO, rejects_add, stream.rejects);
		stream.batch = memory_zeroed(BATCH_LINES, sizeof(*stream.batch));
		if (run->settings.all)
			process_outstanding(&stream);
		else
			process_input(&stream);
		/* The rest of a line that was too long may have been read last. */
		flush_rejects(&stream);
		if (stream.deferred != NULL)
			finish_dry_run(&stream);
		progress_clear(&stream.progress);
		if (run->settings.verbose)
			diagnostic("%lld lines, %lld of them bad", (long long)stream.progress.lines,
				(long long)stream.progress.bad);
	}
	rejects_close(stream.rejects);
	handler_free(stream.handler);
	line_reader_free(stream.lines);
	free(stream.batch);
	arena_release(&stream.decided);
	buffer_release(&stream.scratch);
	buffer_release(&stream.answers);
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
	/* For the set-up tools, the file's permissions are the boundary. */
	if (!(run->verb->takes & TAKES_CLIENT))
		run->settings.client = "organiser";
	return run_stream(run);
}

int run_process(struct run *run)
{
	if (run->settings.why)
		return run_report(run);
	if (run->operands[0] != NULL) {
		diagnostic("%s: an operand requires --why", run->operands[0]);
		return EX_USAGE;
	}
	return run_stream(run);
}

int run_outstanding(struct run *run)
{
	run->settings.all = true;
	return run_stream(run);
}
