#include "tool/confine.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "message/message.h"
#include "store/context.h"
#include "tool/diagnostic.h"
#include "tool/landlock.h"
#include "tool/seccomp.h"
#include "tool/tool.h"

/* The rules of a tool's files while they are collected. */
struct rules {
	struct run *run;
	int version; /* of Landlock */
	int ruleset;
};

bool confine_runs_programs(const struct run *run)
{
	return (run->tool->needs & NEEDS_PROGRAMS) || run->settings.consumer != NULL;
}

bool confine_is_later(const struct run *run)
{
	return confine_runs_programs(run) || run->settings.copy != NULL;
}

static bool needs_sockets(const struct run *run)
{
	return run->tool->needs & NEEDS_SOCKETS;
}

/* WHAT is not confined because the kernel, or a sandbox around the tool, does not have it. */
static void report_missing(const struct run *run, const char *what, const char *why)
{
	if (run->settings.verbose)
		diagnostic("not confined: %s: %s", what, why);
}

/*
 * WHAT failed with errno. Returns true if it is not available here, which a tool works without;
 * otherwise false with FAULT set.
 */
static bool is_unavailable(const struct run *run, const char *what, struct fault *fault)
{
	switch (errno) {
	case ENOSYS:
	case EOPNOTSUPP:
	case EINVAL:
	case EPERM:
	case EACCES:
	case E2BIG: /* too many sandboxes around it */
		report_missing(run, what, strerror(errno));
		return true;
	default:
		return fault_set_errno(fault, EX_OSERR, "can't be confined: %s", what);
	}
}

bool confine_calls(struct run *run, struct fault *fault)
{
	if (run->calls_confined)
		return true;
	run->calls_confined = true;
#ifdef UNCONFINED
	report_missing(run, "the tool", UNCONFINED);
	return true;
#endif
	/* Without it, a process without privileges may not confine itself, and the rest is not tried. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		run->files_confined = true;
		return is_unavailable(run, "no_new_privs", fault);
	}
	return seccomp_begin(needs_sockets(run)) ||
	       is_unavailable(run, "system calls, by a filter", fault);
}

/* Allows a path that may be missing: then it is not needed either. */
static void allow(const struct rules *rules, const char *path, enum landlock_use use)
{
	if (path != NULL)
		landlock_allow(rules->ruleset, rules->version, path, use);
}

/* Whether the tool may sort, or keep rows, in files that are removed at its end. */
static bool needs_temporary_files(const struct run *run)
{
	const struct verb *verb = run->verb;

	return verb->report != NULL || verb->filter != NULL || run->tool->serves != NULL;
}

/* Allows PATH for temporary files. Returns whether SQLite takes it for them. */
static bool allow_temporary(const struct rules *rules, const char *path)
{
	struct stat status;

	allow(rules, path, LANDLOCK_FILES);
	return path != NULL && stat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
	       access(path, W_OK | X_OK) == 0;
}

static void allow_temporary_files(const struct rules *rules)
{
	const char *const places[] = {run_environment("SQLITE_TMPDIR"), run_environment("TMPDIR"),
		"/var/tmp", "/usr/tmp", "/tmp"};
	bool any = false;
	size_t i;

	for (i = 0; i < COUNT_OF(places); i++)
		any |= allow_temporary(rules, places[i]);
	if (!any)
		allow(rules, ".", LANDLOCK_FILES); /* the last one that SQLite tries */
}

/* What the C library and SQLite read, or make for a while, once files are open. */
static void allow_libraries(const struct rules *rules)
{
	/* Locales and zones; those in use may be elsewhere. */
	allow(rules, "/usr/lib", LANDLOCK_READ);
	allow(rules, "/usr/share", LANDLOCK_READ);
	allow(rules, run_environment("LOCPATH"), LANDLOCK_READ);
	allow(rules, run_environment("TZDIR"), LANDLOCK_READ);
	allow(rules, "/dev/urandom", LANDLOCK_READ);
	if (needs_temporary_files(rules->run))
		allow_temporary_files(rules);
}

/* What finds and checks a server by its name: getaddrinfo(3), and certificates. */
static void allow_network(const struct rules *rules)
{
	static const char *const read[] = {"/etc", "/run", "/usr", "/lib", "/lib64", NULL};
	const char *const *path;

	for (path = read; *path != NULL; path++)
		allow(rules, *path, LANDLOCK_READ);
	allow(rules, run_environment("SSL_CERT_FILE"), LANDLOCK_READ);
	allow(rules, run_environment("SSL_CERT_DIR"), LANDLOCK_READ);
}

/* Returns new: the directory of the file PATH, symbolic links resolved if it is there. */
static char *directory_of(const char *path)
{
	char *file = realpath(path, NULL), *directory;

	if (file == NULL)
		file = memory_text(path);
	directory = memory_text(dirname(file));
	free(file);
	return directory;
}

/*
 * Allows the file PATH, which may be replaced before it is read again: by a new one of its name, or
 * where a symbolic link leads.
 */
static void allow_renewed(const struct rules *rules, const char *path)
{
	char *named = memory_text(path), *real = directory_of(path);

	allow(rules, dirname(named), LANDLOCK_READ);
	allow(rules, real, LANDLOCK_READ);
	free(named);
	free(real);
}

/* The stores that a tool of several contexts may open after the first. */
static void allow_other_stores(const struct rules *rules)
{
	struct run *run = rules->run;
	const struct context *const *context = run->tool->serves;

	if (run->settings.store != NULL)
		return;
	for (; context != NULL && *context != NULL; context++) {
		char *path = run_conference_store_path(run, *context);
		char *directory = directory_of(path);

		allow(rules, directory, LANDLOCK_STORE);
		free(directory);
		free(path);
	}
}

/* The file of -r, which a tool may open after its store. */
static void allow_rejects(const struct rules *rules)
{
	char *directory = directory_of(rules->run->settings.rejects);

	allow(rules, directory, LANDLOCK_STORE);
	free(directory);
}

/* Collects the rules; false with errno set: DIRECTORY can't be allowed. */
static bool allow_all(const struct rules *rules, const char *directory)
{
	const char *const *name = rules->run->tool->files;

	if (directory != NULL &&
		!landlock_allow(rules->ruleset, rules->version, directory, LANDLOCK_STORE))
		return false;
	allow(rules, rules->run->settings.copy, LANDLOCK_STORE);
	if (rules->run->settings.rejects != NULL)
		allow_rejects(rules);
	allow_libraries(rules);
	if (directory != NULL)
		allow_other_stores(rules);
	if (needs_sockets(rules->run))
		allow_network(rules);
	for (; name != NULL && *name != NULL; name++)
		if (run_environment(*name) != NULL)
			allow_renewed(rules, run_environment(*name));
	return true;
}

static bool restrict_files(struct run *run, int version, const char *directory, struct fault *fault)
{
	struct rules rules = {run, version, landlock_begin(version, needs_sockets(run))};
	bool restricted;
	int error;

	if (rules.ruleset < 0)
		return is_unavailable(run, "files, by Landlock", fault);
	restricted = allow_all(&rules, directory) && landlock_end(rules.ruleset);
	error = errno;
	close(rules.ruleset);
	errno = error;
	return restricted || is_unavailable(run, "files, by Landlock", fault);
}

bool confine_files(struct run *run, const char *directory, struct fault *fault)
{
	int version;

	if (!confine_calls(run, fault))
		return false;
	if (run->files_confined)
		return true;
	run->files_confined = true;
#ifdef UNCONFINED
	return true;
#endif
	version = landlock_version();
	if (version < 0)
		return is_unavailable(run, "files, by Landlock", fault);
	if (version < LANDLOCK_WANTED && run->settings.verbose)
		diagnostic(
			"not confined as it could be: the kernel has version %d of Landlock, "
			"and not %d",
			version, LANDLOCK_WANTED);
	return restrict_files(run, version, directory, fault);
}

bool confine_files_beside(struct run *run, const char *path, struct fault *fault)
{
	char *directory = directory_of(path);
	bool confined = confine_files(run, directory, fault);

	free(directory);
	return confined;
}
