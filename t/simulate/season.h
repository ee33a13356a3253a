/*
 * A season: what a conference's people and cron lines run, in which order, and what goes wrong
 * meanwhile, as its seed says; and the promises that are checked after each step.
 */
#ifndef SIMULATE_SEASON_H
#define SIMULATE_SEASON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

#include "model.h"
#include "process.h"
#include "chance.h"

enum { TICKETING, SPONSORSHIP, SPEAKERS, GUESTS, STORES };

/* The commands that clients send to ticketing. */
enum { CREATE, CANCEL, AMEND, COMMANDS };

enum { WORDS = 40, WORD_BYTES = 400, STEPS_LIMIT = 1000 };

/* A run of a tool: its words, and its input. */
struct call {
	const char *words[WORDS + 1];
	int count;
	char text[WORDS][WORD_BYTES];
	struct buffer input;
	int store;    /* that it is of */
	bool repeats; /* its lines have ids: the same call, once more, prints the same bytes */
};

/* A command, and the last of the events that it has caused. */
struct cause {
	uint64_t key;
	size_t last; /* its line, from 1 on */
};

/* What is known of a store: the lines of its feed, which were read, so that they are promised. */
struct feed {
	struct buffer text;
	size_t *begin; /* of each line, and the end of the last one */
	size_t count, room;
	uint64_t *hashes;     /* of the lines: an open table */
	struct cause *causes; /* of the commands, another one */
	size_t slots;
};

/* How many calls of a tool each fault can happen to. */
struct reach {
	char tool[24];
	bool whole;                 /* the last process of it had no fault */
	uint64_t last[FAULT_COUNT]; /* of the last process */
	uint64_t most[FAULT_COUNT]; /* of any */
};

enum { REACHES = 64 };

struct season {
	uint64_t seed;
	int steps;                   /* the last one, from 1 on: first those that set up */
	const bool *left_out, *calm; /* of each step: it is not run; it has no fault */
	unsigned without;            /* faults that don't happen, a bit each */
	bool talks;                  /* prints each step */
	struct feed feed[STORES];
	bool exists[STORES];
	uint64_t changes[STORES];            /* of its files, when its feed was read */
	bool all[STORES];                    /* the whole feed has to be read, as of a power cut */
	struct buffer printed[STORES];       /* since the feed was read: it has to have it */
	struct buffer bus[STORES][COMMANDS]; /* lines that a client has printed for ticketing */
	struct result result;                /* of the last process */
	/* Judges each step, too. NULL: processes run at once, in an order that it can't know. */
	struct model *model;
	struct model_counts judged;
	int status;   /* of the last call */
	bool faulted; /* it had a fault */
	struct reach reach[REACHES];
	int step;
	char failure[2000]; /* empty: the season kept all promises */
	/* For the table at the end of a run. */
	int64_t processes, at_once, commands, injected[FAULT_COUNT], reruns;
	uint64_t digest; /* of all that was printed */
};

/* Runs it, to its end or its first failure. False: there is a failure. */
bool season_run(struct season *season);
void season_release(struct season *season);

/* Notes a failure, if it is the first; returns false. */
bool season_fail(struct season *season, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Runs a call with a plan; false: it broke a promise. */
bool season_call(
	struct season *season, const struct call *call, struct plan plan, struct random *random);

/* Runs two calls at once, and each again. */
bool season_both(struct season *season, const struct call calls[AT_ONCE], struct random *random);

/* Runs TOOL with up to three arguments, or NULL, without a fault. */
bool season_clean(struct season *season, const char *tool, const char *first, const char *second,
	const char *third, const struct buffer *input);

bool season_run_words(struct season *season, const char *const *words);

/*
 * Judges a feed that nobody has read as nothing of its store has changed since it was read: a process
 * would have printed no line.
 */
bool season_unchanged(struct season *season, const char *tool, const char *after);

/* Runs TOOL --after AFTER; unless DISTURBS is NULL, with a fault, which may find no call to happen to. */
bool season_look(struct season *season, int store, const char *tool, const char *after,
	struct random *disturbs);

/*
 * Of promises.c: reads what is new in the feed of each store that has changed. It has what is known or
 * was printed. That of CALLED, if it has not changed, is judged as if it had been read.
 */
bool promises_check(struct season *season, int called);

/* Of promises.c: the files of the stores may have changed; their whole feeds have to be read. */
void promises_cut(struct season *season);

/* Of promises.c: whatever has changed, all feeds have to be read. */
void promises_all(struct season *season);
bool promises_read(struct season *season, int store);

/* Whether nothing fails: what is shrunk leaves out a step's faults, and at the end all is to be done. */
bool season_is_calm(const struct season *season);

/* Of plan.c: a fault of a process of TOOL, which has run for the SAME CALL before. */
struct plan plan_choose(
	struct season *season, const char *tool, bool same_call, struct random *random);

/* Of plan.c: notes what the last process, of TOOL, has called. */
void plan_note(struct season *season, const char *tool);

/*
 * Whether AGAIN has the events of PRINTED, byte for byte and in their order, before all others; if the
 * first run may have DENIED lines that succeed now, others may be among them. A refusal by a grant is
 * not stored, and may be another one.
 */
bool promises_repeated(const struct buffer *printed, const struct buffer *again, bool denied);
void feed_release(struct feed *feed);

/* Of call.c, and of choose.c, office.c, clients.c: sets CALL to what one step runs. */
void call_begin(struct call *call, int store, const char *tool);
void call_word(struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
void call_release(struct call *call);

/* The call of a step that sets up, from 1 on; false: NUMBER is of a later one. */
bool call_set_up(int number, struct call *call);

/* The call of any other step. */
void call_choose(const struct season *season, struct random *random, struct call *call);

/* What brings all stores to rest: false, if all are. */
bool season_settle(struct season *season);

extern const char *const feed_tools[STORES];

#endif
