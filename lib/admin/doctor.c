/* lanyard doctor: whether a machine is fit for a conference, and how to make it so. */
#include "admin/doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/finding.h"
#include "admin/place.h"
#include "base/memory.h"
#include "tool/diagnostic.h"

const char *doctor_backups;

const struct tool_option doctor_options[] = {
	{0, "backups", "directory", "where else backups of the stores are looked for", OPTION_TEXT,
		0, &doctor_backups},
	{.doc = NULL},
};

const char *doctor_text(struct doctor *doctor, const char *format, ...)
{
	va_list arguments;
	const char *text;

	va_start(arguments, format);
	text = arena_printf_list(&doctor->run->arena, format, arguments);
	va_end(arguments);
	return text;
}

/* Whether a conference is known; else the finding says what is missing. */
static bool find_conference(struct doctor *doctor)
{
	struct run *run = doctor->run;
	char *names[2] = {NULL, NULL};
	int count = run->settings.conference != NULL ? 1 : run_conferences(run_home(run), names);

	if (count == 1 && run->settings.conference == NULL)
		run->settings.conference = run->conference = memory_text(names[0]);
	if (count == 2)
		finding_print(run, "conference", FINDING_PROBLEM,
			doctor_text(doctor, "export LANYARD_CONFERENCE=%s", names[0]),
			"%s has several conferences, and none is named", run_home(run));
	free(names[0]);
	free(names[1]);
	if (count == 2)
		return false;
	doctor->has_stores = run->settings.conference != NULL && place_has_stores(run);
	if (!doctor->has_stores && run->settings.conference != NULL &&
		access(place_of(run, "ticketing"), F_OK) != 0 && errno == EACCES)
		finding_print(run, "permissions", FINDING_PROBLEM, "run it as the stores' user",
			"the stores in %s/%s are closed to this user", run_home(run),
			run->settings.conference);
	if (doctor->has_stores)
		finding_print(run, "conference", FINDING_OK, NULL, "%s in %s",
			run->settings.conference, run_home(run));
	else
		finding_print(run, "conference", FINDING_WARNING, "lanyard init",
			"no store is in %s yet", run_home(run));
	return true;
}

/* Adds the directory PATH, unless it is there by another name. */
static void add_place(struct doctor *doctor, const char *path)
{
	struct doctor_place *place = &doctor->places[doctor->place_count];
	struct stat status;
	size_t i;

	*place = (struct doctor_place){.path = path};
	if (stat(path, &status) == 0) {
		place->disk = status.st_dev;
		place->file = status.st_ino;
	}
	for (i = 0; i < doctor->place_count; i++) {
		if (doctor->places[i].disk != place->disk)
			continue;
		if (doctor->places[i].file == place->file)
			return;
		place->same_disk = true;
	}
	doctor->place_count++;
}

static void find_places(struct doctor *doctor)
{
	struct run *run = doctor->run;
	size_t i;

	add_place(doctor, doctor->directory);
	for (i = 0; i < ADMIN_CONTEXTS && doctor->has_stores; i++) {
		const char *file = place_file(run, admin_context(i));

		if (place_has_store(run, admin_context(i)))
			add_place(doctor,
				arena_text(&run->arena, file, (size_t)(strrchr(file, '/') - file)));
	}
}

int doctor_run(struct run *run)
{
	struct doctor doctor = {.run = run};
	const char *home = run_home(run);
	struct stat status;

	if (home == NULL)
		return run->status;
	if (doctor_backups != NULL &&
		(stat(doctor_backups, &status) != 0 || !S_ISDIR(status.st_mode))) {
		diagnostic("--backups: \"%s\" is not a directory", doctor_backups);
		return EX_NOINPUT;
	}
	child_use_own_directory();
	doctor_check_environment(&doctor);
	if (find_conference(&doctor)) {
		doctor.directory = place_nearest(run,
			doctor.has_stores
				? doctor_text(&doctor, "%s/%s", home, run->settings.conference)
				: home);
		find_places(&doctor);
		if (doctor.has_stores) {
			place_export(run);
			doctor_check_permissions(&doctor);
			doctor_check_locks(&doctor);
			doctor_check_feeds(&doctor);
			doctor_check_zone(&doctor);
			doctor_check_backups(&doctor);
			doctor_check_jobs(&doctor);
		}
		doctor_check_file_system(&doctor);
		doctor_check_space(&doctor);
	}
	doctor_check_clock(&doctor);
	doctor_check_sqlite(&doctor);
	doctor_check_descriptors(&doctor);
	doctor_check_confinement(&doctor);
	child_release(&doctor.child);
	return run->status;
}
