#!/bin/sh
# Declining: before one has accepted.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker-invite ann --name Ann --email a@a.example --roles keynote >/dev/null
run speaker-decline ann --reason 'away that week'
json '.type + ": " + .data.reason' 'lanyard.speakers.invitation-declined.v1: away that week' 'to decline is an event, with its reason'
cp "$out" answer
run speaker-decline ann --reason 'away that week'
same "$out" answer 'the same again is answered by the same bytes'
is "$(events speaker-feed)" 3 'and records nothing'
run speaker-decline ann --reason 'ill'
is "$(events speaker-feed)" 4 'another reason amends it'
run speaker-allocate -a
is "$rc:$(wc -c <"$out"):$(events speaker-feed)" 0:0:4 'nothing is owed, and nothing is to be decided'
is "$(speaker-status ann | jq -r '"\(.state) \(.awaits)"')" 'declined null' 'it awaits nothing'
engage bob talk
run speaker-decline bob
says '"bob" had accepted: speaker-withdraw records that they do not come' 'who had accepted withdraws'
is "$rc" 65 'else it is a bad line'
speaker-withdraw bob >/dev/null
run speaker-decline bob
is "$rc" 65 'once, and for all'
run speaker-decline nobody
says 'there is no speaker "nobody"' 'who was not invited cannot decline'
done_testing
