/*
 * The conference's zone, as the C library knows it: the only code that depends on the system's
 * zoneinfo.
 */
#ifndef TOOL_TZDATA_H
#define TOOL_TZDATA_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/local.h"

/* Whether the system has the zone NAME; else FAULT is set (EX_CONFIG). */
bool tzdata_has(const char *name, struct fault *fault);

/*
 * Borrows from ARENA: the name in zone.tab of the zone that NAME is a link to, if NAME itself is not
 * there: systems may lack such links. NULL: there is none, or NAME is one.
 */
const char *tzdata_listed_name(const char *name, struct arena *arena);

/*
 * Makes NAME the zone of this process. False with FAULT set (EX_CONFIG): the system does not have
 * it. Called before other threads start.
 */
bool tzdata_load(const char *name, struct fault *fault);

/* A zone_offset: of the zone that was loaded last. */
int64_t tzdata_offset(int64_t moment);

#endif
