/*
 * A source: the text of a file in UTF-8, whatever its encoding, in constant memory.
 *
 * Its first megabyte, the sample, is there at once, for guessing. Without an encoding, the source
 * guesses it: by a byte order mark, the NULs of UTF-16, or as UTF-8 if the sample is; as
 * windows-1252 otherwise.
 */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/fault.h"

struct source;

#define SOURCE_MARK "\xef\xbb\xbf"

/* What stands for bytes that the encoding does not have: U+FFFD. */
#define SOURCE_REPLACEMENT "\xef\xbf\xbd"

/*
 * Returns new: a source of FD, which the caller closes. ENCODING: a name of iconv(3); NULL:
 * guessed. NULL with FAULT set: EX_USAGE if iconv does not know ENCODING, EX_IOERR if reading
 * failed.
 */
struct source *source_open(int fd, const char *encoding, struct fault *fault);

void source_close(struct source *source);

/* Borrows from SOURCE: the name of its encoding. */
const char *source_encoding(const struct source *source);

/* Whether neither the caller nor the bytes say what its encoding is: it may be a similar one. */
bool source_is_assumed(const struct source *source);

/*
 * Whether the programs that have such a file may read UTF-8 only after a byte order mark: it has
 * one, or is in another encoding.
 */
bool source_needs_mark(const struct source *source);

/*
 * Borrows from SOURCE until the first source_read(): the sample. Whether it is the whole file:
 * *WHOLE. Its last character is complete. UTF-8 is not checked.
 */
const char *source_sample(const struct source *source, size_t *length, bool *whole);

/*
 * Reads up to SIZE bytes, from the start of the sample; 0 at the end; -1 with errno. SOURCE is a
 * void pointer so that this is a rows_read.
 */
ssize_t source_read(void *source, char *to, size_t size);

#endif
