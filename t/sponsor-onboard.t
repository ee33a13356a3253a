#!/bin/sh
# Onboarding: contract signed AND an invoice raised AND all settled; exactly once.
. "$(dirname "$0")/lib.sh"
open_crm
for s in acme kind late; do sponsor-register $s --name $s --level Gold --email a@a.example; done >/dev/null
why() { sponsor-onboard --why "$1" | jq -r '.missing // "nothing"'; }

is "$(why acme)" 'the contract is not signed' 'sponsor-onboard --why says that the contract is missing'
sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12 >signed
is "$(why acme)" 'no invoice was raised' 'sponsor-onboard --why says that an invoice is missing'
sponsor-invoice raise I-1 --sponsor acme --amount 1 --currency EUR >/dev/null
sponsor-invoice raise I-2 --sponsor acme --amount 1 --currency EUR >/dev/null
is "$(why acme)" 'not settled: I-1, I-2' 'sponsor-onboard --why names the invoices that are not settled'
sponsor-settle I-1 --settled-on 2025-02-01 >one
sponsor-settle I-2 --settled-on 2025-02-02 >two
is "$(why acme)" nothing 'sponsor-onboard --why has no missing field for a sponsor that is on board'

run sponsor-onboard <one
is "$rc:$(wc -c <"$out")" 0:0 'a payment that does not settle the last invoice of a contract brings nobody on board'
cat signed one two two >facts
run sponsor-onboard <facts
json '.type | split(".")[2]' 'sponsor-onboarded sponsor-onboarded' 'each reading of the payment that completes a contract prints sponsor-onboarded'
is "$(sort -u "$out" | wc -l)" 1 'each reading of the same payment prints the same event'
json '.data | "\(.sponsor) \(.level) \(.contract)"' 'acme Gold C-1 acme Gold C-1' 'sponsor-onboarded has the sponsor, the level and the contract'
is "$(head -n 1 "$out" | jq -r .causationid)" "$(jq -r .id two)" 'sponsor-onboarded has the payment as its cause'
is "$(sponsor-feed | grep -c sponsor-onboarded)" 1 'sponsor-onboarded is recorded once'

sponsor-contract sign C-2 --sponsor kind --signed-on 2025-01-12 --in-kind >in-kind
run sponsor-onboard <in-kind
json .data.sponsor kind 'a contract in kind needs no invoice'
sponsor-invoice raise I-3 --sponsor late --amount 1 --currency EUR >/dev/null
sponsor-settle I-3 --settled-on 2025-02-02 >paid
sponsor-contract sign C-3 --sponsor late --signed-on 2025-02-12 >/dev/null
run sponsor-onboard <paid
is "$(wc -c <"$out")" 0 'a payment before the signature brings nobody on board'
run sponsor-onboard -a
json .data.sponsor 'acme kind late' 'sponsor-onboard -a prints every sponsor on board whose entitlement is not decided'

sed 's/"id":"[^"]*"/"id":"01900000-0000-7000-8000-000000000001"/' one >foreign
run sponsor-onboard <foreign
is "$rc" 65 'an event of another feed is denied'
echo '{"specversion":"1.0","id":"x","source":"/y","type":"z"}' >alien
run sponsor-onboard <alien
is "$rc" 65 'an event whose id is not a UUID is denied'
sed 's/invoice-settled/invoice-imagined/' one >unknown
run sponsor-onboard <unknown
is "$rc:$(wc -c <"$out")" 0:0 'an event of an unknown type is skipped'
sed 's/invoice-settled/contract-signed/' one >lies
run sponsor-onboard <lies
is "$rc" 65 'an event whose type differs from the recorded one is denied'
run sponsor-onboard --why nobody
is "$rc" 65 'sponsor-onboard --why of an unknown sponsor is denied'
run sponsor-onboard acme
is "$rc" 64 'an operand without --why is a usage error'

# Changes before the publication.
sponsor-register swift --name Swift --level Gold --email s@s.example >/dev/null
sponsor-contract sign C-9 --sponsor swift --signed-on 2025-01-12 --in-kind >/dev/null
sponsor-register -q swift --name Swift --level Silver --email s@s.example >/dev/null
run sponsor-onboard -a
is "$(jq -r 'select(.data.sponsor == "swift") | "\(.type | split(".")[2]) \(.data.level)"' "$out")" 'sponsor-onboarded Silver' \
	'a sponsor whose level changed before sponsor-onboard ran comes on board at the new level'
sponsor-register -q swift --name Swift --level Gold --email s@s.example >/dev/null
run sponsor-onboard -a
is "$(jq -r 'select(.data.sponsor == "swift") | "\(.type | split(".")[2]) \(.data.level)"' "$out" | tail -n 1)" \
	'sponsor-level-changed Gold' 'a change of level after onboarding is published as sponsor-level-changed'
sponsor-register void --name Void --level Gold --email v@v.example >/dev/null
sponsor-contract sign C-10 --sponsor void --signed-on 2025-01-12 --in-kind >signed
sponsor-contract void -q C-10 >/dev/null
sponsor-register gone --name Gone --level Gold --email g@g.example >/dev/null
sponsor-contract sign C-11 --sponsor gone --signed-on 2025-01-12 --in-kind >>signed
sponsor-withdraw -q gone >/dev/null
run sponsor-onboard <signed
is "$(wc -c <"$out")" 0 'neither a void contract nor a contract of a withdrawn sponsor is published from its signature'
run sponsor-onboard -a
is "$(jq -r .data.sponsor "$out" | grep -c -e void -e gone)" 0 'sponsor-onboard -a publishes neither a void contract nor a contract of a withdrawn sponsor'

# More than one transaction publishes.
awk 'BEGIN { for (i = 1; i <= 600; i++)
	printf "{\"sponsor\":\"many-%03d\",\"name\":\"Many\",\"level\":\"Gold\",\"email\":\"m@m.example\"}\n", i }' |
	sponsor-register -q
awk 'BEGIN { for (i = 1; i <= 600; i++)
	printf "{\"contract\":\"M-%d\",\"sponsor\":\"many-%03d\",\"signed_on\":\"2025-01-12\",\"in_kind\":true}\n", i, i }' |
	sponsor-contract sign -q
run sponsor-onboard -a
is "$(jq -r 'select(.data.sponsor | startswith("many")) | .data.sponsor' "$out" | uniq | cksum)" \
	"$(awk 'BEGIN { for (i = 1; i <= 600; i++) printf "many-%03d\n", i }' | cksum)" \
	'sponsor-onboard -a publishes many sponsors once each, in the order of their events'
done_testing
