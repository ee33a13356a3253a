/*
 * Onboarding: publishes which contracts are on board, and at which level.
 */
#ifndef SPONSORSHIP_ONBOARDING_H
#define SPONSORSHIP_ONBOARDING_H

#include "store/handler.h"

/* facts -> sponsor-onboarded, sponsor-level-changed */
extern const struct process onboarding;

#endif
