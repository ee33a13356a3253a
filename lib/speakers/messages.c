#include "speakers/speakers.h"

/* Templates: see message/template.h. */
/* clang-format off */
/* The template of the facts that rules match. */
#define SPEAKER_FACTS "[{roles}|no role], {#talks talk}"
#define SPEAKER_DATA "{name}, [{roles}|no role][, {#talks talk}][, to answer by {answer_by}]"

STRUCT_DESCRIBED(invitation, INVITATION, SPEAKER_FACTS);
STRUCT_DESCRIBED(speaker_rule, SPEAKER_RULE,
	"[{role}|any role][, at least {#talks_at_least talk}]");

MESSAGE_OF(invite_speaker, invitation, MESSAGE_COMMAND,
	"lanyard.speakers.invite-speaker.v1", "Invite a speaker, or amend the record; the data is the whole record.");
MESSAGE_DEFINE(amend_speaker, AMEND_SPEAKER, MESSAGE_COMMAND,
	"lanyard.speakers.amend-speaker.v1", "Change fields of a speaker's record, or invite a speaker who is new or has withdrawn.");
MESSAGE_OF(speaker_invited, invitation, MESSAGE_EVENT,
	"lanyard.speakers.speaker-invited.v1", "A speaker was invited.",
	"invited: " SPEAKER_DATA);
MESSAGE_OF(speaker_amended, invitation, MESSAGE_EVENT,
	"lanyard.speakers.speaker-amended.v1", "A speaker's record was changed; the data is the whole record.",
	"amended: " SPEAKER_DATA);
MESSAGE_DEFINE(accept_invitation, ACCEPT_INVITATION, MESSAGE_COMMAND,
	"lanyard.speakers.accept-invitation.v1", "Record that a speaker has accepted.");
MESSAGE_OF(invitation_accepted, accept_invitation, MESSAGE_EVENT,
	"lanyard.speakers.invitation-accepted.v1", "A speaker has accepted.",
	"accepted[ on {accepted_on}]");
MESSAGE_DEFINE(decline_invitation, DECLINE_INVITATION, MESSAGE_COMMAND,
	"lanyard.speakers.decline-invitation.v1", "Record that a speaker has declined.");
MESSAGE_OF(invitation_declined, decline_invitation, MESSAGE_EVENT,
	"lanyard.speakers.invitation-declined.v1", "A speaker has declined.",
	"declined[: {reason}]");
MESSAGE_DEFINE(withdraw_speaker, WITHDRAW_SPEAKER, MESSAGE_COMMAND,
	"lanyard.speakers.withdraw-speaker.v1", "Record that a speaker has withdrawn after accepting.");
MESSAGE_OF(speaker_withdrawn, withdraw_speaker, MESSAGE_EVENT,
	"lanyard.speakers.speaker-withdrawn.v1", "A speaker has withdrawn after accepting.",
	"withdrawn[: {reason}]");
MESSAGE_DEFINE(adopt_speaker_policy, ADOPT_SPEAKER_POLICY, MESSAGE_COMMAND,
	"lanyard.speakers.adopt-policy.v1", "Adopt a policy for speakers who accept from now on.");
MESSAGE_DEFINE(speaker_policy_adopted, SPEAKER_POLICY_ADOPTED, MESSAGE_EVENT,
	"lanyard.speakers.policy-adopted.v1", "A policy was adopted.",
	"policy {version} for speakers adopted, with {#rules rule}");
MESSAGE_DEFINE(speaker_status_row, SPEAKER_STATUS_ROW, MESSAGE_RECORD,
	"lanyard.speakers.status-row.v1", "A row of speaker-status.");
/* clang-format on */
