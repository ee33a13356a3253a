/*
 * A filter of system calls: the kernel refuses this thread, and those that it creates, what no
 * tool needs. A call that is refused fails with EPERM: seccomp(2).
 */
#ifndef TOOL_SECCOMP_H
#define TOOL_SECCOMP_H

#include <stdbool.h>

/* Whether the kernel has filters, and this program one for its architecture; false with errno set. */
bool seccomp_is_available(void);

/* Puts the filter into force; with SOCKETS, sockets stay. False with errno set. */
bool seccomp_begin(bool sockets);

#endif
