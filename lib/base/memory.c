#include "base/memory.h"

#include <err.h>
#include <sysexits.h>

void memory_exhausted(void)
{
	errx(EX_OSERR, "out of memory");
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
