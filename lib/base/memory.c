#include "base/memory.h"

#include <sysexits.h>
#include <unistd.h>

void memory_exhausted(void)
{
	fprintf(stderr, "%s: out of memory\n", getprogname());
	/* exit(3) is the main thread's: it may be calling it, or working on what it releases. */
	_exit(EX_OSERR);
}

void *memory_resize(void *old, size_t count, size_t size)
{
	void *resized = reallocarray(old, count > 0 ? count : 1, size);

	if (resized == NULL)
		memory_exhausted();
	return resized;
}

void *memory_zeroed(size_t count, size_t size)
{
	void *zeroed = calloc(count > 0 ? count : 1, size);

	if (zeroed == NULL)
		memory_exhausted();
	return zeroed;
}

char *memory_text(const char *text)
{
	char *copy;

	if (text == NULL)
		return NULL;
	copy = strdup(text);
	if (copy == NULL)
		memory_exhausted();
	return copy;
}
