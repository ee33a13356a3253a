/*
 * Time and chance of a simulated process, in place of the C library's: they
 * follow from the seed, and nobody waits. In the simulator itself they are the
 * real ones.
 */
#include <sys/random.h>
#include <sys/time.h>

#include "process.h"
#include "raw.h"

static int64_t now(void)
{
	struct timespec real;

	if (!calls_are_simulated()) {
		syscall(SYS_clock_gettime, CLOCK_REALTIME, &real);
		return (int64_t)real.tv_sec * 1000 + real.tv_nsec / 1000000;
	}
	machine->clock += chance_once(&self->random, 4);
	return machine->clock;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
	int64_t at;

	if (!calls_are_simulated())
		return (int)syscall(SYS_clock_gettime, clock, time);
	at = now();
	*time = (struct timespec){at / 1000, at % 1000 * 1000000};
	return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
	int64_t at = now();

	(void)zone;
	*time = (struct timeval){at / 1000, at % 1000 * 1000};
	return 0;
}

time_t time(time_t *at)
{
	time_t seconds = (time_t)(now() / 1000);

	if (at != NULL)
		*at = seconds;
	return seconds;
}

int usleep(useconds_t microseconds)
{
	calls_point();
	if (calls_are_simulated())
		machine->clock += 1 + microseconds / 1000;
	calls_pause();
	return 0;
}

unsigned sleep(unsigned seconds)
{
	calls_point();
	if (calls_are_simulated())
		machine->clock += 1000 * (int64_t)seconds;
	calls_pause();
	return 0;
}

int nanosleep(const struct timespec *wanted, struct timespec *left)
{
	(void)left;
	return usleep((useconds_t)(wanted->tv_sec * 1000000 + wanted->tv_nsec / 1000));
}

ssize_t getrandom(void *to, size_t size, unsigned flags)
{
	if (!calls_are_simulated())
		return syscall(SYS_getrandom, to, size, flags);
	chance_bytes(&self->random, to, size);
	return (ssize_t)size;
}

pid_t getpid(void)
{
	return calls_are_simulated() ? 4242 : (pid_t)syscall(SYS_getpid);
}
