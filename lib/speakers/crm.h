/*
 * The speaker CRM: a client of the open host.
 */
#ifndef SPEAKERS_CRM_H
#define SPEAKERS_CRM_H

#include "store/context.h"

extern const struct context speakers;

#endif
