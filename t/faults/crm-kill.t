#!/bin/sh
# Killed at any system call that changes something, each tool of the CRMs that is not in
# the pipelines of kill.t and speakers.t leaves behind what the same input brings to its
# end, as the office's tools do in office-kill.t.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=one-tool.sh
. "$root/t/faults/one-tool.sh"

# Four sponsors that have their tickets and shall have fewer, each with an invoice more
# that nobody has paid; four that have just signed up; four speakers who have not answered.
open_both >/dev/null
open_speakers >/dev/null 2>&1
echo '{"rules":[{"role":"talk","grants":[{"type":"full","quantity":2}]}]}' >later.json
document=$PWD/later.json
for sponsor in one two three four; do
	pay_sponsor $sponsor Gold
	sponsor-onboard <paid.$sponsor | sponsor-allocate | book
	sponsor-override $sponsor full --quantity 3 --by Ann --reason less >/dev/null 2>"$err"
	sponsor-invoice raise J-$sponsor --sponsor $sponsor --amount 1 --currency EUR >/dev/null
	sponsor-register new-$sponsor --name N --level Gold --email n@s.example >/dev/null
	speaker-invite $sponsor --name S --email s@s.example --role talk >/dev/null
done
mkdir office
cp -R "$LANYARD_HOME" office/stores

table() {
	victims crm-kill
}
feeds() {
	sponsor-feed && speaker-feed
}
sound() {
	ticket-check
}

input_of() { # CONTEXT.COMMAND
	for part in one two three four; do
		case ${1#*.} in
		void-contract) echo "{\"contract\":\"C-$part\"}" ;;
		cancel-invoice) echo "{\"invoice\":\"J-$part\"}" ;;
		refund-invoice) echo "{\"invoice\":\"I-$part\",\"refunded_on\":\"2025-02-28\"}" ;;
		override-entitlement) echo "{\"sponsor\":\"$part\",\"type\":\"full\",\"quantity\":9,\"by\":\"Ann\",\"reason\":\"so\"}" ;;
		withdraw-override) echo "{\"sponsor\":\"$part\",\"type\":\"full\",\"by\":\"Ann\",\"reason\":\"so\"}" ;;
		provision-tickets) echo "{\"sponsor\":\"new-$part\",\"type\":\"full\",\"quantity\":2,\"until\":\"2030-01-01\"}" ;;
		withdraw-sponsor) echo "{\"sponsor\":\"$part\"}" ;;
		invite-speaker) echo "{\"speaker\":\"new-$part\",\"name\":\"N\",\"email\":\"n@s.example\",\"role\":\"talk\"}" ;;
		decline-invitation) echo "{\"speaker\":\"$part\"}" ;;
		esac
	done
}

run_undisturbed
kill_all_tools
done_testing
