/*
 * Landlock: from then on the kernel refuses this thread, and those that it creates, the files
 * beneath all paths but those that were allowed: landlock(7). Descriptors that are open stay as
 * they are.
 */
#ifndef TOOL_LANDLOCK_H
#define TOOL_LANDLOCK_H

#include <stdbool.h>

/* The version of Landlock that has all that is used here, in Linux 6.12. */
enum { LANDLOCK_WANTED = 6 };

enum landlock_use {
	LANDLOCK_READ,  /* files are read, and directories listed */
	LANDLOCK_FILES, /* files are made, read, written, renamed within their directory, removed */
	LANDLOCK_STORE, /* both */
};

/* The kernel's version of Landlock; -1 with errno set: it has none. */
int landlock_version(void);

/*
 * Returns a new ruleset for VERSION; -1 with errno set. With SOCKETS, TCP connections and the
 * abstract sockets of other processes stay.
 */
int landlock_begin(int version, bool sockets);

/* Allows PATH, and what is beneath it, to be used as USE says. False with errno set. */
bool landlock_allow(int ruleset, int version, const char *path, enum landlock_use use);

/* Puts RULESET into force. False with errno set. */
bool landlock_end(int ruleset);

#endif
