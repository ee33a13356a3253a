#!/bin/sh
# Status: the state of each guest, and why.
. "$(dirname "$0")/lib.sh"
open_guest_list
run guest-status
is "$rc:$(wc -c <"$out")" 0:0 'guest-status prints nothing without guests'
admit eve press
admit vic volunteer
run guest-status
json '"\(.guest) \(.name) \(.email) \(.group) \(.state) \(.awaits)"' \
	'eve eve Doe eve@g.example press registered guest-allocate vic vic Doe vic@g.example volunteer registered guest-allocate' \
	'the status has the guest, the group, the state and what is awaited'
cat guest.eve guest.vic | guest-allocate -q >commands
run guest-status eve
json '"\(.entitled[0].quantity) \(.booked | length) \(.awaits)"' '2 0 request pending: 2 × full' "a guest whose tickets are requested awaits ticketing's answer"
book_guests <commands
run guest-status vic
json .awaits 'a policy: no rule of any policy matches the group volunteer, registered on 2025-03-01' 'a guest whom no rule matches awaits a policy'
run guest-status --why eve
is "$(jq -r .what "$out" | sed 's/: ticketing.*//' | head -n 4)" 'registered: eve Doe, press
entitled to 2 × full from press: rule 1 of policy 1: press, registered until 2025-03-01
requested 2 × full from press as eve/full/1
booked 2 × full, requested as eve/full/1' 'guest-status --why lists the events from the registration to the booking'
run guest-status --why
is "$rc" 64 'guest-status --why without a guest is a usage error'
says 'requires a guest' 'the message about a missing guest says that --why requires one'
guest-register -q eve --email right@g.example
guest-allocate -a | book_guests
ticket-client amend guests --commands create-ticket-purchase,cancel-tickets >/dev/null
guest-contact -a | ticket-amend -c guests 2>/dev/null | jq -c '.data.retryable = false' | guest-book 2>/dev/null
run guest-status --tasks eve
json 'select(.task != "contact_refused") | "\(.task): \(.message)"' 'ticket_of_old_address: their ticket is assigned to eve@g.example, their address is right@g.example' \
	'a ticket that is assigned to an earlier address of the guest is a task'
ticket=$(ticket-feed | jq -r 'select(.data.delegate.email == "eve@g.example") | .data.ticket // .data.tickets[0].id' | head -n 1)
ticket-assign -c organiser --name 'Eve Lee' --email right@g.example "$ticket" | guest-book >/dev/null
is "$(guest-status --tasks eve | jq -r .task)" contact_refused 'a ticket that is assigned to the new address is no task'
guest-withdraw -q eve --reason ill >/dev/null
run guest-status --why eve
is "$(jq -r .what "$out" | tail -n 1)" 'withdrawn: ill' 'the history has the reason of a withdrawal'
run guest-status nobody
is "$rc" 65 'the status of an unknown guest is denied'
run guest-status --tasks
json '"\(.beneficiary) \(.task) \(.name) \(.email)"' 'vic without_rule vic Doe vic@g.example' 'a task has the name and the address of its guest'
run guest-status -t
no_data
is "$(head -n 1 "$out" | tr -s ' ')" 'GUEST NAME EMAIL GROUP STATE ENTITLED BOOKED BECAUSE AWAITS' 'guest-status -t prints a table'
done_testing
