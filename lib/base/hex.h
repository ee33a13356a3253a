/*
 * Hexadecimal digits in lower case, as in ids and digests.
 */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>

/* Reads SIZE bytes from the 2 * SIZE digits at TEXT. False if they are not all digits. */
bool hex_parse(const char *text, unsigned char *bytes, size_t size);

#endif
