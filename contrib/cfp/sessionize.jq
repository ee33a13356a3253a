# What Sessionize's API says of a call for papers, as records for speaker-invite: those
# whose sessions were accepted, a record a speaker.
#
#     jq -cn -f contrib/cfp/sessionize.jq all.json | speaker-invite
#
# The file is the view "All data" of a JSON endpoint, of all sessions, accepted or not
# informed yet. It has e-mail addresses only where a question asks for them, and the
# endpoint shows its answers.
#
#     --arg answer_by 2025-03-31     the last day on which they can accept
#     --arg of acceptances           records for speaker-accept: who has confirmed
#     --arg format 'Session format'  the category that says what they do
#     --arg role talk                what they do where no category says it

# A title that a record can hold, or what stands for it.
def titled: if .title | utf8bytelength <= 200 then .title else "session \(.id)" end;

inputs
| ([.questions[]? | select(.question | test("e-?mail"; "i")) | .id]) as $mail
| ([.categories[]? | select(.title == ($ARGS.named.format // "Session format"))
	| .items[] | {key: "\(.id)", value: .name}] | from_entries) as $formats
| (.speakers | map({key: .id, value: .}) | from_entries) as $known
| [.sessions[] | select(.status == "Accepted" and (.isServiceSession | not)) as $talk
	| $talk.speakers[] | {person: $known[.id? // .], talk: $talk}]
| group_by(.person.id)[]
| map(.talk) as $talks
| .[0].person
| if $ARGS.named.of == "acceptances" then
	select($talks | any(.isConfirmed)) | {speaker: .id}
else
	{speaker: .id, name: (.fullName // "\(.firstName) \(.lastName)"),
		email: (.email // first(.questionAnswers[]?
			| select(.questionId as $id | any($mail[]; . == $id)) | .answerValue) // null),
		role: (first($talks[0].categoryItems[]? | $formats["\(.)"] // empty)
			// $ARGS.named.role // "talk"),
		talks: ($talks | map(titled)), answer_by: $ARGS.named.answer_by}
	| with_entries(select(.value != null))
end
