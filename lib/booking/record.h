/*
 * Records of beneficiaries: registered, amended, and registered again after a withdrawal.
 */
#ifndef BOOKING_RECORD_H
#define BOOKING_RECORD_H

#include "store/context.h"

/* The events of a record, and what is known of it. Positions are of events, 0 for none. */
struct record {
	const struct message *registered;
	const struct message *amended;
	int64_t position;  /* of the one that set the record last */
	int64_t withdrawn; /* of the withdrawal since */
};

/*
 * Decides on DATA, the whole record of BENEFICIARY: REGISTERED if it is new, AMENDED if it
 * differs. An amendment does not end a withdrawal, and warns of it: an import must not bring
 * anybody back. One that names no field does: REGISTERED. True: an event was decided.
 */
bool record_decide(struct decision *decision, const char *beneficiary, const void *data,
	const struct record *record);

/* Warns that BENEFICIARY has withdrawn, and what brings them back. */
void record_warn_of_withdrawal(struct decision *decision, const char *beneficiary);

#endif
