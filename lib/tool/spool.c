#include "tool/spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/memory.h"
#include "tool/diagnostic.h"
#include "tool/tool.h"

enum { PART_BYTES = 64 * 1024 };

struct spool {
	struct run *run;
	FILE *file;
};

static bool fail(struct run *run, const char *name, int status)
{
	diagnostic_errno("%s", name);
	run_raise_status(run, status);
	return false;
}

struct spool *spool_new(struct run *run)
{
	struct spool *spool;
	FILE *file = tmpfile();

	if (file == NULL) {
		fail(run, "a temporary file", EX_CANTCREAT);
		return NULL;
	}
	spool = memory_zeroed(1, sizeof(*spool));
	*spool = (struct spool){run, file};
	return spool;
}

void spool_free(struct spool *spool)
{
	if (spool != NULL)
		fclose(spool->file);
	free(spool);
}

bool spool_add(struct spool *spool, const char *bytes, size_t length)
{
	return fwrite(bytes, 1, length, spool->file) == length ||
	       fail(spool->run, "a temporary file", EX_IOERR);
}

bool spool_add_input(struct spool *spool, int fd, const char *name)
{
	char part[PART_BYTES];
	ssize_t got;

	while ((got = read(fd, part, sizeof(part))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(spool->run, name, EX_IOERR);
		if (!spool_add(spool, part, (size_t)got))
			return false;
	}
	return true;
}

int spool_descriptor(struct spool *spool)
{
	/* Writes what is buffered; rewind(3) would clear its error. */
	if (fseek(spool->file, 0, SEEK_SET) == 0)
		return fileno(spool->file);
	fail(spool->run, "a temporary file", EX_IOERR);
	return -1;
}

bool spool_print(struct spool *spool)
{
	char part[PART_BYTES];
	size_t got;

	if (spool_descriptor(spool) < 0)
		return false;
	while ((got = fread(part, 1, sizeof(part), spool->file)) > 0)
		if (!run_print(spool->run, part, got))
			return false;
	return !ferror(spool->file) || fail(spool->run, "a temporary file", EX_IOERR);
}
