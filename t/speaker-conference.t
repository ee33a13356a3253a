#!/bin/sh
# The conference's time zone in the stores of ticketing's clients: learned, set, and what follows.
. "$(dirname "$0")/lib.sh"
[ -f /usr/share/zoneinfo/America/Chicago ] || skip_all 'tzdata is not installed'

ticket-conference set --zone America/Chicago --payment-within 14d >chicago
LANYARD_NOW=2025-03-01T12:00:01Z ticket-conference set --zone Europe/Berlin >berlin
open_sponsorship
open_speakers >/dev/null 2>&1
open_guests >/dev/null 2>&1
zone_of() { # NOUN
	"$1-conference" show | jq -r '.data.zone // "none"'
}
for client in $clients; do
	noun=$(noun_of "$client")
	run "$noun-conference" show
	is "$rc" 65 "$noun-conference show fails before there is a zone"
	says 'no time zone was set or learned: dates are in UTC' "$noun-conference show says that dates are in UTC"
	"$noun-book" <chicago
	run "$noun-conference" show
	json '"\(.type) \(.data.zone) \(.data.source_time)"' 'lanyard.booking.zone-learned.v1 America/Chicago 2025-03-01T12:00:00.000Z' \
		"$noun-book learns the zone from ticketing's event"
	"$noun-book" <chicago
	run "$noun-feed"
	is "$(grep -c zone-learned "$out")" 1 "$noun-book records the same event once"
	"$noun-book" <berlin >/dev/null
	"$noun-book" <chicago >/dev/null
	is "$(zone_of "$noun")" Europe/Berlin "$noun-book keeps the later zone when an old log is read again"
	run "$noun-conference" set --zone America/Chicago
	json '"\(.type) \(.data.zone)"' 'lanyard.booking.zone-set.v1 America/Chicago' "$noun-conference set records a zone of its own"
	cp "$out" own
	run "$noun-conference" set --zone America/Chicago
	same "$out" own "$noun-conference set of the same zone prints the same event"
	LANYARD_NOW=2025-03-02 ticket-conference set --zone Asia/Tokyo | "$noun-book" >/dev/null
	is "$(zone_of "$noun")" America/Chicago "a zone of its own takes precedence in $client"
	run "$noun-conference" set --clear zone
	is "$(zone_of "$noun")" Asia/Tokyo "without a zone of its own $client has that of ticketing"
	run "$noun-conference" set --zone Asia/Tokio
	says '/zone: "Asia/Tokio" is not a zone' "$noun-conference denies an unknown zone"
	echo '{}' >empty
	run "$noun-conference" set <empty
	says 'names nothing to set' "$noun-conference denies a record that names nothing"
	run "$noun-conference" set --zone America/Chicago
	is "$rc" 0 "$noun-conference sets a zone after one was removed"
	run event-replay --check "$client"
	is "$rc" 0 "the zone of $client follows from its feed"
	TZDIR=$PWD/nothing run "$noun-status"
	is "$rc" 0 "$noun-status succeeds on a system without the zone"
	says 'warning: times are in UTC' "$noun-status warns of a zone that the system does not have"
done

# The end of a day in Chicago.
evening=2025-04-01T04:30:00Z # 31 March, 23:30
night=2025-04-01T05:30:00Z   # 1 April, 00:30
speaker-invite ann --name Ann --email a@s.example --role talk --talk T --answer-by 2025-03-31 >/dev/null
speaker-invite bob --name Bob --email b@s.example --role talk --talk T --answer-by 2025-03-31 >/dev/null
LANYARD_NOW=$evening run speaker-status --tasks
is "$(jq -r .task "$out")" '' 'an answer is not overdue in the evening of its last day'
LANYARD_NOW=$evening run speaker-accept ann
is "$rc" 0 'a speaker can accept in the evening of the last day'
LANYARD_NOW=$night run speaker-accept bob
says 'had to answer by 2025-03-31' 'a speaker can not accept after the last day'
LANYARD_NOW=$night run speaker-status --tasks
json .task answer_overdue 'an answer is overdue after its last day'
run speaker-hold bob full --quantity 1 --until 2025-03-31
json .data.until 2025-04-01T05:00:00.000Z 'a hold until a date is until the end of that day'
run speaker-policy list -t
no_data
ok 'a table of policies has local times' grep -q '2025-03-01 06:00 -06:00' "$out"

sponsor-register elm --name Elm --email e@x.example --level Gold >/dev/null
sponsor-contract sign C-elm --sponsor elm --signed-on 2025-03-01 >/dev/null
sponsor-invoice raise I-elm --sponsor elm --amount 100 --currency EUR --due-on 2025-03-31 >/dev/null
LANYARD_NOW=$evening run sponsor-status --tasks
is "$(jq -r 'select(.task == "invoice_overdue") | .task' "$out")" '' 'an invoice is not overdue in the evening of the day on which it is due'
LANYARD_NOW=$night run sponsor-status --tasks
is "$(jq -r 'select(.task == "invoice_overdue") | .since' "$out")" 2025-03-31 'an invoice is overdue after the day on which it is due'

LANYARD_NOW=$evening run guest-register cy --name Cy --email c@g.example --group crew
json .data.registered_on 2025-03-31 'a guest is registered on the day that it is in the conference'
run guest-register cy --registered-on 2025-03-15
json .data.registered_on 2025-03-15 'the date of a registration can be corrected'
run guest-register cy --name 'Cy Lee'
json .data.registered_on 2025-03-15 'another amendment leaves that date'
LANYARD_NOW=$evening guest-allocate -a 2>/dev/null | ticket-create -c guests | guest-book >/dev/null
run guest-unused --before 2025-03-31
is "$rc:$(wc -c <"$out")" 0:0 'tickets requested in the evening of a day were not requested before it'
run guest-unused --before 2025-04-01
json .unused 2 'tickets requested in the evening of a day were requested before the next one'
done_testing
