#!/bin/sh
# Overrides: an organiser sets how many tickets a speaker is owed, with who and why.
. "$(dirname "$0")/lib.sh"
open_speakers
engage ann talk
run speaker-override ann full --quantity 4 --by Ada --reason 'brings a band'
json '.type + ": " + (.data | "\(.beneficiary) \(.type) \(.quantity) \(.by) \(.reason)")' \
	'lanyard.booking.entitlement-overridden.v1: ann full 4 Ada brings a band' 'an override is an event, with who and why'
cp "$out" first
run speaker-override ann full --quantity 4 --by Ada --reason 'brings a band'
same "$out" first 'a repeated override is answered by the same bytes'
run speaker-override ann full --quantity 4 --by Ada
is "$rc:$(grep -c '/reason: is missing' "$err")" 65:1 'a reason is required'
run speaker-override nobody full --quantity 4 --by Ada --reason x
says '/beneficiary: there is no speaker "nobody"' 'an unknown speaker is a bad line'

speaker-allocate -a | book_speakers
run speaker-status ann
json '"\(.entitled[0].quantity) \(.booked[0].quantity) \(.because)"' \
	'4 4 rule 3 of policy 1: talk; full=4 instead of 1, set by Ada: brings a band' 'an override takes the place of what the policy gives'
run speaker-override ann full --quantity 2 --by Ada --reason 'a duo'
says 'ann: has 4 tickets: speaker-reclaim reclaims the unassigned surplus' 'a lower one warns of the reclaim'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status ann | jq -c '[.booked[0].quantity, .awaits]')" '[2,null]' 'and the surplus is reclaimed'
run speaker-override --withdraw ann full --by Ada --reason 'they come alone'
json .type lanyard.booking.override-withdrawn.v1 'an override can be withdrawn'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status ann | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'then the policy counts again'

# A role without a rule.
engage pan panel
speaker-allocate -q <accepted.pan
speaker-override pan full --quantity 1 --by Ada --reason 'a panel' | speaker-allocate -q | book_speakers
is "$(speaker-status pan | jq -c '[.booked[0].quantity, .awaits]')" \
	'[1,"a policy: no rule of any policy matches panel, 0 talks"]' 'an override stands where no rule matches'
speaker-override -q pan full --quantity 0 --by Ada --reason 'no panel' | speaker-reclaim -q >commands
is "$(jq -c '[.data.unassigned, .data.tickets]' commands)" '[true,null]' \
	'while the policy has no rule their own ticket is not reclaimed, whatever else is set'

# Whoever has not accepted is owed nothing, whatever was set.
speaker-invite eve --name Eve --email e@e.example --roles talk >/dev/null
speaker-override eve full --quantity 3 --by Ada --reason x >/dev/null
run speaker-allocate -a
json .data.reference '' 'an override books nothing before the speaker has accepted'
speaker-accept eve | speaker-allocate | book_speakers
is "$(speaker-status eve | jq .booked[0].quantity)" 3 'and counts when they have'
done_testing
