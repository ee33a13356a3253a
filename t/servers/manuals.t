#!/bin/sh
# The examples in the manual pages about the bus work.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../manuals.sh
. "$root/t/manuals.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
requires mandoc

start_broker
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book >/dev/null
bus-publish ticketing
for page in "${bin%/bin}"/man/bus-*.1 "$root"/share/man/lanyard-bus.7; do
	examples "$page" >examples
	ok "${page##*/} has examples" test -s examples
	# shellcheck disable=SC2154,SC2086 # words, of manuals.sh
	ok "the examples of ${page##*/} work" $shell examples
done
done_testing
