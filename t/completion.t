#!/bin/sh
# Completion in shells: what Tab offers, and that the line which it makes runs.
. "$(dirname "$0")/lib.sh"
share=${bin%/bin}/completion/share
tables=$share/lanyard/completion

offers() { # WORD...: the candidates for the last one, without what they are
	sh "$tables/complete" "$tables" "$@" | cut -f 1 | paste -sd ' ' -
}
is "$(offers ticket-type '')" 'add amend remove list' 'the verbs of a tool are offered'
is "$(offers ticket-type a)" 'add amend' 'the verbs that begin with what was typed are offered'
is "$(sh "$tables/complete" "$tables" ticket-type r)" "$(printf 'remove\tremoves a ticket type that nothing was sold of')" \
	'a verb is offered with what it does'
is "$(offers ticket-type amend --ca)" '--capacity' 'the options of a verb are offered'
is "$(offers ticket-type list --ca)" '' 'the options of another verb are not offered'
is "$(offers ticket-type --name amend --cap)" '--capacity' 'options are offered before the verb, whose name is no argument'
is "$(offers sponsor-status --ta)" '--table --tasks' 'a verb that is an option is offered with the options'
is "$(offers ticket-create --payment '')" 'waived due' 'the values of an enumeration are offered'
is "$(offers ticket-create --payment=w)" '--payment=waived' 'a value is offered in the same word as its option'
is "$(offers csv-import '')" '@files' 'names of files are offered for a file'
is "$(offers ticket-type -d '')" '@files' 'names of files are offered for an option that has one'
is "$(offers event-replay '' | tr ' ' '\n' | sort | paste -sd ' ' -)" "$(echo "$contexts" | tr ' ' '\n' | sort | paste -sd ' ' -)" 'the contexts are offered'
is "$(offers unknown '')" '' 'nothing is offered for a tool that is not there'
is "$(offers "$bin/ticket-type" re)" remove 'a tool is known by its name where its path was typed'
is "$(offers ticket-type remove '')" '' 'nothing is offered where there is no store'

# What the stores have.
open_office
ticket-type add early --name Early --price 1 --currency EUR --capacity 5 >/dev/null
ticket-room add hall --capacity 300 >/dev/null
ticket-pool add team --type full --places 2 >/dev/null
ticket-discount add HALF --percent 50 >/dev/null
purchase order/1 1 | ticket-create -c press >/dev/null
open_crm
pay_sponsor acme Gold
open_speakers >/dev/null 2>&1
engage ann keynote
open_guests >/dev/null 2>&1
register crew gus >/dev/null
while read -r wanted words; do
	# shellcheck disable=SC2086 # words
	is "$(offers $words)" "$wanted" "after \"$words\" Tab offers $wanted"
done <<'END'
full ticket-type amend fu
full= ticket-create --ticket f
early ticket-type amend --after e
full,early ticket-type amend --after full,e
--after=early ticket-type amend --after=e
hall ticket-type amend --rooms h
team ticket-client amend press --pools t
press ticket-create --client p
press ticket-feed -c p
HALF ticket-create --discount H
order/1 ticket-pay --reference o
acme sponsor-status a
acme sponsor-invoice raise I-9 --sponsor a
I-acme sponsor-settle I
Gold sponsor-register x --level G
C-acme sponsor-contract void C
ann speaker-accept a
ann speaker-status --why a
gus guest-withdraw g
crew guest-register x --group c
gus guest-override g
END
mkdir other
printf '#!/bin/sh\ntouch ran\n' >other/ticket-type
chmod +x other/ticket-type
is "$(offers other/ticket-type amend fu):$(ls ran 2>/dev/null)" full: 'Tab does not run a file of the name of a tool'
db=$LANYARD_HOME/conference/ticketing.db
elsewhere() {
	(unset LANYARD_CONFERENCE && LANYARD_HOME=$scratch/none offers "$@")
}
is "$(elsewhere ticket-type -d "$db" amend fu)" full 'the store that -d names is the one whose values are offered'
is "$(elsewhere ticket-type amend --store "$db" fu)" full 'the store that --store names is the one whose values are offered'
is "$(elsewhere ticket-type amend --store="$db" fu)" full 'the store that --store names in the same word is the one whose values are offered'
is "$(elsewhere ticket-type -d"$db" amend fu)" full 'the store that -d names in the same word is the one whose values are offered'
is "$(offers ticket-type --store=none.db amend fu)$(offers ticket-type -dnone.db amend fu)" '' \
	'where the named store is not there, no other is asked'

# A client is offered what it may send.
ticket-type add secret --name Secret --price 1 --currency EUR --capacity 5 --private >/dev/null
ticket-client add shop --commands create-ticket-purchase --types '*' --waive >/dev/null
ticket-client add all --commands cancel-tickets --scope all --types secret >/dev/null
purchase shop/1 1 | ticket-create -c shop >/dev/null
while read -r wanted words; do
	# shellcheck disable=SC2086 # words
	is "$(offers $words | tr ' ' +)" "${wanted#none}" "after \"$words\" Tab offers ${wanted%+}"
done <<'END'
order/1 ticket-cancel -c press --reference o
none ticket-cancel -c press --reference s
none ticket-cancel -cshop --reference o
--reference=order/1+--reference=shop/1 ticket-cancel -c all --reference=
shop/1 ticket-assign --client=shop --reference s
none ticket-create -c shop --ticket sec
--ticket=early=+--ticket=full= ticket-create -c shop --ticket=
secret= ticket-create -c all --ticket s
none ticket-create -c all --ticket f
none ticket-create -c shop --pool t
team ticket-create -c organiser --pool t
none ticket-create -c nobody --ticket f
END
is "$(TICKETING_CLIENT=shop offers ticket-cancel --reference '')" shop/1 'the client that the environment names is offered its references'
is "$(TICKETING_CLIENT=shop offers ticket-type amend se)" secret "a tool that has no client is offered everything"

# --values
sum() {
	cat "$db" "$db-wal" 2>/dev/null | sha256sum
}
before=$(sum)
run ticket-type --values type
no_data
is "$rc $(paste -sd ' ' "$out")" '0 early full secret' '--values lists what the store has, without a verb'
is "$(sum)" "$before" '--values changes nothing in the store'
run ticket-type list --values type=f
no_data
is "$(cat "$out")" full '--values lists what begins with a prefix'
TICKETING_CLIENT='' run ticket-create --values type
is "$rc:$(cat "$out")" 77: 'an empty TICKETING_CLIENT is offered no values'
says 'TICKETING_CLIENT is empty' 'the refusal to list values names the variable'
run ticket-create -c '' --values type
is "$rc:$(cat "$out")" 64: '--values for an empty client is a usage error'
run ticket-type --values zork
is "$rc" 64 '--values of another field is a usage error'
says 'the store lists no values of it' 'the usage error says that nothing lists such values'
run sponsor-status --values sponsor -d none.db
is "$rc" 66 '--values without a store fails'
# What the rules of a policy match is offered before anybody is recorded.
fresh() { # COMMAND...
	LANYARD_CONFERENCE=fresh "$@"
}
echo '{"rules":[{"level":"Old","grants":[]}]}' | fresh sponsor-policy adopt >/dev/null
echo '{"rules":[{"level":"Gold","grants":[]},{"level":"Tin","grants":[]},{"grants":[]}]}' |
	fresh sponsor-policy adopt >/dev/null
echo '{"rules":[{"role":"talk","grants":[]},{"role":"keynote","grants":[]}]}' | fresh speaker-policy adopt >/dev/null
echo '{"rules":[{"group":"crew","grants":[]},{"group":"Night Crew","grants":[]}]}' | fresh guest-policy adopt >/dev/null
is "$(fresh offers sponsor-register x --level '')" 'Gold Tin' 'the levels of the policy in force are offered'
is "$(fresh offers speaker-invite x --roles k)" keynote 'the roles of the policy in force are offered'
is "$(fresh offers guest-register x --group N)" 'Night Crew' 'the groups of the policy in force are offered'
fresh sponsor-register x --name X --level Lead --email x@x.example >/dev/null 2>&1
is "$(fresh offers sponsor-register y --level '')" 'Gold Lead Tin' 'levels that sponsors have are offered with those of the policy'
# Every field that a description says is listed is one of --values.
for tool in "$bin"/*; do
	"$tool" --describe | jq -r '.tool as $tool | [.usages[] | (.options + .operands)[].listed | values] | unique[] | "\($tool) \(.)"'
done >listed
is "$(while read -r tool field; do
	"$tool" --values "$field" >/dev/null 2>&1 || echo "$tool $field"
done <listed)" '' 'each field that a description says is listed is known to --values'
ok 'descriptions say which fields are listed' test "$(wc -l <listed)" -gt 50
is "$(for tool in "$bin"/*; do
	"$tool" -h | tr ' ' '\n' | sed -n 's/^\[*\(--[a-z-]*\).*/\1/p' | sort -u |
		while read -r option; do
			cut -f 1,2 "$tables/${tool##*/}.table" | tr "\t" "\n" | grep -qxe "$option" || echo "${tool##*/} $option"
		done
done)" '' 'each option of a synopsis is in the table of its tool'

# In the shells: "^" is the key Tab. What the line does is seen in the store.
typed() { # SHELL LINE
	HOME=$scratch "$root/t/complete.py" "$1" "$share" "$2" >typed 2>&1 || echo "$1: $(tail -n 3 typed)"
}
type_of() { # FIELD OF A TYPE
	ticket-type list | jq -r "select(.type == \"early\").$1"
}
capacity=10
sponsor-register 'we ird$(touch obeyed)' --name Weird --level Gold --email w@w.example >/dev/null 2>&1
for shell in bash zsh fish; do
	if ! command -v "$shell" >/dev/null || ! command -v python3 >/dev/null; then
		skip "$shell completes a verb, a type and an option" "$shell or python3 is not here"
		continue
	fi
	capacity=$((capacity + 1))
	is "$(typed "$shell" "ticket-type am^ea^--capac^$capacity") $(type_of capacity)" " $capacity" \
		"$shell completes a verb, a type of the store and an option"
	is "$(typed "$shell" "ticket-create --cl^pr^--ticket fu^1 --name A --email a@b.example --pay^wai^r-$shell")$(
		ticket-feed | jq -r "select(.data.reference? == \"r-$shell\").data.tickets[0].type")" full \
		"$shell completes a client, the type of a pair and a value"
	is "$(typed "$shell" "ticket-type am^early --name $shell --after=fu^")$(type_of 'name + " " + .after[0]')" "$shell full" \
		"$shell completes an argument in the same word as its option"
	is "$(typed "$shell" "sponsor-register we^--name $shell")$(
		sponsor-status | jq -r 'select(.sponsor | startswith("we")).name')" "$shell" \
		"$shell quotes what it completes"
	: >"file-$shell.csv"
	echo "sponsor,name,level,email
$shell,$shell,Gold,x@$shell.example" >"file-$shell.csv"
	typed "$shell" "csv-import -n sponsor-register file-$shell^" >/dev/null
	is "$(grep -c "x@$shell.example" typed)" 1 "$shell completes the name of a file"
done
ok 'no shell obeys what a name of a store says' test ! -e obeyed
done_testing
