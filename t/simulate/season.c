#include "season.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sysexits.h>

enum {
	AGAIN = 12, /* times at most that a call with a fault runs once more, with others */
	OVERLAP = 4 /* of so many seeds one has processes at once */
};

static const int64_t first_clock = INT64_C(1740830400000); /* 2025-03-01T12:00:00Z */

bool season_fail(struct season *season, const char *format, ...)
{
	va_list arguments;
	size_t length;

	if (season->failure[0] != '\0')
		return false;
	snprintf(season->failure, sizeof(season->failure), "step %d: ", season->step);
	length = strlen(season->failure);
	va_start(arguments, format);
	vsnprintf(season->failure + length, sizeof(season->failure) - length, format, arguments);
	va_end(arguments);
	return false;
}

static void digest(struct season *season, const struct buffer *bytes)
{
	size_t i;

	for (i = 0; i < bytes->length; i++)
		season->digest = (season->digest ^ (unsigned char)bytes->text[i]) * 0x100000001b3U;
}

static void talk(const struct season *season, const char *const *words, const struct buffer *input,
	struct plan plan)
{
	const struct result *result = &season->result;

	if (!season->talks)
		return;
	printf("%4d %lld", season->step, (long long)machine->clock);
	for (; *words != NULL; words++)
		printf(" %s", *words);
	if (plan.fault != FAULT_NONE)
		printf(" # %s%s, %llu", result->injected ? "" : "no ", fault_words(plan.fault),
			(unsigned long long)plan.at);
	printf(" -> %d\n", result->status);
	if (input != NULL && input->length > 0)
		printf("<<<\n%.*s", (int)input->length, input->text);
	printf(">>>\n%.*s!!!\n%.*s", (int)result->output.length, result->output.text,
		(int)result->errors.length, result->errors.text);
}

bool season_is_calm(const struct season *season)
{
	return season->step > season->steps || (season->calm != NULL && season->calm[season->step]);
}

/* The model's view of what ran. */
static void judge(struct season *season, const char *const *words, const struct buffer *input,
	int64_t clock, const struct result *result)
{
	struct step step = {.tool = words[0],
		.arguments = words + 1,
		.clock = clock,
		.ended = machine->clock,
		.output = {result->output.text, result->output.length},
		.diagnostics = {result->errors.text, result->errors.length},
		.status = result->status,
		.fault = result->fault,
		.power_cut = result->power};
	char why[1500];

	if (season->model == NULL)
		return;
	while (step.arguments[step.count] != NULL)
		step.count++;
	if (input != NULL)
		step.input = (struct step_text){input->text, input->length};
	if (season->failure[0] == '\0' && !model_step(season->model, &step, why, sizeof(why)))
		season_fail(season, "the model disagrees: %s", why);
}

static void run(struct season *season, const char *const *words, const struct buffer *input,
	struct plan plan, struct random random)
{
	static const struct buffer nothing;
	int64_t clock = machine->clock;

	process_run(&(struct start){words, input != NULL ? input : &nothing, plan, random}, 1,
		&season->result);
	season->processes++;
	if (season->result.injected)
		season->injected[plan.fault]++;
	plan_note(season, words[0]);
	if (season->result.power)
		promises_cut(season);
	digest(season, &season->result.output);
	talk(season, words, input, plan);
	judge(season, words, input, clock, &season->result);
}

bool season_unchanged(struct season *season, const char *tool, const char *after)
{
	static const struct result nothing;
	const char *words[] = {tool, "--after", after, NULL};

	judge(season, words, NULL, machine->clock, &nothing);
	return season->failure[0] == '\0';
}

static bool ends_well(struct season *season, const char *tool)
{
	const struct result *result = &season->result;

	if (season->failure[0] != '\0')
		return false;
	switch (result->status) {
	case 0:
		return true;
	case 1:
	case EX_DATAERR:
	case EX_NOPERM:
	case EX_NOINPUT: /* the steps that set up may be left out */
		if (result->errors.length > 0 || result->output.length > 0)
			return true;
		return season_fail(season, "%s: ends with %d and no word", tool, result->status);
	default:
		return season_fail(season, "%s: without a fault it ends with %d: %.*s", tool,
			result->status, (int)result->errors.length, result->errors.text);
	}
}

bool season_run_words(struct season *season, const char *const *words)
{
	run(season, words, NULL, (struct plan){FAULT_NONE, 0},
		chance_of(season->seed, (uint64_t)season->processes + 1000000));
	return ends_well(season, *words);
}

bool season_clean(struct season *season, const char *tool, const char *first, const char *second,
	const char *third, const struct buffer *input)
{
	const char *words[] = {tool, first, second, third, NULL};

	run(season, words, input, (struct plan){FAULT_NONE, 0},
		chance_of(season->seed, (uint64_t)season->processes + 1000000));
	return ends_well(season, tool);
}

/* A process in which a fault was injected: it dies, or says what happened, or overcame it. */
static bool fails_well(struct season *season, const char *tool)
{
	const struct result *result = &season->result;

	if (season->failure[0] != '\0')
		return false;
	if (result->killed)
		return true;
	if (result->status > EX__MAX)
		return season_fail(season, "%s: ends with %d after a fault: %.*s", tool,
			result->status, (int)result->errors.length, result->errors.text);
	if (result->status == 0 || result->errors.length > 0 || result->output.length > 0)
		return true;
	return season_fail(season, "%s: ends with %d and no word", tool, result->status);
}

/* Notes what a process of the store has printed: whole lines, as what is torn nobody can use. */
static void note_printed(struct season *season, int store)
{
	const struct buffer *output = &season->result.output;
	const char *last = output->length > 0 ? memrchr(output->text, '\n', output->length) : NULL;

	if (last != NULL)
		buffer_add(
			&season->printed[store], output->text, (size_t)(last + 1 - output->text));
}

bool season_look(struct season *season, int store, const char *tool, const char *after,
	struct random *disturbs)
{
	const char *words[] = {tool, "--after", after, NULL};

	run(season, words, NULL,
		disturbs != NULL ? plan_choose(season, tool, true, disturbs)
				 : (struct plan){FAULT_NONE, 0},
		chance_of(season->seed, (uint64_t)season->processes + 1000000));
	note_printed(season, store);
	return season->result.fault ? fails_well(season, tool) : ends_well(season, tool);
}

/* The bus keeps the commands that a client has printed for ticketing. */
static void post(struct season *season, const struct call *call, const struct buffer *printed)
{
	static const char *const types[COMMANDS] = {"lanyard.ticketing.create-ticket-purchase.v1",
		"lanyard.ticketing.cancel-tickets.v1", "lanyard.ticketing.amend-purchaser.v1"};
	const char *line = printed->text, *end = line + printed->length, *next;
	int type;

	for (; line < end && (next = memchr(line, '\n', (size_t)(end - line))) != NULL;
		line = next + 1)
		for (type = 0; type < COMMANDS && call->store != TICKETING; type++)
			if (memmem(line, (size_t)(next - line), types[type], strlen(types[type])) !=
					NULL &&
				season->bus[call->store][type].length < 64 * 1024)
				buffer_add(&season->bus[call->store][type], line,
					(size_t)(next + 1 - line));
}

/* Runs it once, and checks; PRINTED is replaced. */
static bool run_once(struct season *season, const struct call *call, struct plan plan,
	struct random *random, struct buffer *printed)
{
	bool well;

	run(season, call->words, &call->input, plan, chance_of(chance_next(random), 0));
	well = season->result.fault ? fails_well(season, call->words[0])
				    : ends_well(season, call->words[0]);
	if (!well)
		return false;
	season->status = season->result.status;
	season->faulted = season->result.fault;
	if (season->status == 0)
		season->exists[call->store] = true;
	buffer_reset(printed);
	buffer_add(printed, season->result.output.text, season->result.output.length);
	post(season, call, printed);
	note_printed(season, call->store);
	return promises_check(season, call->store);
}

/* What a call begins with: one in four has no fault. */
static struct plan plan_first(struct season *season, const struct call *call, struct random *random)
{
	return chance_once(random, 4) ? (struct plan){FAULT_NONE, 0}
				      : plan_choose(season, call->words[0], false, random);
}

/*
 * Once more: without a fault it prints what it printed, and the rest. DENIED: beside another process it
 * may have denied lines that succeed now.
 */
static bool rerun(struct season *season, const struct call *call, struct plan plan,
	struct random *random, const struct buffer *printed, bool denied)
{
	struct buffer again = {0};
	bool well = run_once(season, call, plan, random, &again);

	season->reruns++;
	if (well && call->repeats && !season->faulted &&
		!promises_repeated(printed, &again, denied))
		well = season_fail(season,
			"%s: prints something else than it did:\n%.*s\nbefore:\n%.*s",
			call->words[0], (int)again.length, again.text, (int)printed->length,
			printed->text);
	buffer_release(&again);
	return well;
}

bool season_call(
	struct season *season, const struct call *call, struct plan plan, struct random *random)
{
	struct buffer printed = {0};
	int tries = plan.fault != FAULT_NONE ? (int)chance_below(random, AGAIN + 1) : 0;
	bool well;
	size_t i;

	well = run_once(season, call, plan, random, &printed);
	for (i = 0; i < call->input.length; i++)
		season->commands += call->input.text[i] == '\n';
	if (call->input.length == 0)
		season->commands++;
	for (; well && tries > 0; tries--)
		well = rerun(season, call, plan_choose(season, call->words[0], true, random),
			random, &printed, false);
	if (well && (plan.fault != FAULT_NONE ? !chance_once(random, 4) : chance_once(random, 6)))
		well = rerun(season, call, (struct plan){FAULT_NONE, 0}, random, &printed, false);
	buffer_release(&printed);
	return well;
}

/* What one of two processes that ran at once has left. */
static bool note_one(struct season *season, const struct call *call, const struct start *start)
{
	const struct result *result = &season->result;

	season->processes++;
	season->at_once++;
	if (result->injected)
		season->injected[start->plan.fault]++;
	digest(season, &result->output);
	talk(season, call->words, &call->input, start->plan);
	post(season, call, &result->output);
	note_printed(season, call->store);
	if (result->status == 0)
		season->exists[call->store] = true;
	return result->fault ? fails_well(season, call->words[0])
			     : ends_well(season, call->words[0]);
}

/* Runs both at once, and checks. PRINTED gets what each printed, STATUS how it ended. */
static bool run_both(struct season *season, const struct call calls[AT_ONCE], struct random *random,
	struct buffer printed[AT_ONCE], int status[AT_ONCE])
{
	struct start start[AT_ONCE];
	struct result results[AT_ONCE] = {0}, last = season->result;
	bool well = true;
	int i;

	machine->schedule = chance_of(chance_next(random), 0);
	machine->slice = 1 + chance_below(random, 60);
	for (i = 0; i < AT_ONCE; i++)
		start[i] = (struct start){calls[i].words, &calls[i].input,
			plan_first(season, &calls[i], random), chance_of(chance_next(random), 0)};
	process_run(start, AT_ONCE, results);
	for (i = 0; i < AT_ONCE; i++) {
		season->result = results[i];
		well = note_one(season, &calls[i], &start[i]) && well;
		buffer_add(&printed[i], results[i].output.text, results[i].output.length);
		status[i] = results[i].status;
		result_release(&results[i]);
	}
	season->result = last;
	if (machine->off)
		promises_cut(season);
	for (i = 0; i < AT_ONCE && well; i++)
		well = promises_check(season, calls[i].store);
	return well;
}

bool season_both(struct season *season, const struct call calls[AT_ONCE], struct random *random)
{
	struct buffer printed[AT_ONCE] = {0};
	int status[AT_ONCE], i;
	bool well = run_both(season, calls, random, printed, status);

	for (i = 0; i < AT_ONCE; i++) {
		if (well)
			well = rerun(season, &calls[i], (struct plan){FAULT_NONE, 0}, random,
				&printed[i], status[i] != 0);
		buffer_release(&printed[i]);
	}
	return well;
}

/* The clock advances by a moment, hours or days, and is set back at times. */
static void advance_clock(struct random *random)
{
	switch (chance_below(random, 12)) {
	case 0:
		machine->clock += 1000 * (int64_t)chance_below(random, 86400);
		break;
	case 1:
		machine->clock += 1000 * (int64_t)chance_below(random, 3600);
		break;
	case 2:
		machine->clock -= (int64_t)chance_below(random, 2000);
		break;
	default:
		machine->clock += (int64_t)chance_below(random, 5000);
	}
}

/* Runs a call that sets up until it succeeds: later ones need it. */
static bool set_up(struct season *season, const struct call *call, struct random *random)
{
	bool well = season_call(season, call, plan_first(season, call, random), random);
	int tries;

	for (tries = 0; well && season->status != 0 && tries < 3; tries++)
		well = season_call(season, call, (struct plan){FAULT_NONE, 0}, random);
	return well;
}

/* A cut while no process runs. */
static bool cut_power(struct season *season, struct random *random)
{
	if (season->without >> FAULT_POWER & 1)
		return true;
	disk_power_cut(machine->disk, random);
	promises_cut(season);
	return promises_check(season, STORES);
}

/* Two calls at once: twice the same one, as two cron lines that overlap, or any. */
static bool call_both(struct season *season, struct random *random)
{
	struct call calls[AT_ONCE] = {0};
	struct random same = *random;
	bool well;

	call_choose(season, random, &calls[0]);
	if (chance_once(random, 3))
		call_choose(season, &same, &calls[1]);
	else
		call_choose(season, random, &calls[1]);
	well = season_both(season, calls, random);
	call_release(&calls[0]);
	call_release(&calls[1]);
	return well;
}

static bool step(struct season *season)
{
	struct random random = chance_of(season->seed, (uint64_t)season->step);
	struct call call = {0};
	bool well;

	advance_clock(&random);
	if (call_set_up(season->step, &call)) {
		well = set_up(season, &call, &random);
	} else if (chance_once(&random, 20)) {
		well = season_is_calm(season) || cut_power(season, &random);
	} else if (season->model == NULL && !chance_once(&random, 4)) {
		well = call_both(season, &random);
	} else {
		call_choose(season, &random, &call);
		well = season_call(season, &call, plan_first(season, &call, &random), &random);
		if (well && call.store == TICKETING && chance_once(&random, 8))
			well = season_clean(season, "ticket-check", NULL, NULL, NULL, NULL);
	}
	call_release(&call);
	return well;
}

/* All invariants, and all feeds against their tables. */
static bool check_all(struct season *season)
{
	if (season->exists[TICKETING] &&
		!season_clean(season, "ticket-check", NULL, NULL, NULL, NULL))
		return false;
	if (season->exists[TICKETING] && season->result.status != 0)
		return season_fail(season, "ticket-check: %.*s", (int)season->result.output.length,
			season->result.output.text);
	promises_all(season);
	if (!promises_check(season, STORES))
		return false;
	if (!season_clean(season, "event-replay", "--check", NULL, NULL, NULL))
		return false;
	return season->result.status == 0 || !season->exists[TICKETING] ||
	       season_fail(season, "event-replay --check: %.*s", (int)season->result.errors.length,
		       season->result.errors.text);
}

static bool run_all(struct season *season)
{
	for (season->step = 1; season->step <= season->steps; season->step++)
		if (process_interrupted())
			return true;
		else if ((season->left_out == NULL || !season->left_out[season->step]) &&
			 !step(season))
			return false;
	return season_settle(season) && check_all(season);
}

bool season_run(struct season *season)
{
	const char *directory = getenv("LANYARD_HOME");
	char why[1500];

	season->digest = season->seed;
	season->model = season->seed % OVERLAP == 0 ? NULL : model_new();
	machine_start(directory, first_clock);
	run_all(season);
	machine_stop();
	if (season->model != NULL) {
		if (season->failure[0] == '\0' && !process_interrupted() &&
			!model_end(season->model, why, sizeof(why)))
			season_fail(season, "the model disagrees: %s", why);
		season->judged = model_counts(season->model);
		model_free(season->model);
	}
	return season->failure[0] == '\0';
}

void season_release(struct season *season)
{
	int store, command;

	for (store = 0; store < STORES; store++) {
		feed_release(&season->feed[store]);
		buffer_release(&season->printed[store]);
		for (command = 0; command < COMMANDS; command++)
			buffer_release(&season->bus[store][command]);
	}
	result_release(&season->result);
}
