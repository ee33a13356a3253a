/*
 * A fault: what went wrong, in words, and the exit status it comes to.
 *
 * lib/ never prints and never exits; it fills a fault, and the tool says it.
 * The statuses are those of sysexits(3).
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <sysexits.h>

/* With -e: some commands were refused for a business reason. */
enum { EX_REFUSED = 1 };

/* Zero it to begin: status 0 is "nothing is wrong". */
struct fault {
	int status;
	char pointer[256]; /* where in the line: a JSON pointer (RFC 6901), or "" */
	char reason[512];
};

/*
 * Sets FAULT, unless it is set: the first one stands, for what follows is its
 * consequence. Returns false, so that a caller can return it.
 */
bool fault_set(struct fault *fault, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

bool fault_set_list(struct fault *fault, int status, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

/* The same, with the text of errno behind it. */
bool fault_set_errno(struct fault *fault, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Takes off what a cut has left of a UTF-8 sequence at the end of TEXT. */
void fault_trim(char *text);

void fault_clear(struct fault *fault);

#endif
