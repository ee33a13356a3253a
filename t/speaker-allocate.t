#!/bin/sh
# Allocation: the entitlement of speakers is decided, and what is missing is requested.
. "$(dirname "$0")/lib.sh"
open_speakers
requested() { jq -r '"\(.data.reference)=\(.data.tickets[0].quantity)"' "$out" | paste -sd ' ' -; }

engage key keynote A B && engage two workshop A B && engage one talk A
cat accepted.key accepted.two accepted.one >accepted
run speaker-allocate <accepted
is "$(requested)" 'key/full/1=3 two/full/1=2 one/full/1=1' 'the entitlement comes from the first rule of the policy that matches'
json '[.data.payment, .data.reason, .data.purchaser.email] | join(" ")' \
	'waived speaker key@s.example waived speaker two@s.example waived speaker one@s.example' \
	'speaker-allocate requests the tickets by one command for each speaker and type'
cp "$out" commands
run speaker-allocate <accepted
same "$out" commands 'speaker-allocate prints the same commands when it reads the same events again'
run speaker-allocate -a
same "$out" commands 'speaker-allocate -a prints the pending requests as the same commands'
is "$(speaker-feed | grep -c entitlement-decided)" 3 'the entitlement of each speaker is decided once, however often speaker-allocate runs'
printf '{"rules":[{"grants":[{"type":"full","quantity":9}]}]}' >new.json
speaker-policy adopt new.json >/dev/null
run speaker-allocate <accepted
same "$out" commands 'a new policy changes no entitlement that is decided'
book_speakers <commands
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'speaker-allocate -a does not request booked tickets again'

# An amended record is decided again, by the policy of the acceptance.
speaker-invite one --name 'One Two' --email new@s.example --roles talk --talk A >named
run speaker-allocate <named
is "$rc:$(wc -c <"$out")" 0:0 'an amended name requests nothing, whatever the current policy'
speaker-policy adopt speakers.json >/dev/null
speaker-invite one --name One --email new@s.example --roles talk --talk A --talk B >raised
run speaker-allocate <raised
is "$(requested)" one/full/2=1 'a second talk requests the difference under a reference of its own'
json .data.purchaser.email new@s.example 'a request has the current address of the speaker'
book_speakers <"$out"
speaker-invite key --name Key --email k@s.example --roles talk --talk A >fewer
run speaker-allocate <fewer
is "$(wc -c <"$out")" 0 'a change to a role that is owed less requests nothing'
run speaker-reclaim -a
json '.data.keep' 1 'the surplus is reclaimed after a change to a role that is owed less'

# No rule matches: a person decides.
engage pan panel
run speaker-allocate <accepted.pan
is "$rc:$(wc -c <"$out")" 0:0 'a role without a rule is no error, and nothing is requested for it'
says 'pan: no rule of any policy matches panel, 0 talks' 'speaker-allocate warns of a role that no rule of any policy matches'
is "$(speaker-status pan | jq -r .awaits)" 'a policy: no rule of any policy matches panel, 0 talks' 'a speaker whom no rule matches awaits a policy'
run speaker-status --tasks pan
json '.task + ": " + .message' 'without_rule: no rule of any policy matches panel, 0 talks' 'a speaker whom no rule matches is a task'
run speaker-allocate -a
silent 'speaker-allocate -a does not repeat the warning that no rule matches'
printf '{"rules":[{"role":"panel","grants":[{"type":"full","quantity":1},{"type":"day","quantity":2,"pool":"stage"}]}]}' >pan.json
speaker-policy adopt pan.json >/dev/null
run speaker-allocate -a
is "$(requested | tr ' ' '\n' | grep pan | paste -sd ' ' -)" 'pan/day/1=2 pan/full/1=1' \
	'a later policy with a matching rule decides an undecided entitlement, with one command for each type'
json '.data | select(.tickets[0].type == "day") | .pool' stage 'a request names the pool of the grant'
is "$(jq -c 'select(.data.reference | startswith("pan/")) | [.data.tickets[0].delegates[]?.email]' "$out" | sort | paste -sd ' ' -)" \
	'["pan@s.example"] []' 'only the first of several requests assigns a ticket to the speaker'
run speaker-allocate -n -a
ok 'speaker-allocate -n marks its output as a dry run' jq -e '.dryrun' "$out"
run speaker-allocate <commands
is "$rc:$(wc -c <"$out")" 0:0 'speaker-allocate skips events that are not its own'
sed 's/"id":"[^"]*"/"id":"01957f27-0000-7000-8000-000000000000"/' accepted.one >unknown
run speaker-allocate <unknown
is "$rc" 65 "an event that is not in the speakers' feed is denied"

# A pipe and -a result in the same commands.
speaker-policy adopt speakers.json >/dev/null
engage zoe talk A
cp -R "$LANYARD_HOME/conference" copy
run speaker-allocate <accepted.zoe
cp "$out" by-pipe
run speaker-allocate -a -d copy/speakers.db
ok 'speaker-allocate makes the same command from the event of the acceptance as -a does' grep -qxFf by-pipe "$out"
is "$(wc -l <by-pipe)" 1 'an acceptance results in one command'

# --retry repeats refused requests.
export LANYARD_CONFERENCE=refusals
open_speakers 2 100
engage late keynote
speaker-allocate <accepted.late | book_speakers 2>/dev/null
run speaker-allocate --retry
is "$(requested)" late/full/2=3 'speaker-allocate --retry repeats a refused request under a new reference'
cp "$out" again
run speaker-allocate --retry
is "$(wc -c <"$out")" 0 'speaker-allocate --retry repeats a refused request once'
run speaker-allocate -a
same "$out" again 'speaker-allocate -a prints a pending retry'
is "$(jq -c '.data.tickets[0].delegates' again)" '[{"name":"late Doe","email":"late@s.example"}]' \
	'a retry assigns the first ticket to the speaker'
ticket-type amend full --capacity 100 >/dev/null
book_speakers <again
run speaker-allocate --retry
is "$(wc -c <"$out") $(speaker-status late | jq '.booked[0].quantity')" '0 3' 'speaker-allocate --retry requests nothing for booked tickets'

# More than one page of decisions, and a refusal in between.
export LANYARD_CONFERENCE=many
open_speakers 0 1000
seq 300 | jq -c '{speaker: "s\(.)", name: "S", email: "s@s.example", roles: ["talk"]}' |
	speaker-invite | jq -c '{speaker: .subject}' | speaker-accept | speaker-allocate |
	book_speakers 2>/dev/null
speaker-allocate --retry | {
	# The first page of them fills the pipe: the second is not decided yet.
	read -r first
	printf '%s\n' "$first" | book_speakers 2>/dev/null
	printf '%s\n' "$first"
	cat
} >again
is "$(jq -r .data.reference again | sort | uniq | wc -l) $(grep -c /full/3 again)" '300 0' \
	'a request that is refused while speaker-allocate --retry runs is not repeated by the same run'
done_testing
