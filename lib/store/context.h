/*
 * A context is a list of components, and a component is a schema and two tables:
 * command -> decide, event -> apply.
 *
 *     static const struct effect effects[] = {
 *             {&guest_registered_message, guest_apply, guest_describe, .fact = true},
 *             {.event = NULL},
 *     };
 *     static const struct component guest_list = {&guests_schema, rules, effects, rows};
 *     static const struct component *const components[] = {&booking_component, &guest_list, NULL};
 *     const struct context guests = {.name = "guests", .components = components};
 *
 * Deciding is apart from recording. A decision sees the state and a command,
 * and answers events or a refusal; applying an event changes the state.
 * Replaying the events rebuilds the state.
 */
#ifndef STORE_CONTEXT_H
#define STORE_CONTEXT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "message/envelope.h"
#include "store/store.h"

/* Why a command is not carried out and nothing is recorded. */
enum refusal {
	REFUSAL_NONE,
	REFUSAL_FORBIDDEN,     /* the client has no grant for it */
	REFUSAL_CONFLICT,      /* the same key with other data */
	REFUSAL_MALFORMED,     /* it can't be read */
	REFUSAL_CONTRADICTION, /* it contradicts the state: a fact that can't be */
	REFUSAL_HOURLY_LIMIT,  /* as much as the client may have recorded in an hour is recorded */
	REFUSAL_TOO_LONG,      /* the client may not have it for so long */
};

/* Whether the client's grants are why: the same command may succeed later. */
bool refusal_is_of_grants(enum refusal refusal);

/* An event that was decided and is not recorded yet. */
struct decided {
	const struct message *message;
	const char *subject;
	const void *data;
	const struct uuid *id; /* NULL: a new one */
	const struct uuid *cause;
};

struct decision {
	/* What it is made from. */
	struct store *store;
	struct arena *arena;
	int64_t now;
	const char *time; /* the same, as text */
	const char *client;
	const struct envelope *envelope; /* of the command, or of the event that came */
	bool outstanding; /* no line brought it: an answer has what still waits for one alone */

	/* What it comes to. */
	struct decided *events; /* room for a power of two; in the arena */
	size_t count;
	int64_t existing; /* position of the event that has said it already; 0: none */
	bool rejected;    /* a business refusal, which is an event */
	bool amended;     /* its event repeats what the command does not say */
	enum refusal refusal;
	const char *pointer;
	const char *reason;
	const char *warning; /* for the person, beside an answer */
};

/* Decides that EVENT happened; SUBJECT and DATA live in the decision's arena, or longer. */
void decision_event(struct decision *decision, const struct message *event, const char *subject,
	const void *data);

/* Decides that nothing is new: the answer is the event at POSITION, once more. */
void decision_existing(struct decision *decision, int64_t position);

/*
 * decision_event(), unless the event at POSITION (0: none), which has EVENT's
 * layout, says just the same: then decision_existing().
 */
void decision_event_if_new(struct decision *decision, const struct message *event,
	const char *subject, const void *data, int64_t position);

/*
 * decision_event(), for a process: an event that was decided because of CAUSE,
 * under an id that follows from what it is about, and so comes once.
 */
void decision_event_with_id(struct decision *decision, const struct message *event,
	const char *subject, const void *data, struct uuid id, const struct uuid *cause);

/* Whether EVENT, with DATA, is what the feed has at POSITION, in canonical form. */
bool decision_is_event(
	struct decision *decision, const struct message *event, const void *data, int64_t position);

/* Decides that the command is refused. POINTER is a JSON pointer into its data, or "". */
void decision_refuse(struct decision *decision, enum refusal refusal, const char *pointer,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * Amends IS, a struct of SHAPE, by the command AMEND: what AMEND has is set, what
 * its list "clear" names is made absent, the rest stays. False where the decision
 * is refused: "clear" names what has to be there, or what is set as well.
 */
bool decision_amend(struct decision *decision, const struct layout *layout, void *is,
	const struct layout *amend_layout, const void *amend);

/*
 * The record, a struct of SHAPE in the decision's arena, that the event at POSITION (0: there
 * is none) has, amended by the command AMEND. NULL where the decision is refused: see
 * decision_amend(), or a field that has to be there is missing.
 */
void *decision_record(struct decision *decision, const struct layout *layout, int64_t position,
	const struct layout *amend_layout, const void *amend);

/* Says something to the person, beside the answer. */
void decision_warn(struct decision *decision, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Borrows: what its events are correlated by: handed through, or the first command's id. */
const char *decision_correlation(struct decision *decision);

struct rule {
	const struct message *command;
	/* Comes to an event or more, to a refusal, or to what was said already. */
	void (*decide)(struct decision *decision, const void *command);
	/*
	 * For what happens once to a natural key: what to say to the same key
	 * with other data. The same data again is answered without deciding.
	 * NULL: it may happen again, and decide() compares with the state.
	 */
	const char *conflict;
	/*
	 * With .conflict: what has undone what such a command made, in words, and what to do
	 * instead; NULL where it stands. The same record again is answered as it was, for
	 * an import comes again; but somebody may have meant it anew. NULL: nothing does.
	 */
	const char *(*superseded)(struct store *store, const void *command, struct arena *arena);
	/* With .conflict: the event that records it, whose data has the command's KEY fields. */
	const struct message *event;
	const struct message *other_event; /* the same, where it may be one of two */
};

/* An event that is applied. */
struct applying {
	struct store *store;
	const struct envelope *envelope;
	const void *event; /* its data */
};

struct effect {
	const struct message *event;
	/* Changes the state as the event OF says. Failure is the store's fault. NULL: nothing changes. */
	void (*apply)(const struct applying *of);
	/* Borrows from ARENA: one sentence for people. NULL: there is none. */
	const char *(*describe)(struct store *store, const void *event, struct arena *arena);
	bool fact; /* see struct context, fact_applied() */
};

/* Tables with what changes and fills them. */
struct component {
	const struct schema *schema;
	const struct rule *rules;     /* ends with a NULL command */
	const struct effect *effects; /* ends with a NULL event */
	/* Its messages that are in neither: rows of reports, replies; ends with NULL. */
	const struct message *const *others;
};

struct context {
	const char *name;
	const struct component *const *components; /* ends with NULL */
	const char *owns; /* the nouns that are its own, in words: for --describe */

	/* Called after the effect of each event that is a fact. NULL: no event is. */
	void (*fact_applied)(struct store *store, const struct envelope *envelope);
	/* What lib/booking has to know of a client of the open host. NULL: it is none. */
	const struct booking_client *client;

	/* For an open host: the events of business refusals; ends with NULL. NULL: it has none. */
	const struct message *const *rejections;

	/*
	 * For an open host: refuses a decision that would record something, where its
	 * client may not have more recorded at its time. NULL: nothing is limited.
	 */
	void (*limit)(struct decision *decision);
	/* With limit(): counts EVENT, before its effect. */
	void (*count)(const struct applying *of, const struct message *event);

	/*
	 * For an open host: adds the line that answers an identified command
	 * which was refused, and is not recorded. NULL: nothing is answered.
	 */
	void (*refuse)(
		struct decision *decision, const struct message *command, struct buffer *out);

	/*
	 * For a feed that tells of its clients' affairs: whether CLIENT may read it at
	 * NOW, and *ALL of it, or what is its own alone. False with FAULT set (77).
	 * NULL: it is not for clients to read.
	 */
	bool (*check_reader)(struct store *store, const char *client, int64_t now, bool *all,
		struct arena *arena, struct fault *fault);
};

/* The contexts that are installed; ends with NULL. The Makefile writes it, from CONTEXTS. */
extern const struct context *const installed_contexts[];

/* Returns new: all messages of CONTEXT's components; ends with NULL. */
const struct message **context_messages(const struct context *context);

/* The installed context of that name, of LIST, which ends with NULL; else NULL. */
const struct context *context_find(const struct context *const *list, const char *name);

/* Any of these may be NULL where the context doesn't know the type. */
const struct rule *context_rule(const struct context *context, const char *type);
const struct rule *context_rule_of_event(const struct context *context, const char *type);
const struct effect *context_effect(const struct context *context, const char *type);

/* Whether an event of TYPE is a business refusal; false for NULL. */
bool context_is_rejection(const struct context *context, const char *type);

/* Changes the state as the event OF says. */
void effect_apply(
	const struct effect *effect, const struct context *context, const struct applying *of);

#endif
