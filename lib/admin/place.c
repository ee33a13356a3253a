#include "admin/place.h"

#include <sys/stat.h>

#include "admin/clients.h"
#include "base/memory.h"

const char *place_of(struct run *run, const char *context)
{
	free(run->store_path);
	if (asprintf(&run->store_path, "%s/%s/%s.db", run_home(run), run->settings.conference,
		    context) < 0)
		memory_exhausted();
	return run->store_path;
}

const char *place_file(struct run *run, const char *context)
{
	const char *path = place_of(run, context);
	char *file = realpath(path, NULL);

	path = arena_text(
		&run->arena, file != NULL ? file : path, strlen(file != NULL ? file : path));
	free(file);
	return path;
}

bool place_has_store(struct run *run, const char *context)
{
	struct stat status;

	return stat(place_of(run, context), &status) == 0 && status.st_size > 0;
}

bool place_has_stores(struct run *run)
{
	size_t i;

	for (i = 0; i < ADMIN_CONTEXTS; i++)
		if (place_has_store(run, admin_context(i)))
			return true;
	return false;
}

const char *place_nearest(struct run *run, const char *path)
{
	char *nearest = arena_text(&run->arena, path, strlen(path)), *slash;
	struct stat status;

	while (stat(nearest, &status) != 0 && (slash = strrchr(nearest, '/')) != NULL &&
		slash[1] != '\0')
		slash[slash == nearest] = '\0';
	return nearest;
}

void place_export(struct run *run)
{
	size_t i;

	/* The organiser looks, whichever client this user may be. */
	for (i = 0; i < ADMIN_CONTEXTS; i++)
		unsetenv(run_client_variable(run, admin_context(i)));
	if (setenv("LANYARD_HOME", run_home(run), 1) != 0 ||
		setenv("LANYARD_CONFERENCE", run->settings.conference, 1) != 0 ||
		setenv("LANYARD_WAIT", "2", 0) != 0)
		memory_exhausted();
}
