/*
 * The signature of the functions that apply and describe this context's events.
 */
#ifndef SPONSORSHIP_EFFECT_H
#define SPONSORSHIP_EFFECT_H

#include "store/context.h"

#define APPLY(name) void name(const struct applying *of)
#define DESCRIBE(name) const char *name(struct store *store, const void *event, struct arena *arena)

#endif
