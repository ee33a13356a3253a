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
};

enum { ADMIN_CLIENTS = 3 };
extern const struct admin_client admin_clients[ADMIN_CLIENTS];

/* Whether TOOL is beside this program or in PATH. */
bool admin_has_tool(const char *tool);

/* Whether the tools of CLIENT are. */
bool admin_has_client(const struct admin_client *client);

#endif
