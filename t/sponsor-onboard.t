#!/bin/sh
# Onboarding: contract signed AND an invoice raised AND all settled; exactly once.
. "$(dirname "$0")/lib.sh"
open_crm
for s in acme kind late; do sponsor-register $s --name $s --level Gold --email a@a.example; done >/dev/null
why() { sponsor-onboard --why "$1" | jq -r '.missing // "nothing"'; }

is "$(why acme)" 'the contract is not signed' '--why says what is missing: the contract'
sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12 >signed
is "$(why acme)" 'no invoice was raised' '  an invoice'
sponsor-invoice raise I-1 --sponsor acme --amount 1 --currency EUR >/dev/null
sponsor-invoice raise I-2 --sponsor acme --amount 1 --currency EUR >/dev/null
is "$(why acme)" 'not settled: I-1, I-2' '  payments'
sponsor-settle I-1 --settled-on 2025-02-01 >one
sponsor-settle I-2 --settled-on 2025-02-02 >two
is "$(why acme)" nothing '  or nothing'

run sponsor-onboard <one
is "$rc:$(wc -c <"$out")" 0:0 'a payment that does not complete a contract is answered by nothing'
cat signed one two two >facts
run sponsor-onboard <facts
json '.type | split(".")[2]' 'sponsor-onboarded sponsor-onboarded' 'the payment that completes it is answered, each time that it is read'
is "$(sort -u "$out" | wc -l)" 1 '  by the same event'
json '.data | "\(.sponsor) \(.level) \(.contract)"' 'acme Gold C-1 acme Gold C-1' '  which says who, at which level, by which contract'
is "$(head -n 1 "$out" | jq -r .causationid)" "$(jq -r .id two)" '  and names its cause'
is "$(sponsor-feed | grep -c sponsor-onboarded)" 1 '  and is recorded once'

sponsor-contract sign C-2 --sponsor kind --signed-on 2025-01-12 --in-kind >in-kind
run sponsor-onboard <in-kind
json .data.sponsor kind 'a contract in kind needs no invoice'
sponsor-invoice raise I-3 --sponsor late --amount 1 --currency EUR >/dev/null
sponsor-settle I-3 --settled-on 2025-02-02 >paid
sponsor-contract sign C-3 --sponsor late --signed-on 2025-02-12 >/dev/null
run sponsor-onboard <paid
is "$(wc -c <"$out")" 0 'a payment before the contract completes nothing'
run sponsor-onboard -a
json .data.sponsor 'acme kind late' '-a prints all that are not decided on yet'

sed 's/"id":"[^"]*"/"id":"01900000-0000-7000-8000-000000000001"/' one >foreign
run sponsor-onboard <foreign
is "$rc" 65 'an event of another feed is a bad line'
echo '{"specversion":"1.0","id":"x","source":"/y","type":"z"}' >alien
run sponsor-onboard <alien
is "$rc" 65 'so is an event that is not of this store'
sed 's/invoice-settled/invoice-imagined/' one >unknown
run sponsor-onboard <unknown
is "$rc:$(wc -c <"$out")" 0:0 'an event of an unknown type is skipped'
sed 's/invoice-settled/contract-signed/' one >lies
run sponsor-onboard <lies
is "$rc" 65 'an event whose type is not the recorded one is a bad line'
run sponsor-onboard --why nobody
is "$rc" 65 '--why of an unknown sponsor is refused'
run sponsor-onboard acme
is "$rc" 64 'an operand without --why is refused'

# What has changed before it was published
sponsor-register swift --name Swift --level Gold --email s@s.example >/dev/null
sponsor-contract sign C-9 --sponsor swift --signed-on 2025-01-12 --in-kind >/dev/null
sponsor-register -q swift --name Swift --level Silver --email s@s.example >/dev/null
run sponsor-onboard -a
is "$(jq -r 'select(.data.sponsor == "swift") | "\(.type | split(".")[2]) \(.data.level)"' "$out")" 'sponsor-onboarded Silver' \
	'a contract whose level changed before it was published is published as on board, at the new level'
sponsor-register -q swift --name Swift --level Gold --email s@s.example >/dev/null
run sponsor-onboard -a
is "$(jq -r 'select(.data.sponsor == "swift") | "\(.type | split(".")[2]) \(.data.level)"' "$out" | tail -n 1)" \
	'sponsor-level-changed Gold' '  and once: after that its level changes'
sponsor-register void --name Void --level Gold --email v@v.example >/dev/null
sponsor-contract sign C-10 --sponsor void --signed-on 2025-01-12 --in-kind >signed
sponsor-contract void -q C-10 >/dev/null
sponsor-register gone --name Gone --level Gold --email g@g.example >/dev/null
sponsor-contract sign C-11 --sponsor gone --signed-on 2025-01-12 --in-kind >>signed
sponsor-withdraw -q gone >/dev/null
run sponsor-onboard <signed
is "$(wc -c <"$out")" 0 'a contract that is void before it was published is not published, nor one of a sponsor that has withdrawn'
run sponsor-onboard -a
is "$(jq -r .data.sponsor "$out" | grep -c -e void -e gone)" 0 '  by -a neither'
done_testing
