/*
 * Stores as files: a store of a context with some of its bytes changed, opened and read by every
 * report, compared with its feed, and written to.
 *
 * The first byte of an input is the context. Then come changes: a place of three bytes (the page,
 * counted from the end if it is odd, and the offset in it), how many bytes, and these. Nothing that a
 * file has ends the process or takes long, and what is printed has no control characters.
 */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "captured.h"
#include "state.h"
#include "store/rebuild.h"

enum { PAGE = 4096, SHOWN = 1024 * 1024 };

/* A store as t/fuzz/stores has made it, and the files of its changed copy. */
struct image {
	char *bytes;
	size_t size;
	char path[128];
};

static void read_image(struct image *image, const struct context *context)
{
	const char *path = state_copy(context, "image.db");
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	CHECK(fd >= 0 && fstat(fd, &status) == 0, "%s: %s", path, strerror(errno));
	image->size = (size_t)status.st_size;
	image->bytes = memory_zeroed(image->size, 1);
	CHECK(read(fd, image->bytes, image->size) == status.st_size, "%s: is not read", path);
	close(fd);
	strlcpy(image->path, path, sizeof(image->path));
}

static void remove_files(const char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", ".lock"};
	char file[160];
	size_t i;

	for (i = 0; i < COUNT_OF(suffixes); i++) {
		snprintf(file, sizeof(file), "%s%s", path, suffixes[i]);
		unlink(file);
	}
}

/* Writes IMAGE with the changes that BYTES describe to its path. */
static void write_changed(const struct image *image, const uint8_t *bytes, size_t size)
{
	char *changed = memory_resize(NULL, image->size, 1);
	int fd;

	memcpy(changed, image->bytes, image->size);
	while (size > 4) {
		size_t pages = image->size / PAGE, page = bytes[0] / 2 % pages;
		size_t at = (bytes[0] % 2 ? pages - 1 - page : page) * PAGE +
			    (bytes[1] * 256U + bytes[2]) % PAGE;
		size_t count = bytes[3] % 32;

		bytes += 4;
		size -= 4;
		count = count < size ? count : size;
		count = count < image->size - at ? count : image->size - at;
		memcpy(changed + at, bytes, count);
		bytes += count;
		size -= count;
	}
	remove_files(image->path);
	fd = open(image->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CHECK(fd >= 0 && write(fd, changed, image->size) == (ssize_t)image->size, "%s: %s",
		image->path, strerror(errno));
	close(fd);
	free(changed);
}

/* Output */

/* Directs standard output and standard error to a file in memory; where they were is in KEPT. */
static int divert(int kept[2])
{
	int memory = memfd_create("fuzz", MFD_CLOEXEC);

	CHECK(memory >= 0, "%s", strerror(errno));
	fflush(stderr);
	kept[0] = dup(STDOUT_FILENO);
	kept[1] = dup(STDERR_FILENO);
	dup2(memory, STDOUT_FILENO);
	dup2(memory, STDERR_FILENO);
	return memory;
}

static void restore(int memory, const int kept[2])
{
	static char text[SHOWN];
	const char *at = text, *line;
	size_t length;
	ssize_t count;

	fflush(stderr);
	dup2(kept[0], STDOUT_FILENO);
	dup2(kept[1], STDERR_FILENO);
	close(kept[0]);
	close(kept[1]);
	count = pread(memory, text, sizeof(text), 0);
	close(memory);
	while (count > 0 && fuzz_line(&at, text + count, &line, &length))
		if (line + length < text + count)
			fuzz_check_printable(line, length, "what is printed");
}

/* What is run */

static void run_verb(const struct tool *tool, const struct verb *verb, const char *path)
{
	struct run run = {.tool = tool, .verb = verb};
	char *none[] = {NULL};

	run.settings.clock = (struct clock){true, INT64_C(1740830400000), NULL};
	run.settings.store = path;
	run.settings.table = verb->takes & TAKES_TABLE;
	run.settings.wait_milliseconds = 100;
	run.operands = none;
	verb->run(&run);
	store_close(run.store);
	arena_release(&run.arena);
	free(run.store_path);
	free(run.zone);
	free(run.home);
	free(run.conference);
}

/* Runs one report of CONTEXT on the store at PATH, that with the number WHICH. */
static void run_report_of(const struct context *context, const char *path, unsigned which)
{
	const struct verb *found[64] = {NULL};
	const struct tool *owners[64] = {NULL};
	const struct tool *const *tool;
	const struct verb *verb;
	size_t count = 0;

	for (tool = captured_tools(); *tool != NULL; tool++)
		for (verb = (*tool)->verbs; (*tool)->context == context && verb->run != NULL;
			verb++)
			if ((verb->run == run_report || verb->run == run_feed) &&
				verb->operands == NULL && count < COUNT_OF(found)) {
				found[count] = verb;
				owners[count++] = *tool;
			}
	CHECK(count > 0, "%s has no report", context->name);
	run_verb(owners[which % count], found[which % count], path);
}

static void check_store(const struct context *context, const char *path)
{
	static const struct replay_watch nobody = {.progress = NULL};
	struct store_place place = {.path = path,
		.context = context,
		.rebuild = rebuild_in_place,
		.wait_milliseconds = 100};
	struct fault fault = {0};
	struct store *store = store_open(&place, STORE_WRITE, &fault);

	if (store == NULL) {
		fuzz_check_fault(&fault);
		return;
	}
	if (rebuild_check(context, store, &nobody) < 0)
		fuzz_check_fault(store_fault(store));
	fault_clear(store_fault(store));
	if (!rebuild_in_place(context, store, NULL))
		fuzz_check_fault(store_fault(store));
	else
		CHECK(rebuild_check(context, store, &nobody) == 0 ||
				store_fault(store)->status != 0,
			"a store that was rebuilt differs from its feed");
	store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct image images[8];
	size_t contexts = 0, which;
	struct image *image;
	int kept[2], memory;

	fuzz_begin();
	if (size < 2)
		return -1;
	while (installed_contexts[contexts] != NULL)
		contexts++;
	CHECK(contexts > 0, "no context is installed");
	which = bytes[0] % contexts;
	image = &images[which];
	if (image->bytes == NULL)
		read_image(image, installed_contexts[which]);
	write_changed(image, bytes + 2, size - 2);
	memory = divert(kept);
	run_report_of(installed_contexts[which], image->path, bytes[1]);
	if (fuzz_is_whole(bytes, size))
		check_store(installed_contexts[which], image->path);
	restore(memory, kept);
	remove_files(image->path);
	return 0;
}
