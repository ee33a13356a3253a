/*
 * A fault: an error message and its exit status.
 *
 * lib/ never prints and never exits: it fills a fault, and the tool prints it.
 * The statuses are those of sysexits(3).
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <sysexits.h>

/* With -e: at least one command was rejected, for a business reason. */
enum { EX_REJECTED = 1 };

/* Zero it to begin: status 0 means no fault. */
struct fault {
	int status;
	char pointer[256]; /* the field: a JSON pointer (RFC 6901), or "" */
	char reason[512];
};

/*
 * Sets FAULT unless it is set already: the first fault is the cause of later
 * ones. Returns false, so that a caller can return it.
 */
bool fault_set(struct fault *fault, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

bool fault_set_list(struct fault *fault, int status, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

/*
 * The same, followed by the text of errno. What is exhausted (EMFILE, ENFILE, ENOMEM) is EX_OSERR,
 * whatever it was for.
 */
bool fault_set_errno(struct fault *fault, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Removes an incomplete UTF-8 sequence from the end of TEXT, which was truncated. */
void fault_trim(char *text);

void fault_clear(struct fault *fault);

#endif
