/*
 * Onboarding: publishes which contracts are on board, and at which level.
 */
#ifndef SPONSORSHIP_ONBOARDING_H
#define SPONSORSHIP_ONBOARDING_H

#include "store/handler.h"

/* Reacts to each fact of its own feed with sponsor-onboarded or sponsor-level-changed. */
extern const struct process onboarding;

#endif
