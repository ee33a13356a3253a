/*
 * Records of beneficiaries: registered, amended, and registered again after a withdrawal.
 */
#ifndef BOOKING_RECORD_H
#define BOOKING_RECORD_H

#include "store/context.h"

/* The state of a record, and the types of its events. */
struct record_state {
	const struct message *registered;
	const struct message *amended;
	int64_t position;  /* of the last event that set the record; 0: none */
	int64_t withdrawn; /* the position of the withdrawal; 0: none since the registration */
};

/*
 * Decides on DATA, the whole record of BENEFICIARY: REGISTERED if it is new, AMENDED if it
 * differs. While BENEFICIARY is withdrawn, a different record is AMENDED with a warning, because
 * an import must not undo a withdrawal. A command that names BENEFICIARY and no field undoes it:
 * REGISTERED. Returns whether an event was decided.
 */
bool record_decide(struct decision *decision, const char *beneficiary, const void *data,
	const struct record_state *record);

/*
 * Decides on a withdrawal of BENEFICIARY, an EVENT with DATA, with a warning of what is reclaimed.
 * WITHDRAWN is the position of an earlier one (0: none), which a repetition gets.
 */
void record_withdraw(struct decision *decision, const char *beneficiary, int64_t withdrawn,
	const struct message *event, const void *data);

/* Warns that BENEFICIARY has withdrawn, and what undoes that. */
void record_warn_of_withdrawal(struct decision *decision, const char *beneficiary);

#endif
