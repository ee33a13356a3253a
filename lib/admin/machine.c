/* Checks of the machine, for lanyard doctor. */
#include <errno.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include "admin/doctor.h"
#include "admin/finding.h"
#include "admin/place.h"
#include "base/memory.h"
#include "tool/landlock.h"
#include "tool/seccomp.h"

enum {
	DESCRIPTORS_LEAST = 64,
	SQLITE_FIXED = 3051003, /* the version without the bug of write-ahead logs */
	MIB = 1024 * 1024,
	SPACE_LEAST = 100, /* MiB */
};

/* Whether the tools run as they are meant to. */
void doctor_check_environment(struct doctor *doctor)
{
	const char *now = run_environment("LANYARD_NOW"), *trace = run_environment("LANYARD_TRACE");
	const char *preload = run_environment("LD_PRELOAD");

	if (now != NULL)
		finding_print(doctor->run, "environment", FINDING_PROBLEM, "unset LANYARD_NOW",
			"the tools' clock stands still at %s: LANYARD_NOW is set", now);
	if (preload != NULL && strstr(preload, "eatmydata") != NULL)
		finding_print(doctor->run, "environment", FINDING_PROBLEM, "unset LD_PRELOAD",
			"libeatmydata is preloaded: what is printed is not on disk");
	if (trace != NULL)
		finding_print(doctor->run, "environment", FINDING_WARNING, "unset LANYARD_TRACE",
			"each action is written to %s, which grows: LANYARD_TRACE is set", trace);
	if (now == NULL && preload == NULL && trace == NULL)
		finding_print(doctor->run, "environment", FINDING_OK, NULL,
			"no variable changes the tools' clock or writes");
}

/* File systems, by their numbers in statfs(2), that stores can't be on, or should not. */
static const struct file_system {
	unsigned long type;
	enum finding_state state;
	const char *name, *why;
} file_systems[] = {
	{0x6969, FINDING_PROBLEM, "NFS", "neither locks nor shared memory work on it"},
	{0x517b, FINDING_PROBLEM, "SMB", "neither locks nor shared memory work on it"},
	{0xff534d42, FINDING_PROBLEM, "CIFS", "neither locks nor shared memory work on it"},
	{0xfe534d42, FINDING_PROBLEM, "SMB 2", "neither locks nor shared memory work on it"},
	{0x01021997, FINDING_PROBLEM, "9P", "neither locks nor shared memory work on it"},
	{0x00c36400, FINDING_PROBLEM, "Ceph", "neither locks nor shared memory work on it"},
	{0x5346414f, FINDING_PROBLEM, "AFS", "neither locks nor shared memory work on it"},
	{0x65735546, FINDING_WARNING, "FUSE",
		"a program serves it, perhaps another machine's: locks and syncs may not work"},
	{0x01021994, FINDING_PROBLEM, "tmpfs", "it is lost when the machine stops"},
	{0x858458f6, FINDING_PROBLEM, "ramfs", "it is lost when the machine stops"},
	{0x794c7630, FINDING_WARNING, "overlayfs",
		"in a container, it may be lost with the container: mount a volume there"},
};

/* Directories that a program copies to other machines while they are written to. */
static const char *synchronised(const char *path)
{
	static const char *const names[] = {"Dropbox", "OneDrive", "Google Drive", "Nextcloud",
		"ownCloud", "Syncthing", "iCloud"};
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		if (strstr(path, names[i]) != NULL)
			return names[i];
	return NULL;
}

static void check_file_system(struct doctor *doctor, const char *path)
{
	const char *cloud = synchronised(path);
	const char *fix = "move the stores to a local disk: MOVING in lanyard-operate(7)";
	struct statfs status;
	size_t i;

	if (statfs(path, &status) != 0) {
		finding_print(doctor->run, "file system", FINDING_UNKNOWN, NULL, "%s: %s", path,
			strerror(errno));
		return;
	}
	for (i = 0; i < COUNT_OF(file_systems); i++)
		if ((unsigned long)status.f_type == file_systems[i].type)
			break;
	if (i < COUNT_OF(file_systems))
		finding_print(doctor->run, "file system", file_systems[i].state, fix,
			"%s is on %s: %s", path, file_systems[i].name, file_systems[i].why);
	else if (cloud != NULL)
		finding_print(doctor->run, "file system", FINDING_PROBLEM, fix,
			"%s is copied by %s while it is written to", path, cloud);
	else
		finding_print(doctor->run, "file system", FINDING_OK, NULL,
			"%s is on no network or memory file system", path);
	if (status.f_flags & ST_RDONLY)
		finding_print(doctor->run, "file system", FINDING_PROBLEM,
			"look at the system's log, then mount it for writing", "%s is read-only",
			path);
}

void doctor_check_file_system(struct doctor *doctor)
{
	size_t i;

	for (i = 0; i < doctor->place_count; i++)
		check_file_system(doctor, doctor->places[i].path);
}

static void check_space(struct doctor *doctor, const char *path)
{
	struct statvfs status;
	unsigned long long left;

	if (statvfs(path, &status) != 0) {
		finding_print(doctor->run, "disk space", FINDING_UNKNOWN, NULL, "%s: %s", path,
			strerror(errno));
		return;
	}
	left = (unsigned long long)status.f_bavail * status.f_frsize / MIB;
	/* File systems that count no inodes report 0 of 0. */
	if (status.f_files > 0 && status.f_favail < 100)
		finding_print(doctor->run, "disk space", FINDING_PROBLEM,
			"delete files that nobody needs", "%llu more files can be made in %s",
			(unsigned long long)status.f_favail, path);
	else if (left < SPACE_LEAST)
		finding_print(doctor->run, "disk space", FINDING_PROBLEM,
			"free some space, but delete no file beside a store",
			"%llu MiB are left in %s", left, path);
	else
		finding_print(doctor->run, "disk space", FINDING_OK, NULL,
			"%llu MiB are left in %s", left, path);
}

void doctor_check_space(struct doctor *doctor)
{
	size_t i;

	for (i = 0; i < doctor->place_count; i++)
		if (!doctor->places[i].same_disk)
			check_space(doctor, doctor->places[i].path);
}

void doctor_check_clock(struct doctor *doctor)
{
	struct timex clock = {.modes = 0}; /* reads */
	int state = adjtimex(&clock);

	if (state < 0)
		finding_print(doctor->run, "clock", FINDING_UNKNOWN, NULL, "adjtimex: %s",
			strerror(errno));
	else if (state == TIME_ERROR || (clock.status & STA_UNSYNC))
		finding_print(doctor->run, "clock", FINDING_WARNING,
			"timedatectl set-ntp true, or install chrony",
			"nothing sets it by other clocks: deadlines and sales are decided by it");
	else
		finding_print(doctor->run, "clock", FINDING_OK, NULL, "it is synchronised");
}

void doctor_check_sqlite(struct doctor *doctor)
{
	if (sqlite3_libversion_number() >= SQLITE_FIXED)
		finding_print(doctor->run, "SQLite", FINDING_OK, NULL, "version %s",
			sqlite3_libversion());
	else
		finding_print(doctor->run, "SQLite", FINDING_WARNING,
			"let other programs open stores by \"sqlite3 -readonly\" only",
			"version %s: before 3.51.3, two programs that write at once can damage a "
			"store; the tools' lock prevents that between them",
			sqlite3_libversion());
}

void doctor_check_descriptors(struct doctor *doctor)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		finding_print(
			doctor->run, "descriptors", FINDING_UNKNOWN, NULL, "%s", strerror(errno));
	else if (files.rlim_cur < DESCRIPTORS_LEAST)
		finding_print(doctor->run, "descriptors", FINDING_PROBLEM, "ulimit -n 1024",
			"a process may open %llu files", (unsigned long long)files.rlim_cur);
	else
		finding_print(doctor->run, "descriptors", FINDING_OK, NULL,
			"a process may open %llu files", (unsigned long long)files.rlim_cur);
}

#ifndef UNCONFINED
/* What the kernel lets tools give up. */
static void check_kernel(struct doctor *doctor)
{
	int version = landlock_version();
	bool filters = seccomp_is_available();
	const char *fix =
		"run Linux 6.12 or newer, with Landlock in its list of security modules "
		"(lsm=), and let the sandbox around the tools, if any, allow it";

	if (version < 1)
		finding_print(doctor->run, "confinement", FINDING_WARNING, fix,
			"tools can open any file that their user can: there is no Landlock here");
	else if (!filters)
		finding_print(doctor->run, "confinement", FINDING_WARNING, NULL,
			"tools can make any system call: there are no filters of them here");
	else if (version < LANDLOCK_WANTED)
		finding_print(doctor->run, "confinement", FINDING_OK, NULL,
			"tools give up most: version %d of Landlock, of %d, and a filter of system "
			"calls",
			version, LANDLOCK_WANTED);
	else
		finding_print(doctor->run, "confinement", FINDING_OK, NULL,
			"tools give up files, programs and the network: version %d of Landlock, "
			"and a filter of system calls",
			version);
}
#endif

void doctor_check_confinement(struct doctor *doctor)
{
#ifdef UNCONFINED
	finding_print(doctor->run, "confinement", FINDING_WARNING, NULL,
		"no tool is confined: " UNCONFINED);
#else
	check_kernel(doctor);
#endif
}
