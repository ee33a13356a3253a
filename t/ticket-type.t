#!/bin/sh
# Ticket types: added once, amended, listed.
. "$(dirname "$0")/lib.sh"

run ticket-type add full --name 'Full pass' --price 35000 --currency JPY --capacity 10
is "$rc" 0 'ticket-type add creates the store and succeeds'
json '.type + " " + .data.type' 'lanyard.ticketing.ticket-type-added.v1 full' 'ticket-type add records ticket-type-added'
json .source /conference/ticketing "an event's source is its feed"
json .sequence 0000000000000000001 "an event's sequence is its position as 19 digits"
silent 'a successful command prints nothing on standard error'
cp "$out" first

run ticket-type add full --name 'Full pass' --price 35000 --currency JPY --capacity 10
same "$out" first 'an addition of a type that is repeated prints the same bytes'
run ticket-type add full --name 'Full pass' --price 36000 --currency JPY --capacity 10
is "$rc" 65 'an addition of the same type with another price is denied'
says 'amend it' 'the denial says to amend the type'

run ticket-type amend full --capacity 20
json '.data | "\(.capacity) \(.price) \(.name)"' '20 35000 Full pass' 'amending one field leaves the other fields unchanged'
cp "$out" amended
run ticket-type amend full --capacity 20
same "$out" amended 'amending a field to its value prints the earlier event'
is "$(events ticket-feed)" 2 'amending a field to its value records nothing'
run ticket-type amend full --capacity 30
run ticket-type amend full --capacity 20
json .data.capacity 20 'a capacity amended to A, to B and to A again is A'
is "$(events ticket-feed)" 4 'each change of a capacity records an event'

run ticket-type amend nothing --capacity 3
is "$rc" 65 'amending a type that does not exist is denied'
run ticket-type add late --name Late --price 1 --currency EUR --capacity 1 \
	--from 2025-03-02 --until 2025-03-01
is "$rc" 65 'a sales window that ends before it begins is denied'
run ticket-type add odd --name Odd --price 1 --currency ABC --capacity 1
says '/currency: "ABC" is not a currency' 'an unknown currency is denied by field and value'
run ticket-type add odd --name Odd --price cheap --currency EUR --capacity 1
says '--price: "cheap" is not a whole number' 'a price that is no number is denied by its option'
run ticket-type add odd --name Odd --price 1 --currency EUR --capacity -1
says '/capacity: -1 is below 0' 'a negative capacity is denied by its field'

printf '%s\n' '{"type":"day","name":"Day","price":0,"currency":"EUR","capacity":5,"private":true}' >day
run ticket-type add <day
is "$rc" 0 'ticket-type add reads types from lines'
run ticket-type list
json '[.type, .capacity, .sold, .private] | map(tostring) | join(":")' 'day:5:0:true full:20:0:false' \
	'ticket-type list prints each type with capacity and sales'
run ticket-type list -t
no_data
is "$(sed -n 2p "$out" | tr -s ' ')" 'day Day 0.00 EUR 5 0 0 5 yes no' 'ticket-type list -t prints the price with decimals and currency'
ticket-type amend full --question 'T-shirt, size?' --question Diet >/dev/null
run ticket-type list
json '.questions // [] | join("|")' ' T-shirt, size?|Diet' 'ticket-type list prints the questions of a type'
run ticket-type list -t
no_data
is "$(grep -c 'no  *no  *T-shirt, size?; Diet$' "$out")" 1 'ticket-type list -t separates questions by a semicolon'
ticket-type amend full --clear questions >/dev/null

open_office 5 >/dev/null 2>&1
ticket-client add press --commands create-ticket-purchase --types day --waive >/dev/null
run ticket-create -c press p1 --name A --email a@b.example --ticket day=4 --payment waived
run ticket-type amend day --capacity 3
is "$rc" 65 'a capacity below the number of sold tickets is denied'
says '3 is below 4, the number sold' 'the denial says how many tickets are sold'

run ticket-type sell full
is "$rc" 64 'an unknown command is a usage error'
run ticket-type
is "$rc" 64 'ticket-type without a command is a usage error'
run ticket-type add --nonsense
is "$rc" 64 'an unknown option is a usage error'
run ticket-type add half --name Half --price half --currency EUR --capacity 1
is "$rc" 64 'a price that is no number is a usage error'
says '--price: "half" is not a whole number' 'the usage error names the option and its value'

# Prices as people write them.
ticket-type --help | tr -s '\n ' ' ' >"$out"
ok '--help says how a price is written in an option' grep -q -- '--price amount .*price of one ticket; 29900, or 299.00 with its currency; required' "$out"
ticket-discount --help | tr -s '\n ' ' ' >"$out"
ok '--help says how the amount of a pair is written' grep -q -- '--reduction type=amount .*; 29900, or 299.00 with its currency' "$out"
sponsor-policy --help | tr -s '\n ' ' ' >"$out"
ok '--help says that an amount without an option is in minor units' grep -q 'paid_at_least the least amount paid; in minor units' "$out"
for price in 299.00 299,00 "299,0" 29900; do
	run ticket-type add "p$price" --name P --price "$price" --currency EUR --capacity 1
	json .data.price 29900 "the price $price in EUR is 29900 cents"
done
run ticket-type add yen --price 1.250,00 --currency JPY --name P --capacity 1
json .data.price 1250 'a price with thousands has the decimals of its currency, which may come later'
run ticket-type add bad --name P --price 1.250 --currency EUR --capacity 1
is "$rc" 64 'a price that may have thousands or decimals is a usage error'
says '--price: "1.250" may have thousands or decimals' 'the usage error says why a price is ambiguous'
for price in 1.250 1,250 1250; do
	run ticket-type add dinar-$price --name P --price $price --currency KWD --capacity 1
	json .data.price 1250 "a price of $price is 1250 thousandths of a dinar"
done
run ticket-type add bad --name P --price 1.25 --currency JPY --capacity 1
says '--price: "1.25" has more decimals than JPY has' 'a price with more decimals than its currency has is a usage error'
run ticket-type add bad --name P --price 1000.000 --currency EUR --capacity 1
says '--price: "1000.000" may have thousands or decimals: write it without thousands' 'a price with three decimals, which may be thousands, is a usage error'
run ticket-type add bad --name P --price 99999999999999999.00 --currency EUR --capacity 1
says '--price: "99999999999999999.00" is too large' 'a price that is too large is a usage error'
run ticket-type amend yen --price 12.50
is "$rc" 64 'a price with decimals and without its currency is a usage error'
says '--price: "12.50" requires a currency beside it' 'the usage error says that the currency is missing'
run ticket-type add bad --name P --price 12.50 --currency EURO --capacity 1
is "$rc" 64 'a price with decimals in an unknown currency is a usage error'
run ticket-discount add LESS --reduction yen=1,50 --reduction full=2.00 --currency EUR
json '.data.reductions | map(.amount) | join(" ")' '150 200' 'amounts of pairs may have decimals'
echo '{"type":"bad","name":"P","price":299.50,"currency":"EUR","capacity":1}' | ticket-type add 2>"$err"
says 'stdin:1: /price: is a number with a fraction or an exponent, not a whole number of minor units: 299.5 EUR is 29950' 'the denial of a price with a fraction in a line says what it is in minor units'
price_of() { # PRICE CURRENCY
	echo "{\"type\":\"bad\",\"name\":\"P\",\"price\":$1,\"currency\":$2,\"capacity\":1}" | ticket-type add 2>"$err"
}
price_of 299.00 '"JPY"'
says ': 299 JPY is 299' 'the denial of a price in a currency without decimals says what it is'
price_of 1.25 '"KWD"'
says ': 1.25 KWD is 1250' 'the denial of a price in a currency with three decimals says what it is'
price_of 1.2345 '"KWD"'
says '/price: is a number with a fraction or an exponent, not a whole number' 'the denial of a price with too many decimals says no number'
price_of 299.5 '"EURO"'
says ': 299.5 is 29950, if the currency has two decimals' 'the denial of a price in an unknown currency says what it is with two decimals'
echo '{"type":"bad","name":"P","price":"299,00","currency":"EUR","capacity":1}' | ticket-type add 2>"$err"
says '/price: is a text, not a whole number of minor units: 299,00 EUR is 29900' 'the denial of a price that is a text in a line says what it is in minor units'

# What comes after another type.
export LANYARD_CONFERENCE=after
ticket-type add early --name Early --price 50 --currency EUR --capacity 2 --until 2025-03-10 >/dev/null
ticket-type add day --name Day --price 50 --currency EUR --capacity 2 >/dev/null
run ticket-type add full --name Full --price 100 --currency EUR --capacity 10 --after early,day,early
json '.data.after | join(" ")' 'day early' 'a type comes after each of the types in --after, named once'
ticket-type add last --name Last --price 200 --currency EUR --capacity 10 --after full >/dev/null
book() { # REFERENCE TYPE QUANTITY
	run ticket-create -c organiser --name A --email a@x.example --ticket "$2=$3" --payment due "$1"
}
book a1 full 1
json '"\(.data.code) \(.data.retryable) \(.data.message)"' \
	'not_on_sale true "full" is not yet on sale: a type before it is not sold out' 'a type is not on sale before the types that it comes after are sold out'
book a2 early 2
book a3 full 1
json .data.code not_on_sale 'a type is not on sale while one of the types that it comes after is on sale'
ticket-type amend day --withdrawn >/dev/null
book a4 day 1
json '"\(.data.code) \(.data.message)"' 'not_on_sale "day" is withdrawn' 'a withdrawn type is not on sale'
book a5 full 1
json .data.code null 'a type is on sale when those before it are sold out or withdrawn'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "a2") | .data.purchase' | head -n 1)" >/dev/null
book a6 full 1
json .data.code null 'a type stays on sale when a place of an earlier type is released'
book a7 early 1
json .data.code null 'a released place of a sold-out type is on sale again'
run ticket-type amend early --capacity 5
book a8 full 1
json .data.code not_on_sale 'a type goes off sale when the capacity of an earlier type grows'
LANYARD_NOW=2025-03-11 book a9 full 1
json .data.code null 'a type is on sale when the window of an earlier type has ended'
ticket-type amend full --after early,day --until 2025-03-01T12:00:00Z >/dev/null
book b1 last 1
json .data.code null 'a type after one whose window has ended is on sale'
run ticket-type amend early --after last
is "$rc" 65 'a type that would wait for itself is denied'
says '"early" would wait for itself' 'the denial names the type that would wait for itself'
run ticket-type amend early --after none
says 'there is no ticket type "none"' "a type can't come after a type that does not exist"
run ticket-type amend full --clear after,until
json '"\(.data.after) \(.data.until)"' 'null null' '--clear removes optional fields'
run ticket-type amend full --clear name
is "$rc" 65 '--clear of a required field is denied'
run ticket-type amend full --clear from --from 2025-04-01
is "$rc" 65 '--clear of a field that the same amendment sets is denied'
run ticket-type amend full --clear nothing
is "$rc" 65 '--clear of an unknown field is denied'
ticket-pool add kept --type full --places 3 >/dev/null
run ticket-type amend full --capacity 5
says 'the number sold, and 3 in pools' 'a capacity below what is sold and reserved by pools is denied'
run ticket-type add '*' --name All --price 1 --currency EUR --capacity 1
is "$rc" 65 'a type named "*" is denied'
run ticket-type add odd --name Odd --price 1 --currency EUR --capacity 1 --from 2025-04-01 --until 2025-03-01
says 'must be later than' 'the denial of a window says that its end must be later than its beginning'
ticket-type add secret --name Secret --price 1 --currency EUR --capacity 9 --private >/dev/null
ticket-client add shop --commands create-ticket-purchase --types '*' >/dev/null
run ticket-create -c shop --name A --email a@x.example --ticket secret=1 --payment due s1
is "$rc" 77 'the grant of all types does not include a private type'
ticket-client amend shop --types '*,secret' >/dev/null
run ticket-create -c shop --name A --email a@x.example --ticket secret=1 --payment due s1
json .data.code null 'a private type is on sale to a client that was granted it by name'

# Removing what was added by mistake.
typo() { # TYPE
	ticket-type add "$1" --name Typo --price 100 --currency EUR --capacity 5 >/dev/null
}
hinders() { # TYPE MESSAGE NAME
	run ticket-type remove "$1"
	is "$rc:$(wc -c <"$out")" 65:0 "$3"
	says "$2" "the denial says what hinders: $3"
}
typo erly
run ticket-type remove erly
json '"\(.type | split(".")[2]) \(.data.type)"' 'ticket-type-removed erly' 'a ticket type that nothing was sold of is removed'
cp "$out" first
run ticket-type remove erly
same "$out" first 'a removal that is repeated prints the same bytes'
is "$(ticket-type list | jq -r 'select(.type == "erly").type')" '' 'a removed type is not listed'
run ticket-create -c organiser --name A --email a@b.example --ticket erly=1 --payment waived of-removed
json .data.code unknown_type 'a removed type can not be booked'
run ticket-type add erly --name Typo --price 100 --currency EUR --capacity 5
says 'the ticket type "erly" was removed: add it under another id' 'a removed type that is added again gives a warning'
run ticket-type add erly --name Early --price 200 --currency EUR --capacity 5
is "$rc:$(ticket-type list | grep -c erly)" 65:0 'the id of a removed type stays used'
run ticket-type remove nothing
is "$rc" 65 'an unknown type is not removed'
typo sold
ticket-create -c organiser --name A --email a@b.example --ticket sold=1 --payment waived of-sold >sold
ticket-cancel -c organiser "$(jq -r .data.purchase sold)" >/dev/null
hinders sold '"sold" was sold as "of-sold": withdraw it' 'a type is not removed that was sold, even if all was cancelled'
typo pooled
ticket-pool add of-pooled --type pooled --places 1 >/dev/null
hinders pooled 'has the pool "of-pooled"' 'a type is not removed that has a pool'
typo reduced
ticket-discount add OF-REDUCED --percent 5 --types reduced >/dev/null
hinders reduced 'is named by the discount code "OF-REDUCED"' 'a type is not removed that a discount code names'
typo cheap
ticket-discount add OF-CHEAP --reduction cheap=5 --currency EUR >/dev/null
hinders cheap 'is named by the discount code "OF-CHEAP"' 'a type is not removed that a discount code reduces'
typo first
ticket-type add second --name Second --price 100 --currency EUR --capacity 5 --after first >/dev/null
hinders first 'is what the type "second" comes after' 'a type is not removed that another one comes after'
typo granted
ticket-client add of-granted --types granted >/dev/null
hinders granted 'is granted to the client "of-granted"' 'a type is not removed that a client was granted'
ticket-client amend of-granted --clear types >/dev/null
run ticket-type remove granted
is "$rc" 0 'a type is removed once nothing names it'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after types were removed'
done_testing
