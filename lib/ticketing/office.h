/*
 * The ticket office: ticketing's context, its counters, and its rules.
 */
#ifndef TICKETING_OFFICE_H
#define TICKETING_OFFICE_H

#include "store/context.h"

extern const struct context ticketing;

/* Every message that ticketing's schemas describe; ends with NULL. */
extern const struct message *const ticketing_messages[];

/*
 * The counters of a batch: types and clients, read under the lock, kept while
 * nobody else writes, written back in the transaction.
 */
struct counted_type {
	char *type;
	int64_t price;
	int64_t capacity;
	int64_t sold;
	int64_t from;  /* milliseconds; INT64_MIN: always */
	int64_t until; /* INT64_MAX: for ever */
	char currency[4];
	bool private;
	bool changed; /* sold is to be written */
};

struct counted_client {
	char *client;
	char **may; /* ends with NULL */
	char **types;
	int64_t budget; /* INT64_MAX: none */
	int64_t booked;
	int64_t expires; /* INT64_MAX: never */
	bool waive;
	bool revoked;
	bool changed; /* booked is to be written */
};

struct office {
	struct counted_type *types;
	size_t type_count;
	struct counted_client *clients;
	size_t client_count;
};

/* NULL where there is none. */
struct counted_type *office_type(const struct office *office, const char *type);
struct counted_client *office_client(const struct office *office, const char *client);

/* Writes what was counted, and reads all anew: a set-up event has changed a row. */
void office_reload(struct office *office, struct store *store);

#endif
