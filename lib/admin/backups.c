/* Checks of the stores' backups, for lanyard doctor. */
#include <dirent.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/clients.h"
#include "admin/doctor.h"
#include "admin/finding.h"
#include "admin/place.h"
#include "admin/quote.h"
#include "base/memory.h"
#include "base/plural.h"

enum { HOUR = 3600, OLD_BACKUP = 36 * HOUR };

static int64_t now(void)
{
	static const struct clock system_clock;

	return clock_now(&system_clock) / 1000;
}

/* A store, or a copy of one: its texts live in the run's arena. */
struct copy {
	const char *path; /* NULL: none */
	struct stat status;
	const char *reason; /* why it can't be read; NULL: it was read */
	const char *context, *conference, *first;
	int64_t last; /* sequence */
};

/* Borrows from the doctor: the URI by which SQLite reads PATH, and makes no files beside it. */
static const char *uri_of(struct doctor *doctor, const char *path)
{
	bool has_log = access(doctor_text(doctor, "%s-wal", path), F_OK) == 0;
	struct buffer out = {0};
	const char *uri;

	buffer_add_text(&out, "file:");
	for (; *path != '\0'; path++)
		if (strchr("%?#", *path) != NULL)
			buffer_add_format(&out, "%%%02X", (unsigned char)*path);
		else
			buffer_add(&out, path, 1);
	buffer_add_text(&out, has_log ? "?mode=ro" : "?immutable=1");
	uri = doctor_text(doctor, "%s", buffer_text(&out));
	buffer_release(&out);
	return uri;
}

/* Borrows from the doctor: the text NAME of ROW; "" if it has none. */
static const char *text_of(struct doctor *doctor, const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return doctor_text(doctor, "%s", text != NULL ? text : "");
}

/* Reads which store COPY is of, and how far. False: it is of none, as far as can be seen. */
static bool read_copy(struct doctor *doctor, struct copy *copy)
{
	static const char sql[] =
		"SELECT json_object('context', context, 'conference', conference,"
		" 'first', (SELECT hex(id) FROM events ORDER BY seq LIMIT 1),"
		" 'last', (SELECT coalesce(max(seq), 0) FROM events)) FROM identity";
	struct child *child = &doctor->child;
	size_t at = 0;
	json_t *row;

	child_run(child, NULL,
		(char *[]){(char[]){"sqlite3"}, (char[]){"-batch"}, (char[]){"-init"},
			(char[]){"/dev/null"}, (char *)(uintptr_t)uri_of(doctor, copy->path),
			(char *)(uintptr_t)sql, NULL});
	if (child->status != 0) {
		copy->reason = doctor_text(doctor, "%s", child_reason(child));
		return strstr(copy->reason, "no such table") == NULL;
	}
	row = child_next_row(child, &at);
	copy->context = text_of(doctor, row, "context");
	copy->conference = text_of(doctor, row, "conference");
	copy->first = text_of(doctor, row, "first");
	copy->last = json_integer_value(json_object_get(row, "last"));
	json_decref(row);
	return *copy->context != '\0';
}

/* The order in which copies are read: the newest first; of one moment, by their paths. */
static bool precedes(const struct copy *one, const struct copy *other)
{
	const struct timespec *a = &one->status.st_mtim, *b = &other->status.st_mtim;

	if (a->tv_sec != b->tv_sec)
		return a->tv_sec > b->tv_sec;
	if (a->tv_nsec != b->tv_nsec)
		return a->tv_nsec > b->tv_nsec;
	return strcmp(one->path, other->path) < 0;
}

/*
 * Looks in DIRECTORY for files whose names begin with CONTEXT and end in .db, but its store. FOUND
 * becomes the first that follows BEFORE, if it precedes what was found.
 */
static void find_copy(struct doctor *doctor, const char *directory, const char *context,
	const struct copy *before, struct copy *found)
{
	DIR *entries = opendir(directory);
	struct dirent *entry;

	while (entries != NULL && (entry = readdir(entries)) != NULL) {
		const char *path = doctor_text(doctor, "%s/%s", directory, entry->d_name);
		struct copy copy = {.path = path};

		if (fnmatch(doctor_text(doctor, "%s?*.db", context), entry->d_name, 0) == 0 &&
			stat(path, &copy.status) == 0 && S_ISREG(copy.status.st_mode) &&
			(before->path == NULL || precedes(before, &copy)) &&
			(found->path == NULL || precedes(&copy, found)))
			*found = copy;
	}
	if (entries != NULL)
		closedir(entries);
}

/* Finds the newest backup of STORE; its path is NULL if there is none. */
static struct copy find_backup(struct doctor *doctor, const char *context, const struct copy *store)
{
	const char *home = run_environment("HOME");
	struct copy before = {0};
	size_t i;

	for (;;) {
		struct copy found = {0};

		for (i = 0; i < doctor->place_count; i++)
			find_copy(doctor, doctor->places[i].path, context, &before, &found);
		if (home != NULL)
			find_copy(doctor, home, context, &before, &found);
		if (doctor_backups != NULL)
			find_copy(doctor, doctor_backups, context, &before, &found);
		/* One that can't be read is damaged; others may be of other stores. */
		if (found.path == NULL ||
			(read_copy(doctor, &found) &&
				(found.reason != NULL ||
					(strcmp(found.context, store->context) == 0 &&
						strcmp(found.conference, store->conference) == 0 &&
						strcmp(found.first, store->first) == 0))))
			return found;
		before = found;
	}
}

/* Borrows from the doctor: the command line that backs the store at PATH up. */
static const char *backup_command(struct doctor *doctor, const char *context, const char *path)
{
	const char *to = doctor_backups != NULL ? doctor_backups : doctor->directory, *words;
	struct arena *arena = &doctor->run->arena;
	struct buffer out = {0};

	buffer_add_text(&out, ".backup \"");
	for (; *to != '\0'; to++) {
		if (strchr("\"\\", *to) != NULL)
			buffer_add_text(&out, "\\");
		buffer_add(&out, to, 1);
	}
	buffer_add_format(&out, "/%s.backup.db\"", context);
	words = doctor_text(doctor, "(umask 077 && sqlite3 -readonly %s %s)",
		quote_word(path, arena), quote_word(buffer_text(&out), arena));
	buffer_release(&out);
	return words;
}

/* What is wrong with the backup of STORE that was found. False: nothing is. */
static bool has_problem(struct doctor *doctor, const struct copy *store, const struct copy *backup,
	const char *again)
{
	int64_t age = now() - (int64_t)backup->status.st_mtime, missing;

	if (backup->reason != NULL) {
		finding_print(doctor->run, "backup", FINDING_PROBLEM, again, "%s can't be read: %s",
			backup->path, backup->reason);
		return true;
	}
	missing = store->last - backup->last;
	if (missing < 0)
		finding_print(doctor->run, "backup", FINDING_PROBLEM,
			"find out which of the two is right: lanyard-operate(7)",
			"%s has %lld event%s more than the store", backup->path,
			(long long)-missing, plural(-missing));
	else if (age > OLD_BACKUP && missing > 0)
		finding_print(doctor->run, "backup", FINDING_PROBLEM, again,
			"%s is %lld hours old, and lacks %lld event%s", backup->path,
			(long long)age / HOUR, (long long)missing, plural(missing));
	else if (backup->status.st_mode & S_IRWXO)
		finding_print(doctor->run, "backup", FINDING_PROBLEM,
			doctor_text(doctor, "chmod o= %s",
				quote_word(backup->path, &doctor->run->arena)),
			"%s is open to everybody: it has people's names", backup->path);
	else
		return false;
	return true;
}

static void check_backup(struct doctor *doctor, const char *context)
{
	const char *path = place_file(doctor->run, context);
	const char *again = backup_command(doctor, context, path);
	struct copy store = {.path = path}, backup;
	long long age;

	if (stat(path, &store.status) != 0 || !read_copy(doctor, &store) || store.reason != NULL)
		return; /* as its feed is, which is reported */
	backup = find_backup(doctor, context, &store);
	age = now() - (int64_t)backup.status.st_mtime;
	if (backup.path == NULL)
		finding_print(doctor->run, "backup", FINDING_PROBLEM, again,
			"no backup of %s is found; --backups names another directory", context);
	else if (has_problem(doctor, &store, &backup, again))
		return;
	else if (store.status.st_dev == backup.status.st_dev)
		finding_print(doctor->run, "backup", FINDING_WARNING,
			"copy it, or the feed, to another disk: BACKUP in lanyard-operate(7)",
			"%s is %lld hours old, and on the disk of the store", backup.path,
			age / HOUR);
	else
		finding_print(doctor->run, "backup", FINDING_OK, NULL, "%s is %lld hours old",
			backup.path, age / HOUR);
}

void doctor_check_backups(struct doctor *doctor)
{
	size_t i;

	if (!admin_has_tool("sqlite3")) {
		finding_print(doctor->run, "backup", FINDING_PROBLEM, "apt-get install sqlite3",
			"there is no sqlite3, which makes backups");
		return;
	}
	for (i = 0; i < ADMIN_CONTEXTS; i++)
		if (place_has_store(doctor->run, admin_context(i)))
			check_backup(doctor, admin_context(i));
}
