#!/bin/sh
# The conference's time zone: what dates mean, what tables show; and the time to pay.
. "$(dirname "$0")/lib.sh"
[ -f /usr/share/zoneinfo/America/Chicago ] || skip_all 'tzdata is not installed'
export TICKETING_CLIENT=organiser
holds() { # WORDS NAME
	ok "$2" grep -qF -- "$1" "$out"
}

run ticket-conference set --zone America/Chicago
is "$rc" 0 'ticket-conference set creates the store and succeeds'
json '"\(.type) \(.data)"' 'lanyard.ticketing.conference-set.v1 {"zone":"America/Chicago"}' 'the zone is recorded by its name'
silent 'setting the zone prints no warning'
cp "$out" first
run ticket-conference set --zone America/Chicago
same "$out" first 'a zone that is set again prints the same bytes'
run ticket-conference show
same "$out" first 'ticket-conference show prints the event that set it'
run ticket-conference set --payment-within 14d
json '.data | tojson' '{"zone":"America/Chicago","payment_within":20160}' '14 days to pay are 20160 minutes, and the zone stays'
run ticket-conference set --payment-within 36h
json .data.payment_within 2160 '36 hours to pay are 2160 minutes'
run ticket-conference set --payment-within 45m
json .data.payment_within 45 '45 minutes to pay are 45'
run ticket-conference set --payment-within 50
json .data.payment_within 50 'a time to pay without a letter is in minutes'

# What is refused.
for wrong in d 14x 1.5d -1d '' 99999999999d; do
	run ticket-conference set --payment-within "$wrong"
	is "$rc" 64 "a time to pay of \"$wrong\" is a usage error"
done
run ticket-conference set --payment-within 0
is "$rc" 65 'no time to pay is denied'
run ticket-conference set --payment-within 367d
says '/payment_within: 528480 is above 527040' 'more than 366 days to pay are denied'
for wrong in Europe/Berln europe/berlin Europe CET-1CEST ../Europe/Berlin /etc/localtime right/UTC zone1970.tab localtime posixrules Factory ''; do
	run ticket-conference set --zone "$wrong"
	is "$rc" 65 "the zone \"$wrong\" is denied"
done
run ticket-conference set --zone Europe/Berln
says '/zone: "Europe/Berln" is not a zone that this system has in /usr/share/zoneinfo' 'the denial of an unknown zone says where zones are'
TZDIR=$PWD/nothing run ticket-conference set --zone Europe/Berlin
says "tzdata" 'the denial on a system without zones names the package'
echo '{"zone":"Europe/Berln"}' >unknown
run ticket-conference set <unknown
is "$rc" 65 'an unknown zone in a record is denied'
echo '{}' >nothing.json
run ticket-conference set <nothing.json
says 'names nothing to set' 'a record that names nothing is denied'
run ticket-conference set --zone Europe/Berlin --clear zone
is "$rc" 65 'a zone that is set and cleared is denied'

# Dates in options and records.
amend() { # OPTION...
	run ticket-type amend early "$@"
}
run ticket-type add early --name Early --price 100 --currency EUR --capacity 99 --from 2025-03-02 --until 2025-03-08
json '"\(.data.from) \(.data.until)"' '2025-03-02T06:00:00.000Z 2025-03-09T06:00:00.000Z' \
	'a sale begins with its first day and ends with its last, in the conference'"'"'s zone'
silent 'a date in a zone that is set prints no warning'
buy() { # REFERENCE WHEN
	LANYARD_NOW=$2 run ticket-create "$1" --name A --email a@x.example --ticket early=1 --payment due
}
buy b1 2025-03-01T23:59:59.999-06:00
json .data.code not_on_sale 'a type is not on sale in the evening before its first day'
buy b2 2025-03-02T00:00:00-06:00
json .data.code null 'a type is on sale when its first day begins'
buy b3 2025-03-08T23:59:59.999-06:00
json .data.code null 'a type is on sale until the last moment of its last day'
buy b4 2025-03-09T00:00:00-06:00
json .data.code not_on_sale 'a type is not on sale when its last day has ended'
run ticket-report days
json .day '2025-03-02 2025-03-08' 'ticket-report days has the days of the zone'
amend --until '2025-03-08 18:30'
json .data.until 2025-03-09T00:30:00.000Z 'a local time is converted'
amend --until 2025-03-09T03:00
json .data.until 2025-03-09T08:00:00.000Z 'a local time after the clock is put forward has summer time'
amend --until 2025-03-08T18:30:00+01:00
json .data.until 2025-03-08T17:30:00.000Z 'a time with an offset is taken as it is'
amend --until '2025-03-08 24:00 -06:00'
json .data.until 2025-03-09T06:00:00.000Z 'a time is taken as tables show it'
echo '{"type":"early","until":"2025-03-10"}' >dated
run ticket-type amend <dated
json .data.until 2025-03-11T05:00:00.000Z 'a date in a record is the end of that day, too'
amend --until '2025-03-09 02:30'
is "$rc" 65 'a time that the clock skips is denied'
says '/until: "2025-03-09 02:30" does not exist in America/Chicago: the clock is put forward past it, to 2025-03-09 03:00 -05:00' \
	'the denial of a skipped time says to what the clock is put forward'
amend --until '2025-11-02 01:30'
is "$rc" 65 'a time that comes twice is denied'
says 'write "2025-11-02 01:30 -05:00" or "2025-11-02 01:30 -06:00"' 'the denial of a time that comes twice names both'
amend --until '2025-11-02 01:30 -06:00'
json .data.until 2025-11-02T07:30:00.000Z 'one of two such times is taken with its offset'
for wrong in tomorrow 2025-02-29 0225-03-01 03/01/2025 2025-03-01T25:00 '2025-03-01 12:00 CST' 2025-03-01T12; do
	amend --until "$wrong"
	is "$rc" 65 "the date $wrong is denied"
done
says 'YYYY-MM-DD HH:MM' 'the denial of a date says how to write one'

# A command with an id has times with offsets.
identified() { # UNTIL
	printf '{"specversion":"1.0","id":"01900000-0000-7000-8000-%s","source":"/t","type":"lanyard.ticketing.amend-ticket-type.v1","data":{"type":"early","until":"%s"}}\n' "$1" "$2" >identified.json
	run ticket-type amend <identified.json
}
identified 000000000001 2025-03-10
is "$rc" 65 'a date alone in a command with an id is denied'
says 'is not a date-time of RFC 3339, with its offset from UTC' 'the denial asks for a time with its offset'
identified 000000000002 2025-03-10T12:00:00
is "$rc" 65 'a time without an offset in a command with an id is denied'
identified 000000000003 2025-03-10T12:00:00-05:00
json .data.until 2025-03-10T17:00:00.000Z 'a time with its offset in a command with an id is taken'

# Dates that can't be meant.
amend --until 2205-03-01
is "$rc" 0 'a date in 180 years is taken'
says 'warning: until is 2205-03-01 24:00 -06:00, 180 years from now' 'a date in 180 years is warned of'
amend --until 2205-03-01
silent 'a date in 180 years that is recorded already prints no warning'
amend -q --until 2206-03-01
silent '-q silences the warning of a remote date'
amend --until 1999-03-01
is "$rc" 65 'an end before the beginning stays denied'
ticket-discount add OLD --percent 5 --from 1999-03-01 >"$out" 2>"$err"
says 'from is 1999-03-01 00:00 -06:00, 26 years ago' 'a date 26 years ago is warned of'
amend --until 2033-03-01
silent 'a date in 8 years prints no warning'
add_past() {
	run ticket-type add past --name Past --price 100 --currency EUR --capacity 9 --from 2024-01-01 --until 2024-12-31
}
add_past
says 'warning: until is 2024-12-31 24:00 -06:00, past already' 'a sale that has ended before it is recorded is warned of'
add_past
silent 'a sale that was recorded, and has ended, prints no warning'
run ticket-type amend past --from 2027-11-01 --until 2026-01-01
says '/until: 2026-01-01 24:00 -06:00 must be later than 2027-11-01 00:00 -05:00' 'the denial of an end before the beginning has local times'
echo '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000009","source":"/t","type":"lanyard.ticketing.amend-ticket-type.v1","data":{"type":"past","until":"2023-01-02T06:00:00Z"}}' >program.json
run ticket-type amend <program.json
says '/until: 2023-01-02T06:00:00.000Z must be later than 2024-01-01T06:00:00.000Z' 'the denial of a command with an id has times in UTC'
run ticket-type amend past --until 2025-03-01
silent 'a sale that ends today prints no warning'
LANYARD_NOW=2025-03-02T03:00:00Z run ticket-type amend past --until '2025-03-01 12:00'
silent 'a sale that has ended today prints no warning'

# Tables.
amend --from '2025-03-02 09:15' --until 2025-03-31
run ticket-type list -t
no_data
holds '2025-03-02 09:15 -06:00' 'a table shows a local time with its offset'
holds '2025-03-31 24:00 -05:00' 'a table shows the end of a day as 24:00, with the offset of that day'
run ticket-type list
json 'select(.type == "early") | "\(.from) \(.until)"' '2025-03-02T15:15:00.000Z 2025-04-01T05:00:00.000Z' 'a row in JSON has UTC'
run ticket-type list --csv
no_data
holds ',2025-03-02 09:15,2025-03-31,' 'comma-separated values have local times, and an end at midnight is the day that ends'

# A system without the zone.
without() { # COMMAND...
	TZDIR=$PWD/nothing run "$@"
}
without ticket-type list -t
no_data
is "$rc" 0 'a report succeeds on a system without the zone of the store'
holds '2025-04-01 05:00 UTC' 'a table shows UTC on a system without the zone'
says 'warning: times are in UTC, as the conference'"'"'s zone can'"'"'t be read: '"$PWD/nothing"' can'"'"'t be read: No such file or directory; Debian'"'"'s package tzdata has the zones' \
	'a report on a system without the zone says so, and names the package'
without ticket-type amend -q early --capacity 97
silent '-q silences the warning of a zone that the system does not have'
without ticket-check
is "$rc" 0 'ticket-check succeeds on a system without the zone'
without ticket-expire
is "$rc" 0 'ticket-expire succeeds on a system without the zone'
without ticket-type amend early --capacity 98
is "$rc" 0 'a record without a date is taken on a system without the zone'
without ticket-type amend early --until 2025-03-30
is "$rc" 65 'a date is denied on a system without the zone'
says '/until: "2025-03-30" is in America/Chicago, a zone that this system does not have: add the offset from UTC, install tzdata, or set another zone' \
	'the denial of a date in an unknown zone says what can be done'
without ticket-type amend early --until '2025-03-31 24:00 -05:00'
json .data.until 2025-04-01T05:00:00.000Z 'a time with its offset is taken on a system without the zone'
identified 000000000004 2025-04-01T05:00:00Z
without ticket-type amend <identified.json
is "$rc" 0 'a command with an id is taken on a system without the zone'
mkdir -p few/America && echo 'not a zone' >few/America/Chicago
TZDIR=$PWD/few run ticket-type amend early --until 2025-03-30
is "$rc" 65 'a file that is no zone is not taken for one'
says "\"America/Chicago\" is not a zone that this system has in $PWD/few" 'the warning of a zone that is missing says where zones are'
TZDIR=$PWD/few run ticket-conference set --zone UTC
is "$rc" 0 'the zone UTC is set on a system without any'
without ticket-type list -t
no_data
holds '2025-04-01 05:00 +00:00' 'the zone UTC needs no file'
ticket-conference set -q --zone America/Chicago >/dev/null
ticket-type amend early --capacity 99 --from '2025-03-02 09:15' >/dev/null
TZDIR=$PWD/nothing run ticket-feed
is "$rc" 0 'a feed needs no zone'
TZDIR=$PWD/nothing run event-replay --check ticketing
is "$rc" 0 'a replay needs no zone'

# The time to pay.
ticket-conference set --payment-within 14d >/dev/null
ticket-client add shop --commands create-ticket-purchase --types early --reservation 5d >/dev/null
buy p1 2025-03-03T12:00:00Z
json .data.deadline 2025-03-17T12:00:00.000Z 'a purchase without a deadline has the conference'"'"'s time to pay'
TICKETING_CLIENT=shop buy p2 2025-03-03T12:00:00Z
json .data.deadline 2025-03-08T12:00:00.000Z 'a shorter time to pay of the client takes precedence'
ticket-conference set --clear payment_within >/dev/null
buy p3 2025-03-03T12:00:00Z
json .data.deadline 2025-03-03T12:30:00.000Z 'without a time to pay it is 30 minutes'
buy p1 2025-03-03T12:00:00Z
json .data.deadline 2025-03-17T12:00:00.000Z 'a purchase that was made keeps its deadline'

# Another zone, and none.
run ticket-conference set --zone Australia/Lord_Howe
says 'warning: the time zone was America/Chicago' 'another zone is warned of'
run ticket-type list -t
no_data
holds '2025-04-01 16:00 +11:00' 'tables show what was recorded in the new zone'
amend --until '2025-10-05 02:15'
says 'to 2025-10-05 02:30 +11:00' 'a skipped half hour is denied'
run ticket-conference set --zone US/Pacific
says 'warning: US/Pacific is another name of America/Los_Angeles, and not every system has it' 'a zone by an old name is warned of'
json .data.zone US/Pacific 'a zone is recorded by the name that was given'
run ticket-conference set --zone Arctic/Longyearbyen
is "$(grep -c 'another name' "$err")" 0 'a zone by a name that its country uses is not warned of'
run ticket-conference set --zone Etc/UTC
is "$(grep -c 'another name' "$err")" 0 'UTC by another name is not warned of'
run ticket-conference set --zone Pacific/Apia
amend --until 2011-12-30
says '"2011-12-30" does not exist in Pacific/Apia' 'a skipped day is denied'
run ticket-conference set --clear zone
json '.data | tojson' '{}' 'a zone can be removed'
amend --until 2025-04-30
json .data.until 2025-05-01T00:00:00.000Z 'without a zone a day ends in UTC'
says 'the conference has no time zone, so dates are in UTC: "ticket-conference set --zone Europe/Berlin" sets one' \
	'without a zone a date is warned of'
{ cat dated && cat dated; } >twice
run ticket-type amend <twice
is "$(grep -c 'no time zone' "$err")" 1 'dates in UTC are warned of once'
run ticket-type amend -q <twice
silent '-q silences the warning of dates in UTC'
amend --until 2025-05-01T00:00:00Z
silent 'a time with its offset is not warned of'
run ticket-type list -t
no_data
holds '2025-04-30 24:00 UTC' 'a table without a zone says UTC'
run ticket-check
is "$rc" 0 'ticket-check finds nothing'

# A stream that is open while the zone is changed.
ticket-conference set -q --zone Europe/Berlin >/dev/null
ends() { # TYPE: a line that ends with a date
	echo "{\"type\":\"$1\",\"name\":\"T\",\"price\":1,\"currency\":\"EUR\",\"capacity\":1,\"until\":\"2026-12-31\"}"
}
answered() { # COUNT: waits until there are so many answers
	tries=0
	until [ "$(wc -l <"$out")" -ge "$1" ] || [ $((tries += 1)) -gt 300 ]; do sleep 0.1; done
}
: >"$out"
{
	ends berlin
	answered 1
	ticket-conference set -q --zone America/New_York >/dev/null
	ends york
	answered 2
	ticket-conference set -q --clear zone >/dev/null
	ends utc
} | ticket-type add >"$out" 2>"$err"
json .data.until '2026-12-31T23:00:00.000Z 2027-01-01T05:00:00.000Z 2027-01-01T00:00:00.000Z' \
	'a stream that is open reads dates in the zone that is set meanwhile'

# What was recorded with dates before there was a zone.
mkdir -p zoneless
export LANYARD_HOME=$PWD/zoneless LANYARD_CONFERENCE=first
mkdir -p "$LANYARD_HOME/first"
run ticket-conference set --zone Europe/Berlin
silent 'the first zone of a store without dates prints no warning'
ticket-conference set --clear zone >/dev/null 2>&1
ticket-type add past --name T --price 1 --currency EUR --capacity 9 --until 2025-02-01 >/dev/null 2>&1
ticket-type add noon --name T --price 1 --currency EUR --capacity 9 --until 2025-10-26T12:00:00Z >/dev/null 2>&1
run ticket-conference set --zone America/Chicago
silent 'the first zone does not warn of dates that have passed, nor of times of day'
ticket-conference set --clear zone >/dev/null 2>&1
for type in full half; do
	ticket-type add $type --name T --price 1 --currency EUR --capacity 9 --from 2025-03-05 --until 2025-10-26 >/dev/null 2>&1
done
ticket-discount add X --percent 5 --until 2025-05-01 >/dev/null 2>&1
run ticket-conference set --zone America/Chicago
says 'warning: dates were in UTC: what was recorded stays at the moment that it was: to have days of the new zone, amend the type "full", type "half", code "X"' \
	'the first zone warns of types and codes with dates, and names each once'
ticket-type amend full --from 2025-03-05 --until 2025-10-26 >/dev/null
run ticket-conference set --zone Europe/Berlin
says 'warning: the time zone was America/Chicago: what was recorded stays at the moment that it was: to have days of the new zone, amend the type "full"' \
	'another zone names what has days of the zone before'
run ticket-conference set --zone Europe/Berlin --payment-within 14d
silent 'the same zone prints no warning'
ticket-conference set --clear zone >/dev/null 2>&1
for type in a b c d e f; do
	ticket-type add $type --name T --price 1 --currency EUR --capacity 9 --until 2025-10-26 >/dev/null 2>&1
done
run ticket-conference set --zone Europe/Berlin
says 'amend the type "a", type "b", type "c", type "d", type "e" and 3 more' 'of many types and codes the first ones are named'
sqlite3 "$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db" "UPDATE conference SET zone = 'no zone'"
broken "$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db"
run ticket-conference set --zone Europe/Rome
is "$rc" 74 'a store with a zone that is none is corrupt'
says "the conference's zone is \"no zone\"" 'the message about a zone that is none has it'
done_testing
