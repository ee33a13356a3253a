#!/bin/sh
# lanyard doctor looks at the bus by a real broker.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
start_broker
open_office 1000 1000

relay() { # the state and the message of doctor's finding about the relay
	run lanyard doctor
	jq -r 'select(.check == "relay") | .state + ": " + .message' "$out"
}
is "$(relay)" 'problem: ticketing: bus: there is no stream lanyard-conference-ticketing' 'lanyard doctor reports a stream that does not exist as a problem'
bus-publish ticketing
is "$(relay)" 'ok: the bus has 2 of 2 events of ticketing' 'lanyard doctor finds that a relayed feed is complete'
for reference in r1 r2 r3; do
	purchase $reference 1 | ticket-create -c press >"$scratch/printed/$reference"
done
is "$(relay)" 'problem: the bus has 2 of 5 events of ticketing' 'lanyard doctor counts the events that the bus lacks'
bus-publish ticketing
is "$(relay)" 'ok: the bus has 5 of 5 events of ticketing' 'lanyard doctor finds that a relay has caught up'
stop_brokers
is "$(relay | cut -d : -f 1,2)" 'problem: ticketing' "lanyard doctor reports a broker that can't be reached as a problem"
done_testing
