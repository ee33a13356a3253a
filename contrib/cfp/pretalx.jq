# Converts a call for papers in pretalx to records for speaker-invite: one for each speaker with
# an accepted or confirmed submission. The files are the pages of its API at
# /api/events/EVENT/submissions/ and .../speakers/, as an organiser sees them, with e-mail
# addresses; their order and duplicates do not matter.
#
#     jq -cn -f contrib/cfp/pretalx.jq submissions*.json speakers*.json | speaker-invite
#
#     --arg answer_by 2025-03-31   the last day on which they can accept
#     --arg of acceptances         records for speaker-accept: who has confirmed
#
# An import adds and amends; it accepts for everybody who is confirmed in pretalx, so a speaker
# who withdrew must be withdrawn there, too. To find speakers who are no longer in pretalx:
#
#     speaker-status >known.ndjson
#     jq -cn -f contrib/cfp/pretalx.jq --arg of withdrawals --slurpfile known known.ndjson \
#             submissions*.json speakers*.json | speaker-withdraw
#
#     --arg of withdrawals         speakers who have accepted, and have no such submission
#     --arg of declines            the same for speakers who are invited, for speaker-decline
#     --arg ids '^[A-Z0-9]{6}$'    the form of pretalx's ids: only such speakers, or those in
#                                  the files, are reported; others were invited otherwise
#
# Both need all pages of the submissions, and fail if some are missing.

# A name in one language, or in several; or an expanded object with a name.
def text:
	if type != "object" then .
	elif has("name") then .name | text
	else .en // first(.[])
	end;

# The title, or the code if the title is too long for a record.
def titled: if .title | utf8bytelength <= 200 then .title else .code end;

# A speaker of a submission: an object, or a code.
def person: if type == "object" then . else {code: .} end;

def is_accepted: .state == "accepted" or .state == "confirmed";

# Pages, lists or single objects; fails if there are fewer SUBMISSIONS than a page counts.
def check_complete($pages; $submissions):
	([$pages[] | select(type == "object" and (.results[0]? | has("title"))?) | .count] | max) as $count
	| if $submissions == [] then error("no submissions: are all pages given?")
	elif $count != null and ($submissions | length) < $count then
		error("\($submissions | length) of \($count) submissions: are all pages given?")
	else . end;

# Speakers in $known with STATE who are of the call for papers and have no accepted submission.
def gone($state; $submissions; $people):
	($submissions | map(.state as $is | .speakers[] | person | {code, state: $is})
		| group_by(.code) | map({key: .[0].code, value: map(.state) | unique}) | from_entries) as $states
	| ($people | map({key: .code, value: true}) | from_entries) as $listed
	| ($ARGS.named.known // error("--slurpfile known FILE is missing, what speaker-status prints"))[]
	| select(.state == $state)
	| select(($states[.speaker] // []) | any({state: .} | is_accepted) | not)
	| select($states[.speaker] or $listed[.speaker]
		or (.speaker | test($ARGS.named.ids // "^[A-Z0-9]{6}$")))
	| {speaker, reason: ($states[.speaker] | if . then "in pretalx: \(join(", "))" else "not in pretalx" end)};

[inputs] as $pages
| [$pages[] | if type == "array" then .[] elif has("results") then .results[] else . end]
| map(select(has("title") | not)) as $people
| map(select(has("title"))) as $submissions
| $ARGS.named.of as $of
| if $of == "withdrawals" or $of == "declines" then
	check_complete($pages; $submissions | unique_by(.code))
	| gone(if $of == "declines" then "invited" else "accepted" end; $submissions; $people)
else
	(reduce $people[] as $person ({}; .[$person.code] += $person)) as $known
	| [$submissions | map(select(is_accepted)) | unique_by(.code)[] as $talk | $talk.speakers[]
		| {person: (person | . + ($known[.code] // {})), talk: $talk}]
	| group_by(.person.code)[]
	| map(.talk) as $talks
	| .[0].person
	| if $of == "acceptances" then
		select($talks | any(.state == "confirmed")) | {speaker: .code}
	else
		{speaker: .code, name, email, roles: ($talks | map(.submission_type | text) | unique),
			talks: ($talks | map(titled)), answer_by: $ARGS.named.answer_by}
		| with_entries(select(.value != null))
	end
end
