#include <errno.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/lines.h"
#include "bus/answers.h"
#include "bus/commands.h"
#include "bus/subscription.h"
#include "store/context.h"
#include "tool/consume.h"
#include "tool/diagnostic.h"
#include "tool/program.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tool.h"

enum { WAIT_MILLISECONDS = 1000, CLIENT_TEXT = 65, REPORT_SECONDS = 60 };

/* --commands: the name of the commands to consume, <command>.v<N>; NULL: consume the feed. */
static const char *command_name;

struct consumer {
	struct run *run;
	struct topic topic;
	struct bus *bus;
	struct subscription *subscription;
	struct subscription_plan plan;
	char *stream, *subject;
	char **program; /* with its arguments; NULL: lines are printed */
	struct rejects *rejects;
	struct progress progress;
	struct buffer lines;    /* those of one client, or all of the batch */
	struct buffer rejected; /* the messages of the batch that are not valid lines */
	bool opened;            /* a subscription was opened, so the stream existed */
	int64_t done;      /* of a feed: events up to this sequence were printed or processed */
	int64_t remaining; /* number of lines until the limit */
	unsigned backoff;
	unsigned reconnections; /* of the bus, before the subscription was opened */
	struct fault reported;  /* before the last backoff */
	time_t queues_checked;  /* when full queues were last reported */
};

static void fail(struct consumer *consumer, const struct fault *fault)
{
	progress_clear(&consumer->progress);
	run_fail(consumer->run, fault);
}

/* Reports and saves an invalid message, which is acknowledged with the batch. */
static void reject(
	struct consumer *consumer, const struct fetched_message *message, const char *why)
{
	consumer->progress.lines++;
	consumer->progress.bad++;
	progress_clear(&consumer->progress);
	run_raise_status(consumer->run, EX_DATAERR);
	diagnostic("%s: message %lld: %s", message->subject, (long long)message->sequence, why);
	buffer_add(&consumer->rejected, message->text, message->length);
	buffer_add(&consumer->rejected, "\n", 1);
}

/* Returns why MESSAGE is not a valid line; NULL if it is. */
static const char *find_defect(const struct fetched_message *message)
{
	if (message->length > LINE_LIMIT)
		return "is longer than a line may be";
	if (message->length > 0 && memchr(message->text, '\n', message->length) != NULL)
		return "is more than one line";
	return message->length == 0 ? "is empty" : NULL;
}

static void add_line(struct consumer *consumer, const struct fetched_message *message)
{
	buffer_add(&consumer->lines, message->text, message->length);
	buffer_add(&consumer->lines, "\n", 1);
	consumer->progress.lines++;
}

static void report_in_progress(void *watcher)
{
	subscription_in_progress(((struct consumer *)watcher)->subscription);
}

/* Waits before the next try, and reports the batch as in progress. */
static void wait_before_retry(struct consumer *consumer)
{
	unsigned second;

	consumer->backoff = program_backoff(consumer->backoff);
	for (second = 0; second < consumer->backoff; second++) {
		sleep(1);
		report_in_progress(consumer);
	}
}

/* Whether STATUS means that all lines were processed, rejected ones included. */
static bool is_processed(int status)
{
	return status == EX_OK || status == EX_REJECTED || status == EX_DATAERR ||
	       status == EX_NOPERM;
}

/* Discards the output of a failed run of the program. */
static bool truncate_output(struct consumer *consumer, int output)
{
	struct fault fault = {0};

	if (ftruncate(output, 0) == 0 && lseek(output, 0, SEEK_SET) == 0)
		return true;
	fault_set_errno(&fault, EX_OSERR, "discarding answers");
	fail(consumer, &fault);
	return false;
}

/*
 * Runs the program with the lines; retries when following. CLIENT: the sender of commands,
 * whose answers go to OUTPUT; NULL: events, and the program inherits standard output.
 */
static bool run_program(struct consumer *consumer, const char *client, int output)
{
	struct run *run = consumer->run;
	const struct program program = {
		.command = consumer->program,
		.variable =
			client != NULL ? run_client_variable(run, consumer->topic.context) : NULL,
		.value = client,
		.output = output,
		.alive = report_in_progress,
		.watcher = consumer,
	};
	const char *failed;
	int status;

	for (;;) {
		failed = program_run(&program, &consumer->lines, &status);
		if (failed == NULL || (client != NULL && is_processed(status)))
			break;
		progress_clear(&consumer->progress);
		diagnostic("%s %s: its lines are not processed", *program.command, failed);
		if (!run->settings.follow) {
			run_raise_status(run, EX_TEMPFAIL);
			return false;
		}
		wait_before_retry(consumer);
		if (output >= 0 && !truncate_output(consumer, output))
			return false;
	}
	consumer->backoff = 0;
	return true;
}

/* Events */

static bool print(struct consumer *consumer)
{
	if (run_print(consumer->run, consumer->lines.text, consumer->lines.length))
		return true;
	progress_clear(&consumer->progress);
	diagnostic("to resume, use --after %lld; some lines may be repeated",
		(long long)consumer->done);
	return false;
}

static bool consume_events(struct consumer *consumer, int count)
{
	int64_t until = consumer->done;
	int i;

	/* The broker redelivers processed events if it lost acknowledgements, or the position. */
	for (i = 0; i < count && consumer->remaining > 0; i++) {
		struct fetched_message message = subscription_message(consumer->subscription, i);

		if (message.sequence <= consumer->done)
			continue;
		add_line(consumer, &message);
		until = message.sequence;
		consumer->remaining--;
	}
	if (consumer->lines.length > 0 &&
		!(consumer->plan.durable != NULL ? run_program(consumer, NULL, -1)
						 : print(consumer)))
		return false;
	consumer->done = until;
	return true;
}

/* Commands */

/*
 * Reports progress per line, because many answers to a distant broker take longer than
 * AckWait.
 */
static bool send_lines(struct consumer *consumer, const char *client, const char *text,
	size_t length, struct fault *fault)
{
	const char *end = text + length;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t line = (size_t)((newline != NULL ? newline : end) - text);

		if (!answers_send(consumer->bus, &consumer->topic, client, text, line, fault))
			return false;
		report_in_progress(consumer);
		text += line + 1;
	}
	return true;
}

/* Sends the program's output to CLIENT. False with FAULT set. */
static bool send_answers(
	struct consumer *consumer, const char *client, int output, struct fault *fault)
{
	off_t length = lseek(output, 0, SEEK_END);
	void *text;
	bool sent;

	if (length == 0)
		return true;
	text = length > 0 ? mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE, output, 0)
			  : MAP_FAILED;
	if (text == MAP_FAILED)
		return fault_set_errno(fault, EX_OSERR, "reading answers");
	sent = send_lines(consumer, client, text, (size_t)length, fault);
	munmap(text, (size_t)length);
	return sent;
}

/* Processes adjacent commands of one client. False with FAULT set, or reported. */
static bool process_commands(struct consumer *consumer, const char *client, struct fault *fault)
{
	bool done;
	int output;

	if (consumer->lines.length == 0)
		return true;
	output = memfd_create("answers", MFD_CLOEXEC);
	if (output < 0)
		return fault_set_errno(fault, EX_OSERR, "creating a file for answers");
	done = run_program(consumer, client, output) &&
	       send_answers(consumer, client, output, fault);
	close(output);
	buffer_reset(&consumer->lines);
	arena_reset(&consumer->run->arena);
	return done;
}

/*
 * Reads the sender of MESSAGE into CLIENT; false, and reported, if its subject names no client
 * or its text is not a valid line.
 */
static bool read_command(
	struct consumer *consumer, const struct fetched_message *message, char *client)
{
	const char *why = find_defect(message);

	if (!subject_client(message->subject, client, CLIENT_TEXT) || !run_is_client(client))
		why = "its subject names no client";
	if (why != NULL)
		reject(consumer, message, why);
	return why == NULL;
}

static bool consume_commands(struct consumer *consumer, int count, struct fault *fault)
{
	char client[CLIENT_TEXT], before[CLIENT_TEXT] = "";
	int i;

	for (i = 0; i < count; i++) {
		struct fetched_message message = subscription_message(consumer->subscription, i);

		report_in_progress(consumer);
		if (!read_command(consumer, &message, client))
			continue;
		if (strcmp(client, before) != 0 && !process_commands(consumer, before, fault))
			return false;
		strlcpy(before, client, sizeof(before));
		add_line(consumer, &message);
	}
	return process_commands(consumer, before, fault);
}

/* Processes a batch. False with FAULT set, or reported. */
static bool consume_batch(struct consumer *consumer, int count, struct fault *fault)
{
	bool done = command_name != NULL ? consume_commands(consumer, count, fault)
					 : consume_events(consumer, count);

	buffer_reset(&consumer->lines);
	if (done)
		rejects_add(consumer->rejects, consumer->rejected.text, consumer->rejected.length);
	buffer_reset(&consumer->rejected);
	if (done && !rejects_flush(consumer->rejects, fault))
		return false;
	if (done)
		return subscription_acknowledge(consumer->subscription, fault);
	subscription_drop(consumer->subscription);
	return false;
}

static void report_full(void *reporter, const char *subject)
{
	progress_clear(&((struct consumer *)reporter)->progress);
	diagnostic("%s: %d commands are pending, the limit per client: the broker refuses more",
		subject, COMMANDS_OF_CLIENT);
}

/*
 * Reports full queues after a full batch of COUNT commands, at most once a minute: the broker
 * refuses a client's commands without reporting it to the operator. Failing to count them is
 * reported, and not fatal.
 */
static void find_full_queues(struct consumer *consumer, int count)
{
	const struct settings *settings = &consumer->run->settings;
	int batch = settings->batch > 0 ? (int)settings->batch : SUBSCRIPTION_BATCH;
	time_t now = time(NULL);
	struct fault fault = {0};

	if (command_name == NULL || count < batch ||
		now - consumer->queues_checked < REPORT_SECONDS)
		return;
	consumer->queues_checked = now;
	if (commands_find_full(consumer->bus, &consumer->topic, report_full, consumer, &fault))
		return;
	progress_clear(&consumer->progress);
	diagnostic("%s: full queues are not reported", fault.reason);
}

/* Processes batches until there are no more, or for ever; FAULT: why it ended. */
static void consume(struct consumer *consumer, struct fault *fault)
{
	bool follow = consumer->run->settings.follow;

	while (consumer->remaining > 0 &&
		(follow || subscription_remaining(consumer->subscription, fault) > 0)) {
		int count = subscription_fetch(consumer->subscription, WAIT_MILLISECONDS, fault);

		find_full_queues(consumer, count);
		if (count < 0 || (count > 0 && !consume_batch(consumer, count, fault)))
			return;
		consumer->backoff = 0; /* the broker has answered, even if it has no message */
		progress_tick(&consumer->progress);
	}
}

/* Returns TOPIC's context if it is installed, or NULL. */
static const struct context *find_context(const struct topic *topic)
{
	return context_find(installed_contexts, topic->context);
}

/* Creates missing streams of commands and answers; false with FAULT set. */
static bool ensure_streams(struct consumer *consumer, struct fault *fault)
{
	int64_t copies = consumer->run->settings.copies;

	return commands_prepare(consumer->bus, find_context(&consumer->topic), &consumer->topic,
		       copies, fault) &&
	       answers_prepare(consumer->bus, &consumer->topic, copies, fault);
}

/* Connects and subscribes; false with FAULT set. */
static bool open_subscription(struct consumer *consumer, struct fault *fault)
{
	consumer->plan.after = consumer->done;
	if (consumer->bus != NULL && bus_is_closed(consumer->bus)) {
		bus_close(consumer->bus);
		consumer->bus = NULL;
	}
	if (consumer->bus == NULL)
		consumer->bus = bus_connect(run_environment, fault);
	if (consumer->bus == NULL)
		return false;
	consumer->reconnections = bus_reconnections(consumer->bus);
	if (command_name != NULL && !ensure_streams(consumer, fault))
		return false;
	consumer->subscription = subscription_open(consumer->bus, &consumer->plan, fault);
	consumer->opened = consumer->opened || consumer->subscription != NULL;
	return consumer->subscription != NULL;
}

/*
 * Whether to open the subscription again: after a lost connection, without --follow only if
 * an ephemeral consumer has advanced since; with --follow also if the stream is missing, but
 * was there before or an earlier failure was reported.
 */
static bool is_to_reopen(const struct consumer *consumer, const struct fault *fault)
{
	if (!consumer->run->settings.follow)
		return fault->status == EX_UNAVAILABLE && consumer->plan.durable == NULL &&
		       consumer->done > consumer->plan.after;
	return fault->status == EX_UNAVAILABLE ||
	       (fault->status == EX_NOINPUT &&
		       (consumer->opened || consumer->reported.status != 0));
}

/* Reports a new reason, and waits, at most until the connection is reopened. */
static void wait_for_bus(struct consumer *consumer, const struct fault *fault)
{
	progress_clear(&consumer->progress);
	if (consumer->backoff == 0 || strcmp(fault->reason, consumer->reported.reason) != 0)
		diagnostic_fault(fault);
	consumer->reported = *fault;
	consumer->backoff = program_backoff(consumer->backoff);
	if (bus_wait(consumer->bus, consumer->reconnections, consumer->backoff))
		consumer->backoff = program_backoff(0);
}

/* Consumes until all is done, or for ever. */
static void consume_until_done(struct consumer *consumer)
{
	for (;;) {
		struct fault fault = {0};

		if (open_subscription(consumer, &fault))
			consume(consumer, &fault);
		subscription_close(consumer->subscription);
		consumer->subscription = NULL;
		if (!is_to_reopen(consumer, &fault)) {
			if (fault.status != 0)
				fail(consumer, &fault);
			break;
		}
		if (consumer->run->settings.follow)
			wait_for_bus(consumer, &fault);
	}
}

/* Returns the program in the operands, after the context and "--"; NULL if there is none. */
static char **find_program(const struct run *run)
{
	char **program = run->operands + 1;

	if (*program != NULL && strcmp(*program, "--") == 0)
		program++;
	return *program != NULL ? program : NULL;
}

/*
 * Whether the context publishes the commands to consume; else prints why. Others must not be
 * consumed, because their tools do not check the client.
 */
static bool check_command_name(const struct run *run)
{
	const struct settings *settings = &run->settings;
	const struct topic topic = {settings->conference, run->operands[0]};

	if (find_context(&topic) == NULL)
		diagnostic("%s: unknown context", topic.context);
	else if (commands_find(find_context(&topic), command_name) == NULL)
		diagnostic(
			"--commands %s: %s publishes no such command", command_name, topic.context);
	else
		return true;
	return false;
}

/* Whether the options can be combined; if not, prints why. */
static bool check_options(struct run *run)
{
	const struct settings *settings = &run->settings;
	bool durable = settings->consumer != NULL || command_name != NULL;

	if (run_conference(run) == NULL)
		return false;
	if (durable != (find_program(run) != NULL))
		diagnostic_slip(
			"a command requires --consumer or --commands, and they require a command");
	else if (settings->copies > 0 && command_name == NULL)
		diagnostic_slip(
			"--copies requires --commands: bus-publish creates a feed's stream");
	else if (settings->consumer != NULL && command_name != NULL)
		diagnostic_slip("--consumer can't be combined with --commands");
	else if (durable &&
		 (settings->after.position > 0 || settings->after.event || settings->limit > 0))
		diagnostic_slip("--after and --limit can't be combined with a command");
	else if (settings->after.event != NULL)
		diagnostic_slip("--after requires a sequence");
	else if (settings->batch > SUBSCRIPTION_BATCH)
		diagnostic_slip("--batch: at most %d", SUBSCRIPTION_BATCH);
	else
		return run_check_consumer(run) && (command_name == NULL || check_command_name(run));
	return false;
}

/* Sets what to consume, from the settings. */
static void make_plan(struct consumer *consumer)
{
	const struct settings *settings = &consumer->run->settings;
	const struct message *command;

	consumer->topic = (struct topic){settings->conference, consumer->run->operands[0]};
	consumer->program = find_program(consumer->run);
	consumer->done = settings->after.position;
	consumer->remaining = settings->limit > 0 ? settings->limit : INT64_MAX;
	consumer->plan.batch = (int)settings->batch;
	if (command_name == NULL) {
		consumer->stream = subject_feed_stream(&consumer->topic);
		consumer->subject = subject_feed(&consumer->topic);
		consumer->plan.durable = settings->consumer;
		consumer->plan.complete = true;
	} else {
		command = commands_find(find_context(&consumer->topic), command_name);
		consumer->stream = subject_command_stream(&consumer->topic);
		consumer->subject = subject_command(&consumer->topic, command->type);
		consumer->plan.durable = command_name;
	}
	consumer->plan.stream = consumer->stream;
	consumer->plan.subject = consumer->subject;
}

static int run_consume(struct run *run)
{
	struct consumer consumer = {.run = run};
	struct fault fault = {0};

	if (!check_options(run))
		return EX_USAGE;
	make_plan(&consumer);
	progress_start(&consumer.progress, run->settings.quiet);
	if (run->settings.rejects != NULL)
		consumer.rejects = rejects_open(run->settings.rejects, &fault);
	if (fault.status == 0)
		consume_until_done(&consumer);
	else
		fail(&consumer, &fault);
	progress_clear(&consumer.progress);
	if (run->settings.verbose)
		progress_report(&consumer.progress);
	rejects_close(consumer.rejects);
	bus_close(consumer.bus);
	buffer_release(&consumer.lines);
	buffer_release(&consumer.rejected);
	free(consumer.stream);
	free(consumer.subject);
	return run->status;
}

static const struct tool_option options[] = {
	{0, "commands", "name", "consume the commands of that name, not the feed", OPTION_TEXT, 0,
		&command_name},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.run = run_consume,
		.takes = TAKES_AFTER | TAKES_COPIES | TAKES_REJECTS | TAKES_VERBOSITY,
		.options = options,
		.operands = "context [command ...]",
	},
	{.run = NULL},
};

static const struct tool bus_consume = {
	.name = "bus-consume",
	.doc = "Passes a feed, or commands, from the bus to a program.",
	.verbs = verbs,
	.needs = NEEDS_PROGRAMS,
};

int main(int argc, char **argv)
{
	return tool_main(&bus_consume, argc, argv);
}
