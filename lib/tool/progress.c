#include "tool/progress.h"

#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/plural.h"
#include "tool/diagnostic.h"

enum { EVERY_MILLISECONDS = 1000 };

static volatile sig_atomic_t requested;

static void request_report(int signal)
{
	(void)signal;
	requested = 1;
}

void progress_start(struct progress *progress, bool quiet)
{
	static const struct clock system_clock = {0};
	/* No SA_RESTART: the signal interrupts a waiting read, so that its caller reports. */
	struct sigaction action = {.sa_handler = request_report};

	*progress = (struct progress){.quiet = quiet};
	progress->terminal = isatty(STDERR_FILENO);
	progress->last = clock_now(&system_clock);
	sigaction(SIGUSR1, &action, NULL);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}

/* Writes the counts to TEXT of SIZE bytes. */
static void describe(const struct progress *progress, char *text, size_t size)
{
	int length = snprintf(text, size, "%lld line%s, %lld of them bad",
		(long long)progress->lines, plural(progress->lines), (long long)progress->bad);

	if (progress->refused > 0)
		snprintf(text + length, size - (size_t)length, ", %lld refused",
			(long long)progress->refused);
}

void progress_report(const struct progress *progress)
{
	char text[120];

	describe(progress, text, sizeof(text));
	diagnostic("%s", text);
}

void progress_tick(struct progress *progress)
{
	static const struct clock system_clock = {0};
	char text[120];
	int64_t now;

	if (requested) {
		requested = 0;
		progress_clear(progress);
		progress_report(progress);
	}
	if (!progress->terminal || progress->quiet)
		return;
	now = clock_now(&system_clock);
	if (now - progress->last < EVERY_MILLISECONDS)
		return;
	progress->last = now;
	progress->shown = true;
	describe(progress, text, sizeof(text));
	fprintf(stderr, "\r%s: %s", getprogname(), text);
}
