#!/bin/sh
# The units that run servers, under a systemd: the office over HTTP, the relay to the bus.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
! [ -d /usr/sbin ] || PATH=$PATH:/usr/sbin
requires bus-publish curl ip lighttpd nats-server socat systemctl
# shellcheck source=../guest.sh
. "$root/t/guest.sh"

if run_guest "$root/t/servers/systemd.sh"; then
	cd guest || exit
	is "$(cat left.status):$(jq -r '"\(.client) \(.data.reference)"' answer)" '202:sponsorship r4' \
		"a command that is left over HTTP is carried out by the socket's unit"
	same bus all "the relay's unit brings the whole feed onto the bus"
	cd ..
fi
end_guest
done_testing
