# What pretalx's API says of a call for papers, as records for speaker-invite: those
# whose submissions were accepted or confirmed, a record a speaker.
#
#     jq -cn -f contrib/cfp/pretalx.jq submissions*.json speakers*.json | speaker-invite
#
# The files are the pages of /api/events/EVENT/submissions/ and .../speakers/, as an
# organiser sees them: with e-mail addresses. In any order, each once or more.
#
#     --arg answer_by 2025-03-31     the last day on which they can accept
#     --arg of acceptances           records for speaker-accept: who has confirmed

# A name in one language, or in several; or what was expanded in its place.
def text:
	if type != "object" then .
	elif has("name") then .name | text
	else .en // first(.[])
	end;

# A title that a record can hold, or what stands for it.
def titled: if .title | utf8bytelength <= 200 then .title else .code end;

[inputs | if type == "array" then .[] elif has("results") then .results[] else . end]
| map(select(has("title") | not)) as $people
| (reduce $people[] as $person ({}; .[$person.code] += $person)) as $known
| map(select(has("title") and (.state == "accepted" or .state == "confirmed")))
| unique_by(.code)
| [.[] as $talk | $talk.speakers[]
	| (if type == "object" then . else {code: .} end)
	| {person: (. + ($known[.code] // {})), talk: $talk}]
| group_by(.person.code)[]
| map(.talk) as $talks
| .[0].person
| if $ARGS.named.of == "acceptances" then
	select($talks | any(.state == "confirmed")) | {speaker: .code}
else
	{speaker: .code, name, email, role: ($talks[0].submission_type | text),
		talks: ($talks | map(titled)), answer_by: $ARGS.named.answer_by}
	| with_entries(select(.value != null))
end
