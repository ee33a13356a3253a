/*
 * A simulated process: a real tool's main in a child of the simulator, whose
 * system calls go to a disk, a clock, pipes and a memory that fail when they
 * are to fail.
 */
#ifndef SIMULATE_PROCESS_H
#define SIMULATE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

#include "chance.h"
#include "disk.h"

/* FAULT(name, words): what can happen to a process. */
#define FAULTS(FAULT)                                                                              \
	FAULT(NONE, "nothing")                                                                     \
	FAULT(KILL, "killed between two calls")                                                    \
	FAULT(KILL_TORN, "killed in the middle of a write")                                        \
	FAULT(KILL_PRINTING, "killed while it prints")                                             \
	FAULT(POWER, "power cut between two calls")                                                \
	FAULT(POWER_TORN, "power cut in the middle of a write")                                    \
	FAULT(POWER_PRINTING, "power cut while it prints")                                         \
	FAULT(READ, "a read that fails")                                                           \
	FAULT(WRITE, "a write that fails")                                                         \
	FAULT(SYNC, "a sync that fails")                                                           \
	FAULT(FULL, "a full disk")                                                                 \
	FAULT(OPEN, "a file that can't be opened")                                                 \
	FAULT(LOCK, "a lock that fails")                                                           \
	FAULT(PIPE, "a reader that goes away")                                                     \
	FAULT(INPUT, "an input that fails")                                                        \
	FAULT(MEMORY, "an allocation that fails")                                                  \
	FAULT(NO_MEMORY, "no more memory from then on")

#define FAULT_NAME(name, words) FAULT_##name,
enum fault { FAULTS(FAULT_NAME) FAULT_COUNT };
#undef FAULT_NAME

/* What happens, and at which call of those that it can happen to, or at which
 * printed byte. */
struct plan {
	enum fault fault;
	uint64_t at;
};

enum { OUTPUT_LIMIT = 8 * 1024 * 1024 };

/* What processes and the simulator share. */
struct machine {
	struct disk *disk;
	int64_t clock; /* milliseconds since 1970 */
	struct plan plan;
	struct random random; /* of the running process */
	bool injected;        /* the plan's fault happened */
	bool killed;
	uint64_t calls[FAULT_COUNT]; /* to which each fault could have happened */
	uint64_t points;
	size_t printed;
	char output[OUTPUT_LIMIT];
};

extern struct machine *machine;

/* What a process left. The buffers are the caller's. */
struct result {
	int status; /* of its exit; 128 and the signal */
	bool fault; /* one was injected */
	bool power; /* which was a power cut: the disk has lost what it lost */
	struct buffer output, errors;
};

/* Makes the machine, with a disk below DIRECTORY, whose clock shows CLOCK. */
void machine_start(const char *directory, int64_t clock);
void machine_stop(void);

/*
 * Runs a tool: WORDS are its name and its arguments, the last one NULL.
 * Replaces RESULT.
 */
void process_run(const char *const *words, const struct buffer *input, struct plan plan,
	struct random random, struct result *result);

void result_release(struct result *result);

/* From then on SIGINT and SIGTERM wait: no process gets them, and the simulator asks whether one came. */
void process_hold_signals(void);
bool process_interrupted(void);

/* Of calls.c: the process that runs is simulated from here on, with this input.
 */
void calls_simulate(const struct buffer *input);
bool calls_are_simulated(void);

/* Between two calls, at which a simulated process may be killed. */
void calls_point(void);

const char *fault_words(enum fault fault);

#endif
