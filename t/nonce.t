#!/bin/sh
# A line with personal data has a random nonce, so that a seal does not say what was in a line
# that is erased. t/validate checks that of all lines that tests print, by the schemas.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
requires python3

# What is personal, listed here again.
sort >personal <<'END'
booking.amendment-requested
booking.assignment-recorded
booking.booking-refused
booking.entitlement-overridden
booking.hold-placed
booking.override-withdrawn
booking.tickets-booked
booking.tickets-reclaimed
booking.tickets-requested
guests.guest-amended
guests.guest-registered
guests.guest-withdrawn
speakers.invitation-declined
speakers.speaker-amended
speakers.speaker-invited
speakers.speaker-withdrawn
sponsorship.contract-voided
sponsorship.invoice-cancelled
sponsorship.invoice-refunded
sponsorship.payment-reversed
sponsorship.sponsor-amended
sponsorship.sponsor-registered
sponsorship.sponsor-withdrawn
ticketing.purchaser-amended
ticketing.ticket-assigned
ticketing.ticket-purchase-created
ticketing.ticket-unassigned
ticketing.tickets-cancelled
END
jq -r 'select(.properties.nonce and (.properties.data | [.. | .description? // "" | endswith(" (personal data)")] | any))
	| .title | ltrimstr("lanyard.") | rtrimstr(".v1")' "$root"/share/schemas/*/*.json | sort >declared
is "$(diff personal declared)" '' 'the schemas say which events have personal data'
# Each name of a person or a company; those of ticket types, and of tools' descriptions, are none.
jq -r '.title as $title | .. | objects | .properties? // empty | to_entries[]
	| select((.key | IN("name", "company", "requirements", "purchaser", "payer")) and .value.type == "string")
	| select(.value.description | endswith(" (personal data)") | not)
	| $title | ltrimstr("lanyard.") | rtrimstr(".v1")' "$root"/share/schemas/*/*.json | sort -u >unmarked
is "$(grep -v '^map\.' unmarked | paste -sd ' ' -)" \
	'ticketing.add-ticket-type ticketing.amend-ticket-type ticketing.ticket-type-added ticketing.ticket-type-amended ticketing.ticket-type-row' \
	'the schemas mark the name of each person and company, in reports, too'

open_guests
ticket-client add press --commands create-ticket-purchase --types full --waive --budget 100 >/dev/null
register crew ada
cp registered.crew registered
nonce_of() { # FILE
	jq -r '.nonce // "none"' "$1"
}
ok 'an event with personal data has a nonce of 128 bits' expr "$(nonce_of registered)" : '[0-9a-f]\{32\}$'
register crew ada
same registered.crew registered 'a repeated record prints the same nonce'
guest-feed | tail -n 1 >fed
same fed registered 'the feed has the same nonce'

# The digest of a command says as much as the command.
purchase one 1 | ID=0195518d-a000-7000-8000-000000000001 ticket-create -c press >/dev/null
ID=0195518d-a000-7000-8000-000000000002
export ID
purchase many 500 | ticket-create -c press >refused
is "$(jq -r .type refused):$(nonce_of refused | wc -c)" lanyard.ticketing.ticket-purchase-rejected.v1:33 \
	'a rejection of a command with personal data has a nonce, because it has the digest of the command'
guest='{"specversion":"1.0","id":"0195518d-a000-7000-8000-00000000000%s","source":"/test","type":"lanyard.guests.register-guest.v1","data":{"guest":"ada","name":"ada Doe","email":"ada@g.example","group":"crew"}}\n'
# shellcheck disable=SC2059 # it is a format
printf "$guest" 3 | guest-register >again
same again registered 'a command with an id that records nothing new prints the same nonce'
guest-feed >feed
is "$(tail -n 1 feed | jq -r '.type, (.nonce | length)' | paste -sd ' ' -)" 'lanyard.store.command-answered.v1 32' \
	'what records that a command with personal data was answered has a nonce'
ticket-feed >>feed
jq -r 'select(.nonce) | [(.type | ltrimstr("lanyard.") | rtrimstr(".v1")), .commanddigest // "none"] | @tsv' feed >nonces
is "$(grep -vFf personal nonces | cut -f 1 | sort | paste -sd ' ' -):$(grep -vFf personal nonces | grep -c none)" \
	'store.command-answered ticketing.ticket-purchase-rejected:0' \
	'what has a nonce and no personal data has a commanddigest, by which it is erased with what has'
is "$(jq -r 'select(.nonce | not).type' feed | sort -u | paste -sd ' ' -)" \
	'lanyard.guests.policy-adopted.v1 lanyard.ticketing.client-added.v1 lanyard.ticketing.ticket-type-added.v1' \
	'events without personal data have no nonce'
# A consumer records events without a command.
guest-allocate -a | ticket-create -c guests | guest-book
guest-feed | jq -r --rawfile personal personal 'select(.commanddigest | not) | (.type | ltrimstr("lanyard.") | rtrimstr(".v1")) as $type
	| select(IN($type; $personal | split("\n")[])) | "\($type) \(.nonce | length)"' | sort -u | paste -sd ' ' - >booked
is "$(cat booked)" 'booking.assignment-recorded 32 booking.tickets-booked 32 booking.tickets-requested 32' \
	"a consumer's event with personal data has a nonce"
jq -nc 'range(200) | {reference: "n\(.)", purchaser: {name: "N", email: "n@n.example"}, tickets: [{type: "full", quantity: 1}],
	payment: "waived"}' | ticket-create -c press -q >/dev/null 2>&1
for process in 1 2 3 4 5; do
	register crew "guest$process"
done
{
	cat feed
	ticket-feed
	guest-feed
} | jq -r 'select(.nonce) | [.id, .nonce] | @tsv' | sort -u | cut -f 2 >nonces
is "$(sort nonces | uniq -d)" '' 'no two events have the same nonce'
is "$(python3 -c 'nonces = [int(line, 16) for line in open("nonces")]
both = [all(n >> bit & 1 == nonces[0] >> bit & 1 for n in nonces) for bit in range(128)]
print(len(nonces) > 200, sum(both))')" 'True 0' 'each of the 128 bits of a nonce differs between events'

# A guess at what was in an erased line.
event-seal guests >seal
guest-feed >feed
digest='import hashlib, json, re, sys
lines = open("feed", "rb").read().splitlines()
seal = json.loads(lines.pop())["data"]["digest"]
erased = next(i for i, line in enumerate(lines) if b"ada@g.example" in line)
def is_sealed(line):
    chain = hashlib.sha512()
    for i, one in enumerate(lines):
        chain.update(hashlib.sha512(line if i == erased else one).digest())
    return chain.hexdigest() == seal
line = lines[erased]
nonce = re.search(rb",\"nonce\":\"(.{32})\"", line)
'
is "$(python3 -c "$digest
print(is_sealed(line))")" True 'the seal is of the line with its nonce'
is "$(python3 -c "$digest
print(is_sealed(line.replace(nonce.group(0), b'')))")" False 'the seal does not say that a guess without the nonce is right'
# A restored store, and a feed from before there were nonces.
event-replay --from feed -d restored.db
guest-feed -d restored.db >copy
same copy feed 'a store that is made of a feed has the same nonces'
sed '/feed-sealed/d;s/,"nonce":"[0-9a-f]*"//' feed >old
event-replay --from old -d old.db
run event-replay --check -d old.db
is "$rc" 0 'a feed from before there were nonces is read'
guest-feed -d old.db >copy
same copy old 'the lines of a feed from before there were nonces get none'
run guest-register -d old.db bea --name Bea --email bea@g.example --group crew
is "$rc:$(nonce_of "$out" | wc -c)" 0:33 'the next event with personal data after lines without nonces has one'
done_testing
