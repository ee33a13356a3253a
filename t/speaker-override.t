#!/bin/sh
# Overrides: an organiser sets how many tickets a speaker is owed, with a name and a reason.
. "$(dirname "$0")/lib.sh"
open_speakers
engage ann talk
run speaker-override ann full --quantity 4 --by Ada --reason 'brings a band'
json '.type + ": " + (.data | "\(.beneficiary) \(.type) \(.quantity) \(.by) \(.reason)")' \
	'lanyard.booking.entitlement-overridden.v1: ann full 4 Ada brings a band' 'an override is recorded with its author and its reason'
cp "$out" first
run speaker-override ann full --quantity 4 --by Ada --reason 'brings a band'
same "$out" first 'an override that is repeated prints the same bytes'
run speaker-override ann full --quantity 4 --by Ada
is "$rc:$(grep -c 'requires --reason text' "$err")" 64:1 'an override without a reason is denied'
run speaker-override nobody full --quantity 4 --by Ada --reason x
says '/beneficiary: there is no speaker "nobody"' 'an override of an unknown speaker is denied'

speaker-allocate -a | book_speakers
run speaker-status ann
json '"\(.entitled[0].quantity) \(.booked[0].quantity) \(.because)"' \
	'4 4 rule 3 of policy 1: talk; 4 × full instead of 1, set by Ada: brings a band' 'an override takes precedence over the policy'
run speaker-override ann full --quantity 2 --by Ada --reason 'a duo'
says 'ann: has 4 tickets: speaker-reclaim reclaims the unassigned surplus' 'speaker-override warns of a number below what is booked'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status ann | jq -c '[.booked[0].quantity, .awaits]')" '[2,null]' 'the surplus above a lower override is reclaimed'
run speaker-override --withdraw ann full --by Ada --reason 'they come alone'
json .type lanyard.booking.override-withdrawn.v1 'speaker-override --withdraw records override-withdrawn'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status ann | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'the policy counts again when the override is withdrawn'

# A role without a rule.
engage pan panel
speaker-allocate -q <accepted.pan
speaker-override pan full --quantity 1 --by Ada --reason 'a panel' | speaker-allocate -q | book_speakers
is "$(speaker-status pan | jq -c '[.booked[0].quantity, .awaits]')" \
	'[1,"a policy: no rule of any policy matches panel, 0 talks"]' 'an override is booked although no rule matches'
speaker-override -q pan full --quantity 0 --by Ada --reason 'no panel' | speaker-reclaim -q >commands
is "$(jq -c '[.data.unassigned, .data.tickets]' commands)" '[true,null]' \
	"an override to 0 does not reclaim the speaker's own ticket while no rule matches"

# A speaker who has not accepted is owed nothing, whatever the override.
speaker-invite eve --name Eve --email e@e.example --roles talk >/dev/null
speaker-override eve full --quantity 3 --by Ada --reason x >/dev/null
run speaker-allocate -a
json .data.reference '' 'an override requests nothing before the speaker has accepted'
speaker-accept eve | speaker-allocate | book_speakers
is "$(speaker-status eve | jq .booked[0].quantity)" 3 'an override counts once the speaker has accepted'
done_testing
