# A call for papers in pretalx, as records for speaker-invite: one for each speaker with an
# accepted or confirmed submission. The files are the pages that its API answers to
# /api/events/EVENT/submissions/ and .../speakers/ for an organiser, with e-mail addresses,
# in any order, each once or more.
#
#     jq -cn -f contrib/cfp/pretalx.jq submissions*.json speakers*.json | speaker-invite
#
#     --arg answer_by 2025-03-31   the last day on which they can accept
#     --arg of acceptances         records for speaker-accept: who has confirmed
#
# An import adds, amends and, where somebody confirms again, accepts again: who withdrew has
# to be withdrawn in pretalx, too. What is not there any more it finds by what is known here:
#
#     speaker-status >known.ndjson
#     jq -cn -f contrib/cfp/pretalx.jq --arg of withdrawals --slurpfile known known.ndjson \
#             submissions*.json speakers*.json | speaker-withdraw
#
#     --arg of withdrawals         who has accepted here, and has no such submission any more
#     --arg of declines            the same of who is invited here, for speaker-decline
#     --arg ids '^[A-Z0-9]{6}$'    the ids of pretalx, by which it recognises speakers whom
#                                  the files do not name; others were invited otherwise
#
# Those two need all pages of the submissions, and fail if some are missing.

# A name in one language, or in several; or what was expanded in its place.
def text:
	if type != "object" then .
	elif has("name") then .name | text
	else .en // first(.[])
	end;

# A title that a record can hold, or what stands for it.
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

# Whoever is in $known in STATE, and of the call for papers, without an accepted submission.
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
