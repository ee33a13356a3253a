/*
 * What people and cron lines run. Each choice makes a call from what the feeds show, as its
 * random numbers say.
 */
#ifndef SIMULATE_CALLS_H
#define SIMULATE_CALLS_H

#include "season.h"

struct choice {
	void (*make)(const struct season *season, struct random *random, struct call *call);
	unsigned weight;
};

extern const struct choice office_choices[], client_choices[], rare_choices[];

/* Brings a client and ticketing to rest, without faults; false: they do not agree then. */
bool clients_settle(struct season *season, int store);

/* A line of a feed, and the value of one of its fields. It borrows from the feed. */
struct line_of {
	const char *line;
	size_t length;
	char value[100];
};

/*
 * An event: what its line has and has not, NULL for anything; a field, a text or a number; and whether
 * it is one of the last.
 */
struct wanted {
	const char *type, *with, *without, *field;
	bool recent;
};

/* A random event of the feed that is wanted, and the value of its field. False: there is none. */
bool field_find(const struct season *season, int store, struct random *random,
	const struct wanted *wanted, struct line_of *found);

/* The last FIELD of a line. False: it has none. */
bool field_of(const struct line_of *of, const char *field, char *to, size_t size);

/* A ticket of a ticket-purchase-created. */
bool ticket_of(const struct line_of *created, struct random *random, char ticket[64]);

/* Begins a command's line, up to its data, with an id of its own. */
void id_add(struct buffer *line, struct random *random, int store, const char *type);

#endif
