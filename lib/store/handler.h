/*
 * The command handler: takes decoded commands within a write transaction, and
 * answers each with the lines it came to, now or when it first came.
 *
 *     handler_begin, handler_command..., handler_commit, print the answers
 *
 * Nothing is printed while the lock is held: a full pipe would stop the next
 * stage, which may need the same store.
 */
#ifndef STORE_HANDLER_H
#define STORE_HANDLER_H

#include "base/clock.h"
#include "store/context.h"

struct handler;

/* A command as it was parsed. */
struct command {
	const struct rule *rule;
	const void *data;
	struct digest digest;
	size_t size; /* bytes of its data */
	struct envelope envelope;
	bool has_id;     /* came with an envelope; else its id is made up */
	const char *key; /* its natural key */
};

/* An event of somebody's feed, for a process. */
struct arrival {
	struct envelope envelope;
	const struct message *message;
	const void *data;
};

/*
 * A process manager: reacts to events, with events of its own and with lines
 * for the next stage.
 */
struct reaction {
	const struct message *event;
	/* Decides what follows from EVENT, by the state as it is. NULL: nothing. */
	void (*decide)(struct decision *decision, const void *event);
	/*
	 * Adds the lines that answer EVENT: the same ones each time it comes; of these,
	 * where the decision is about what is outstanding, those that nobody has answered.
	 * NULL: none.
	 */
	void (*answer)(struct decision *decision, const void *event, struct buffer *out);
};

struct process {
	const struct reaction *reactions; /* ends with a NULL event */
	const struct reaction *fact;      /* to every event that is a fact; NULL: none */
	bool own_events;                  /* its events come from its own store's feed */
	/*
	 * For -a: positions, behind AFTER, of the events in the store that await
	 * this process at NOW, in order; at most LIMIT. Returns how many. NULL: none.
	 */
	int (*outstanding)(
		struct store *store, int64_t now, int64_t after, int64_t *positions, int limit);
};

/* Fills FOUND with the reaction of PROCESS, which is of CONTEXT, to TYPE; false: there is none. */
bool process_reaction(const struct process *process, const struct context *context,
	const char *type, struct reaction *found);

/*
 * Returns new: a handler of CONTEXT's commands and processes over STORE. TOOL is recorded as
 * the client of what a process decides. It borrows all three.
 */
struct handler *handler_new(const struct context *context, struct store *store, const char *tool);
void handler_free(struct handler *handler);

/*
 * Takes the lock and begins. CLOCK is asked under the lock: what was
 * too late while others were waited for is too late. False: see store_fault().
 */
bool handler_begin(struct handler *handler, const struct clock *clock);

/* Commits, gives the lock back. False: nothing has changed. */
bool handler_commit(struct handler *handler);
void handler_rollback(struct handler *handler);

/*
 * Decides and records one command; adds its answer to OUT. DECISION says what
 * became of it; what it refers to lives in ARENA.
 */
void handler_command(struct handler *handler, const struct command *command, const char *client,
	struct arena *arena, struct decision *decision, struct buffer *out);

/*
 * Answers a command whose data could not be read, where the context answers
 * refusals; records nothing.
 */
void handler_malformed(struct handler *handler, const struct command *command, const char *client,
	const char *pointer, const char *reason, struct arena *arena, struct buffer *out);

/*
 * The same for an event that a process takes. Where its events are its own
 * store's, the store's copy is what it goes by, not the line that came.
 */
void handler_arrival(struct handler *handler, const struct process *process,
	const struct arrival *arrival, struct arena *arena, struct decision *decision,
	struct buffer *out);

/* The same for the event at POSITION in its own store, which is outstanding. */
void handler_position(struct handler *handler, const struct process *process, int64_t position,
	struct arena *arena, struct decision *decision, struct buffer *out);

/* Between a key's fields: a control character can't stand in a value. */
#define KEY_SEPARATOR "\x1f"

/* Borrows from ARENA: the natural key of DATA, its KEY fields as text; "" where it has none. */
const char *command_key(const struct message *message, const void *data, struct arena *arena);

/*
 * The same from DATA of EVENT, which records COMMAND: by the names of the
 * command's KEY fields. NULL where the event lacks one of them.
 */
const char *command_key_of_event(const struct message *event, const struct message *command,
	const void *data, struct arena *arena);

#endif
