/* Checks of the conference's stores, for lanyard doctor. */
#include <errno.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "admin/clients.h"
#include "admin/doctor.h"
#include "admin/finding.h"
#include "admin/place.h"
#include "admin/quote.h"
#include "base/memory.h"
#include "base/plural.h"
#include "store/seal.h"
#include "tool/tzdata.h"

enum { EARLY = 60, HOUR = 3600, DAY = 24 * HOUR, SEALED_DAYS = 3, SEALS_AMONG = 10000 };

static int64_t now(void)
{
	static const struct clock system_clock;

	return clock_now(&system_clock) / 1000;
}

/* Permissions */

/* Checks who can use PATH, which has STATUS. Returns whether it is as it should be. */
static bool check_access(struct doctor *doctor, const char *path, const struct stat *status)
{
	struct run *run = doctor->run;
	const char *word = quote_word(path, &run->arena);

	if (access(path, R_OK | W_OK | (S_ISDIR(status->st_mode) ? X_OK : 0)) != 0) {
		finding_print(run, "permissions", FINDING_PROBLEM,
			doctor_text(doctor, "chown %u %s, as root", (unsigned)geteuid(), word),
			"%s can't be written to: it belongs to user %u", path,
			(unsigned)status->st_uid);
	} else if (status->st_mode & S_IRWXO) {
		finding_print(run, "permissions", FINDING_PROBLEM,
			doctor_text(doctor, "chmod %s= %s", status->st_mode & S_IWGRP ? "o" : "go",
				word),
			"%s is open to everybody: it has people's names, and its readers can block "
			"sales",
			path);
	} else if (S_ISREG(status->st_mode) && (status->st_mode & S_IRGRP) &&
		   !(status->st_mode & S_IWGRP)) {
		finding_print(run, "permissions", FINDING_WARNING,
			doctor_text(doctor, "chmod g= %s", word),
			"%s can be read by its group, who can then block sales", path);
	} else {
		return true;
	}
	return false;
}

/* Checks PATH, a file or directory that may be missing. Returns whether it is as it should be. */
static bool check_file(struct doctor *doctor, const char *path)
{
	struct stat status;

	if (lstat(path, &status) != 0 && errno == ENOENT)
		return true;
	if (stat(path, &status) != 0)
		finding_print(doctor->run, "permissions", FINDING_PROBLEM, NULL, "%s: %s", path,
			strerror(errno));
	else if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
		finding_print(doctor->run, "permissions", FINDING_PROBLEM, NULL,
			"%s is neither a file nor a directory", path);
	else
		return check_access(doctor, path, &status);
	return false;
}

/* Checks the lock of the store in FILE, which has nothing in it that could be lost. */
static bool check_lock_file(struct doctor *doctor, const char *file)
{
	const char *path = doctor_text(doctor, "%s.lock", file);
	struct stat status;

	if (lstat(path, &status) != 0 || !S_ISLNK(status.st_mode))
		return check_file(doctor, path);
	finding_print(doctor->run, "permissions", FINDING_PROBLEM,
		doctor_text(doctor, "rm %s", quote_word(path, &doctor->run->arena)),
		"%s is a symbolic link", path);
	return false;
}

void doctor_check_permissions(struct doctor *doctor)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	bool good = true;
	size_t i, j;

	for (i = 0; i < doctor->place_count; i++)
		good = check_file(doctor, doctor->places[i].path) && good;
	for (i = 0; i < ADMIN_CONTEXTS; i++) {
		const char *file = place_file(doctor->run, admin_context(i));

		for (j = 0; j < COUNT_OF(ends); j++)
			good = check_file(doctor, doctor_text(doctor, "%s%s", file, ends[j])) &&
			       good;
		good = check_lock_file(doctor, file) && good;
	}
	if (good)
		finding_print(doctor->run, "permissions", FINDING_OK, NULL,
			"the stores can be written to, and are closed to everybody else");
}

/* Locks */

/* The process that holds a lock on the file of STATUS, as /proc/locks has it; 0: none. */
static int64_t holder_of(const struct stat *status)
{
	FILE *locks = fopen("/proc/locks", "re");
	char line[256], wanted[64];
	int64_t holder = 0;

	snprintf(wanted, sizeof(wanted), "%02x:%02x:%llu", major(status->st_dev),
		minor(status->st_dev), (unsigned long long)status->st_ino);
	while (holder == 0 && locks != NULL && fgets(line, sizeof(line), locks) != NULL) {
		char type[16], process[32], place[64];

		if (sscanf(line, "%*s %15s %*s %*s %31s %63s", type, process, place) == 3 &&
			strcmp(type, "FLOCK") == 0 && strcmp(place, wanted) == 0)
			holder = strtonum(process, 1, INT32_MAX, NULL);
	}
	if (locks != NULL)
		fclose(locks);
	return holder;
}

/* The name of PROCESS. */
static const char *process_name(struct doctor *doctor, int64_t process)
{
	FILE *file = fopen(doctor_text(doctor, "/proc/%lld/comm", (long long)process), "re");
	char name[64] = "";

	if (file != NULL && fgets(name, sizeof(name), file) != NULL)
		name[strcspn(name, "\n")] = '\0';
	if (file != NULL)
		fclose(file);
	return *name != '\0' ? doctor_text(doctor, "%s", name) : "a program";
}

static bool check_lock(struct doctor *doctor, const char *context)
{
	const char *path = doctor_text(doctor, "%s.lock", place_file(doctor->run, context));
	struct stat status;
	int64_t holder;

	if (stat(path, &status) != 0 || (holder = holder_of(&status)) == 0)
		return true;
	/* A command holds it for some milliseconds. */
	sleep(1);
	if (holder_of(&status) != holder)
		return true;
	finding_print(doctor->run, "lock", FINDING_WARNING,
		doctor_text(doctor, "wait, or end process %lld", (long long)holder),
		"%s (process %lld) has kept %s locked for a second: others wait",
		process_name(doctor, holder), (long long)holder, context);
	return false;
}

void doctor_check_locks(struct doctor *doctor)
{
	bool good = true;
	size_t i;

	for (i = 0; i < ADMIN_CONTEXTS; i++)
		good = check_lock(doctor, admin_context(i)) && good;
	if (good)
		finding_print(
			doctor->run, "lock", FINDING_OK, NULL, "no process keeps a store locked");
}

/* Feeds */

/*
 * Whether TOOL prints an event after SEQUENCE: a feed, or bus-consume with an OPERAND, which is
 * otherwise "".
 */
static bool has_after(
	struct doctor *doctor, const char *tool, const char *operand, int64_t sequence)
{
	struct child *child = &doctor->child;

	return child_tool(child, doctor_text(doctor, "%s --after %lld --limit 1%s", tool,
					 (long long)sequence, operand)) &&
	       child->status == 0 && child->out.length > 0;
}

/* The last sequence of the feed that TOOL prints, which has no gaps; 0: it is empty. */
static int64_t last_of(struct doctor *doctor, const char *tool, const char *operand)
{
	int64_t below = 0, above = 1;

	if (!has_after(doctor, tool, operand, 0))
		return 0;
	while (has_after(doctor, tool, operand, above)) {
		below = above;
		above *= 2;
	}
	/* There is an event after BELOW, and none after ABOVE. */
	while (above - below > 1) {
		int64_t middle = below + (above - below) / 2;

		if (has_after(doctor, tool, operand, middle))
			below = middle;
		else
			above = middle;
	}
	return above;
}

/* When EVENT was recorded, in seconds; 0: not known. */
static int64_t time_of(const json_t *event)
{
	return clock_parse_or(json_string_value(json_object_get(event, "time")), 0) / 1000;
}

/* The time of the event that the last command has printed. */
static int64_t time_of_event(struct doctor *doctor)
{
	size_t at = 0;
	json_t *event = child_next_row(&doctor->child, &at);
	int64_t seconds = time_of(event);

	json_decref(event);
	return seconds;
}

/* How far the bus is behind the feed whose last event is LAST, which was recorded at WHEN. */
static void check_relay(struct doctor *doctor, const char *context, int64_t last, int64_t when)
{
	const char *operand = doctor_text(doctor, " %s", context), *fix;
	int64_t published = last;
	bool fine;

	if (run_environment("NATS_URL") == NULL || !admin_has_tool("bus-consume"))
		return;
	fix = doctor_text(doctor, "bus-publish --follow %s, as a service: lanyard-bus(7)", context);
	if (!has_after(doctor, "bus-consume", operand, last - 1)) {
		if (doctor->child.status != 0) {
			finding_print(doctor->run, "relay", FINDING_PROBLEM, fix, "%s: %s", context,
				child_reason(&doctor->child));
			return;
		}
		published = last_of(doctor, "bus-consume", operand);
	}
	fine = published == last || now() - when < EARLY;
	finding_print(doctor->run, "relay", fine ? FINDING_OK : FINDING_PROBLEM, fine ? NULL : fix,
		"the bus has %lld of %lld events of %s", (long long)published, (long long)last,
		context);
}

/* Consumers of a feed that are not at its end. */
static void check_consumers(struct doctor *doctor, const char *feed)
{
	size_t at = 0;
	json_t *row;

	if (!child_tool(&doctor->child, doctor_text(doctor, "%s --consumers", feed)))
		return;
	while ((row = child_next_row(&doctor->child, &at)) != NULL) {
		long long lag = json_integer_value(json_object_get(row, "lag"));
		const char *name = json_string_value(json_object_get(row, "consumer"));

		if (lag > 0 && name != NULL)
			finding_print(doctor->run, "consumer", FINDING_WARNING,
				doctor_text(doctor, "run its command again: %s --consumer %s ...",
					feed, name),
				"%s is %lld event%s behind", name, lag, plural(lag));
		json_decref(row);
	}
}

/* Whether the events of FEED are sealed in time, as far as its last ones show. */
static void check_seals(struct doctor *doctor, const char *context, const char *feed)
{
	int64_t sealed = 0, first = 0; /* the last seal, and the first event after it */
	int64_t days, hours;
	size_t at = 0;
	json_t *event;

	if (!child_tool(&doctor->child, doctor_text(doctor, "%s --last %d", feed, SEALS_AMONG)) ||
		doctor->child.status != 0)
		return;
	while ((event = child_next_row(&doctor->child, &at)) != NULL) {
		const char *type = json_string_value(json_object_get(event, "type"));

		if (type != NULL && strcmp(type, feed_sealed_message.type) == 0) {
			sealed = time_of(event);
			first = 0;
		} else if (first == 0) {
			first = time_of(event);
		}
		json_decref(event);
	}
	days = (now() - first) / DAY;
	hours = (now() - sealed) / HOUR + 1;
	if (first > 0 && days >= SEALED_DAYS)
		finding_print(doctor->run, "seal", FINDING_WARNING,
			doctor_text(
				doctor, "event-seal %s, and let a job run it each night", context),
			"%s has events that are not sealed, the first for %lld days", context,
			(long long)days);
	else if (sealed > 0)
		finding_print(doctor->run, "seal", FINDING_OK, NULL,
			"%s was sealed less than %lld hour%s ago", context, (long long)hours,
			plural(hours));
}

static void check_feed(struct doctor *doctor, const char *context, const char *prefix)
{
	const char *feed = doctor_text(doctor, "%s-feed", prefix);
	int64_t last, when, ahead;

	if (!place_has_store(doctor->run, context))
		return;
	if (!child_tool(&doctor->child, doctor_text(doctor, "%s --limit 1", feed)) ||
		doctor->child.status != 0) {
		finding_print(doctor->run, "feed", FINDING_PROBLEM,
			doctor->child.status == 75 ? "run it again"
						   : "lanyard-operate(7) has what to do",
			"%s: %s", context, child_reason(&doctor->child));
		return;
	}
	last = last_of(doctor, feed, "");
	has_after(doctor, feed, "", last - 1);
	when = time_of_event(doctor);
	ahead = when - now();
	if (ahead > EARLY)
		finding_print(doctor->run, "feed", FINDING_PROBLEM,
			"set the clock; what was recorded meanwhile stays in the order of the feed",
			"the last event of %s is %lld minutes in the future: the clock was wrong, or is",
			context, (long long)ahead / 60);
	else
		finding_print(doctor->run, "feed", FINDING_OK, NULL, "%s has %lld event%s", context,
			(long long)last, plural(last));
	check_relay(doctor, context, last, when);
	check_consumers(doctor, feed);
	check_seals(doctor, context, feed);
}

void doctor_check_feeds(struct doctor *doctor)
{
	int i;

	check_feed(doctor, "ticketing", "ticket");
	for (i = 0; i < ADMIN_CLIENTS; i++)
		check_feed(doctor, admin_clients[i].context, admin_clients[i].prefix);
}

void doctor_check_zone(struct doctor *doctor)
{
	struct fault fault = {0};
	const char *zone;
	json_t *event;
	size_t at = 0;

	if (!place_has_store(doctor->run, "ticketing"))
		return;
	child_tool(&doctor->child, "ticket-conference show");
	/* 65: none was set. A store that can't be read is reported as its feed is. */
	if (doctor->child.status != 0 && doctor->child.status != EX_DATAERR)
		return;
	event = child_next_row(&doctor->child, &at);
	zone = json_string_value(json_object_get(json_object_get(event, "data"), "zone"));
	if (zone == NULL)
		finding_print(doctor->run, "time zone", FINDING_WARNING,
			"ticket-conference set --zone Europe/Berlin",
			"none is set: dates are read and shown in UTC");
	else if (!tzdata_has(zone, &fault))
		finding_print(doctor->run, "time zone", FINDING_PROBLEM, "apt-get install tzdata",
			"%s", fault.reason);
	else
		finding_print(
			doctor->run, "time zone", FINDING_OK, NULL, "this system has %s", zone);
	json_decref(event);
}
