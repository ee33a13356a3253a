/*
 * Writing to a descriptor: all bytes, or an error.
 */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes all LENGTH bytes to FD, with as many calls of write(2) as that takes. False
 * with errno if it failed; *WRITTEN, unless NULL, is the number of bytes written.
 */
bool output_write(int fd, const char *bytes, size_t length, size_t *written);

/*
 * Opens /dev/null on each closed descriptor of 0, 1 and 2, so that no file opened
 * later gets its number. It is opened in the wrong direction, so that reading or
 * writing still fails. False with errno if it failed.
 */
bool output_guard_descriptors(void);

#endif
