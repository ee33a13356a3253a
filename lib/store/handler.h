/*
 * The command handler: decides on decoded commands within a write transaction, and answers
 * each with the lines of its events, recorded now or earlier.
 *
 *     if (handler_begin(handler, &clock)) {
 *             handler_command(handler, &command, "press", &arena, &decision, &answers);
 *             if (handler_commit(handler))
 *                     run_print(run, answers.text, answers.length);
 *     }
 *
 * Nothing is printed while the lock is held: a full pipe would block, and its reader may
 * need the same store.
 */
#ifndef STORE_HANDLER_H
#define STORE_HANDLER_H

#include "base/clock.h"
#include "store/context.h"

struct handler;

/* A parsed command. */
struct command {
	const struct rule *rule;
	const void *data;
	struct digest digest;
	size_t size; /* bytes of its data */
	struct envelope envelope;
	bool has_id;      /* it came in an envelope; else its id is generated */
	struct uuid root; /* the id of its first event */
	const char *key;  /* its natural key */
};

/* Sets the ids that follow from CLIENT and has_id; a generated one begins with NOW. */
void command_identify(struct command *command, const char *client, int64_t now);

/* An incoming event of a feed, for a process. */
struct arrival {
	struct envelope envelope;
	const struct message *message;
	const void *data;
};

/*
 * A process manager: reacts to events, with its own events and with commands for the next
 * stage.
 */
struct reaction {
	const struct message *event;
	/* Decides what follows from EVENT in the current state. NULL: nothing. */
	void (*decide)(struct decision *decision, const void *event);
	/*
	 * Writes the lines for the next stage that follow from EVENT, the same ones each time:
	 * commands (if decision->outstanding, only those not answered yet), or recorded events.
	 * NULL: none.
	 */
	void (*write)(struct decision *decision, const void *event, struct buffer *out);
};

struct process {
	const struct reaction *reactions; /* ends with a NULL event */
	const struct reaction *fact;      /* the reaction to every fact; NULL: none */
	bool own_feed;                    /* the events are of its own store's feed */
	/*
	 * For -a: reads the positions after AFTER of events that are pending for this
	 * process at NOW, ascending, at most LIMIT. Returns how many. NULL: none.
	 */
	int (*outstanding)(
		struct store *store, int64_t now, int64_t after, int64_t *positions, int limit);
	/*
	 * For -a, at the end, in transactions of their own: catches up a part of the tables that
	 * lag (see struct context). Returns whether they do still. NULL: none do.
	 */
	bool (*catch_up)(struct store *store);
};

/* Reads the reaction to TYPE of PROCESS, which belongs to CONTEXT, into FOUND; false: none. */
bool process_reaction(const struct process *process, const struct context *context,
	const char *type, struct reaction *found);

/*
 * Returns new: a handler of CONTEXT's commands and processes over STORE. TOOL is recorded
 * as the client of a process's decisions. All three must outlive it.
 */
struct handler *handler_new(const struct context *context, struct store *store, const char *tool);
void handler_free(struct handler *handler);

/*
 * For people: what a process records is added to its lines, where it writes none for a next stage.
 * Otherwise it is recorded only.
 */
void handler_print_recorded(struct handler *handler);

/*
 * Takes the lock and begins a transaction. CLOCK is read after that, so that a deadline that
 * passes while waiting for the lock has passed for the decision. False: see store_fault().
 */
bool handler_begin(struct handler *handler, const struct clock *clock);

/* Commits, and releases the lock. False: nothing has changed. */
bool handler_commit(struct handler *handler);
void handler_rollback(struct handler *handler);

/*
 * Decides and records one command; adds its answer to OUT. DECISION is the outcome, and
 * refers to memory of ARENA.
 */
void handler_command(struct handler *handler, const struct command *command, const char *client,
	struct arena *arena, struct decision *decision, struct buffer *out);

/*
 * Answers a command whose data can't be decoded, if the context answers denied commands;
 * records nothing.
 */
void handler_malformed(struct handler *handler, const struct command *command, const char *client,
	const char *pointer, const char *reason, struct arena *arena, struct buffer *out);

/*
 * Reacts to an incoming event. If the process reacts to its own store's events, the stored
 * event is used in place of the incoming one.
 */
void handler_arrival(struct handler *handler, const struct process *process,
	const struct arrival *arrival, struct arena *arena, struct decision *decision,
	struct buffer *out);

/* Reacts to the stored event at POSITION, which is outstanding. */
void handler_position(struct handler *handler, const struct process *process, int64_t position,
	struct arena *arena, struct decision *decision, struct buffer *out);

/* Separates the fields of a key; no value contains a control character. */
#define KEY_SEPARATOR "\x1f"

/* Borrows from ARENA: the natural key of DATA, its KEY fields as text; "" if there is none. */
const char *command_key(const struct message *message, const void *data, struct arena *arena);

/*
 * The same from DATA of EVENT, which records COMMAND and has fields of the same names.
 * NULL if the event lacks one of them.
 */
const char *command_key_of_event(const struct message *event, const struct message *command,
	const void *data, struct arena *arena);

#endif
