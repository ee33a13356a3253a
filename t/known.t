#!/bin/sh
# A refusal of an unknown name says what there is: all, if it is short, or what is nearest.
. "$(dirname "$0")/lib.sh"

# The reason on standard error contains WORDS.
refused() { # STATUS WORDS NAME COMMAND...
	refused_status=$1 refused_words=$2 refused_name=$3
	shift 3
	run "$@"
	is "$rc" "$refused_status" "$refused_name: the exit status"
	says "$refused_words" "$refused_name: the message"
}

ticket-conference set --zone Europe/Berlin >made
for type in early late student; do
	ticket-type add $type --name $type --price 100 --currency EUR --capacity 10
done >made
ticket-type add secret --name Secret --price 0 --currency EUR --capacity 10 --private >made
refused 65 'there is no room "hal"' 'a type in an unknown room without any room' ticket-type amend early --rooms hal
is "$(grep -c ';' "$err")" 0 'nothing is named if there is nothing'
ticket-room add hall --capacity 50 >made
ticket-pool add team --type early --places 2 >made
ticket-pool add gone --type early --places 2 >made
ticket-pool remove gone >made
ticket-client add shop --commands create-ticket-purchase --types '*' --pools team >made
ticket-client add one --commands create-ticket-purchase --types late >made
ticket-discount add HALF --percent 50 >made

# Ticketing.
buy='--name Ann --email a@b.example --payment due'
# shellcheck disable=SC2086
refused 1 'there is no ticket type "erly"; there are early, late, secret, student (r1 of organiser)' "an organiser's purchase of an unknown type" \
	ticket-create -c organiser $buy --ticket erly=1 r1
# shellcheck disable=SC2086
refused 77 '"shop" may not book tickets of type "erly"; there are early, late, student' "a client's purchase of an unknown type does not name a private one" \
	ticket-create -c shop $buy --ticket erly=1 r2
# shellcheck disable=SC2086
refused 77 '"one" may not book tickets of type "early"; there is only late' "a client's purchase names only what it may book" \
	ticket-create -c one $buy --ticket early=1 r3
# shellcheck disable=SC2086
refused 77 '"shop" may not book from the pool "tem"; there is only team' "a client's purchase from an unknown pool" \
	ticket-create -c shop $buy --ticket early=1 --pool tem r4
# shellcheck disable=SC2086
refused 1 'there is no pool "gon"; there is only team' 'a pool that was removed is not named' \
	ticket-create -c organiser $buy --ticket early=1 --pool gon r5
refused 65 'there is no ticket type "lat"; there are early, late, secret, student' 'an amendment of an unknown type' ticket-type amend lat --capacity 1
refused 65 'there is no ticket type "lat"; there are' 'a removal of an unknown type' ticket-type remove lat
refused 65 'there is no ticket type "lat"; there are' 'a pool of an unknown type' ticket-pool add new --type lat --places 1
refused 65 'there is no ticket type "lat"; there are' 'a type after an unknown one' ticket-type amend early --after lat
refused 65 'there is no ticket type "lat"; there are' 'a discount for an unknown type' ticket-discount add NEW --percent 5 --types lat
refused 65 'there is no pool "tea"; there is only team' 'an amendment of an unknown pool' ticket-pool amend tea --places 1
refused 65 'there is no room "hal"; there is only hall' 'an amendment of an unknown room' ticket-room amend hal --capacity 1
refused 65 'there is no room "hal"; there is only hall' 'a type in an unknown room' ticket-type amend early --rooms hal
refused 65 'there is no client "shp"; there are one, shop' 'an amendment of an unknown client' ticket-client amend shp --budget 1
refused 65 'there is no discount code "HALFE"; there is only HALF' 'an amendment of an unknown discount code' ticket-discount amend HALFE --uses 1
# shellcheck disable=SC2086
run ticket-create -c shop $buy --ticket early=1 --discount HALFE r6
is "$rc $(grep -c '"HALF"' "$err")" '1 0' 'a client is not given the discount codes that there are'

# shellcheck disable=SC2086
refused 77 'there is no client "shp"; there are one, shop' 'an order of an unknown client' ticket-create -c shp $buy --ticket early=1 r7
refused 77 'there is no client "shp"; there are one, shop' 'a feed of an unknown client' ticket-feed -c shp
# shellcheck disable=SC2086
run ticket-create -n -c organiser $buy --ticket erly=1 r8
says 'ticket-create: dry run: refused: there is no ticket type "erly"' 'the refusal of a dry run says that it is one'
run ticket-create -n -c organiser <<-'END'
	{"reference":"r9","purchaser":{"name":"A","email":"a@b.example"},"tickets":[{"type":"erly","quantity":1}],"payment":"due"}
END
says 'ticket-create: stdin:1: dry run: refused: ' 'the refusal of a line of a dry run says that it is one'

# Many.
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	ticket-type add "day-$i" --name Day --price 100 --currency EUR --capacity 10 >made
done
refused 65 'there is no ticket type "erly"; "early" is the nearest' 'of many types the nearest' ticket-type amend erly --capacity 1
refused 65 'there is no ticket type "x"' 'of many types none that is not near' ticket-type amend x --capacity 1
is "$(grep -c ';' "$err")" 0 'nothing is named if nothing is near'

# The clients.
echo '{"version":"p1","rules":[{"level":"Gold","signed_up_before":"2024-01-01","grants":[{"type":"full","quantity":5}]},{"level":"Silver","grants":[{"type":"full","quantity":3}]},{"level":"Gold","grants":[{"type":"full","quantity":1}]}]}' |
	sponsor-policy adopt - >made
for sponsor in acme bolt; do
	sponsor-register $sponsor --name $sponsor --level Gold --email $sponsor@x.example
	sponsor-contract sign C-$sponsor --sponsor $sponsor --signed-on 2025-01-12
	sponsor-invoice raise I-$sponsor --sponsor $sponsor --amount 100 --currency EUR
done >made
refused 65 'there is no sponsor "amce": register it first; there are acme, bolt' 'a contract of an unknown sponsor' \
	sponsor-contract sign C-2 --sponsor amce --signed-on 2025-01-12
refused 65 'there is no sponsor "amce"; there are acme, bolt' 'an override of an unknown sponsor' \
	sponsor-override amce full --quantity 1 --by Ann --reason r
refused 65 'there is no sponsor "amce"; there are acme, bolt' 'the status of an unknown sponsor' sponsor-status amce
refused 65 'there is no contract "C-3"; there are C-acme, C-bolt' 'an unknown contract' sponsor-contract void C-3
refused 65 'no invoice "I-3" was raised; there are I-acme, I-bolt' 'a payment of an unknown invoice' sponsor-settle I-3 --settled-on 2025-02-01
refused 65 'p2: no such policy was adopted; there is only p1' 'an unknown policy' sponsor-policy show p2
run sponsor-register cask --name Cask --level Glod --email c@x.example
says 'no rule of the policy is for the level "Glod"; there are Gold, Silver' 'a warning of an unknown level names the levels of the policy'
run sponsor-register acme --name Acme --level Gold --email acme@x.example
run sponsor-contract sign C-acme --sponsor bolt --signed-on 2025-01-12
is "$rc $(grep -c 'there are' "$err")" '65 0' 'a denial of something that is known names nothing else'
i=0
while [ $i -lt 1200 ]; do
	i=$((i + 1))
	printf '{"sponsor":"s%04d","name":"S","level":"Gold","email":"s%04d@x.example"}\n' $i $i
done | sponsor-register -q >made
sponsor-register -q zebra --name Zebra --level Gold --email z@x.example >made
refused 65 'there is no sponsor "zebar": register it first; "zebra" is the nearest' 'the nearest of very many begins with the same letter' \
	sponsor-contract sign C-4 --sponsor zebar --signed-on 2025-01-12
refused 65 'there is no sponsor "éa"' 'an unknown id may begin with any letter' sponsor-contract sign C-4 --sponsor éa --signed-on 2025-01-12

open_speakers
refused 65 'there is no speaker "an"' 'an unknown speaker' speaker-accept an
open_guests
register press eve >made
refused 65 'there is no guest "evee": register them first; there is only eve' 'an unknown guest' guest-withdraw evee
done_testing
