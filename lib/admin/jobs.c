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

/* A job that a conference needs. */
struct job {
	const char *words;   /* in the crontab's line */
	const char *unit;    /* the timer that does the same; NULL: none */
	const char *without; /* what happens without it */
	enum finding_state missing;
	bool found;
	bool reached; /* the PATH in force there has the tool */
};

struct jobs {
	struct doctor *doctor;
	struct job list[4 + ADMIN_CLIENTS];
	size_t count;
};

static void want(struct jobs *jobs, const char *words, const char *unit, enum finding_state missing,
	const char *without)
{
	jobs->list[jobs->count++] =
		(struct job){.words = words, .unit = unit, .without = without, .missing = missing};
}

/* What this conference needs, by the stores that it has. */
static void want_all(struct jobs *jobs)
{
	struct doctor *doctor = jobs->doctor;
	struct run *run = doctor->run;
	int i;

	if (place_has_store(run, "ticketing")) {
		want(jobs, "ticket-expire", "lanyard-expire.timer", FINDING_PROBLEM,
			"unpaid places stay reserved");
		want(jobs, "ticket-check", "lanyard-check.timer", FINDING_WARNING,
			"nobody learns of a damaged store");
	}
	want(jobs, ".backup", NULL, FINDING_WARNING, "no backup is made by itself");
	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (place_has_store(run, admin_clients[i].context))
			want(jobs, doctor_text(doctor, "%s-allocate", admin_clients[i].prefix),
				i == 0 ? "lanyard-repair.timer" : NULL, FINDING_PROBLEM,
				"an interrupted pipeline is not completed, and nothing is booked by "
				"itself");
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

/* Finds jobs in the lines of a crontab: the variables before a job are in force for it. */
static void read_crontab(struct jobs *jobs, const char *text)
{
	struct doctor *doctor = jobs->doctor;
	const char *path = "/usr/bin:/bin", *conference = NULL, *value;
	char *copy = memory_text(text), *rest = copy, *line;
	size_t i;

	while ((line = strsep(&rest, "\n")) != NULL) {
		line += strspn(line, " \t");
		if ((value = value_of(doctor, line, "PATH")) != NULL)
			path = value;
		if ((value = value_of(doctor, line, "LANYARD_CONFERENCE")) != NULL)
			conference = value;
		if (*line == '#' || isalpha((unsigned char)*line) ||
			(conference != NULL &&
				strcmp(conference, doctor->run->settings.conference) != 0))
			continue;
		for (i = 0; i < jobs->count; i++)
			if (strstr(line, jobs->list[i].words) != NULL) {
				jobs->list[i].found = true;
				jobs->list[i].reached =
					jobs->list[i].reached ||
					is_reached(doctor, jobs->list[i].words, path);
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
	read_crontab_file(jobs, "/etc/crontab");
	while (entries != NULL && (entry = readdir(entries)) != NULL)
		if (*entry->d_name != '.')
			read_crontab_file(
				jobs, doctor_text(doctor, "/etc/cron.d/%s", entry->d_name));
	if (entries != NULL)
		closedir(entries);
}

/* Whether systemd starts the timer UNIT: enabling it makes a link. */
static bool is_enabled(struct doctor *doctor, const char *unit)
{
	struct stat status;

	return unit != NULL &&
	       lstat(doctor_text(doctor, "/etc/systemd/system/timers.target.wants/%s", unit),
		       &status) == 0;
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
		if (is_enabled(doctor, jobs.list[i].unit))
			jobs.list[i].found = jobs.list[i].reached = true;
	for (i = 0; i < jobs.count; i++)
		report(&jobs, &jobs.list[i]);
}
