/*
 * The conference's zone, as the C library knows it: the only code that depends on the system's
 * zoneinfo.
 */
#ifndef TOOL_TZDATA_H
#define TOOL_TZDATA_H

#include "base/fault.h"
#include "base/local.h"

/* Whether the system has the zone NAME; else FAULT is set (EX_CONFIG). */
bool tzdata_has(const char *name, struct fault *fault);

/*
 * Makes NAME the zone of this process. False with FAULT set (EX_CONFIG): the system does not have
 * it. Called before other threads start.
 */
bool tzdata_load(const char *name, struct fault *fault);

/* A zone_offset: of the zone that was loaded last. */
int64_t tzdata_offset(int64_t moment);

#endif
