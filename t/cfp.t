#!/bin/sh
# A call for papers: what other people's tools export, as invitations and acceptances.
. "$(dirname "$0")/lib.sh"
open_speakers
cfp=$root/contrib/cfp

# Two pages of submissions, of which the second is as older versions have it, and the speakers.
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
{"speaker":"ANN111","name":"Ann","email":"a@a.example","role":"talk","talks":["Commas","BBBBBB"]}
{"speaker":"BOB222","name":"Bob","email":"b@b.example","role":"talk","talks":["Commas"]}
{"speaker":"DAN444","name":"Dan","email":"d@d.example","role":"keynote","talks":["Welcome"]}
END
ok "pretalx: a record for each who was accepted, with all of their talks" diff wanted records
jq -cn -f "$cfp/pretalx.jq" people.json page-2.json page-1.json page-2.json >shuffled
same records shuffled 'in whatever order the pages come, and once where one comes twice'
run speaker-invite <records
is "$rc:$(cat "$err")" 0: 'speaker-invite takes them'
pretalx --arg answer_by 2025-03-31 >dated
run speaker-invite <dated
json .data.answer_by '2025-03-31 2025-03-31 2025-03-31' 'a day to answer by can be set'
pretalx --arg of acceptances >accepted
is "$(jq -r .speaker accepted | paste -sd ' ' -)" 'ANN111 DAN444' 'who has confirmed has accepted'
run sh -c 'speaker-accept <accepted | speaker-allocate | ticket-create -c speakers'
json '"\(.data.reference)=\(.data.tickets | length)"' 'ANN111/full/1=2 DAN444/full/1=3' 'and is owed tickets'

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
{"speaker":"s-ann","name":"Ann Lee","email":"a@a.example","role":"talk","talks":["Commas","Semicolons"]}
{"speaker":"s-bob","name":"Bob Roe","role":"talk","talks":["Commas"]}
END
ok 'Sessionize: the same, with the address that a question asked for' diff wanted records
run speaker-invite -r rejected <records
is "$rc:$(jq -r .speaker rejected)" 65:s-bob 'of whom no address is known is kept for a person'
says 'stdin:2: /email: is missing' 'and told'
is "$(sessionize --arg format Track | jq -r .role | paste -sd ' ' -)" 'C C' \
	'another category can say what they do'
is "$(sessionize --arg format None --arg role speaker | jq -r .role | sort -u)" speaker 'or none'
is "$(sessionize --arg of acceptances)" '{"speaker":"s-ann"}' 'who has confirmed has accepted'
done_testing
