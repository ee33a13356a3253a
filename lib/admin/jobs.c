/* Checks of what runs by itself, cron jobs and timers, for lanyard doctor. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/clients.h"
#include "admin/doctor.h"
#include "admin/finding.h"
#include "admin/place.h"
#include "admin/quote.h"
#include "base/memory.h"

enum { CRONTAB_LIMIT = 64 * 1024 };

static const char cron_names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/* What runs the program that follows it in a command. */
static const char *const wrappers[] = {"bash", "chronic", "command", "env", "exec", "flock", "if",
	"ionice", "nice", "nohup", "setpriv", "sh", "systemd-cat", "then", "time", "timeout", "{",
	"!"};

/* A job that a conference needs. */
struct job {
	const char *words;   /* the tool in the crontab's line; .backup: of sqlite3 */
	const char *unit;    /* the timer that does the same, without .timer; NULL: none */
	const char *without; /* what happens without it */
	enum finding_state missing;
	bool found;
	bool reached; /* the PATH in force there has the tool */
};

struct jobs {
	struct doctor *doctor;
	struct job list[4 + 3 * ADMIN_CLIENTS];
	size_t count;
	bool has_users; /* in the lines of the crontab that is read: it is the system's */
};

static void want(struct jobs *jobs, const char *words, const char *unit, enum finding_state missing,
	const char *without)
{
	jobs->list[jobs->count++] =
		(struct job){.words = words, .unit = unit, .without = without, .missing = missing};
}

static void want_client(struct jobs *jobs, const struct admin_client *client, const char *unit)
{
	static const struct {
		const char *process, *without;
	} processes[] = {
		{"allocate",
			"an interrupted pipeline is not completed, and nothing is booked by itself"},
		{"reclaim", "tickets that are not owed any more are not cancelled by themselves"},
		{"contact", "tickets keep a former contact's name and address"},
	};
	size_t i;

	for (i = 0; i < COUNT_OF(processes); i++)
		want(jobs, doctor_text(jobs->doctor, "%s-%s", client->prefix, processes[i].process),
			unit, i == 0 ? FINDING_PROBLEM : FINDING_WARNING, processes[i].without);
}

/* What this conference needs, by the stores that it has. */
static void want_all(struct jobs *jobs)
{
	struct doctor *doctor = jobs->doctor;
	struct run *run = doctor->run;
	int i;

	if (place_has_store(run, "ticketing")) {
		want(jobs, "ticket-expire", "lanyard-expire", FINDING_PROBLEM,
			"unpaid places stay reserved");
		want(jobs, "ticket-check", "lanyard-check", FINDING_WARNING,
			"nobody learns of a damaged store");
	}
	want(jobs, ".backup", NULL, FINDING_WARNING, "no backup is made by itself");
	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (place_has_store(run, admin_clients[i].context))
			want_client(jobs, &admin_clients[i], i == 0 ? "lanyard-repair" : NULL);
}

/* Whether the first word of WORDS that is a tool is in a directory of PATH. */
static bool is_reached(struct doctor *doctor, const char *words, const char *path)
{
	char *copy = memory_text(path), *rest = copy, *directory;
	const char *tool = *words == '.' ? "sqlite3" : words;
	bool found = false;

	while (!found && (directory = strsep(&rest, ":")) != NULL)
		found = access(doctor_text(doctor, "%s/%s", directory, tool), X_OK) == 0;
	free(copy);
	return found;
}

/* Borrows from DOCTOR: the value of LINE if it sets NAME, without quotes; NULL if it does not. */
static const char *value_of(struct doctor *doctor, const char *line, const char *name)
{
	size_t length = strlen(name);
	const char *value;

	if (strncmp(line, name, length) != 0)
		return NULL;
	value = line + length + strspn(line + length, " \t");
	if (*value != '=')
		return NULL;
	value += 1 + strspn(value + 1, " \t");
	if ((*value == '"' || *value == '\'') && value[1] != '\0')
		return doctor_text(doctor, "%.*s", (int)strlen(value) - 2, value + 1);
	return doctor_text(doctor, "%s", value);
}

/* The last part of a path of LENGTH bytes; sets *LENGTH to its own. */
static const char *base_name(const char *path, size_t *length)
{
	size_t i;

	for (i = *length; i > 0 && path[i - 1] != '/'; i--)
		;
	*length -= i;
	return path + i;
}

static bool is_word(const char *word, size_t length, const char *text)
{
	return strlen(text) == length && strncmp(word, text, length) == 0;
}

/* Whether the simple command of LENGTH bytes runs JOB: its program is it, or runs it. */
static bool runs(const char *command, size_t length, const char *job)
{
	const char *tool = *job == '.' ? "sqlite3" : job, *end = command + length;
	bool first = true;

	while (command < end) {
		size_t size, i;
		const char *name;
		bool wraps = false;

		command += strspn(command, " \t'\"");
		size = strcspn(command, " \t'\"|&;()#");
		if (command + size > end || size == 0)
			return false;
		length = size;
		name = base_name(command, &length);
		command += size;
		if (is_word(name, length, tool))
			return *job != '.' ||
			       memmem(command, (size_t)(end - command), job, strlen(job)) != NULL;
		if (memchr(name, '=', length) != NULL)
			continue;
		for (i = 0; i < COUNT_OF(wrappers); i++)
			wraps = wraps || is_word(name, length, wrappers[i]);
		if (first && !wraps)
			return false;
		first = false;
	}
	return false;
}

/* Whether LINE of a crontab, after its times, runs JOB. */
static bool line_runs(const char *line, const char *job)
{
	while (*line != '\0' && *line != '#') {
		size_t length = strcspn(line, "|&;()#");

		if (runs(line, length, job))
			return true;
		line += length + (line[length] != '\0' && line[length] != '#');
	}
	return false;
}

/* The command of LINE: after five times or @daily, and after a user if it HAS_USERS. */
static const char *after_times(const char *line, bool has_users)
{
	int words = (*line == '@' ? 1 : 5) + has_users;

	for (; words > 0; words--) {
		line += strcspn(line, " \t");
		line += strspn(line, " \t");
	}
	return line;
}

/* What is in force for the lines of a crontab. */
struct setting {
	const char *path, *home, *conference;
};

/* Whether a job under SETTING is for the doctor's conference: as its tools find it. */
static bool is_here(struct doctor *doctor, const struct setting *setting)
{
	const char *user = run_environment("HOME"), *home = setting->home;
	struct stat there, here;
	char *names[2] = {NULL, NULL};
	int count;

	if (home == NULL)
		home = doctor_text(doctor, "%s/.local/share/lanyard", user != NULL ? user : "");
	if (stat(home, &there) != 0 || stat(run_home(doctor->run), &here) != 0 ||
		there.st_dev != here.st_dev || there.st_ino != here.st_ino)
		return false;
	if (setting->conference != NULL)
		return strcmp(setting->conference, doctor->run->settings.conference) == 0;
	count = run_conferences(home, names);
	free(names[0]);
	free(names[1]);
	return count == 1;
}

/* Finds jobs in the lines of a crontab: the variables before a job are in force for it. */
static void read_crontab(struct jobs *jobs, const char *text)
{
	struct doctor *doctor = jobs->doctor;
	struct setting setting = {.path = "/usr/bin:/bin"};
	char *copy = memory_text(text), *rest = copy, *line;
	const char *value;
	size_t i;

	while ((line = strsep(&rest, "\n")) != NULL) {
		line += strspn(line, " \t");
		if ((value = value_of(doctor, line, "PATH")) != NULL)
			setting.path = value;
		if ((value = value_of(doctor, line, "LANYARD_HOME")) != NULL)
			setting.home = value;
		if ((value = value_of(doctor, line, "LANYARD_CONFERENCE")) != NULL)
			setting.conference = value;
		if (*line == '#' || isalpha((unsigned char)*line) || !is_here(doctor, &setting))
			continue;
		for (i = 0; i < jobs->count; i++)
			if (line_runs(after_times(line, jobs->has_users), jobs->list[i].words)) {
				jobs->list[i].found = true;
				jobs->list[i].reached =
					jobs->list[i].reached ||
					is_reached(doctor, jobs->list[i].words, setting.path);
			}
	}
	free(copy);
}

static void read_crontab_file(struct jobs *jobs, const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = memory_zeroed(1, CRONTAB_LIMIT + 1);

	if (file != NULL && fread(text, 1, CRONTAB_LIMIT, file) > 0)
		read_crontab(jobs, text);
	if (file != NULL)
		fclose(file);
	free(text);
}

static void read_crontabs(struct jobs *jobs)
{
	struct doctor *doctor = jobs->doctor;
	DIR *entries = opendir("/etc/cron.d");
	struct dirent *entry;

	if (child_tool(&doctor->child, "crontab -l") && doctor->child.status == 0)
		read_crontab(jobs, buffer_text(&doctor->child.out));
	jobs->has_users = true;
	read_crontab_file(jobs, "/etc/crontab");
	/* cron reads files whose names are of these characters alone. */
	while (entries != NULL && (entry = readdir(entries)) != NULL)
		if (entry->d_name[strspn(entry->d_name, cron_names)] == '\0')
			read_crontab_file(
				jobs, doctor_text(doctor, "/etc/cron.d/%s", entry->d_name));
	if (entries != NULL)
		closedir(entries);
}

/* Whether one of the WORDS of systemd's text, separated by blanks, is WORD. */
static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);
	const char *at;

	for (at = strstr(words, word); at != NULL; at = strstr(at + 1, word))
		if ((at == words || at[-1] == ' ') && strchr(" \n", at[length]) != NULL)
			return true;
	return false;
}

/* Whether systemd starts the timer UNIT, and what it starts is for this conference. */
static bool is_timed(struct doctor *doctor, const char *unit)
{
	struct run *run = doctor->run;
	const char *words;

	if (unit == NULL ||
		!child_tool(&doctor->child,
			doctor_text(doctor, "systemctl is-enabled %s.timer", unit)) ||
		doctor->child.status != 0 ||
		!child_tool(&doctor->child,
			doctor_text(doctor,
				"systemctl show --property=Environment --value %s.service", unit)))
		return false;
	words = buffer_text(&doctor->child.out);
	return has_word(words, doctor_text(doctor, "LANYARD_HOME=%s", run_home(run))) &&
	       has_word(words,
		       doctor_text(doctor, "LANYARD_CONFERENCE=%s", run->settings.conference));
}

static void report(struct jobs *jobs, const struct job *job)
{
	struct doctor *doctor = jobs->doctor;
	const char *crontab = doctor_text(doctor, "%s/crontab", doctor->directory);
	const char *add = access(crontab, R_OK) == 0
				  ? doctor_text(doctor, "(crontab -l; cat %s) | crontab -",
					    quote_word(crontab, &doctor->run->arena))
				  : "lanyard init --print has the jobs; crontab -e adds them";

	if (!admin_has_tool("crontab"))
		add = doctor_text(doctor, "apt-get install cron, then: %s", add);
	if (!job->found)
		finding_print(doctor->run, "cron", job->missing, add, "no job has %s: %s",
			job->words, job->without);
	else if (!job->reached)
		finding_print(doctor->run, "cron", FINDING_PROBLEM,
			doctor_text(doctor, "before the jobs: PATH=%s:/usr/bin:/bin",
				child_own_directory()),
			"the job with %s does not find it by the crontab's PATH", job->words);
	else
		finding_print(doctor->run, "cron", FINDING_OK, NULL, "a job has %s", job->words);
}

void doctor_check_jobs(struct doctor *doctor)
{
	struct jobs jobs = {.doctor = doctor};
	size_t i;

	want_all(&jobs);
	read_crontabs(&jobs);
	for (i = 0; i < jobs.count; i++)
		if (is_timed(doctor, jobs.list[i].unit))
			jobs.list[i].found = jobs.list[i].reached = true;
	for (i = 0; i < jobs.count; i++)
		report(&jobs, &jobs.list[i]);
}
