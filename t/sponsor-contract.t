#!/bin/sh
# Contracts: signed once, one in force, void for good.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null

run sponsor-contract sign C-1 --sponsor nobody --signed-on 2025-01-12
says 'there is no sponsor "nobody"' 'a sponsor that is not there signs nothing'
is "$rc" 65 'that is a bad line'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
json '.type + " " + .data.contract' 'lanyard.sponsorship.contract-signed.v1 C-1' 'a contract is signed'
cp "$out" signed
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
same "$out" signed 'the same again answers the same'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-13
is "$rc" 65 'with another date it is a conflict'
run sponsor-contract sign C-2 --sponsor acme --signed-on 2025-01-13
says 'has signed the contract "C-1": void that first' 'a sponsor has one contract in force'

run sponsor-contract void C-1 --reason 'wrong company'
json '.data | "\(.sponsor) \(.reason)"' 'acme wrong company' 'a contract is voided'
run sponsor-contract void C-9
is "$rc" 65 'one that is not there cannot be'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
same "$out" signed 'importing the old signature again does not bring it back'
says 'warning: the contract "C-1" was signed before, and is void since: sign another, under another number' \
	'  which is said'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-02-13
says 'is void since: sign another' 'nor does another signature of it, and nobody is told to void it again'
run sponsor-onboard --why acme
json .missing 'the contract C-1 is void' 'it stays void'
run sponsor-contract sign C-2 --sponsor acme --signed-on 2025-01-13 --in-kind
json .data.in_kind true 'another can be signed then'
done_testing
