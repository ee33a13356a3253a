/*
 * Checks of what runs by itself, for lanyard doctor: what the stores show that should have been
 * done, and whether a crontab has the conference's jobs as they were written.
 */
#include <stdio.h>
#include <unistd.h>

#include "admin/clients.h"
#include "admin/doctor.h"
#include "admin/finding.h"
#include "admin/place.h"
#include "admin/quote.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/plural.h"

enum { CRONTAB_LIMIT = 64 * 1024, HOUR = 3600 * 1000, HOURS_SHOWN = 48 };

/* What is outstanding */

/* Whether COMMAND, a dry run, could be run; else the finding says why not. */
static bool could_run(struct doctor *doctor, const char *command)
{
	if (child_tool(&doctor->child, command) && doctor->child.status == 0)
		return true;
	finding_print(doctor->run, "outstanding", FINDING_UNKNOWN, NULL, "%s: %s", command,
		child_reason(&doctor->child));
	return false;
}

/* Orders whose places should have been released: jobs run every few minutes. */
static bool check_expiry(struct doctor *doctor)
{
	int64_t now = clock_now(&doctor->run->settings.clock), first = now;
	long long count = 0, hours, waited;
	json_t *event;
	size_t at = 0;

	if (!could_run(doctor, "ticket-expire -n"))
		return false;
	while ((event = child_next_row(&doctor->child, &at)) != NULL) {
		const char *deadline = json_string_value(
			json_object_get(json_object_get(event, "data"), "deadline"));
		int64_t moment = clock_parse_or(deadline, now);

		first = moment < first ? moment : first;
		count++;
		json_decref(event);
	}
	hours = (now - first) / HOUR;
	if (hours == 0)
		return true;
	waited = hours < HOURS_SHOWN ? hours : hours / 24;
	finding_print(doctor->run, "outstanding", FINDING_PROBLEM,
		"ticket-expire, and let a job run it every five minutes",
		"%lld order%s past the deadline, the first for %lld %s%s: the places stay reserved",
		count, count == 1 ? " is" : "s are", waited, waited == hours ? "hour" : "day",
		plural(waited));
	return false;
}

/* Whether PROCESS of CLIENT has nothing to do; PIPE: where what it prints goes. */
static bool check_process(struct doctor *doctor, const struct admin_client *client,
	const char *process, const char *pipe)
{
	const char *command = doctor_text(doctor, "%s -a -n", process);

	if (!could_run(doctor, command))
		return false;
	if (doctor->child.out.length == 0)
		return true;
	finding_print(doctor->run, "outstanding", FINDING_WARNING,
		doctor_text(
			doctor, "%s -a %s, and let a job run it every five minutes", process, pipe),
		"%s has something to do for %s: its job will, if there is one", process,
		client->people);
	return false;
}

static bool check_client(struct doctor *doctor, const struct admin_client *client)
{
	static const char *const processes[][2] = {
		{"allocate", "create"}, {"reclaim", "cancel"}, {"contact", "amend"}};
	bool done = client->onboard == NULL ||
		    check_process(doctor, client, client->onboard, ">/dev/null");
	size_t i;

	for (i = 0; i < COUNT_OF(processes); i++)
		done = check_process(doctor, client,
			       doctor_text(doctor, "%s-%s", client->prefix, processes[i][0]),
			       doctor_text(doctor, "| ticket-%s -c %s | %s-book", processes[i][1],
				       client->context, client->prefix)) &&
		       done;
	return done;
}

static void check_outstanding(struct doctor *doctor)
{
	bool done = true;
	int i;

	if (place_has_store(doctor->run, "ticketing"))
		done = check_expiry(doctor);
	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (place_has_store(doctor->run, admin_clients[i].context))
			done = check_client(doctor, &admin_clients[i]) && done;
	if (done)
		finding_print(doctor->run, "outstanding", FINDING_OK, NULL,
			"nothing that a job does has waited for an hour");
}

/* Timers */

/* Borrows from DOCTOR: the PROPERTY of systemd's UNIT; "" if it is not known. */
static const char *property_of(struct doctor *doctor, const char *property, const char *unit)
{
	const char *text;

	if (!child_tool(&doctor->child,
		    doctor_text(
			    doctor, "systemctl show --property=%s --value %s", property, unit)) ||
		doctor->child.status != 0)
		return "";
	text = buffer_text(&doctor->child.out);
	return doctor_text(doctor, "%.*s", (int)strcspn(text, "\n"), text);
}

/* Whether one of WORDS, which are separated by blanks, is WORD. */
static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);
	const char *at;

	for (at = strstr(words, word); at != NULL; at = strstr(at + 1, word))
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

/* Whether what systemd's UNIT starts is for this conference. */
static bool is_here(struct doctor *doctor, const char *unit)
{
	struct run *run = doctor->run;
	const char *words =
		property_of(doctor, "Environment", doctor_text(doctor, "%s.service", unit));

	return has_word(words, doctor_text(doctor, "LANYARD_HOME=%s", run_home(run))) &&
	       has_word(words,
		       doctor_text(doctor, "LANYARD_CONFERENCE=%s", run->settings.conference));
}

/* False: UNIT's timer is not for this conference. */
static bool check_timer(struct doctor *doctor, const char *unit)
{
	const char *timer = doctor_text(doctor, "%s.timer", unit);
	const char *service = doctor_text(doctor, "%s.service", unit);

	if (!is_here(doctor, unit))
		return false;
	if (strcmp(property_of(doctor, "ActiveState", timer), "active") != 0)
		finding_print(doctor->run, "timer", FINDING_WARNING,
			doctor_text(doctor, "systemctl enable --now %s", timer), "%s is not active",
			timer);
	else if (strcmp(property_of(doctor, "ActiveState", service), "failed") == 0)
		finding_print(doctor->run, "timer", FINDING_PROBLEM,
			doctor_text(doctor, "journalctl -u %s has the reason", service),
			"%s has failed", service);
	else
		finding_print(doctor->run, "timer", FINDING_OK, NULL, "%s is active", timer);
	return true;
}

/* False: no timer is for this conference. */
static bool check_timers(struct doctor *doctor)
{
	static const char *const units[] = {"lanyard-expire", "lanyard-check", "lanyard-repair"};
	bool found = false;
	size_t i;

	if (!admin_has_tool("systemctl"))
		return false;
	for (i = 0; i < COUNT_OF(units); i++)
		found = check_timer(doctor, units[i]) || found;
	return found;
}

/* The crontab */

/* Returns new: the text of the file at PATH, or its beginning; NULL: it has none, or can't be read. */
static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text;
	size_t length;

	if (file == NULL)
		return NULL;
	text = memory_zeroed(1, CRONTAB_LIMIT + 1);
	length = fread(text, 1, CRONTAB_LIMIT, file);
	fclose(file);
	while (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	if (length > 0)
		return text;
	free(text);
	return NULL;
}

/* Whether PART is in TEXT, as whole lines. */
static bool has_lines(const char *text, const char *part)
{
	size_t length = strlen(part);
	const char *at;

	for (at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		if ((at == text || at[-1] == '\n') && (at[length] == '\n' || at[length] == '\0'))
			return true;
	return false;
}

/* Borrows from DOCTOR: the first line of JOBS that CRONTAB does not have; NULL: it has all. */
static const char *missing_line(struct doctor *doctor, const char *crontab, const char *jobs)
{
	char *copy = memory_text(jobs), *rest = copy, *line;
	const char *missing = NULL;

	while (missing == NULL && (line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0' && !has_lines(crontab, line))
			missing = doctor_text(doctor, "%s", line);
	free(copy);
	return missing;
}

/*
 * Borrows from DOCTOR: the PATH that JOBS set, if TOOL is in none of its directories. NULL: it is,
 * or they set none.
 */
static const char *path_without(struct doctor *doctor, const char *jobs, const char *tool)
{
	static const char set[] = "\nPATH=";
	const char *lines = doctor_text(doctor, "\n%s", jobs), *at = strstr(lines, set), *path;
	char *rest, *directory;

	if (at == NULL)
		return NULL;
	at += strlen(set) + (at[strlen(set)] == '"');
	path = doctor_text(doctor, "%.*s", (int)strcspn(at, "\"\n"), at);
	rest = arena_text(&doctor->run->arena, path, strlen(path));
	while ((directory = strsep(&rest, ":")) != NULL)
		if (access(doctor_text(doctor, "%s/%s", directory, tool), X_OK) == 0)
			return NULL;
	return path;
}

/* The crontab has JOBS, the text of FILE: whether cron finds their tools. */
static void check_path(struct doctor *doctor, const char *file, const char *jobs)
{
	const char *path = path_without(doctor, jobs, "ticket-expire");

	if (path != NULL)
		finding_print(doctor->run, "cron", FINDING_PROBLEM,
			"crontab -e; set PATH to where the tools are, in the file as well",
			"the jobs of %s don't find ticket-expire: it is not in PATH=%s", file,
			path);
	else
		finding_print(doctor->run, "cron", FINDING_OK, NULL,
			"this user's crontab has the jobs of %s", file);
}

/* Compares the crontab with JOBS, the text of FILE. */
static void compare_crontab(struct doctor *doctor, const char *file, const char *jobs)
{
	const char *crontab = buffer_text(&doctor->child.out), *missing;
	struct run *run = doctor->run;

	if (has_lines(crontab, jobs)) {
		check_path(doctor, file, jobs);
		return;
	}
	missing = missing_line(doctor, crontab, jobs);
	finding_print(run, "cron", FINDING_WARNING,
		"crontab -e; or change the file, so that both have the same lines, without others between",
		missing != NULL ? "this user's crontab does not have all jobs of %s: %s"
				: "this user's crontab has the jobs of %s between other lines%s",
		file, missing != NULL ? missing : "");
}

/* Whether this user's crontab has the jobs that lanyard init wrote. */
static void check_crontab(struct doctor *doctor)
{
	const char *file = doctor_text(doctor, "%s/crontab", doctor->directory);
	char *jobs = read_file(file);
	const char *fix = jobs == NULL ? "lanyard init --print has the jobs; crontab -e adds them"
				       : doctor_text(doctor, "(crontab -l; cat %s) | crontab -",
						 quote_word(file, &doctor->run->arena));

	if (!admin_has_tool("crontab"))
		finding_print(doctor->run, "cron", FINDING_WARNING,
			doctor_text(doctor, "apt-get install cron, then: %s", fix),
			"there is no cron here: nothing runs by itself, unless by other means");
	else if (!child_tool(&doctor->child, "crontab -l") || doctor->child.status != 0)
		finding_print(doctor->run, "cron", FINDING_WARNING, fix,
			"this user has no crontab: nothing runs by itself, unless by other means");
	else if (jobs == NULL)
		finding_print(doctor->run, "cron", FINDING_UNKNOWN, fix,
			"%s has no jobs with which this user's crontab could be compared", file);
	else
		compare_crontab(doctor, file, jobs);
	free(jobs);
}

void doctor_check_jobs(struct doctor *doctor)
{
	check_outstanding(doctor);
	/* Beside timers, the jobs of a crontab would run twice. */
	if (!check_timers(doctor))
		check_crontab(doctor);
}
