#!/bin/sh
# Policies: adopted under a version, dated, immutable.
. "$(dirname "$0")/lib.sh"
open_crm
run sponsor-policy adopt policy.json
is "$(events sponsor-feed)" 1 'adopting the policy in force again is a no-op'
run sponsor-policy show
json '.data | "\(.version) \(.rules | length)"' '1 4' 'sponsor-policy show prints the policy with its version and its rules'

policy() { # RULES
	printf '{"rules":[%s]}' "$1" >p.json
	run sponsor-policy adopt p.json
}
five='"grants":[{"type":"full","quantity":5}]'
policy "{\"level\":\"Gold\",$five}"
json .data.version 2 'a policy without a version gets the next number'
run sponsor-policy adopt policy.json
json .data.version 3 'an earlier policy that is adopted again gets the next number'
printf '{"version":"spring","rules":[{%s}]}' "$five" >named.json
run sponsor-policy adopt named.json
json .data.version spring 'a policy can name its version'
printf '{"version":"spring","rules":[]}' >named.json
run sponsor-policy adopt named.json
is "$rc" 78 'a policy without rules is invalid'
printf '{"version":"2","rules":[{%s}]}' "$five" >named.json
run sponsor-policy adopt named.json
says 'the policy "2" was adopted with other rules' "a version can't be adopted with other rules"
run sponsor-policy list
json '[.version, .rules] | map(tostring) | join(":")' '1:4 2:1 3:4 spring:1' 'sponsor-policy list prints the policies in the order of their adoption'
run sponsor-policy show 2
json .data.rules[0].level Gold 'sponsor-policy show prints an earlier version'
run sponsor-policy show nine
is "$rc" 65 'sponsor-policy show of an unknown version is denied'
says 'nine: no such policy was adopted' 'the denial of an unknown version names it'

policy "{\"level\":\"Gold\",$five},{\"level\":\"Gold\",\"signed_up_before\":\"2025-01-01\",$five}"
says '/rules/1: can never match: rule 1 matches first' 'a rule that repeats the conditions of an earlier rule is invalid, because it can never match'
policy "{$five},{\"level\":\"Gold\",$five}"
is "$rc" 78 'a rule after one that matches everybody is invalid'
policy "{\"signed_up_before\":\"2025-01-01\",$five},{\"signed_up_before\":\"2025-02-01\",$five},{\"level\":\"Gold\",$five}"
is "$rc" 0 'a policy whose rules can all match is adopted'
policy '{"level":"Gold","grants":[{"type":"a","quantity":1},{"type":"a","quantity":2}]}'
says '/rules/0/grants/1/type: "a" is granted twice' 'a rule that grants a type twice is invalid'
policy '{"level":"Gold","grants":[{"type":"a","quantity":501}]}'
is "$rc" 78 'a grant above the limit of a purchase is invalid'
policy '{"currency":"EUR","grants":[{"type":"a","quantity":1,"paid_per_ticket":5},{"type":"b","quantity":1,"minimum":1}]}'
says '/rules/0/currency: must be given with paid_at_least' 'of several contradictions in a rule the first is reported'
policy '{"lvl":"Gold","grants":[]}'
says '/rules/0/lvl: is not a field' 'an unknown field in a policy is invalid'
printf '{"rules":[\n{"level":"Gold",}\n]}' >broken.json
run sponsor-policy adopt broken.json
is "$rc" 78 'a policy that is not JSON exits with 78'
says 'broken.json:2:' 'the message about a policy that is not JSON has the line'
run sponsor-policy adopt missing.json
is "$rc" 66 'a policy in a missing file exits with 66'
run sponsor-policy adopt .
is "$rc:$(cat "$err")" '74:sponsor-policy: .: Is a directory' "a policy file that can't be read exits with 74"
run sponsor-policy adopt policy.json policy.json
is "$rc" 64 'two policy files are a usage error'
run sponsor-policy adopt <policy.json
is "$rc" 0 'sponsor-policy adopt reads a policy from standard input'
printf '{"rules":[' >huge.json
for i in $(seq 199); do
	printf '{"level":"%060d","grants":[' "$i" && for j in $(seq 9); do
		printf '{"type":"%060d","quantity":1},' "$j"
	done && printf '{"type":"last","quantity":1}]},'
done >>huge.json
printf '{"grants":[]}]}' >>huge.json
run sponsor-policy adopt huge.json
says 'is too large' 'a policy whose event would be longer than a line may be is denied'

# Rules by amounts.
export LANYARD_CONFERENCE=money
cat >money.json <<'END'
{"rules":[{"paid_at_least":500000,"currency":"EUR","grants":[{"type":"full","paid_per_ticket":102400,"currency":"EUR","maximum":7},{"type":"dinner","quantity":2,"pool":"vip"}]},
{"level":"Gold","grants":[{"type":"full","paid_per_ticket":102400,"currency":"EUR","minimum":2}]},
{"grants":[{"type":"full","paid_per_ticket":102400,"currency":"EUR"}]}]}
END
sponsor-policy adopt money.json >/dev/null
pays() { # ID LEVEL AMOUNT CURRENCY
	sponsor-register -q "$1" --name "$1" --level "$2" --email "t@$1.example" >/dev/null &&
		sponsor-contract sign "C-$1" --sponsor "$1" --signed-on 2025-01-12 >/dev/null &&
		sponsor-invoice raise "I-$1" --sponsor "$1" --amount "$3" --currency "$4" >/dev/null &&
		sponsor-settle "I-$1" --settled-on 2025-02-01
}
owed() { # SPONSOR
	sponsor-allocate -a >/dev/null 2>&1
	sponsor-status "$1" | jq -r '.entitled | map("\(.type)=\(.quantity)") | join(" ")'
}
{
	pays tiny Bronze 102399 EUR
	pays one Bronze 102400 EUR
	pays gold Gold 102400 EUR
	pays large Bronze 512000 EUR
	pays huge Bronze 99999999 EUR
	pays yen Bronze 99999999 JPY
} | sponsor-onboard >/dev/null
is "$(owed tiny) $(owed one)" 'full=0 full=1' 'a grant per amount grants a ticket for each full amount'
is "$(owed gold)" full=2 'a grant per amount grants at least its minimum'
is "$(owed large) $(owed huge)" 'dinner=2 full=5 dinner=2 full=7' 'a grant per amount grants at most its maximum, beside other types'
is "$(owed yen)" full=0 "an amount in another currency than the rule's does not count"
run sponsor-status --tasks yen
json 'select(.task == "other_currency").message' \
	'the policy counts amounts in EUR; the facts are level Bronze, day of sign-up not known, paid 99999999 JPY' \
	"a sponsor who paid in another currency than the rule's is a task"
is "$(sponsor-status huge | jq -r .because)" \
	'rule 1 of policy 1: any level, paid at least 5000.00 EUR' 'the status names the rule by which the entitlement was decided'
is "$(sponsor-allocate -a | jq -r 'select(.data.reference == "huge/dinner/1") | .data.pool')" vip \
	'a request names the pool of the grant'
wrong() { # DOCUMENT WORDS
	printf '%s\n' "$1" >wrong.json
	run sponsor-policy adopt wrong.json
	is "$rc" 78 "an invalid policy exits with 78: $2"
	says "$2" "the message about an invalid policy names the place: $2"
}
wrong '{"rules":[{"grants":[{"type":"full"}]}]}' '/rules/0/grants/0: requires exactly one of quantity and paid_per_ticket'
wrong '{"rules":[{"grants":[{"type":"full","paid_per_ticket":5}]}]}' '/rules/0/grants/0/currency: must be given with paid_per_ticket, and only then'
wrong '{"rules":[{"grants":[{"type":"full","quantity":5,"minimum":1}]}]}' 'a minimum or maximum requires paid_per_ticket'
wrong '{"rules":[{"grants":[{"type":"full","paid_per_ticket":5,"currency":"EUR","minimum":3,"maximum":2}]}]}' '/minimum: is above the maximum'
wrong '{"rules":[{"paid_at_least":5,"grants":[]}]}' '/rules/0/currency: must be given with paid_at_least, and only then'
wrong '{"rules":[{"paid_at_least":5,"currency":"EUR","grants":[]},{"paid_at_least":6,"currency":"EUR","level":"Gold","grants":[]}]}' \
	'/rules/1: can never match: rule 1 matches first'
head -c 1048577 /dev/zero | tr '\0' ' ' >wrong.json
run sponsor-policy adopt wrong.json
is "$rc" 78 'a policy of more than 1 MiB is invalid'
says 'wrong.json: is longer than 1048576 bytes' 'the message about a policy of more than 1 MiB has its file name'
run sh -c "yes '{\"rules\":[{' 2>/dev/null | timeout 20 sponsor-policy adopt -"
is "$rc:$(cat "$err")" '78:sponsor-policy: stdin: is longer than 1048576 bytes' 'a policy of endless input is invalid'

# The differences that another policy would make.
printf '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":4}]}]}' >other.json
before=$(events sponsor-feed)
sponsor-register -q later --name L --level Gold --email l@l.example >/dev/null
run sponsor-policy try other.json
json '"\(.sponsor) \(.onboarded) \(.now | map(.quantity) | add) \(.then | map(.quantity) | add) \(.because // ["-"] | .[0] | sub("rule 1 of policy on trial: "; "")) \(.undecided != null) \(.difference)"' \
	'gold true 2 4 Gold false 2 huge true 9 null - true -9 large true 7 null - true -7 later false 2 4 Gold false 2 one true 1 null - true -1 tiny true 0 null - true 0 yen true 0 null - true 0' \
	'sponsor-policy try prints what each sponsor is owed now, and under the other policy'
is "$(events sponsor-feed) $(sponsor-policy list | wc -l)" "$((before + 1)) 1" 'sponsor-policy try does not adopt the policy'
sponsor-override one full --quantity 3 --by Ann --reason 'lends a projector' >/dev/null
sponsor-override later dinner --quantity 1 --by Ann --reason 'lends a projector' >/dev/null
sponsor-override gold full --quantity 9 --by Ann --reason 'a mistake' >/dev/null
sponsor-override --withdraw gold full --by Ann --reason 'a mistake' >/dev/null
run sponsor-policy try other.json
json 'select(.sponsor | IN("one", "later", "gold")) | "\(.sponsor) \([.now, .then | map("\(.type)=\(.quantity)") | sort | join(",")] | join(" ")) \(.difference)"' \
	'gold full=2 full=4 2 later dinner=1,full=2 dinner=1,full=4 2 one full=3 full=3 0' 'overrides take precedence over both policies of sponsor-policy try'
sponsor-invoice raise I-up --sponsor large --amount 5 --currency EUR >/dev/null
sponsor-register large --name large --level Gold --email t@large.example >/dev/null 2>&1
run sponsor-policy try other.json
json 'select(.sponsor == "large") | "\(.now | map("\(.type)=\(.quantity)") | join(",")) \(.undecided)"' \
	'dinner=2,full=5 no rule matches level Bronze, day of sign-up not known, paid 5120.00 EUR' \
	'sponsor-policy try uses the level in force, not a level that is not paid yet'
run sponsor-policy try --since 2025-03-02 other.json
json .sponsor later 'sponsor-policy try --since leaves out sponsors who came on board before a day'
sponsor-contract sign L-1 --sponsor later --level Bronze --signed-on 2025-03-01 >/dev/null
sponsor-contract void L-1 >/dev/null
sponsor-contract sign L-2 --sponsor later --level Gold --signed-on 2025-03-01 >/dev/null
run sponsor-policy try other.json
json 'select(.sponsor == "later") | .because | join("; ")' \
	'rule 1 of policy on trial: Gold; 1 × dinner set by Ann: lends a projector' \
	'sponsor-policy try uses a valid contract of a sponsor who is not on board, not a void one'
sponsor-contract sign L-3 --sponsor later --level Gold --signed-on 2025-03-01 >/dev/null
run sponsor-policy try other.json
json 'select(.sponsor == "later") | "\(.now | map("\(.type)=\(.quantity)") | join(",")) \(.then | map("\(.type)=\(.quantity)") | join(","))"' \
	'full=4,dinner=1 full=8,dinner=1' 'sponsor-policy try uses all valid contracts of a sponsor'
sponsor-contract void "$(sponsor-status tiny | jq -r '.contracts[0]')" >/dev/null
run sponsor-policy try other.json
json 'select(.sponsor == "tiny")' '' 'sponsor-policy try leaves out a sponsor whose contracts are all void'
run sponsor-policy try wrong.json
is "$rc" 78 'sponsor-policy try denies an invalid policy'

# Amounts in another currency than the policy's.
export LANYARD_CONFERENCE=currencies
cat >early.json <<'END'
{"rules":[{"level":"Gold","signed_up_before":"2025-01-01","grants":[{"type":"full","paid_per_ticket":100,"currency":"EUR"}]},
{"level":"Gold","grants":[{"type":"full","quantity":1}]}]}
END
sponsor-policy adopt early.json >/dev/null
pays late Gold 500 JPY | sponsor-onboard >/dev/null
pays free Silver 500 JPY | sponsor-onboard >/dev/null
is "$(owed late):$(sponsor-status --tasks late)" full=1: \
	'an amount in another currency is no task if only rules for another day of sign-up count amounts'
printf '{"rules":[{"level":"Silver","grants":[{"type":"full","paid_per_ticket":100,"currency":"EUR"}]}]}' |
	sponsor-policy adopt >/dev/null
is "$(owed free):$(sponsor-status --tasks free | jq -r .task)" full=0:other_currency \
	'an amount in another currency is a task if the rule that decides was adopted later'
cat >mixed.json <<'END'
{"rules":[{"level":"Mixed","paid_at_least":5000,"currency":"EUR","grants":[{"type":"full","quantity":5}]},
{"level":"Mixed","paid_at_least":6000,"currency":"USD","grants":[{"type":"full","quantity":4}]},
{"level":"Mixed","grants":[{"type":"full","quantity":2}]}]}
END
export LANYARD_CONFERENCE=mixed
sponsor-policy adopt mixed.json >/dev/null
more() { # SPONSOR AMOUNT CURRENCY
	sponsor-invoice raise "J-$1" --sponsor "$1" --amount "$2" --currency "$3" >/dev/null
	sponsor-settle "J-$1" --settled-on 2025-03-02
}
{
	pays both Mixed 1000 EUR && more both 9000 JPY
	pays enough Mixed 5000 EUR && more enough 9000 JPY
	pays dollars Mixed 6000 USD
	pays less Mixed 1000 EUR
} | sponsor-onboard >/dev/null
task() { # SPONSOR
	echo "$(owed "$1"):$(sponsor-status --tasks "$1" | jq -r .task)"
}
is "$(task both)" full=2:other_currency 'an amount in a currency that no rule counts is a task if the amount in another currency is too small'
is "$(task enough)" full=5: 'an amount in a currency that no rule counts is no task if the amount in another currency is enough'
is "$(task dollars)" full=4: 'a policy can have a rule for each currency'
is "$(task less)" full=2: 'an amount below the rules in their own currency is no task about the currency'
done_testing
