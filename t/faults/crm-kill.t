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

# In each CRM there are four of the same names. The sponsors and the guests have their tickets,
# fewer by an override, and another address, which four speakers have, too; the sponsors have an invoice more that nobody has paid; the
# other speakers have not answered. Four have just signed up, four guests are due to be decided on,
# and four more have requested tickets, which ticketing has created.
open_sponsorship 1000 1000 >/dev/null
open_speakers >/dev/null 2>&1
open_guests >/dev/null 2>&1
echo '{"rules":[{"grants":[{"type":"full","quantity":2}]}]}' >later.json
document=$PWD/later.json
all='one two three four'
# shellcheck disable=SC2086 # words
register crew $all
guest-allocate <registered.crew | book_guests
for part in $all; do
	pay_sponsor $part Gold
	sponsor-onboard <paid.$part | sponsor-allocate | book
	for override in sponsor-override guest-override; do
		$override $part full --quantity 2 --by Ann --reason less >/dev/null 2>"$err"
	done
	sponsor-register -q $part --email new@s.example >/dev/null 2>"$err"
	guest-register -q $part --email new@g.example >/dev/null 2>"$err"
	engage own-$part talk
	speaker-allocate <accepted.own-$part | book_speakers
	speaker-invite -q own-$part --email new@s.example >/dev/null
	sponsor-invoice raise J-$part --sponsor $part --amount 1 --currency EUR >/dev/null
	sponsor-invoice raise O-$part --sponsor $part --amount 5 --currency EUR >/dev/null
	sponsor-settle O-$part P-1 --settled-on 2025-02-01 --amount 9 --overpaid >/dev/null
	sponsor-register new-$part --name N --level Gold --email n@s.example >/dev/null
	for speaker in $part new-$part; do
		speaker-invite $speaker --name S --email s@s.example --roles talk >/dev/null
	done
	speaker-override $part full --quantity 2 --by Ann --reason more >/dev/null
done
register press press-one press-two press-three press-four
mkdir office
guest-allocate <registered.press | ticket-create -c guests >office/created
register crew new-one new-two new-three new-four
cp -R "$LANYARD_HOME" office/stores

table() {
	victims crm-kill
}
feeds() {
	for client in $clients; do
		"$(noun_of "$client")-feed" || return
	done
}
sound() {
	ticket-check
}

input_of() { # CONTEXT.COMMAND
	for part in $all; do
		case ${1#*.} in
		void-contract) echo "{\"contract\":\"C-$part\"}" ;;
		cancel-invoice) echo "{\"invoice\":\"J-$part\"}" ;;
		refund-invoice) echo "{\"invoice\":\"I-$part\",\"refunded_on\":\"2025-02-28\"}" ;;
		reverse-payment) echo "{\"invoice\":\"I-$part\"}" ;;
		return-surplus) echo "{\"invoice\":\"O-$part\",\"payment\":\"P-1\",\"returned_on\":\"2025-02-28\"}" ;;
		override-entitlement) echo "{\"beneficiary\":\"$part\",\"type\":\"full\",\"quantity\":9,\"by\":\"Ann\",\"reason\":\"so\"}" ;;
		withdraw-override) echo "{\"beneficiary\":\"$part\",\"type\":\"full\",\"by\":\"Ann\",\"reason\":\"so\"}" ;;
		set-zone) echo "{\"zone\":\"Etc/GMT+${#part}\"}" ;;
		place-hold) echo "{\"beneficiary\":\"new-$part\",\"type\":\"full\",\"quantity\":2,\"until\":\"2030-01-01T00:00:00Z\"}" ;;
		withdraw-sponsor) echo "{\"sponsor\":\"$part\"}" ;;
		invite-speaker) echo "{\"speaker\":\"later-$part\",\"name\":\"N\",\"email\":\"n@s.example\",\"roles\":[\"talk\"]}" ;;
		decline-invitation) echo "{\"speaker\":\"$part\"}" ;;
		register-guest) echo "{\"guest\":\"later-$part\",\"name\":\"N\",\"email\":\"n@g.example\",\"group\":\"crew\"}" ;;
		withdraw-guest) echo "{\"guest\":\"$part\"}" ;;
		esac
	done
}

run_undisturbed
kill_all_tools
done_testing
