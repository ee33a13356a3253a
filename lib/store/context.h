/*
 * A context is a list of components, and a component is a schema and two tables:
 * command -> decide, event -> apply.
 *
 *     static const struct effect effects[] = {
 *             {.event = &guest_registered_message, .apply = guest_apply, .fact = true},
 *             {.event = NULL},
 *     };
 *     static const struct component guest_list = {&guests_schema, rules, effects, rows};
 *     static const struct component *const components[] = {&booking_component, &guest_list, NULL};
 *     const struct context guests = {.name = "guests", .components = components};
 *
 * Deciding is separate from recording. A decision reads the state and a command, and
 * results in events or a denial; applying an event changes the state.
 * Replaying the events rebuilds the state.
 */
#ifndef STORE_CONTEXT_H
#define STORE_CONTEXT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/local.h"
#include "message/envelope.h"
#include "store/store.h"

/* Why a command is denied, with nothing recorded. */
enum deny_reason {
	DENY_NONE,
	DENY_FORBIDDEN,     /* the client has no grant for it */
	DENY_CONFLICT,      /* the same key with other data */
	DENY_MALFORMED,     /* it can't be read */
	DENY_CONTRADICTION, /* it contradicts the state */
	DENY_HOURLY_LIMIT,  /* the client's limit of events per hour is reached */
	DENY_TOO_LONG,      /* longer than the client's grant allows */
};

/* A decided event, not recorded yet. */
struct decided {
	const struct message *message;
	const char *subject;
	const void *data;
	const struct uuid *id; /* NULL: a new one */
	const struct uuid *cause;
};

struct decision {
	/* Input. */
	struct store *store;
	struct arena *arena;
	int64_t now;
	const char *time;    /* now, as text */
	const char *today;   /* the date in the conference's zone */
	zone_offset *offset; /* of that zone; NULL: UTC */
	const char *client;
	const struct envelope *envelope; /* of the command, or of the incoming event */
	bool outstanding; /* true for -a: of its commands, only unanswered ones are written */
	bool written;     /* it is about a record without an id, which a person may have written */
	bool shown;       /* its events are printed as sentences: see handler_print_recorded() */

	/* Result. */
	struct decided *events; /* capacity is a power of two; in the arena */
	size_t count;
	int64_t existing;    /* position of an event that already records it; 0: none */
	bool rejected;       /* the events record a rejection, for a business reason */
	bool amended;        /* the event carries the whole record, so its size must be checked */
	bool amends_nothing; /* the command that amends the record names no field of it */
	enum deny_reason denied;
	const char *pointer;
	const char *reason;
	const char *warning; /* printed on standard error, beside the answer */
};

/* Adds EVENT to the decision; SUBJECT and DATA must live as long as the decision's arena. */
void decision_event(struct decision *decision, const struct message *event, const char *subject,
	const void *data);

/* Decides that nothing changes: the answer is the existing event at POSITION. */
void decision_existing(struct decision *decision, int64_t position);

/*
 * decision_existing() if the event at POSITION (0: none), which has EVENT's schema, equals
 * DATA; else decision_event(), with a warning of the optional fields of that event which
 * DATA lacks, unless it was amended by decision_amend().
 */
void decision_event_if_new(struct decision *decision, const struct message *event,
	const char *subject, const void *data, int64_t position);

/*
 * decision_event() for a process: CAUSE is the event that caused it, and ID is derived
 * from it, so that a repeated decision has the same id.
 */
void decision_event_with_id(struct decision *decision, const struct message *event,
	const char *subject, const void *data, struct uuid id, const struct uuid *cause);

/* Whether the event at POSITION, of EVENT's type, equals DATA in canonical form. */
bool decision_is_event(
	struct decision *decision, const struct message *event, const void *data, int64_t position);

/*
 * Denies the command: nothing is recorded. POINTER is a JSON pointer (RFC 6901) into its data,
 * or "".
 */
void decision_deny(struct decision *decision, enum deny_reason denied, const char *pointer,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Whether the denial follows from the client's grants: the same command may succeed later. */
bool decision_is_denied_by_grants(const struct decision *decision);

/*
 * Amends IS, a struct of LAYOUT, by the command AMEND: sets the fields present in AMEND,
 * removes those listed in "clear", keeps the others. False with the decision denied:
 * "clear" names a required field, or one that is set as well.
 */
bool decision_amend(struct decision *decision, const struct layout *layout, void *is,
	const struct layout *amend_layout, const void *amend);

/*
 * The record of the event at POSITION (0: an empty one), a struct of LAYOUT in the
 * decision's arena, amended by the command AMEND. NULL with the decision denied:
 * decision_amend() failed, or a required field is missing.
 */
void *decision_record(struct decision *decision, const struct layout *layout, int64_t position,
	const struct layout *amend_layout, const void *amend);

/* Adds a warning for standard error. */
void decision_warn(struct decision *decision, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Borrows from the decision's arena: the moment TIME as a message has it, of a record without an id
 * as local time, as it may have been written. An end at midnight is that of the day that ends.
 */
const char *decision_moment(struct decision *decision, enum local_role role, const char *time);

/* Borrows from the envelope: the correlation id of its events: the envelope's, or its id. */
const char *decision_correlation(struct decision *decision);

struct rule {
	const struct message *command;
	/* Results in one or more events, a denial, or an existing event. */
	void (*decide)(struct decision *decision, const void *command);
	/*
	 * For commands that happen once per natural key: the message if the same key comes
	 * with other data. Equal data is answered with the recorded events, without
	 * deciding. NULL: the command may be repeated, and decide() compares it with the
	 * state.
	 */
	const char *conflict;
	/*
	 * With .conflict: returns how the command's result was superseded, and what to do
	 * instead; NULL if it was not. A repeated record is still answered with the
	 * recorded events, as an import may be repeated, and this is the warning. NULL:
	 * nothing supersedes it.
	 */
	const char *(*superseded)(struct store *store, const void *command, struct arena *arena);
	/*
	 * With .conflict: the event that records it, the first that it decides, whose data
	 * contains the command's KEY fields.
	 */
	const struct message *event;
	const struct message *other_event; /* the alternative, if it may be one of two */
};

/* An event to be applied. */
struct applying {
	struct store *store;
	const struct envelope *envelope;
	const void *event; /* its data */
};

struct effect {
	const struct message *event;
	/* Applies the event OF to the tables. Failure is the store's fault. NULL: nothing to do. */
	void (*apply)(const struct applying *of);
	bool fact; /* it may change what its subject is owed: see fact_applied() */
};

/* What the store has of a kind, for people to choose from: by --values, and in completion. */
struct listing {
	const char *
		fields; /* the names of fields, options and operands that it is for: "type types" */
	/* Selects the texts from :from on, ascending; if it has :client, those for it ("": all). */
	const char *sql;
};

/* A schema, and the rules and effects that change its tables. */
struct component {
	const struct schema *schema;
	const struct rule *rules;     /* ends with a NULL command */
	const struct effect *effects; /* ends with a NULL event */
	/* Its other messages: rows of reports, replies; ends with NULL. */
	const struct message *const *other_messages;
	const struct listing *listings; /* ends with NULL fields; NULL: none */
};

struct context {
	const char *name;
	const struct component *const *components; /* ends with NULL */
	const char *owns;                          /* the nouns that it owns, for --describe */
	const char *first; /* what to do first where there is no store, for people */

	/* Called after the effect of each event that is a fact. NULL: no event is one. */
	void (*fact_applied)(struct store *store, const struct envelope *envelope);
	/*
	 * Borrows from ARENA: the name of the conference's zone; NULL: none is set. Only the
	 * command line depends on it: events have moments in UTC, and dates. NULL: UTC.
	 */
	const char *(*zone)(struct store *store, struct arena *arena);
	/* For a client of the open host: its description for lib/booking; else NULL. */
	const struct booking_client *client;

	/*
	 * For an open host: the events that record rejections; ends with NULL.
	 * NULL: none.
	 */
	const struct message *const *rejections;

	/*
	 * For an open host: denies a decision with events if its client's limit is reached
	 * at its time. NULL: no limit.
	 */
	void (*limit)(struct decision *decision);
	/* With limit(): counts EVENT, before its effect is applied. */
	void (*count)(const struct applying *of, const struct message *event);

	/*
	 * Writes what effects have left in the transaction's memory, store_memory(), to the
	 * tables. Called before each commit: see store_flush(). NULL: they leave nothing.
	 */
	void (*flush)(struct store *store);

	/*
	 * Tables that no effect writes: what they have follows from the feed up to a position
	 * in one of them, and is caught up when it is used. Rebuilding empties them. Ends with
	 * NULL; NULL: none.
	 */
	const char *const *lagging;

	/* For an open host: adds the answer to a denied command that has an id. NULL: none. */
	void (*write_denial)(
		struct decision *decision, const struct message *command, struct buffer *out);

	/*
	 * For a feed that clients may read: whether CLIENT may at NOW; *ALL: all of it, or
	 * only events about itself. False with FAULT set: EX_NOPERM, or the store's fault.
	 * NULL: clients may not read it.
	 */
	bool (*check_reader)(struct store *store, const char *client, int64_t now, bool *all,
		struct arena *arena, struct fault *fault);
};

/* The installed contexts; ends with NULL. The Makefile generates it from CONTEXTS. */
extern const struct context *const installed_contexts[];

/* Returns new: all messages of CONTEXT's components; ends with NULL. */
const struct message **context_messages(const struct context *context);

/* The context called NAME in LIST, which ends with NULL; else NULL. */
const struct context *context_find(const struct context *const *list, const char *name);

/* Each returns what CONTEXT has for a command, or an event, of TYPE; NULL if it has none. */
const struct rule *context_rule(const struct context *context, const char *type);
const struct effect *context_effect(const struct context *context, const char *type);

/* The rule with .conflict whose commands EVENT records; NULL if there is none. */
const struct rule *context_rule_of_event(
	const struct context *context, const struct message *event);

/* The listing for a field called NAME; NULL if CONTEXT, which may be NULL, has none. */
const struct listing *context_listing(const struct context *context, const char *name);

/* Whether TYPE is an event that records a rejection; false for NULL. */
bool context_is_rejection(const struct context *context, const char *type);

/* Counts the event OF, applies it to the tables, and reports a fact. */
void effect_apply(
	const struct effect *effect, const struct context *context, const struct applying *of);

#endif
