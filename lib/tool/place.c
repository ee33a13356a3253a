/*
 * Where the stores are: <home>/<conference>/<context>.db.
 */
#include <dirent.h>
#include <errno.h>

#include "base/memory.h"
#include "tool/diagnostic.h"
#include "tool/tool.h"

bool run_is_conference(const char *name)
{
	return *name != '.' && *name != '\0' && strlen(name) <= 64 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
		       strlen(name);
}

/* Returns new: the directory, or NULL if no variable names it. */
static char *find_home(void)
{
	const char *named = run_environment("LANYARD_HOME");
	const char *data = run_environment("XDG_DATA_HOME");
	const char *user = run_environment("HOME");
	char *path = NULL;
	int length = 0;

	/* The XDG Base Directory Specification: a relative path is ignored. */
	if (named != NULL)
		return memory_text(named);
	if (data != NULL && *data == '/')
		length = asprintf(&path, "%s/lanyard", data);
	else if (user != NULL)
		length = asprintf(&path, "%s/.local/share/lanyard", user);
	if (length < 0)
		memory_exhausted();
	return path;
}

const char *run_home(struct run *run)
{
	if (run->home == NULL)
		run->home = find_home();
	if (run->home != NULL)
		return run->home;
	diagnostic("no store is named: use -d FILE, or set LANYARD_HOME, or HOME");
	run_raise_status(run, EX_USAGE);
	return NULL;
}

/* Whether the name of a store's file: <context>.db; a copy's name has a word between. */
static int is_store(const struct dirent *entry)
{
	size_t letters = strspn(entry->d_name, "abcdefghijklmnopqrstuvwxyz");

	return letters > 0 && strcmp(entry->d_name + letters, ".db") == 0;
}

/* Whether the directory NAME in HOME has stores. */
static bool has_stores(const char *home, const char *name)
{
	struct dirent **entries;
	char *path;
	int count, i;

	if (asprintf(&path, "%s/%s", home, name) < 0)
		memory_exhausted();
	count = scandir(path, &entries, is_store, NULL);
	free(path);
	for (i = 0; i < count; i++)
		free(entries[i]);
	if (count >= 0)
		free(entries);
	return count > 0;
}

int run_conferences(const char *home, char *names[2])
{
	struct dirent **entries;
	int count = scandir(home, &entries, NULL, alphasort), i, found = 0;

	for (i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;

		if (found < 2 && run_is_conference(name) && has_stores(home, name))
			names[found++] = memory_text(name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return found;
}

/* Returns new: the only conference in HOME; NULL: the reason was printed. */
static char *find_conference(const char *home)
{
	char *names[2] = {NULL, NULL};
	int count = run_conferences(home, names);

	if (count == 1)
		return names[0];
	if (count == 0)
		diagnostic(
			"no conference is named, and %s has none: set LANYARD_CONFERENCE, or "
			"run \"lanyard init\"",
			home);
	else
		diagnostic(
			"no conference is named, and %s has several: set LANYARD_CONFERENCE to "
			"%s, %s or another",
			home, names[0], names[1]);
	free(names[0]);
	free(names[1]);
	return NULL;
}

const char *run_conference(struct run *run)
{
	const char *home;

	if (run->settings.conference != NULL)
		return run->settings.conference;
	home = run_home(run);
	if (home == NULL)
		return NULL;
	run->conference = find_conference(home);
	if (run->conference == NULL)
		run_raise_status(run, EX_USAGE);
	run->settings.conference = run->conference;
	return run->conference;
}

char *run_conference_store_path(struct run *run, const struct context *context)
{
	const char *home = run_home(run), *conference = home != NULL ? run_conference(run) : NULL;
	char *path;

	if (conference == NULL)
		return NULL;
	if (asprintf(&path, "%s/%s/%s.db", home, conference, context->name) < 0)
		memory_exhausted();
	return path;
}

/* The path of -d; without -d, <home>/<conference>/<context>.db. */
const char *run_store_path(struct run *run, const struct context *context)
{
	if (run->settings.store != NULL && *run->settings.store != '\0')
		return run->settings.store;
	if (run->settings.store != NULL) {
		diagnostic("-d: is empty");
		run_raise_status(run, EX_USAGE);
		return NULL;
	}
	free(run->store_path);
	run->store_path = run_conference_store_path(run, context);
	return run->store_path;
}
