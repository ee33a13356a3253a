# Converts a call for papers in Sessionize to records for speaker-invite: one for each speaker
# with an accepted session. The file is the view "All data" of a JSON endpoint, of all sessions,
# accepted or not informed yet. It has e-mail addresses only if one of the questions is for
# them, and the endpoint includes its answers.
#
#     jq -cn -f contrib/cfp/sessionize.jq all.json | speaker-invite
#
#     --arg answer_by 2025-03-31     the last day on which they can accept
#     --arg of acceptances           records for speaker-accept: who has confirmed
#     --arg format 'Session format'  the category that has their roles
#     --arg role talk                the role of sessions without one
#
# An import adds and amends; it accepts for everybody who is confirmed in Sessionize, so a
# speaker who withdrew must be withdrawn there, too. To find speakers who are no longer there:
#
#     speaker-status >known.ndjson
#     jq -cn -f contrib/cfp/sessionize.jq --arg of withdrawals --slurpfile known known.ndjson \
#             all.json | speaker-withdraw
#
#     --arg of withdrawals           speakers who have accepted, and have no accepted session
#     --arg of declines              the same for speakers who are invited, for speaker-decline
#     --arg ids '^[0-9a-f]{8}-'      the form of Sessionize's ids: only such speakers, or those in
#                                    the file, are reported; others were invited otherwise
#
# Both fail if the file has no accepted session at all.

# The title, or the id if the title is too long for a record.
def titled: if .title | utf8bytelength <= 200 then .title else "session \(.id)" end;

# A speaker of a session: an object, or an id.
def person: if type == "object" then .id else . end;

def is_accepted: .status == "Accepted" and (.isServiceSession | not);

# Speakers in $known with STATE who are of the call for papers and have no accepted session.
def gone($state):
	([.speakers[].id, (.sessions[].speakers[] | person)] | map({key: ., value: true}) | from_entries) as $listed
	| ([.sessions[] | select(is_accepted) | .speakers[] | person]
		| map({key: ., value: true}) | from_entries) as $accepted
	| if $accepted == {} then error("no accepted session: is it all data?") else . end
	| ($ARGS.named.known // error("--slurpfile known FILE is missing, what speaker-status prints"))[]
	| select(.state == $state and ($accepted[.speaker] | not))
	| select($listed[.speaker] or (.speaker | test($ARGS.named.ids // "^[0-9a-f]{8}-")))
	| {speaker, reason: "no accepted session in Sessionize"};

inputs
| $ARGS.named.of as $of
| if $of == "withdrawals" then gone("accepted")
elif $of == "declines" then gone("invited")
else
	([.questions[]? | select(.question | test("e-?mail"; "i")) | .id]) as $mail
	| ([.categories[]? | select(.title == ($ARGS.named.format // "Session format"))
		| .items[] | {key: "\(.id)", value: .name}] | from_entries) as $formats
	| (.speakers | map({key: .id, value: .}) | from_entries) as $known
	| [.sessions[] | select(is_accepted) as $talk
		| $talk.speakers[] | {person: $known[person], talk: $talk}]
	| group_by(.person.id)[]
	| map(.talk) as $talks
	| .[0].person
	| if $of == "acceptances" then
		select($talks | any(.isConfirmed)) | {speaker: .id}
	else
		{speaker: .id, name: (.fullName // "\(.firstName) \(.lastName)"),
			email: (.email // first(.questionAnswers[]?
				| select(.questionId as $id | any($mail[]; . == $id)) | .answerValue) // null),
			roles: ($talks | map(first(.categoryItems[]? | $formats["\(.)"] // empty)
				// $ARGS.named.role // "talk") | unique),
			talks: ($talks | map(titled)), answer_by: $ARGS.named.answer_by}
		| with_entries(select(.value != null))
	end
end
