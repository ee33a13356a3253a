#!/bin/sh
# Sponsors: registered, amended, never doubled.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor() { # ID LEVEL [NAME]
	printf '{"sponsor":"%s","name":"%s","level":"%s","email":"t@s.example","signed_up_on":"2025-01-10"}\n' \
		"$1" "${3:-$1 Ltd}" "$2"
}

{ sponsor acme Gold && sponsor '株式会社, Co.' Silver && sponsor B.2 Bronze; } >sponsors
run sponsor-register <sponsors
is "$rc" 0 'sponsors are registered'
json '.type | split(".")[2]' 'sponsor-registered sponsor-registered sponsor-registered' 'in events'
json .subject 'acme 株式会社, Co. B.2' 'under ids as the world has them'
cp "$out" answers
run sponsor-register <sponsors
same "$out" answers 'importing them again answers the same bytes'
is "$(events sponsor-feed)" 4 'and records nothing'

sponsor acme Silver >b
run sponsor-register <b
json '.type + " " + .data.level' 'lanyard.sponsorship.sponsor-amended.v1 Silver' 'a changed record is an amendment'
says 'its level was "Gold", and is "Silver" now' 'of which a new level is told'
run sponsor-register <sponsors
json .data.level 'Gold Silver Bronze' 'A, then B, then A again ends at A'
is "$(events sponsor-feed)" 6 'in an event of its own'

{ sponsor twice Gold && sponsor once Gold && sponsor twice Silver; } >contradicts
run sponsor-register <contradicts
is "$rc" 0 'an import that contradicts itself is done'
says 'stdin:1: warning: "twice" comes again, with other data, in line 3' 'but told'
json '.subject + "=" + .data.level' 'once=Gold twice=Silver' 'the last record stands'
run sponsor-register <contradicts
is "$(events sponsor-feed)" 8 'and doing it again records nothing'

run sponsor-register iron --name Iron --level Iron --email i@i.example
says 'no rule of the policy is for the level "Iron"' 'a level that the policy does not know is told'
run sponsor-register x --name X --level Gold --email x
is "$rc" 65 'a contact is an address'
run sponsor-register x --name X --level Gold --email x@x.example --signed-up-on 2025-02-30
says '"2025-02-30" is not a date' 'a date is one of the calendar'
run sponsor-register x --name X --level Gold
says '/email: is missing' 'what is required is asked for'
done_testing
