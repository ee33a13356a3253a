#include "booking/ledger.h"
#include "booking/policy.h"
#include "booking/record.h"
#include "message/template.h"
#include "speakers/speakers.h"
#include "store/feed.h"
#include "store/query.h"

extern const struct schema speakers_schema; /* generated from schema/ */

/* clang-format off */
ENUM_DEFINE(invitation_status, INVITATION_STATUS);
/* clang-format on */

bool speaker_find(
	struct store *store, const char *id, struct arena *arena, struct speaker_state *state)
{
	struct query *query = QUERY(store,
		"SELECT speaker, name, email, answer_by, state, seq, answered, "
		"first_acceptance, last_acceptance "
		"FROM speakers WHERE speaker = :speaker",
		id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		*state = (struct speaker_state){
			.speaker = query_copy_at(query, 0, arena),
			.name = query_copy_at(query, 1, arena),
			.email = query_copy_at(query, 2, arena),
			.answer_by = query_optional_copy_at(query, 3, arena),
			.state = query_enum_at(query, 4, &invitation_status_enum),
			.position = query_position_at(query, 5),
			.answered = query_position_at(query, 6),
			.first_acceptance = query_position_at(query, 7),
			.last_acceptance = query_position_at(query, 8),
		};
	}
	return found;
}

const struct invitation *speaker_invitation(
	struct store *store, const struct speaker_state *speaker, struct arena *arena)
{
	struct envelope envelope;

	return feed_event(store, speaker->position, &invitation_layout, &envelope, arena);
}

static bool find_recipient(
	struct store *store, const char *id, struct arena *arena, struct recipient *recipient)
{
	struct speaker_state speaker;

	if (!speaker_find(store, id, arena, &speaker))
		return false;
	*recipient = (struct recipient){speaker.name, speaker.email, .person = true};
	return true;
}

/* Like speaker_find(); denies the command if there is no such speaker. */
static bool require_speaker(struct decision *decision, const char *id, struct speaker_state *state)
{
	if (speaker_find(decision->store, id, decision->arena, state))
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/speaker",
		"there is no speaker \"%s\": invite them first", id);
	return false;
}

/* The policy */

/* Whether the rule FIRST matches everybody whom SECOND matches. */
static bool covers(const void *first, const void *second)
{
	const struct speaker_rule *earlier = first, *later = second;

	if (earlier->role != NULL &&
		(later->role == NULL || strcmp(earlier->role, later->role) != 0))
		return false;
	return !earlier->talks_at_least.present ||
	       (later->talks_at_least.present &&
		       later->talks_at_least.value >= earlier->talks_at_least.value);
}

static bool has_role(const struct invitation *invitation, const char *role)
{
	const char *const *roles = invitation->roles.items;
	size_t i;

	for (i = 0; i < invitation->roles.count; i++)
		if (strcmp(roles[i], role) == 0)
			return true;
	return false;
}

static bool matches(const void *data, const void *facts)
{
	const struct speaker_rule *rule = data;
	const struct invitation *invitation = facts;

	return (rule->role == NULL || has_role(invitation, rule->role)) &&
	       (!rule->talks_at_least.present ||
		       (int64_t)invitation->talks.count >= rule->talks_at_least.value);
}

static const struct policy_type policy_type = {
	.adopt = &adopt_speaker_policy_message,
	.adopted = &speaker_policy_adopted_message,
	.layout = &speaker_rule_layout,
	.matches = matches,
	.covers = covers,
};

/* Deciding */

/*
 * A changed record keeps the answer of a speaker who has declined or withdrawn. Who has declined
 * may accept without another invitation.
 */
static void invite_speaker(struct decision *decision, const void *command)
{
	const struct invitation *invitation = command;
	struct speaker_state current = {.position = 0};
	int64_t withdrawn;

	speaker_find(decision->store, invitation->speaker, decision->arena, &current);
	withdrawn = current.state == SPEAKER_WITHDRAWN ? current.answered : 0;
	if (record_decide(decision, invitation->speaker, invitation,
		    &(struct record_state){&speaker_invited_message, &speaker_amended_message,
			    current.position, withdrawn}) &&
		!policy_matches(decision->store, invitation))
		decision_warn(decision, "%s: no rule of the policy matches %s", invitation->speaker,
			template_fill(NULL, &invitation_layout, invitation, NULL, decision->arena));
}

static void amend_speaker(struct decision *decision, const void *command)
{
	const struct amend_speaker *amend = command;
	struct speaker_state state;
	bool known = speaker_find(decision->store, amend->speaker, decision->arena, &state);
	const struct invitation *invitation = decision_record(decision, &invitation_layout,
		known ? state.position : 0, &amend_speaker_layout, amend);

	if (invitation != NULL)
		invite_speaker(decision, invitation);
}

/* Repeating the same answer is a no-op; a different one, or other data, replaces it. */
static void decide_answer(struct decision *decision, const struct message *event,
	const struct speaker_state *speaker, const void *data, enum invitation_status state)
{
	decision_event_if_new(decision, event, speaker->speaker, data,
		speaker->state == state ? speaker->answered : 0);
}

static void accept_invitation(struct decision *decision, const void *command)
{
	const struct accept_invitation *accept = command;
	const char *on = accept->accepted_on != NULL ? accept->accepted_on : decision->today;
	struct speaker_state speaker;

	if (!require_speaker(decision, accept->speaker, &speaker))
		return;
	if (speaker.state == SPEAKER_WITHDRAWN) {
		decision_existing(decision, speaker.last_acceptance);
		record_warn_of_withdrawal(decision, accept->speaker);
	} else if (speaker.state != SPEAKER_ACCEPTED && speaker.answer_by != NULL &&
		   strcmp(on, speaker.answer_by) > 0)
		decision_deny(decision, DENY_CONTRADICTION,
			accept->accepted_on != NULL ? "/accepted_on" : "/speaker",
			"\"%s\" had to answer by %s: change answer_by first", accept->speaker,
			speaker.answer_by);
	else
		decide_answer(
			decision, &invitation_accepted_message, &speaker, accept, SPEAKER_ACCEPTED);
}

static void decline_invitation(struct decision *decision, const void *command)
{
	const struct decline_invitation *decline = command;
	struct speaker_state speaker;

	if (!require_speaker(decision, decline->speaker, &speaker))
		return;
	if (speaker.state == SPEAKER_ACCEPTED)
		decision_deny(decision, DENY_CONTRADICTION, "/speaker",
			"\"%s\" has accepted: use speaker-withdraw", decline->speaker);
	else if (speaker.state == SPEAKER_WITHDRAWN)
		decision_deny(decision, DENY_CONTRADICTION, "/speaker",
			"\"%s\" has withdrawn already", decline->speaker);
	else
		decide_answer(decision, &invitation_declined_message, &speaker, decline,
			SPEAKER_DECLINED);
}

static void withdraw_speaker(struct decision *decision, const void *command)
{
	const struct withdraw_speaker *withdraw = command;
	struct speaker_state speaker;

	if (!require_speaker(decision, withdraw->speaker, &speaker))
		return;
	if (speaker.state == SPEAKER_INVITED || speaker.state == SPEAKER_DECLINED) {
		decision_deny(decision, DENY_CONTRADICTION, "/speaker",
			"\"%s\" has not accepted: use speaker-decline", withdraw->speaker);
		return;
	}
	if (speaker.state == SPEAKER_ACCEPTED)
		booking_warn_of_reclaim(decision, withdraw->speaker);
	decide_answer(decision, &speaker_withdrawn_message, &speaker, withdraw, SPEAKER_WITHDRAWN);
}

/* Effects */

/* An invitation resets the answer, and so which policies apply; an amendment does not. */
static void apply_set(const struct applying *of)
{
	const struct invitation *invitation = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO speakers (speaker, name, email, answer_by, state, seq) "
		"VALUES (:speaker, :name, :email, :answer_by, 'invited', :seq) "
		"ON CONFLICT (speaker) DO UPDATE SET name = excluded.name, "
		"email = excluded.email, answer_by = excluded.answer_by, seq = excluded.seq, "
		"first_acceptance = CASE WHEN :invited THEN NULL ELSE first_acceptance END, "
		"answered = CASE WHEN :invited THEN NULL ELSE answered END, "
		"state = CASE WHEN :invited THEN 'invited' ELSE state END",
		invitation->speaker, invitation->name, invitation->email, invitation->answer_by,
		of->envelope->sequence,
		strcmp(of->envelope->type, speaker_invited_message.type) == 0));
}

/* A repeated acceptance keeps first_acceptance, the position that selects the policies. */
static void set_state(struct store *store, const struct envelope *envelope, const char *speaker,
	enum invitation_status state)
{
	query_run(QUERY(store,
		"UPDATE speakers SET first_acceptance = CASE WHEN :state <> 'accepted' THEN NULL "
		"ELSE coalesce(first_acceptance, :seq) END, state = :state, answered = :seq, "
		"last_acceptance = CASE WHEN :state = 'accepted' THEN :seq ELSE last_acceptance END "
		"WHERE speaker = :speaker",
		enumeration_text(&invitation_status_enum, state), envelope->sequence, speaker));
}

static void apply_accepted(const struct applying *of)
{
	set_state(of->store, of->envelope, ((const struct accept_invitation *)of->event)->speaker,
		SPEAKER_ACCEPTED);
}

static void apply_declined(const struct applying *of)
{
	set_state(of->store, of->envelope, ((const struct decline_invitation *)of->event)->speaker,
		SPEAKER_DECLINED);
}

static void apply_withdrawn(const struct applying *of)
{
	set_state(of->store, of->envelope, ((const struct withdraw_speaker *)of->event)->speaker,
		SPEAKER_WITHDRAWN);
}

/* The entitlement */

static enum standing standing_of(const struct speaker_state *speaker)
{
	switch (speaker->state) {
	case SPEAKER_ACCEPTED:
		return STANDING_ACTIVE;
	case SPEAKER_DECLINED:
	case SPEAKER_WITHDRAWN:
		return STANDING_ENDED;
	case SPEAKER_INVITED:
	case INVITATION_STATUS_NONE:
		break;
	}
	return STANDING_PROSPECT;
}

static void entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement)
{
	const struct invitation *invitation;
	struct speaker_state speaker;

	if (!speaker_find(store, id, arena, &speaker))
		return;
	entitlement->standing = standing_of(&speaker);
	invitation = entitlement->standing == STANDING_ACTIVE
			     ? speaker_invitation(store, &speaker, arena)
			     : NULL;
	if (invitation != NULL && !policy_entitle(store, NULL, speaker.first_acceptance, invitation,
					  "", arena, entitlement))
		entitlement->undecided = arena_printf(arena, "no rule of any policy matches %s",
			template_fill(NULL, &invitation_layout, invitation, NULL, arena));
}

/* The context */

static const struct rule rules[] = {
	{.command = &invite_speaker_message, .decide = invite_speaker},
	{.command = &amend_speaker_message, .decide = amend_speaker},
	{.command = &accept_invitation_message, .decide = accept_invitation},
	{.command = &decline_invitation_message, .decide = decline_invitation},
	{.command = &withdraw_speaker_message, .decide = withdraw_speaker},
	{.command = &adopt_speaker_policy_message, .decide = policy_adopt},
	{.command = NULL},
};

static const struct effect effects[] = {
	{.event = &speaker_invited_message, .apply = apply_set, .fact = true},
	{.event = &speaker_amended_message, .apply = apply_set, .fact = true},
	{.event = &invitation_accepted_message, .apply = apply_accepted, .fact = true},
	{.event = &invitation_declined_message, .apply = apply_declined, .fact = true},
	{.event = &speaker_withdrawn_message, .apply = apply_withdrawn, .fact = true},
	{.event = &speaker_policy_adopted_message, .apply = policy_apply},
	{.event = NULL},
};

static const struct message *const other_messages[] = {
	&speaker_status_row_message,
	NULL,
};

/* What completion lists; each has an index, or is short. */
static const struct listing listings[] = {
	{"speaker", "SELECT DISTINCT speaker FROM speakers WHERE speaker >= :from ORDER BY 1"},
	{"roles", POLICY_LISTING("role") " ORDER BY 1"},
	{.fields = NULL},
};

static const struct component component = {
	&speakers_schema, rules, effects, other_messages, listings};
static const struct component *const components[] = {&booking_component, &component, NULL};

static const struct booking_client client = {
	.noun = "speaker",
	.register_tool = "speaker-invite",
	.purchase_reason = "speaker",
	.find = find_recipient,
	.next_sql = "SELECT min(speaker) FROM speakers WHERE speaker > :after",
	.policy = &policy_type,
	.entitle = entitle,
};

const struct context speakers = {
	.name = "speakers",
	.owns = "speakers, their answers, policies, entitlements, the ledger",
	.first = "adopt a policy first: speaker-policy adopt FILE",
	.components = components,
	BOOKING_CLIENT(&client),
};
