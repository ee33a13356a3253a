/*
 * What HARDEN of the Makefile does, tried on functions that are wrong on purpose.
 * t/hardened.t builds this with one flag less each time.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "tap.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* glibc has no checks without optimization. */
#ifdef __OPTIMIZE__
#define FORTIFIED true
#else
#define FORTIFIED false
#endif

enum { FRAME = 20000 }; /* several pages */

static void fill(unsigned char *bytes)
{
	memset(bytes, 0xa5, FRAME);
}

static unsigned char bits(unsigned char *bytes)
{
	unsigned char all = 0;

	for (size_t i = 0; i < FRAME; i++)
		all |= bytes[i];
	return all;
}

/* Volatile, so that the compiler does not see the errors. */
static void (*volatile to_fill)(unsigned char *) = fill;
static unsigned char (*volatile bits_of)(unsigned char *) = bits;
static volatile size_t eight = 8;
static const char *volatile text = "a text longer than what there is room for";

__attribute__((noinline)) static void leave_data_on_the_stack(void)
{
	unsigned char local[FRAME];

	to_fill(local);
}

__attribute__((noinline)) static unsigned char what_a_local_has(void)
{
	unsigned char local[FRAME];

	return bits_of(local);
}

static void overrun_the_heap(void)
{
	char *allocated = memory_zeroed(eight, 1);

	memcpy(allocated, text, eight + 1);
	to_fill((unsigned char *)allocated);
}

/* Without a library function, which glibc might check. */
static void overrun_the_stack(void)
{
	char local[16];
	volatile char *to = local;

	for (size_t i = 0; i < 4 * eight; i++)
		to[i] = text[i];
}

static bool aborts(void (*wrong)(void))
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		close(STDERR_FILENO);
		wrong();
		_exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGABRT;
}

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
	puts("1..0 # SKIP the sanitizers are there instead");
	return 0;
#endif
	leave_data_on_the_stack();
	tap_ok(what_a_local_has() == 0, "a local variable without a value is zero");
	tap_ok(aborts(overrun_the_stack), "writing past a local array ends the process");
	if (FORTIFIED)
		tap_ok(aborts(overrun_the_heap),
			"copying past what was allocated ends the process");
	return tap_end();
}
