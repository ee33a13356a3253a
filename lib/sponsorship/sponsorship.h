/*
 * The sponsorship CRM: a client of the open host.
 */
#ifndef SPONSORSHIP_SPONSORSHIP_H
#define SPONSORSHIP_SPONSORSHIP_H

#include "store/context.h"

extern const struct context sponsorship;

#endif
