#!/bin/sh
# Declining: only before the acceptance.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker-invite ann --name Ann --email a@a.example --roles keynote >/dev/null
run speaker-decline ann --reason 'away that week'
json '.type + ": " + .data.reason' 'lanyard.speakers.invitation-declined.v1: away that week' 'speaker-decline records invitation-declined with its reason'
cp "$out" answer
run speaker-decline ann --reason 'away that week'
same "$out" answer 'declining again prints the same bytes'
is "$(events speaker-feed)" 3 'declining again records nothing'
run speaker-decline ann --reason 'ill'
is "$(events speaker-feed)" 4 'declining again with another reason is recorded'
run speaker-allocate -a
is "$rc:$(wc -c <"$out"):$(events speaker-feed)" 0:0:4 'a speaker who has declined is owed nothing, and no decision is due'
is "$(speaker-status ann | jq -r '"\(.state) \(.awaits)"')" 'declined null' 'a speaker who has declined awaits nothing'
engage bob talk
run speaker-decline bob
says '"bob" has accepted: use speaker-withdraw' 'the denial says that a speaker who has accepted withdraws instead of declining'
is "$rc" 65 'declining after the acceptance exits with 65'
speaker-withdraw bob >/dev/null
run speaker-decline bob
is "$rc" 65 'declining after a withdrawal is denied'
speaker-withdraw -q bob >/dev/null 2>&1
run speaker-decline bob
says '"bob" has withdrawn already' 'speaker-decline of a speaker who has withdrawn is denied as such'
run speaker-decline nobody
says 'there is no speaker "nobody"' 'declining by a speaker who was not invited is denied'
done_testing
