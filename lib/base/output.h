/*
 * Lines out: bytes to a descriptor, every one of them, or a reason why not.
 */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes all LENGTH bytes to FD, however many write(2)s that takes. False with
 * errno where it failed; *WRITTEN (which may be NULL) says how many went out.
 */
bool output_write(int fd, const char *bytes, size_t length, size_t *written);

/*
 * Opens /dev/null on each of descriptors 0, 1 and 2 that is closed, in the
 * direction in which it can't be used: no file that is opened later gets its
 * number, and using it fails as it should. False with errno where it failed.
 */
bool output_guard_descriptors(void);

#endif
