/*
 * Records of beneficiaries: registered once, amended since, and what stands after they have
 * withdrawn.
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
 * differs. A withdrawal stands, whatever is amended, with a warning: an import brings nobody
 * back. An amendment that names no field does: REGISTERED. True: an event was decided.
 */
bool record_decide(struct decision *decision, const char *beneficiary, const void *data,
	const struct record *record);

/* Warns that BENEFICIARY has withdrawn, and what brings them back. */
void record_warn_of_withdrawal(struct decision *decision, const char *beneficiary);

#endif
