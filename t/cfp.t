#!/bin/sh
# A call for papers: the exports of its tools, converted to invitations and acceptances.
. "$(dirname "$0")/lib.sh"
open_speakers
cfp=$root/contrib/cfp

# Two pages of submissions, the second in the form of older versions, and the speakers.
long=$(printf '%0201d' 0)
cat >page-1.json <<END
{"count": 5, "next": "https://cfp.example/?page=2", "previous": null, "results": [
{"code": "AAAAAA", "title": "Commas", "submission_type": {"en": "talk", "de": "Vortrag"}, "state": "accepted", "speakers": ["ANN111", "BOB222"]},
{"code": "BBBBBB", "title": "$long", "submission_type": {"id": 7, "name": {"en": "talk"}}, "state": "confirmed", "speakers": ["ANN111"]},
{"code": "CCCCCC", "title": "Not chosen", "submission_type": "talk", "state": "rejected", "speakers": ["CAT333"]}]}
END
cat >page-2.json <<'END'
{"count": 5, "next": null, "previous": "https://cfp.example/", "results": [
{"code": "DDDDDD", "title": "Welcome", "submission_type": "keynote", "state": "confirmed", "speakers": [{"code": "DAN444", "name": "Dan", "biography": "", "avatar": null}]},
{"code": "EEEEEE", "title": "Went", "submission_type": "talk", "state": "withdrawn", "speakers": [{"code": "BOB222", "name": "Bob"}]}]}
END
cat >people.json <<'END'
{"count": 4, "next": null, "previous": null, "results": [
{"code": "ANN111", "name": "Ann", "biography": "", "submissions": ["AAAAAA", "BBBBBB"], "email": "a@a.example"},
{"code": "BOB222", "name": "Bob", "biography": null, "submissions": ["AAAAAA"], "email": "b@b.example"},
{"code": "CAT333", "name": "Cat", "biography": null, "submissions": ["CCCCCC"], "email": "c@c.example"},
{"code": "DAN444", "name": "Dan", "biography": null, "submissions": ["DDDDDD"], "email": "d@d.example"}]}
END
pretalx() { jq -cn -f "$cfp/pretalx.jq" "$@" page-1.json page-2.json people.json; }
pretalx >records
cat >wanted <<'END'
{"speaker":"ANN111","name":"Ann","email":"a@a.example","roles":["talk"],"talks":["Commas","BBBBBB"]}
{"speaker":"BOB222","name":"Bob","email":"b@b.example","roles":["talk"],"talks":["Commas"]}
{"speaker":"DAN444","name":"Dan","email":"d@d.example","roles":["keynote"],"talks":["Welcome"]}
END
ok 'pretalx.jq prints a record with all talks for each accepted speaker' diff wanted records
jq -cn -f "$cfp/pretalx.jq" people.json page-2.json page-1.json page-2.json >shuffled
same records shuffled 'pretalx.jq prints the same records for pages in any order and repeated'
run speaker-invite <records
is "$rc:$(cat "$err")" 0: "speaker-invite accepts pretalx.jq's records"
pretalx --arg answer_by 2025-03-31 >dated
run speaker-invite <dated
json .data.answer_by '2025-03-31 2025-03-31 2025-03-31' 'pretalx.jq --arg answer_by sets the day to answer by'
pretalx --arg of acceptances >accepted
is "$(jq -r .speaker accepted | paste -sd ' ' -)" 'ANN111 DAN444' 'pretalx.jq --arg of acceptances prints a record for each confirmed speaker'
run sh -c 'speaker-accept <accepted | speaker-allocate | ticket-create -c speakers'
json 'select(.data.purchaser) | "\(.data.reference)=\(.data.tickets | length)"' 'ANN111/full/1=2 DAN444/full/1=3' \
	'confirmed speakers are booked the tickets that the policy grants'


cat >all.json <<'END'
{"sessions": [
{"id": "101", "title": "Commas", "speakers": ["s-ann", "s-bob"], "categoryItems": [31, 41], "isServiceSession": false, "status": "Accepted", "isInformed": true, "isConfirmed": false},
{"id": "102", "title": "Semicolons", "speakers": [{"id": "s-ann", "name": "Ann Lee"}], "categoryItems": [32], "isServiceSession": false, "status": "Accepted", "isInformed": true, "isConfirmed": true},
{"id": "103", "title": "Not chosen", "speakers": ["s-cat"], "categoryItems": [], "isServiceSession": false, "status": "Declined", "isInformed": true, "isConfirmed": false},
{"id": "104", "title": "Lunch", "speakers": [], "categoryItems": [], "isServiceSession": true, "status": null, "isInformed": false, "isConfirmed": false}],
"speakers": [
{"id": "s-ann", "firstName": "Ann", "lastName": "Lee", "fullName": "Ann Lee", "sessions": [101, 102], "questionAnswers": [{"questionId": 8, "answerValue": "M"}, {"questionId": 9, "answerValue": "a@a.example"}]},
{"id": "s-bob", "firstName": "Bob", "lastName": "Roe", "fullName": "Bob Roe", "sessions": [101], "questionAnswers": []},
{"id": "s-cat", "firstName": "Cat", "lastName": "Poe", "fullName": "Cat Poe", "sessions": [103], "questionAnswers": []}],
"questions": [{"id": 8, "question": "Size of your shirt", "questionType": "Short_Text", "sort": 1},
{"id": 9, "question": "Your E-Mail address", "questionType": "Short_Text", "sort": 2}],
"categories": [{"id": 3, "title": "Session format", "items": [{"id": 31, "name": "talk", "sort": 1}, {"id": 32, "name": "keynote", "sort": 2}], "sort": 0},
{"id": 4, "title": "Track", "items": [{"id": 41, "name": "C", "sort": 1}], "sort": 1}],
"rooms": []}
END
sessionize() { jq -cn -f "$cfp/sessionize.jq" "$@" all.json; }
sessionize >records
cat >wanted <<'END'
{"speaker":"s-ann","name":"Ann Lee","email":"a@a.example","roles":["keynote","talk"],"talks":["Commas","Semicolons"]}
{"speaker":"s-bob","name":"Bob Roe","roles":["talk"],"talks":["Commas"]}
END
ok 'sessionize.jq prints a record with roles, talks and address for each accepted speaker' diff wanted records
run speaker-invite -r rejected <records
is "$rc:$(jq -r .speaker rejected)" 65:s-bob 'speaker-invite keeps a record without an address with -r'
says 'stdin:2: /email: is missing' 'the message about a record without an address names the missing field'
is "$(sessionize --arg format Track | jq -r '.roles[]' | paste -sd ' ' -)" 'C talk C' \
	'sessionize.jq --arg format takes the roles from another category'
is "$(sessionize --arg format None --arg role speaker | jq -r '.roles[]' | sort -u)" speaker 'sessionize.jq --arg role sets the role if the category does not exist'
is "$(sessionize --arg of acceptances)" '{"speaker":"s-ann"}' 'sessionize.jq --arg of acceptances prints a record for each confirmed speaker'

# Submissions and speakers that are removed from the call for papers.
gone() { # withdrawals|declines [ARGUMENT...]: of the speakers of the CRM
	speaker-status >known
	gone_what=$1
	shift
	run jq -cn -f "$cfp/$from.jq" --arg of "$gone_what" --slurpfile known known "$@"
	no_data
}
pages="page-1.json page-2.json people.json"
from=pretalx
# shellcheck disable=SC2086 # three files
gone withdrawals $pages
is "$rc:$(cat "$out")" 0: 'pretalx.jq withdraws nobody while all are accepted'
engage by-mail keynote && engage ZED999 talk
sed 's/"state": "confirmed"/"state": "withdrawn"/' page-2.json >later.json
speaker-status >known
# shellcheck disable=SC2086
gone withdrawals page-1.json later.json people.json
is "$(paste -sd ' ' - <"$out")" \
	'{"speaker":"DAN444","reason":"in pretalx: withdrawn"} {"speaker":"ZED999","reason":"not in pretalx"}' \
	'pretalx.jq withdraws accepted speakers without an accepted submission'
cp "$out" withdrawals
ok "pretalx.jq does not withdraw a speaker whose id is not pretalx's" [ -z "$(grep by-mail withdrawals)" ]
gone withdrawals --arg ids '^by-' page-1.json later.json people.json
json .speaker 'DAN444 by-mail' 'pretalx.jq --arg ids sets the pattern of the ids to withdraw'
sed 's/"state": "accepted"/"state": "rejected"/' page-1.json >rejected.json
gone declines rejected.json page-2.json people.json
is "$(cat "$out")" '{"speaker":"BOB222","reason":"in pretalx: rejected, withdrawn"}' \
	'pretalx.jq declines invited speakers without an accepted submission'
cp "$out" declines
run speaker-decline <declines
json .data.reason 'in pretalx: rejected, withdrawn' 'speaker-decline accepts the record with its reason'
gone withdrawals page-2.json people.json
is "$rc:$(cat "$out")" 5: 'pretalx.jq withdraws nobody if a page is missing'
says '2 of 5 submissions: are all pages given?' 'pretalx.jq prints how many submissions are missing'
gone withdrawals people.json
is "$rc" 5 'pretalx.jq withdraws nobody if there is no submission'
run jq -cn -f "$cfp/pretalx.jq" --arg of withdrawals page-1.json page-2.json
no_data
says '--slurpfile known FILE is missing' 'pretalx.jq prints that --slurpfile known is missing'

# A keynote and a talk: the first rule that matches decides.
cat >page.json <<'END'
{"count": 2, "next": null, "previous": null, "results": [
{"code": "AAA111", "title": "A talk", "submission_type": "talk", "state": "confirmed", "speakers": [{"code": "KAY777", "name": "Kay", "email": "kay@t.example"}]},
{"code": "ZZZ999", "title": "The keynote", "submission_type": "keynote", "state": "confirmed", "speakers": [{"code": "KAY777", "name": "Kay", "email": "kay@t.example"}]}]}
END
import() {
	jq -cn -f "$cfp/pretalx.jq" page.json | speaker-invite >/dev/null
	jq -cn -f "$cfp/pretalx.jq" --arg of acceptances page.json | speaker-accept >/dev/null
	gone withdrawals --arg ids KAY page.json
	speaker-withdraw -q <"$out" >/dev/null
	speaker-allocate -a | ticket-create -c speakers | speaker-book
	speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
	speaker-status KAY777 | jq -r '"\(.state) \([.booked[].quantity] | add // 0) \(.awaits // "")"'
}
is "$(import)" 'accepted 3 ' 'a speaker with a talk and a keynote is booked what the policy grants for the keynote'
is "$(speaker-status KAY777 | jq -r .because)" 'rule 1 of policy 1: keynote' 'speaker-status names the rule for the keynote'
sed -i '/ZZZ999/s/confirmed/withdrawn/' page.json
is "$(import)" 'accepted 1 ' 'the surplus is reclaimed when the keynote is withdrawn'
sed -i 's/confirmed/withdrawn/' page.json
is "$(import)" 'withdrawn 0 ' 'every ticket is reclaimed when the last talk is withdrawn, the assigned one too'
is "$(import)" 'withdrawn 0 ' 'an import that is repeated changes nothing'
sed -i 's/withdrawn/confirmed/' page.json
import >imported 2>warnings
is "$(cat imported):$(grep -c 'KAY777: has withdrawn, and stays so' warnings)" 'withdrawn 0 :2' \
	'a speaker whose submissions are confirmed again stays withdrawn, with a warning of each record'
speaker-invite -q KAY777
is "$(import)" 'accepted 3 ' 'a speaker who is invited again is booked again when both submissions are confirmed again'

from=sessionize
sessionize --arg of acceptances | speaker-accept >/dev/null
jq '.sessions |= map(select(.id != "101" and .id != "102"))
	+ [{id: "105", title: "Other", speakers: ["s-cat"], status: "Accepted"}]' all.json >later.json
gone withdrawals all.json
is "$rc:$(cat "$out")" 0: 'sessionize.jq withdraws nobody while all are accepted'
gone withdrawals later.json
is "$(cat "$out")" '{"speaker":"s-ann","reason":"no accepted session in Sessionize"}' \
	'sessionize.jq withdraws accepted speakers without an accepted session'
jq '.sessions = [] | .speakers = []' all.json >none.json
gone withdrawals none.json
is "$rc" 5 'sessionize.jq withdraws nobody if there is no accepted session'
done_testing
