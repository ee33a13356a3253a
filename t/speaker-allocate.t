#!/bin/sh
# Allocation: what speakers are owed is decided, and what is missing is requested.
. "$(dirname "$0")/lib.sh"
open_speakers
asked() { jq -r '"\(.data.reference)=\(.data.tickets[0].quantity)"' "$out" | paste -sd ' ' -; }

engage key keynote A B && engage two workshop A B && engage one talk A
cat accepted.key accepted.two accepted.one >accepted
run speaker-allocate <accepted
is "$(asked)" 'key/full/1=3 two/full/1=2 one/full/1=1' 'the first rule that matches wins'
json '[.data.payment, .data.reason, .data.purchaser.email] | join(" ")' \
	'waived speaker key@s.example waived speaker two@s.example waived speaker one@s.example' \
	'one command a speaker and type'
cp "$out" commands
run speaker-allocate <accepted
same "$out" commands 'the same events are answered by the same commands'
run speaker-allocate -a
same "$out" commands 'with -a, while they are unanswered, the commands are the same'
is "$(speaker-feed | grep -c entitlement-decided)" 3 'each entitlement is decided once'
printf '{"rules":[{"grants":[{"type":"full","quantity":9}]}]}' >new.json
speaker-policy adopt new.json >/dev/null
run speaker-allocate <accepted
same "$out" commands 'another policy changes no entitlement that is decided'
book_speakers <commands
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'what is booked is not requested again'

# An amended record is decided on again, by the policy of their acceptance.
speaker-invite one --name 'One Two' --email new@s.example --roles talk --talk A >named
run speaker-allocate <named
is "$rc:$(wc -c <"$out")" 0:0 'another name requests nothing, whatever the policy is now'
speaker-policy adopt speakers.json >/dev/null
speaker-invite one --name One --email new@s.example --roles talk --talk A --talk B >raised
run speaker-allocate <raised
is "$(asked)" one/full/2=1 'a second talk requests the difference, under a reference of its own'
json .data.purchaser.email new@s.example 'for the address that they have now'
book_speakers <"$out"
speaker-invite key --name Key --email k@s.example --roles talk --talk A >fewer
run speaker-allocate <fewer
is "$(wc -c <"$out")" 0 'another role, which is owed less, requests nothing'
run speaker-reclaim -a
json '.data.keep' 1 'but the surplus is reclaimed'

# No rule matches: a person decides, and nothing is guessed.
engage pan panel
run speaker-allocate <accepted.pan
is "$rc:$(wc -c <"$out")" 0:0 'for a role without a rule nothing is requested, and it is no error'
says 'pan: no rule of any policy matches panel, 0 talks' 'but a warning'
is "$(speaker-status pan | jq -r .awaits)" 'a policy: no rule of any policy matches panel, 0 talks' 'the status says what it awaits'
run speaker-status --tasks pan
json '.task + ": " + .message' 'without_rule: no rule of any policy matches panel, 0 talks' 'and it is a task'
run speaker-allocate -a
silent 'which a cron line warns of once'
printf '{"rules":[{"role":"panel","grants":[{"type":"full","quantity":1},{"type":"day","quantity":2,"pool":"stage"}]}]}' >pan.json
speaker-policy adopt pan.json >/dev/null
run speaker-allocate -a
is "$(asked | tr ' ' '\n' | grep pan | paste -sd ' ' -)" 'pan/day/1=2 pan/full/1=1' \
	'a later policy that has a rule decides it, with a command for each type'
json '.data | select(.tickets[0].type == "day") | .pool' stage 'a grant may be from a pool'
is "$(jq -c 'select(.data.reference | startswith("pan/")) | [.data.tickets[0].delegates[]?.email]' "$out" | sort | paste -sd ' ' -)" \
	'["pan@s.example"] []' 'only the first of them names the speaker'
run speaker-allocate -n -a
ok '-n marks what it prints' jq -e '.dryrun' "$out"
run speaker-allocate <commands
is "$rc:$(wc -c <"$out")" 0:0 'events of other types are skipped'
sed 's/"id":"[^"]*"/"id":"01957f27-0000-7000-8000-000000000000"/' accepted.one >unknown
run speaker-allocate <unknown
is "$rc" 65 'an event that the store does not have is a bad line'

# A pipe and -a result in the same commands.
speaker-policy adopt speakers.json >/dev/null
engage zoe talk A
cp -R "$LANYARD_HOME/conference" copy
run speaker-allocate <accepted.zoe
cp "$out" by-pipe
run speaker-allocate -a -d copy/speakers.db
ok 'a pipe and -a result in the same command' grep -qxFf by-pipe "$out"
is "$(wc -l <by-pipe)" 1 'of which there is one'

# What was refused is requested again when a person says so.
export LANYARD_CONFERENCE=refusals
open_speakers 2 100
engage late keynote
speaker-allocate <accepted.late | book_speakers 2>/dev/null
run speaker-allocate --retry
is "$(asked)" late/full/2=3 '--retry requests what was refused again, under a new reference'
cp "$out" again
run speaker-allocate --retry
is "$(wc -c <"$out")" 0 'once'
run speaker-allocate -a
same "$out" again 'and is pending then, like any other request'
is "$(jq -c '.data.tickets[0].delegates' again)" '[{"name":"late Doe","email":"late@s.example"}]' \
	'which names the speaker, as they have no ticket yet'
ticket-type amend full --capacity 100 >/dev/null
book_speakers <again
run speaker-allocate --retry
is "$(wc -c <"$out") $(speaker-status late | jq '.booked[0].quantity')" '0 3' 'until it is booked'

# More than one page of decisions: what is refused meanwhile is not requested again.
export LANYARD_CONFERENCE=many
open_speakers 0 1000
seq 300 | jq -c '{speaker: "s\(.)", name: "S", email: "s@s.example", roles: ["talk"]}' |
	speaker-invite | jq -c '{speaker: .subject}' | speaker-accept | speaker-allocate |
	book_speakers 2>/dev/null
speaker-allocate --retry | {
	# The first page of them fills the pipe: the second is not decided upon yet.
	read -r first
	printf '%s\n' "$first" | book_speakers 2>/dev/null
	printf '%s\n' "$first"
	cat
} >again
is "$(jq -r .data.reference again | sort | uniq | wc -l) $(grep -c /full/3 again)" '300 0' \
	'what is refused during --retry is left for the next time'
done_testing
