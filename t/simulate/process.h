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

struct process {
	struct plan plan;
	struct random random;
	bool injected; /* the plan's fault happened */
	bool killed;
	uint64_t calls[FAULT_COUNT]; /* to which each fault could have happened */
	uint64_t points;
	size_t printed;
	char output[OUTPUT_LIMIT];
};

enum { AT_ONCE = 2 }; /* processes */

/* What processes and the simulator share. Of two processes one runs at a time: that whose TURN it is. */
struct machine {
	struct disk *disk;
	int64_t clock; /* milliseconds since 1970 */
	struct process process[AT_ONCE];
	uint32_t turn;
	uint32_t alive;
	bool off;               /* the power is cut: all processes end */
	struct random schedule; /* whether the turn passes between two calls */
	uint64_t slice;         /* calls after which it does, on average */
};

extern struct machine *machine;
extern struct process *self; /* the one that this is */

/* What a process left. The buffers are the caller's. */
struct result {
	int status;    /* of its exit; 128 and the signal */
	bool killed;   /* as planned: the signal is SIGKILL */
	bool injected; /* its plan's fault happened */
	bool fault;    /* that, or a power cut by the other one's plan */
	bool power;    /* a power cut: the disk has lost what it lost */
	uint64_t calls[FAULT_COUNT];
	struct buffer output, errors;
};

/* Makes the machine, with a disk below DIRECTORY, whose clock shows CLOCK. */
void machine_start(const char *directory, int64_t clock);
void machine_stop(void);

/* A tool: WORDS are its name and its arguments, the last one NULL. */
struct start {
	const char *const *words;
	const struct buffer *input;
	struct plan plan;
	struct random random;
};

/* Runs a tool, or COUNT tools at once, and replaces a result for each. */
void process_run(const struct start *start, int count, struct result *results);

void result_release(struct result *result);

/* From then on SIGINT and SIGTERM wait: no process gets them, and the simulator asks whether one came. */
void process_hold_signals(void);
bool process_interrupted(void);

/* Of calls.c: this process is simulated from here on, as the machine's, of this number. */
void calls_simulate(uint32_t number, const struct buffer *input);
bool calls_are_simulated(void);

/* Between two calls, at which a simulated process may be killed, and another one's turn may come. */
void calls_point(void);

/* This process waits: it is the other one's turn. */
void calls_pause(void);
void calls_give_turn(uint32_t number);

const char *fault_words(enum fault fault);

#endif
