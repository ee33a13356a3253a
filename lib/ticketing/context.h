/*
 * Ticketing: its context.
 */
#ifndef TICKETING_CONTEXT_H
#define TICKETING_CONTEXT_H

#include "store/context.h"

extern const struct context ticketing;

#endif
