#!/bin/sh
# Imports of many records: each bad line is reported with its line, its place and the reason, the
# other lines are recorded, and a record that comes before what it needs is recorded on the next run.
. "$(dirname "$0")/lib.sh"
open_sponsorship
records() { # LINE...
	printf '%s\n' "$@" >records
}
sponsor() { # ID LEVEL [SIGNED-UP-ON]
	printf '{"sponsor":"%s","name":"%s","level":"%s","email":"t@%s.example","signed_up_on":"%s"}\n' "$1" "$1" "$2" "$1" "${3:-2025-01-10}"
}

# A truncated line.
{ sponsor acme Gold && sponsor bolt Silver && sponsor cask Gold | head -c 40; } >records
run sponsor-register -r rejects <records
is "$rc:$(jq -r .subject "$out" | paste -sd ' ' -)" '65:acme bolt' 'an import whose last line is truncated records the other lines'
says 'stdin:3: ' 'the report of a truncated line has its number'
is "$(wc -l <rejects | tr -d ' ')" 1 'a truncated line is in the rejects'
{ sponsor acme Gold && printf '%s' "$(sponsor cask Gold | head -c 40)" && echo && sponsor dent Gold; } >records
run sponsor-register <records
is "$rc:$(jq -r .subject "$out" | paste -sd ' ' -)" '65:acme dent' 'the line after a truncated one is recorded'

# Records that contradict each other.
records '{"sponsor":"acme","contract":"C-1","signed_on":"2025-01-12"}' \
	'{"sponsor":"bolt","contract":"C-1","signed_on":"2025-01-12"}' \
	'{"sponsor":"bolt","contract":"C-2","signed_on":"2025-01-12"}'
run sponsor-contract sign <records
is "$rc:$(jq -r .data.contract "$out" | paste -sd ' ' -)" '65:C-1 C-2' 'a second signature of a contract by another sponsor is denied, and the next line is recorded'
says 'stdin:2: /contract: this contract was signed already, with other data: void it and sign another' 'the report of a contract that was signed with other data has the line, the place and what to do'
records '{"sponsor":"acme","invoice":"I-1","amount":100,"currency":"EUR"}' \
	'{"sponsor":"bolt","invoice":"I-1","amount":100,"currency":"EUR"}' \
	'{"sponsor":"bolt","invoice":"I-2","amount":-1,"currency":"EUR"}' \
	'{"sponsor":"bolt","invoice":"I-2","amount":100,"currency":"euro"}' \
	'{"sponsor":"bolt","invoice":"I-2","amount":100,"currency":"EUR"}'
run sponsor-invoice raise <records
is "$rc:$(jq -r .data.invoice "$out" | paste -sd ' ' -)" '65:I-1 I-2' 'an invoice number of another sponsor is denied, and the next valid line is recorded'
says 'stdin:2: /sponsor: the invoice "I-1" is "acme"' "the report of another sponsor's invoice has the line and the place"
says 'stdin:3: /amount: ' 'the report of a negative amount names the field amount'
says 'stdin:4: /currency: ' 'the report of an unknown currency names the field currency'
records '{"invoice":"I-1","settled_on":"2025-02-01","payment":"TX","amount":40}' \
	'{"invoice":"I-1","settled_on":"2025-02-01","payment":"TX","amount":50}' \
	'{"invoice":"I-1","settled_on":"2025-02-30","payment":"TY","amount":60}' \
	'{"invoice":"I-1","settled_on":"2025-02-02","payment":"TX","amount":60}' \
	'{"invoice":"I-1","settled_on":"2025-02-02","payment":"TZ","amount":60}'
run sponsor-settle <records
is "$rc:$(jq -r .data.payment "$out" | paste -sd ' ' -)" '65:TX TZ' 'only the first of the payments under one reference is recorded'
says 'stdin:2: /payment: this payment was recorded already, with other data: reverse it first' 'the report of a payment under a used reference has the line, the place and what to do'
says 'stdin:3: /settled_on: "2025-02-30" is not a date' 'a day that is not in the calendar is reported with the line and the place'

# Lines in any order: a record that comes before what it needs is in the rejects, for the next run.
records '{"sponsor":"elm","contract":"E-2","signed_on":"2025-01-13","replaces":"E-1","level":"Gold","in_kind":true}' \
	'{"sponsor":"elm","contract":"E-1","signed_on":"2025-01-12"}'
rm -f rejects
run sponsor-contract sign -r rejects <records
is "$rc:$(wc -l <rejects | tr -d ' ')" 65:2 'contracts of a sponsor that is not registered yet are in the rejects'
sponsor elm Silver | sponsor-register >/dev/null
mv rejects again
run sponsor-contract sign -r rejects <again
is "$rc:$(jq -r .data.contract "$out")" 65:E-1 'a contract that comes before the one that it replaces is in the rejects'
mv rejects again
run sponsor-contract sign -r rejects <again
is "$rc:$(jq -r .data.contract "$out")" 0:E-2 'a rejected contract is recorded once the contract that it replaces is'

# Records of a sponsor, invoice or contract that does not exist.
records '{"sponsor":"nobody"}' '{"sponsor":"dent","reason":"x"}'
run sponsor-withdraw <records
is "$rc:$(jq -r .subject "$out")" 65:dent 'sponsor-withdraw reports a bad line and records the next line'
says 'stdin:1: /sponsor: there is no sponsor "nobody"' 'the report of a bad withdrawal has the line, the place and the reason'
records '{"beneficiary":"nobody","type":"full","quantity":1,"by":"Ann","reason":"x"}' \
	'{"beneficiary":"bolt","type":"full","quantity":501,"by":"Ann","reason":"x"}' \
	'{"beneficiary":"bolt","type":"full","quantity":2,"reason":"x"}' \
	'{"beneficiary":"bolt","type":"full","quantity":2,"by":"Ann","reason":"x"}'
run sponsor-override <records
is "$rc:$(jq -r .subject "$out")" 65:bolt 'sponsor-override reports three bad lines and records the next line'
says 'stdin:1: /beneficiary: there is no sponsor "nobody"' 'an override of an unknown sponsor is reported with the line'
says 'stdin:2: /quantity: ' 'an override above the limit is reported with the line'
says 'stdin:3: /by: is missing' 'an override without the field by is reported with the line'
records '{"invoice":"I-9"}' '{"invoice":"I-2","reason":"x"}'
run sponsor-invoice cancel <records
is "$rc:$(jq -r .data.invoice "$out")" 65:I-2 'sponsor-invoice cancel reports a bad line and records the next line'
says 'stdin:1: /invoice: no invoice "I-9" was raised' 'the report of a bad cancellation has the line, the place and the reason'
records '{"contract":"C-9"}' '{"contract":"C-2"}'
run sponsor-contract void <records
is "$rc:$(jq -r .data.contract "$out")" 65:C-2 'sponsor-contract void reports a bad line and records the next line'
says 'stdin:1: /contract: there is no contract "C-9"' 'the report of a void contract that does not exist has the line, the place and the reason'

# A level that no policy has.
sponsor fir Iron 2025-02-28 | sponsor-register >/dev/null 2>"$err"
says 'stdin:1: warning: fir: no rule of the policy is for the level "Iron"' 'sponsor-register warns of a level that no rule of the policy is for'
run sponsor-status --tasks fir
json 'select(.task == "without_rule").message' 'no rule of the policy is for the level Iron' 'a sponsor of a level that no rule is for is a task'
run sponsor-contract sign F-1 --sponsor bolt --signed-on 2025-02-01 --level Iron --in-kind
is "$rc" 0 'a contract for a level that no rule is for is signed'
sponsor-onboard -a | sponsor-allocate -q >/dev/null
run sponsor-status --tasks bolt
ok 'a contract for a level that no rule is for is a task' grep -q 'without_rule.*level Iron' "$out"
done_testing
