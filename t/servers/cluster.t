#!/bin/sh
# More than one machine: a host is lost, and another takes its conferences over.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
requires bash
unset LANYARD_NOW
timeout 280 "$root/contrib/cluster/run" "$PWD/hosts" >told 2>&1
rc=$?
err=told
while IFS= read -r line; do
	case $line in
	'!! '*) fail "${line#!! }" ;;
	'   bus-publish:'*) says 'another host writes for this conference' "bus-publish reports another host in the line \"${line#   }\"" ;;
	'   '*) pass "${line#   }" ;;
	*) echo "# $line" ;;
	esac
done <told
is "$rc:$(grep -c '^   ' told)" 0:21 'the scenario of contrib/cluster ends after 21 steps'
done_testing
