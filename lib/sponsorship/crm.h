/*
 * The sponsorship CRM: a client of the open host.
 */
#ifndef SPONSORSHIP_CRM_H
#define SPONSORSHIP_CRM_H

#include "store/context.h"

extern const struct context sponsorship;

#endif
