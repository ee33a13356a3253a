#!/bin/sh
# All clients at the same time, with one office: no client books another's tickets, and each
# ledger agrees with ticketing in whatever order the lines arrive.
. "$(dirname "$0")/../lib.sh"
open_sponsorship 60
open_speakers_policy() {
	echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | speaker-policy adopt >/dev/null
	ticket-client add speakers --commands create-ticket-purchase,cancel-tickets --types full --waive --budget 20 >/dev/null
}
open_guests_policy() {
	echo '{"rules":[{"group":"press","grants":[{"type":"full","quantity":2,"pool":"press"}]},
	{"group":"crew","grants":[{"type":"full","quantity":1}]}]}' | guest-policy adopt >/dev/null
	ticket-pool add press --type full --places 6 >/dev/null
	ticket-client add guests --commands create-ticket-purchase,cancel-tickets --types full --pools press --waive --budget 20 >/dev/null
}
open_speakers_policy
open_guests_policy
for client in $clients; do
	case $client in
	sponsorship | speakers | guests) ;; # their numbers are below
	*) "open_$client" 60 20 && "entitle_$client" any >/dev/null ;;
	esac
done

# One run of all the pipelines, at the same time.
pipelines() {
	running=
	for client in $clients; do
		noun=$(noun_of "$client")
		{
			[ "$client" != sponsorship ] || sponsor-onboard -a | sponsor-allocate -q >/dev/null
			"$noun-allocate" -aq | ticket-create -c "$client" | "$noun-book"
			"$noun-reclaim" -aq | ticket-cancel -c "$client" | "$noun-book"
		} 2>>errors &
		running="$running $!"
	done
	# shellcheck disable=SC2086 # words
	wait $running
}
# The bookings of each ledger: beneficiary=quantity.
booked() {
	for client in sponsor speaker guest; do
		"$client-status" | jq -r --arg client "$client" \
			'"\(.[$client])=\([.booked[].quantity] | add // 0)"'
	done | paste -sd ' ' -
}
# The number that ticketing has sold to each client.
sold() {
	ticket-client list | jq -r 'select(.client | IN("sponsorship", "speakers", "guests")) | "\(.client)=\(.booked)"' |
		sort | paste -sd ' ' -
}
differences() {
	ticket-feed >feed
	for client in $clients; do
		"$(noun_of "$client")-reconcile" -c "$client" <feed
	done
}

pay_sponsor acme Gold
pay_sponsor zeta Silver
for id in ann bob cat; do
	speaker-invite "$id" --name "$id" --email "$id@x.example" --roles talk >/dev/null
	speaker-accept "$id" >/dev/null
done
for id in eve fay; do admit "$id" press; done
for id in ann gus; do admit "$id" crew; done
pipelines
is "$(booked)" 'acme=5 zeta=3 ann=1 bob=1 cat=1 ann=1 eve=2 fay=2 gus=1' 'each client books what its beneficiaries are owed'
is "$(sold)" 'guests=6 speakers=3 sponsorship=8' 'ticket-client list has the numbers that each client has booked'
is "$(ticket-pool list | jq '.places - .sold')" 2 'only guests of the press are booked from their pool'
is "$(differences)" '' "no client's reconcile finds a difference after the first run"
is "$(cat errors)" '' 'no tool prints a message when the pipelines of all clients run at the same time'
is "$(for client in $clients; do
	"$(noun_of "$client")-status" | jq -r 'select(.awaits != null or .booked == []) | "\(.awaits) \(.booked)"'
done)" '' 'everybody of every client has the tickets owed after the first run'

# Each client reads all answers of ticketing, and records its own.
ticket-feed >feed
for client in $clients; do
	noun=$(noun_of "$client")
	n=$(events "$noun-feed")
	run "$noun-book" <feed
	is "$rc:$(events "$noun-feed")" "0:$n" "$noun-book records nothing new from the whole feed of ticketing"
done
sponsor-feed | grep '"lanyard.booking.' >ledger
n=$(events guest-feed)
run guest-allocate <ledger
says "is not in /conference/guests's feed" "guest-allocate denies an event of another client's ledger"
is "$rc:$(wc -c <"$out"):$(events guest-feed)" "65:0:$n" "guest-allocate records nothing from another client's ledger"

# The same id, and the same person, in two clients.
is "$({ guest-status ann; speaker-status ann; } | jq -c '[.because, .booked[0].quantity]' | paste -sd ' ' -)" \
	'["rule 2 of policy 1: crew",1] ["rule 1 of policy 1: any role",1]' 'an id that two clients use names two beneficiaries'
guest-withdraw -q gus >/dev/null
pipelines
guest-register -q gus --email bob@x.example >/dev/null
guest-register -q gus
pipelines
{ sponsor-feed; speaker-feed; guest-feed; } >feeds
run "$root/contrib/overlap/people-overlap" <feeds
no_data
is "$(jq -r '"\(.email | ascii_downcase) \(.tickets | map("\(.context):\(.beneficiary)") | sort | join(" "))"' "$out" | paste -sd ';' -)" \
	'bob@x.example guests:gus speakers:bob' 'people-overlap shows who has tickets of two clients'
is "$(differences)" '' 'reconcile finds no difference when a person has tickets of two clients'

# Released tickets are booked by another client.
speaker-withdraw -q bob >/dev/null
sponsor-override -q zeta full --quantity 1 --by Ada --reason 'sends one' >/dev/null
guest-override -q eve full --quantity 3 --by Ada --reason 'a crew of three' >/dev/null
pipelines
pipelines
is "$(booked)" 'acme=5 zeta=1 ann=1 bob=0 cat=1 ann=1 eve=3 fay=2 gus=1' 'changes of all three clients at the same time are booked'
is "$(sold)" 'guests=7 speakers=2 sponsorship=6' 'ticket-client list has the numbers after the changes'
is "$(differences)" '' "no client's reconcile finds a difference after the changes"
run "$root/contrib/overlap/people-overlap" --without guests <feeds
no_data
is "$(wc -c <"$out")" 0 'people-overlap --without guests prints nothing when each guest has a ticket'

# Ticketing does not depend on its clients.
ok "ticketing's sources and tools name no client" test -z \
	"$(grep -rlE "$(for client in $clients; do noun_of "$client"; done | paste -sd '|' -)" "$root/lib/ticketing" "$root/lib/published" "$root/cmd/ticketing" --include='*.[ch]' --include='*.sql')"
done_testing
