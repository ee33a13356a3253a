/* The clients of ticketing whose tools may be installed. */
#ifndef ADMIN_CLIENTS_H
#define ADMIN_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>

struct admin_client {
	const char *context; /* and its id at ticketing */
	const char *prefix;  /* of its tools */
	const char *people;  /* whom it is about */
	const char
		*first; /* a command line that records the first of them, up to its last argument */
	const char *matched; /* what the policy's rules match, which is that argument */
	const char *example; /* of it, if no rule has any */
	const char *onboard; /* the process before allocate; NULL: none */
	bool answers;        /* a record of them may wait for another one */
};

enum { ADMIN_CLIENTS = 3 };
extern const struct admin_client admin_clients[ADMIN_CLIENTS];

/* The contexts that may have stores, 0 to ADMIN_CONTEXTS - 1: ticketing, then its clients. */
enum { ADMIN_CONTEXTS = 1 + ADMIN_CLIENTS };
const char *admin_context(size_t number);

/* Whether TOOL is beside this program or in PATH. */
bool admin_has_tool(const char *tool);

/* Whether the tools of CLIENT are. */
bool admin_has_client(const struct admin_client *client);

#endif
