/* A worker: what it runs, in which thread, and that its caller goes on meanwhile. */
#include "base/background.h"
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

struct job {
	int number;
	int go[2]; /* a pipe; its reader is the worker, if it is open */
	bool waits;
	bool done;
	pthread_t thread;
};

static volatile sig_atomic_t caught, caught_in_caller;
static pthread_t caller;

static void catch_signal(int signal)
{
	(void)signal;
	caught++;
	if (pthread_equal(pthread_self(), caller))
		caught_in_caller++;
}

static void work(void *item)
{
	struct job *job = item;
	char byte;

	if (job->waits && read(job->go[0], &byte, 1) != 1)
		return;
	job->number *= 2;
	job->done = true;
	job->thread = pthread_self();
}

int main(void)
{
	struct background *background = background_new(work);
	struct job job = {.number = 1, .waits = true}, next = {.number = 21};
	struct sigaction action = {.sa_handler = catch_signal};
	sigset_t mask;
	int i;

	caller = pthread_self();
	background_wait(background);
	tap_ok(true, "background_wait returns at once if nothing was started");
	tap_ok(pipe(job.go) == 0, "a pipe can be made");
	background_start(background, &job);
	tap_ok(write(job.go[1], "g", 1) == 1, "the caller goes on while the worker waits for it");
	background_wait(background);
	tap_ok(job.done && job.number == 2, "background_wait returns once the item is done");
	tap_ok(!pthread_equal(job.thread, caller), "the function runs in another thread");
	background_start(background, &next);
	background_wait(background);
	tap_ok(next.number == 42, "the next item is worked on after the first");
	tap_ok(pthread_equal(job.thread, next.thread), "all items are worked on in one thread");

	sigaction(SIGUSR1, &action, NULL);
	job.done = false;
	background_start(background, &job);
	for (i = 0; i < 100; i++)
		kill(getpid(), SIGUSR1);
	tap_ok(caught > 0 && caught == caught_in_caller,
		"signals are handled in the caller's thread while the worker works");
	tap_ok(pthread_sigmask(SIG_BLOCK, NULL, &mask) == 0 && !sigismember(&mask, SIGUSR1),
		"the caller's signal mask stays as it was");
	tap_ok(write(job.go[1], "g", 1) == 1, "the worker is let go");
	background_free(background);
	tap_ok(job.done, "background_free waits for the started item");

	background_free(background_new(work));
	background_free(NULL);
	tap_ok(true, "background_free accepts a worker that did nothing, and NULL");
	return tap_end();
}
