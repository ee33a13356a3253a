/*
 * Speakers: their records and their answers to the invitation.
 */
#ifndef SPEAKERS_SPEAKER_H
#define SPEAKERS_SPEAKER_H

#include "booking/client.h"
#include "speakers/messages.h"

#define INVITATION_STATUS(W)                                                                       \
	W(SPEAKER_INVITED, "invited")                                                              \
	W(SPEAKER_ACCEPTED, "accepted")                                                            \
	W(SPEAKER_DECLINED, "declined")                                                            \
	W(SPEAKER_WITHDRAWN, "withdrawn")
ENUM_DECLARE(invitation_status, INVITATION_STATUS_NONE, INVITATION_STATUS);

/* Texts live in an arena. Positions are of events, 0 for none. */
struct speaker_state {
	const char *speaker;
	const char *name;
	const char *email;
	const char *answer_by; /* NULL: no limit */
	enum invitation_status state;
	int64_t seq;        /* the last event with the record */
	int64_t answered;   /* the event that set the state */
	int64_t accepted;   /* the event by which they came on board */
	int64_t acceptance; /* the last acceptance, withdrawn since or not */
};

/* Fills STATE of ID; false: there is no such speaker. */
bool speaker_find(
	struct store *store, const char *id, struct arena *arena, struct speaker_state *state);

/* The invitation as amended last: roles and talks. NULL: the store's fault. */
const struct invitation *speaker_invitation(
	struct store *store, const struct speaker_state *speaker, struct arena *arena);

/* struct booking_client */
bool speaker_recipient(
	struct store *store, const char *id, struct arena *arena, struct recipient *recipient);

/* Commands. */
void speaker_invite(struct decision *decision, const void *command);
void speaker_amend(struct decision *decision, const void *command);
void speaker_accept(struct decision *decision, const void *command);
void speaker_decline(struct decision *decision, const void *command);
void speaker_withdraw(struct decision *decision, const void *command);

/* Effects, and descriptions of events. */
void speaker_apply(const struct applying *of);
void speaker_apply_accepted(const struct applying *of);
void speaker_apply_declined(const struct applying *of);
void speaker_apply_withdrawn(const struct applying *of);

#endif
