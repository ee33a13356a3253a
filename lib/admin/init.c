/* lanyard init: questions, a script, and running it. */
#include <unistd.h>

#include "admin/admin.h"
#include "admin/child.h"
#include "admin/guide.h"
#include "admin/place.h"
#include "admin/plan.h"
#include "admin/quote.h"
#include "admin/script.h"
#include "base/memory.h"
#include "base/visible.h"
#include "tool/diagnostic.h"

/* Options: the answers, and what to do with the script. */
static const char *name, *zone, *type, *clients, *levels, *home;
static bool print_only, yes;

const struct tool_option init_options[] = {
	{0, "name", "name", "the conference: letters, digits, - _ and .", OPTION_TEXT, 0, &name},
	{0, "zone", "zone", "its time zone, such as Europe/Berlin; default the system's",
		OPTION_TEXT, 0, &zone},
	{0, "type", "text",
		"the first ticket type: its id, price, currency and number of places; default "
		"\"full 299.00 EUR 400\"",
		OPTION_TEXT, 0, &type},
	{0, "clients", "list",
		"who is owed free tickets: sponsors, speakers, guests, or none; default those whose "
		"tools are installed",
		OPTION_TEXT, 0, &clients},
	{0, "levels", "list",
		"the levels of sponsors, and how many tickets each is owed; default "
		"Gold=5,Silver=3,Bronze=1",
		OPTION_TEXT, 0, &levels},
	{0, "home", "directory", "the directory of the stores; default LANYARD_HOME", OPTION_TEXT,
		0, &home},
	{0, "print", NULL, "print the script, and do not run it", OPTION_FLAG, 0, &print_only},
	{0, "yes", NULL, "ask nothing: take defaults, and run the script", OPTION_FLAG, 0, &yes},
	{.doc = NULL},
};

struct init {
	struct run *run;
	struct plan plan;
	struct arena arena;
	const char *default_home;
	const char *named; /* the conference that the environment names; NULL: none */
	bool asks;         /* there is a person at a terminal */
};

/* Returns new: a line from standard input, without blanks at its ends; NULL at the end. */
static char *read_line(void)
{
	char *line = NULL, *start, *answer;
	size_t size = 0;
	ssize_t length = getline(&line, &size, stdin);

	if (length < 0) {
		free(line);
		return NULL;
	}
	while (length > 0 && strchr(" \t\r\n", line[length - 1]) != NULL)
		line[--length] = '\0';
	start = line + strspn(line, " \t");
	answer = memory_text(start);
	free(line);
	return answer;
}

static void ask(const char *question, const char *otherwise)
{
	struct buffer out = {0};

	buffer_add_text(&out, question);
	if (otherwise != NULL) {
		buffer_add_text(&out, " [");
		visible_add(&out, otherwise, strlen(otherwise), VISIBLE_ONE_LINE);
		buffer_add_text(&out, "]");
	}
	buffer_add_text(&out, "  ");
	fwrite(out.text, 1, out.length, stderr);
	buffer_release(&out);
}

/* The zone of the system, by the link that Debian makes; UTC if there is none. */
static const char *default_zone(struct init *init)
{
	static const char before[] = "/zoneinfo/";
	char path[512];
	ssize_t length = readlink("/etc/localtime", path, sizeof(path) - 1);
	const char *found;

	if (length <= 0)
		return "UTC";
	path[length] = '\0';
	found = strstr(path, before);
	if (found == NULL || strcmp(found + sizeof(before) - 1, "Etc/UTC") == 0)
		return "UTC";
	return arena_printf(&init->arena, "%s", found + sizeof(before) - 1);
}

static const char *default_type(struct init *init)
{
	(void)init;
	return "full 299.00 EUR 400";
}

static const char *default_clients(struct init *init)
{
	const char *list = "";
	int i;

	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (admin_has_client(&admin_clients[i]))
			list = arena_printf(&init->arena, "%s%s%s", list, *list != '\0' ? "," : "",
				admin_clients[i].people);
	return *list != '\0' ? list : "none";
}

static const char *default_levels(struct init *init)
{
	(void)init;
	return "Gold=5,Silver=3,Bronze=1";
}

static const char *default_home(struct init *init)
{
	return init->default_home;
}

/* The six questions: each has an option, which answers it. */
static const struct question {
	const char *option;
	const char **given;
	const char *text;
	const char *(*by_default)(
		struct init *init); /* the answer by default; NULL: there is none */
	plan_reader *read;
} questions[] = {
	{"--name", &name, "What is the conference called? Letters, digits, - _ and .", NULL,
		plan_read_name},
	{"--zone", &zone, "In which time zone is it?", default_zone, plan_read_zone},
	{"--type", &type, "What is sold first? An id, a price, a currency, a number of places",
		default_type, plan_read_type},
	{"--clients", &clients, "Who is owed free tickets? sponsors, speakers, guests, or none",
		default_clients, plan_read_clients},
	{"--levels", &levels, "How many tickets is a sponsor of each level owed?", default_levels,
		plan_read_levels},
	{"--home", &home, "In which directory shall the stores be?", default_home, plan_read_home},
};

/* Asks until the answer is right. False: the input has ended, or is none. */
static bool ask_question(struct init *init, const struct question *question)
{
	const char *otherwise = question->by_default != NULL ? question->by_default(init) : NULL;
	bool answered = false;

	while (!answered) {
		struct fault fault = {0};
		char *answer;

		ask(question->text, otherwise);
		answer = read_line();
		if (answer == NULL) {
			fputc('\n', stderr);
			diagnostic("standard input has ended: nothing was done");
			run_raise_status(init->run, EX_NOINPUT);
			return false;
		}
		answered = question->read(&init->plan,
			*answer == '\0' && otherwise != NULL ? otherwise : answer, &init->arena,
			&fault);
		if (!answered)
			diagnostic_fault(&fault);
		free(answer);
	}
	return true;
}

/* Answers a question by its option, by a person, or by its default. */
static bool answer_question(struct init *init, const struct question *question)
{
	const char *answer = *question->given;
	struct fault fault = {0};

	if (question->read == plan_read_levels && answer == NULL && !plan_has_levels(&init->plan))
		return true;
	if (answer == NULL && init->asks)
		return ask_question(init, question);
	if (answer == NULL && question->by_default != NULL)
		answer = question->by_default(init);
	if (answer == NULL)
		diagnostic("%s is required: %s", question->option,
			yes ? "--yes asks nothing" : "standard input is not a terminal");
	else if (question->read(&init->plan, answer, &init->arena, &fault))
		return true;
	else
		diagnostic("%s: %s", question->option, fault.reason);
	run_raise_status(init->run, EX_USAGE);
	return false;
}

/* What happens to an existing conference if the script is run. */
struct preview {
	struct init *init;
	struct child child;
	int status; /* of the command at which the script would stop; 0: none */
	bool changes;
};

/* Whether EVENT, which a dry run printed, is in the feed of CONTEXT already. */
static bool is_recorded(struct preview *preview, const char *context, const json_t *event)
{
	const char *sequence = json_string_value(json_object_get(event, "sequence"));
	const char *id = json_string_value(json_object_get(event, "id"));
	const char *prefix = "ticket";
	int64_t position = sequence != NULL ? strtonum(sequence, 1, INT64_MAX, NULL) : 0;
	json_t *stored = NULL;
	const char *found;
	size_t at = 0;
	bool same;
	int i;

	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (strcmp(context, admin_clients[i].context) == 0)
			prefix = admin_clients[i].prefix;
	if (position > 0 &&
		child_tool(&preview->child,
			arena_printf(&preview->init->arena, "%s-feed --after %lld --limit 1",
				prefix, (long long)position - 1)))
		stored = child_next_row(&preview->child, &at);
	found = json_string_value(json_object_get(stored, "id"));
	same = id != NULL && found != NULL && strcmp(id, found) == 0;
	json_decref(stored);
	return same;
}

/* What EVENT would record: the name of its type, and its data. */
static const char *describe(struct preview *preview, const json_t *event)
{
	const char *event_type = json_string_value(json_object_get(event, "type"));
	char *data = json_dumps(json_object_get(event, "data"), JSON_COMPACT);
	const char *text, *message = event_type, *end;
	int dots = 2;

	/* lanyard.<context>.<name>.v<N> */
	for (; dots > 0 && message != NULL && (end = strchr(message, '.')) != NULL; dots--)
		message = end + 1;
	text = arena_printf(&preview->init->arena, "records %.*s: %s",
		message != NULL ? (int)strcspn(message, ".") : 0, message != NULL ? message : "",
		data != NULL ? data : "");
	free(data);
	preview->changes = true;
	return text;
}

static const char *try_step(struct preview *preview, const struct script_step *step)
{
	struct buffer line = {0};
	struct child *child = &preview->child;
	json_t *event;
	const char *words;
	size_t at = 0;

	if (!place_has_store(preview->init->run, step->context)) {
		preview->changes = true;
		return arena_printf(&preview->init->arena, "creates, or adds to, %s",
			place_of(preview->init->run, step->context));
	}
	script_add_command(step, " -n", &line);
	child_run(child, NULL,
		(char *[]){(char[]){"sh"}, (char[]){"-c"}, (char *)(uintptr_t)buffer_text(&line),
			NULL});
	buffer_release(&line);
	event = child_next_row(child, &at);
	if (child->status != 0 || event == NULL) {
		if (preview->status == 0)
			preview->status =
				child->status > 0 && child->status < 128 ? child->status : EX_OSERR;
		json_decref(event);
		return arena_printf(&preview->init->arena, "is refused: %s", child_reason(child));
	}
	words = is_recorded(preview, step->context, event) ? "changes nothing"
							   : describe(preview, event);
	json_decref(event);
	return words;
}

/* Borrows from INIT: COMMAND of the script as one line. */
static const char *one_line(struct init *init, const char *command)
{
	const char *continued = strstr(command, "\\\n\t");

	return continued == NULL ? command
				 : arena_printf(&init->arena, "%.*s%s", (int)(continued - command),
					   command, continued + 3);
}

/* Says what the script would do with the file of cron jobs. */
static void preview_jobs(struct preview *preview)
{
	const struct plan *plan = &preview->init->plan;
	const char *path =
		arena_printf(&preview->init->arena, "%s/%s/crontab", plan->home, plan->name);

	if (access(path, F_OK) == 0) {
		diagnostic("%s: stays as it is; without it, it would be written", path);
	} else {
		preview->changes = true;
		diagnostic("%s: is written", path);
	}
}

/*
 * Says what running the script would change in a conference that has stores. False: it would stop,
 * so it is not run.
 */
static bool preview_steps(struct init *init, const struct list *steps)
{
	struct preview preview = {.init = init};
	const struct script_step *step = steps->items;
	size_t i;

	if (!place_has_stores(init->run))
		return true;
	diagnostic("the conference %s has stores already; running the script:", init->plan.name);
	for (i = 0; i < steps->count; i++)
		if (step[i].context != NULL)
			diagnostic("%s: %s", one_line(init, step[i].command),
				try_step(&preview, &step[i]));
	preview_jobs(&preview);
	child_release(&preview.child);
	if (preview.status == 0) {
		diagnostic("%s", preview.changes ? "what is there already stays in the feed"
						 : "so nothing changes");
		return true;
	}
	diagnostic("so it is not run%s",
		preview.status == EX_DATAERR
			? ": change what is there by the commands that amend it"
			: "");
	run_raise_status(init->run, preview.status);
	return false;
}

/* Whether the person wants the script to be run. */
static bool agrees(struct init *init)
{
	bool agreed;
	char *answer;

	if (yes || print_only)
		return yes;
	if (!init->asks) {
		diagnostic("nothing was done: --yes runs the script, --print only prints it");
		run_raise_status(init->run, EX_USAGE);
		return false;
	}
	ask("Run this script? y or n", NULL);
	answer = read_line();
	agreed = answer != NULL && (*answer == 'y' || *answer == 'Y');
	free(answer);
	if (!agreed)
		diagnostic("nothing was done");
	return agreed;
}

/* Runs SCRIPT by sh; what it prints goes to standard error, because the script is on the output. */
static void run_script(struct init *init, const char *script)
{
	char *command[] = {(char[]){"sh"}, (char[]){"-c"}, (char *)(uintptr_t)script, NULL};
	int descriptors[] = {STDIN_FILENO, STDERR_FILENO, STDERR_FILENO};
	int error, status;
	pid_t process;

	error = child_start(command, descriptors, &process);
	if (error != 0) {
		diagnostic("sh: %s", strerror(error));
		run_raise_status(init->run, EX_OSERR);
		return;
	}
	status = child_wait(process);
	if (status == 0)
		return;
	diagnostic("the script ended with status %d; what it did stays, and it can be run again",
		status);
	run_raise_status(init->run, status > 0 && status < 128 ? status : EX_SOFTWARE);
}

/* Whether a command that is typed now would find another conference than the new one, or several. */
static bool is_another(struct init *init)
{
	char *names[2] = {NULL, NULL};
	bool another;

	if (init->named != NULL)
		return strcmp(init->named, init->plan.name) != 0;
	another = run_conferences(init->plan.home, names) == 2;
	free(names[0]);
	free(names[1]);
	return another;
}

/* On a terminal: what to do with it now. */
static void say_next(struct init *init)
{
	struct guide guide = {.run = init->run, .words = true};
	const struct plan *plan = &init->plan;
	struct arena *arena = &init->arena;
	const char *crontab = arena_printf(arena, "%s/%s/crontab", plan->home, plan->name);

	if (!isatty(STDOUT_FILENO))
		return;
	if (strcmp(plan->home, init->default_home) != 0)
		guide_add(&guide, &(struct guide_row){"next",
					  arena_printf(arena, "export LANYARD_HOME=%s",
						  quote_word(plan->home, arena)),
					  "The stores are not in the default directory:"});
	if (is_another(init))
		guide_add(&guide,
			&(struct guide_row){"next",
				arena_printf(arena, "export LANYARD_CONFERENCE=%s", plan->name),
				"It is not the only conference, or not the one that the environment names:"});
	guide_add_next(&guide);
	guide_add(&guide,
		&(struct guide_row){"next",
			arena_printf(arena, "(crontab -l; cat %s) | crontab -",
				quote_word(crontab, arena)),
			admin_has_tool("crontab") ? "The cron jobs, once:"
						  : "The cron jobs, once cron is installed:"});
	guide_print(&guide);
}

static void write_and_run(struct init *init)
{
	const struct plan *plan = &init->plan;
	bool is_default = strcmp(plan->home, init->default_home) == 0 &&
			  run_environment("LANYARD_HOME") == NULL;
	struct list steps = script_steps(plan, is_default, &init->arena);
	struct buffer script = {0};

	script_write(plan, &steps, &script);
	if (run_print(init->run, script.text, script.length)) {
		free(init->run->home);
		init->run->home = memory_text(plan->home);
		init->run->settings.conference = plan->name;
		place_export(init->run);
		if (print_only || (preview_steps(init, &steps) && agrees(init))) {
			if (!print_only)
				run_script(init, buffer_text(&script));
			if (!print_only && init->run->status == 0)
				say_next(init);
		}
	}
	buffer_release(&script);
}

int init_run(struct run *run)
{
	struct init init = {
		.run = run, .asks = !yes && isatty(STDIN_FILENO) && isatty(STDERR_FILENO)};
	const char *set = run_home(run);
	size_t i = 0;

	if (set == NULL)
		return run->status;
	if (print_only && yes) {
		diagnostic("--print can't be combined with --yes");
		return EX_USAGE;
	}
	child_use_own_directory();
	if (!admin_has_tool("ticket-conference")) {
		diagnostic("ticketing's tools are not installed");
		return EX_UNAVAILABLE;
	}
	init.named = run->settings.conference;
	init.default_home = arena_text(&init.arena, set, strlen(set));
	while (i < COUNT_OF(questions) && answer_question(&init, &questions[i]))
		i++;
	if (i == COUNT_OF(questions))
		write_and_run(&init);
	run->settings.conference = NULL;
	arena_release(&init.arena);
	return run->status;
}
