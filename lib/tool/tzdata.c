#include "tool/tzdata.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/memory.h"

/* Where the C library looks: tzset(3). */
static const char *directory(void)
{
	const char *named = getenv("TZDIR");

	return named != NULL && *named != '\0' ? named : "/usr/share/zoneinfo";
}

/* Whether the file PATH is of a zone: it begins with TZif (RFC 8536, 3.1). */
static bool is_zone_file(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	char magic[4];
	bool is = file >= 0 && read(file, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
		  memcmp(magic, "TZif", sizeof(magic)) == 0;

	if (file >= 0)
		close(file);
	return is;
}

bool tzdata_has(const char *name, struct fault *fault)
{
	const char *where = directory();
	char *path;
	bool is;

	if (!local_is_zone(name))
		return fault_set(fault, EX_CONFIG,
			"\"%s\" is not the name of a zone, such as Europe/Berlin", name);
	if (strcmp(name, "UTC") == 0) /* the C library knows it without a file */
		return true;
	if (access(where, R_OK | X_OK) != 0)
		return fault_set(fault, EX_CONFIG,
			"%s can't be read: %s; Debian's package tzdata has the zones", where,
			strerror(errno));
	if (asprintf(&path, "%s/%s", where, name) < 0)
		memory_exhausted();
	is = is_zone_file(path);
	free(path);
	return is || fault_set(fault, EX_CONFIG, "\"%s\" is not a zone that this system has in %s",
			     name, where);
}

/* Whether NAME is in the system's table of zones by country, whose third column it is. */
static bool is_listed(const char *name)
{
	char *path, *line = NULL, *rest;
	bool found = false;
	size_t size = 0;
	FILE *file;

	if (asprintf(&path, "%s/zone.tab", directory()) < 0)
		memory_exhausted();
	file = fopen(path, "re");
	free(path);
	while (file != NULL && !found && getline(&line, &size, file) > 0) {
		rest = line;
		if (*line == '#' || strsep(&rest, "\t") == NULL || strsep(&rest, "\t") == NULL)
			continue;
		path = strsep(&rest, "\t\n");
		found = path != NULL && strcmp(path, name) == 0;
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return found;
}

const char *tzdata_listed_name(const char *name, struct arena *arena)
{
	const char *link = arena_printf(arena, "%s/%s", directory(), name), *listed = NULL;
	char *where = realpath(directory(), NULL), *target = realpath(link, NULL);
	size_t length = where != NULL ? strlen(where) : 0;

	if (where != NULL && target != NULL && strncmp(target, where, length) == 0 &&
		target[length] == '/')
		listed = arena_text(arena, target + length + 1, strlen(target + length + 1));
	free(where);
	free(target);
	return listed != NULL && strcmp(listed, name) != 0 && !is_listed(name) && is_listed(listed)
		       ? listed
		       : NULL;
}

bool tzdata_load(const char *name, struct fault *fault)
{
	if (!tzdata_has(name, fault))
		return false;
	if (setenv("TZ", name, 1) != 0)
		memory_exhausted();
	tzset();
	return true;
}

int64_t tzdata_offset(int64_t moment)
{
	time_t seconds = (time_t)moment;
	struct tm tm;

	return localtime_r(&seconds, &tm) != NULL ? tm.tm_gmtoff : 0;
}
