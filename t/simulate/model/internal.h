/* What the files of the model share. */
#ifndef LANYARD_SIMULATE_INTERNAL_H
#define LANYARD_SIMULATE_INTERNAL_H

#include <jansson.h>

#include "../model.h"

enum context { TICKETING, SPONSORSHIP, SPEAKERS, GUESTS, CONTEXTS };

/* One feed, as far as lines of it were seen: line i has position i + 1, or is NULL. */
struct history {
	char **lines;
	size_t count, allocated;
	size_t applied;  /* the tables are those after this many events */
	size_t read;     /* the highest position that a whole feed had */
	bool unseen;     /* a step with a fault may have recorded more */
	json_t *waiting; /* steps that a feed has to explain: see plan.c */
};

struct ticket {
	char type[65];
	int64_t price, reduction;
	bool cancelled, assigned;
	char email[255]; /* its delegate's */
};

enum state { DUE, PAID, FREE, EXPIRED, CANCELLED };

struct purchase {
	char id[37], reference[201], client[65], currency[4], discount[65], pool[65];
	enum state state;
	int64_t deadline, due, paid, refundable, refunded, opened;
	bool reopened, waived;
	struct ticket *tickets;
	size_t count;
};

/* Tables by name; each row is the event's data, with counters beside it that begin with a dot. */
struct tables {
	json_t *types, *rooms, *pools, *discounts, *clients, *conference;
	struct purchase **purchases;
	size_t count, allocated;
	json_t *by_id, *by_reference, *by_ticket;
};

struct model {
	struct history history[CONTEXTS];
	struct tables tables;
	json_t *ids;      /* of events: context and position */
	json_t *answers;  /* by client and command: positions */
	json_t *natural;  /* by natural key: the command's data, and positions */
	json_t *outcomes; /* by a command's id: the position of its answer */
	json_t *commands; /* that processes printed, by id: their data */
	json_t *crm[CONTEXTS];
	struct model_counts counts;
	char tool[40];
	uint64_t judged; /* the step that waited and is judged now, or 0 */
	char *why;
	size_t size;
};

/* Says what is wrong; returns false. */
bool wrong(struct model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* json.c: members of an object, or what an absent one counts as. */
const char *text_of(const json_t *object, const char *name);
int64_t number_of(const json_t *object, const char *name, int64_t absent);
bool flag_of(const json_t *object, const char *name);
void put_number(json_t *object, const char *name, int64_t value);
bool contains(const json_t *array, const char *text);
json_t *child(json_t *object, const char *name);           /* an object, made if absent */
const char *key_of(const char *first, const char *second); /* in a static buffer */
/* A time in milliseconds since 1970; INT64_MIN if it has no offset, or is none. */
int64_t time_of(const json_t *object, const char *name);
/* Whether `event` has all members of `expected`; a null says that it is absent. */
bool agrees(const json_t *event, const json_t *expected, char *where, size_t size);
/* The last part of a type: "ticket-purchase-created". In a static buffer. */
const char *kind_of(const json_t *line);
bool is_kind(const json_t *line, const char *kind);

/* history.c */
bool history_note(struct model *model, const char *line, size_t size, json_t *event);
bool history_feed(struct model *model, enum context context, const struct step *step, size_t last,
	bool whole);
json_t *history_event(struct history *history, size_t position); /* a new reference, or NULL */
int context_of(const char *source_or_tool);
void history_free(struct history *history);

/* command.c: the commands of a step, an array of objects with line, type, data, and id if any. */
json_t *commands_of(const struct step *step, const char **client);

/* A step of ticketing that is compared with the feed. */
struct run {
	struct model *model;
	json_t *step, *printed;
	size_t next; /* of the printed lines */
	bool fault, stopped;
	int64_t clock, ended;
};

/* plan.c: ticketing's steps, each explained by what its commands were predicted to do. */
bool plan_step(struct model *model, const struct step *step, json_t *printed);
bool plan_drain(struct model *model, bool whole);

/* What a command is predicted to do. */
enum outcome { UNKNOWN, SAME, HAPPENS, REJECTED, DENIED, NOTHING_NEW };
struct plan {
	enum outcome outcome;
	const char *code;
	json_t *positions; /* SAME: borrowed */
	json_t *events;    /* HAPPENS: what each has, owned */
	char key[600];     /* natural key, or empty */
};
struct request {
	const char *client, *type, *id; /* id NULL: a record */
	json_t *data;
	int64_t clock, ended;
};
void predict(struct model *model, const struct request *request, struct plan *plan);
void predict_purchase(struct model *model, const struct request *request, struct plan *plan);
void predict_change(struct model *model, const struct request *request, struct plan *plan);
void predict_setup(struct model *model, const struct request *request, struct plan *plan);
void plan_reject(struct plan *plan, const char *code);
void plan_deny(struct plan *plan, const char *code);
void plan_expect(struct plan *plan, const char *kind, json_t *data);
bool may(const struct model *model, const char *client, const char *kind, int64_t now);
struct purchase *wanted_purchase(struct model *model, const struct request *request, bool *known);

/* answer.c: what a step printed and recorded. */
json_t *next_printed(const struct run *run); /* borrowed, or NULL */
json_t *next_event(const struct run *run);   /* a new reference, or NULL */
size_t position_of(const json_t *event);
void skip_seals(struct run *run);
bool take_event(struct run *run, json_t *positions);
bool take_printed(struct run *run, json_t *positions);
bool fulfil(struct run *run, json_t *command, struct plan *plan);

/* schema.c: whether a command's data is valid, by its schema in share/schemas. */
bool schema_allows(const char *kind, const json_t *data);

/* tables.c: an event's effect, and what may never be. */
bool tables_apply(struct model *model, const json_t *event);
int64_t type_left(const struct model *model, const json_t *type);
int64_t room_left(const struct model *model, const json_t *room);
int64_t client_valid(const struct model *model, const char *client);
void discount_use(const struct model *model, const char *code, int64_t *uses, int64_t *tickets);
void tables_new(struct tables *tables);
void tables_free(struct tables *tables);

/* purchase.c */
bool purchase_apply(struct model *model, const json_t *event, bool *known);
struct purchase *purchase_of(const struct model *model, const char *id);
struct ticket *ticket_by_id(const struct model *model, const char *id, struct purchase **purchase);
bool ticket_is_valid(const struct purchase *purchase, const struct ticket *ticket);

/* ledger.c: a client's feed. */
bool ledger_apply(struct model *model, enum context context, const json_t *event);
bool ledger_end(struct model *model, enum context context);
/* New objects by type, without zeros: what was decided last of somebody, and what is booked. */
json_t *ledger_decided(struct model *model, enum context context, const char *name);
json_t *ledger_booked(struct model *model, enum context context, const char *name);

/* report.c */
bool report_judge(struct model *model, enum context context, const struct step *step);

/* owed.c: what somebody is owed, by type, without zeros; NULL if the model knows too little. */
void owed_apply(json_t *crm, enum context context, const json_t *event);
json_t *owed_to(json_t *crm, enum context context, const char *name);

#endif
