# shellcheck shell=sh disable=SC2154 # t/lib.sh sets what is read here
# A line for each verb that takes a store, in the file "tools", and stores on which each finds
# something to do. For tests that stand on t/lib.sh. What they run is complete: a verb that is
# missing in the table fails the test.

# Stores with rows in every table: an office, sponsors, speakers.
ticket-conference set --zone Europe/Berlin >made
ticket-type add full --name 'Full pass' --price 35000 --currency EUR --capacity 500 --question diet >>made
ticket-type add day --name Day --price 9000 --currency EUR --capacity 90 --after full >>made
ticket-type add crew --name Crew --price 0 --currency EUR --capacity 40 --private >>made
ticket-type add yen --name Yen --price 500 --currency JPY --capacity 20 --from 2025-01-01 --until 2026-01-01 >>made
ticket-room add hall --capacity 600 >>made
ticket-room add shut --capacity 5 >>made
ticket-type amend full --rooms hall >>made
ticket-type amend day --rooms hall >>made
ticket-client add all --waive --scope all --feed all --types '*,crew' --pools press,team --budget 400 \
	--commands create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,extend-ticket-purchase,reopen-ticket-purchase,cancel-tickets,amend-purchaser,assign-ticket,unassign-ticket >>made
for client in $clients; do
	ticket-client add $client --commands create-ticket-purchase,cancel-tickets,amend-purchaser --types full --waive \
		--pools team --budget 200
done >>made
for client in guest one two three; do ticket-client add $client --types full,day; done >>made
ticket-client revoke three >>made
ticket-client amend guest --expires 2027-01-01 >>made
for pool in press team spare gone; do ticket-pool add $pool --type full --places 60; done >>made
ticket-pool move m-1 --pool spare --to team --places 5 >>made
ticket-pool remove gone >>made
ticket-discount add HALF --percent 50 --uses 30 >>made
ticket-discount add LESS --reduction full=100 --currency EUR >>made
i=0
while [ $i -lt 30 ]; do
	i=$((i + 1))
	ID=01900000-0000-7000-8000-0000000001$(printf %02x $i) purchase "w-$i" $((i % 3 + 1))
done | ticket-create -c all >bought
i=0
while [ $i -lt 30 ]; do
	i=$((i + 1))
	purchase "d-$i" $((i % 2 + 1)) | sed 's/"waived"/"due"/'
done | ticket-create -c all >due
ticket-create -c all p-1 --name Ann --email ann@press.example --ticket full=3 --pool press --payment waived >>made
ticket-create -c all p-2 --name Ann --email ann@press.example --ticket full=2 --discount HALF --payment due >>made
ticket-create -c all p-3 --name Ann --email ann@press.example --ticket full=500 --payment waived >>made
head -n 10 due | jq -c '{payment: "b-\(.data.reference)", purchase: .data.purchase, amount: .data.amount, currency: "EUR"}' |
	ticket-pay -c all >paid
jq -r '.data.tickets[].id' bought | head -n 30 >tickets
while read -r ticket; do
	printf '{"ticket":"%s","name":"N %s","email":"%.3s@b.example","requirements":"none","answers":[{"question":"diet","answer":"no"}]}\n' \
		"$ticket" "$ticket" "$ticket"
done <tickets | ticket-assign -c all >assigned
head -n 5 tickets | jq -Rc '{ticket: .}' | ticket-unassign -c all >unassigned
sed -n '20,25p' bought | jq -c '{purchase: .data.purchase, keep: 1}' | ticket-cancel -c all >cancelled 2>"$err"
head -n 4 paid | jq -c '{purchase: .data.purchase}' | ticket-cancel -c all >cancelled.paid
head -n 2 cancelled.paid | jq -c '.data | {refund: "r-\(.reference)", purchase, amount: .refund, currency}' |
	ticket-refund -c all >refunded
sed -n 3p cancelled.paid | jq -c '.data | {refund: "r-\(.reference)", purchase, amount: .refund, currency}' >refunding
head -n 6 due | jq -c '{payment: "again", purchase: .data.purchase, amount: 1, currency: "EUR"}' | ticket-pay -c all >refused
ticket-refund -c all --payment again --amount 1 --currency EUR --purchase "$(sed -n 1p due | jq -r .data.purchase)" back-1 >>refunded
sed -n 20p due | jq -c '{purchase: .data.purchase, deadline: "2025-03-20"}' | ticket-extend -c all >extended
LANYARD_NOW=2025-03-01T13:00:00Z ticket-expire -a >expired 2>"$err" || LANYARD_NOW=2025-03-01T13:00:00Z ticket-expire >expired
sed -n 2p expired | jq -c '{purchase: .data.purchase}' | ticket-reopen -c all >reopened
i=0
while [ $i -lt 6 ]; do
	i=$((i + 1))
	purchase "late-$i" 1 | sed 's/"waived"/"due"/'
done | ticket-create -c all >late
for consumer in mail desk log; do ticket-feed --consumer $consumer cat >printed; done

cat >policy.json <<-'END'
	{"rules":[{"level":"Gold","paid_at_least":4000,"currency":"EUR","grants":[{"type":"full","quantity":5,"pool":"team"}]},
	{"level":"Gold","grants":[{"type":"full","quantity":4}]},{"level":"Silver","grants":[{"type":"full","quantity":3}]}]}
END
sponsor-policy adopt policy.json >>made
ticket-conference show | sponsor-book >>made
jq -c '.rules += [{"level":"Bronze","grants":[{"type":"full","quantity":1}]}]' policy.json >policy-2.json
sponsor-policy adopt policy-2.json >>made
for sponsor in acme bolt cask dent ever fern golf; do pay_sponsor $sponsor Gold; done
for sponsor in hill iris jade; do pay_sponsor $sponsor Silver; done
cat paid.* >paid.all
sponsor-onboard <paid.all >onboarded
sponsor-allocate <onboarded >asked
head -n 7 asked | ticket-create -c sponsorship >booked
sponsor-book <booked 2>"$err"
sponsor-book --manual "$(sed -n 8p asked | jq -r .data.reference)" --by Ann --note phone >>made
sponsor-book --manual "$(sed -n 9p asked | jq -r .data.reference)" --by Ann --refused full >>made 2>"$err"
jq -r '.data.tickets[].id' booked | head -n 12 | while read -r ticket; do
	printf '{"ticket":"%s","name":"G","email":"%.3s@s.example"}\n' "$ticket" "$ticket"
done | ticket-assign -c all >held
sponsor-book <held
for sponsor in acme bolt cask; do
	sponsor-override -q $sponsor full --quantity 1 --by Ann --reason less
done >lower
sponsor-override -q dent day --quantity 2 --by Ann --reason more >raised
sponsor-override -q ever day --quantity 2 --by Ann --reason more >>raised
sponsor-override -q ever day --withdraw --by Ann --reason so >>raised
sponsor-reclaim <lower >back
head -n 2 back | ticket-cancel -c sponsorship >given 2>"$err"
sponsor-book <given 2>"$err"
sponsor-book --manual "$(sed -n 8p asked | jq -r .data.reference)" --left 3 --by Ann >>made
sponsor-withdraw -q golf --reason gone >withdrawn
printf '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000201","source":"/t","type":"lanyard.sponsorship.%s.v1","data":%s}\n' \
	register-sponsor '{"sponsor":"nora","name":"Nora","level":"Gold","email":"n@x.example"}' >identified
sponsor-register <identified >>made
for sponsor in knot lime moss; do
	sponsor-register $sponsor --name $sponsor --level Gold --email $sponsor@x.example
	sponsor-invoice raise "I-$sponsor" --sponsor $sponsor --amount 700 --currency EUR --due-on 2025-02-01
	sponsor-hold $sponsor full --quantity 2 --until 2025-04-01 --by Ann
done >>made
sponsor-settle I-knot P-1 --settled-on 2025-02-01 --amount 100 --currency EUR >>made
sponsor-settle I-lime P-1 --settled-on 2025-02-01 --amount 800 --currency EUR --overpaid >>made
sponsor-invoice cancel I-moss >>made
sponsor-contract sign C-lime --sponsor lime --signed-on 2025-01-12 --in-kind >>made
sponsor-contract void C-lime >>made
for sponsor in acme bolt hill; do
	sponsor-register -q $sponsor --email "new@$sponsor.example"
done >contacts
sponsor-contact <contacts | ticket-amend -c sponsorship >amended
head -n 1 amended | sponsor-book
for consumer in mail desk; do sponsor-feed --consumer $consumer cat >printed; done

cat >speakers.json <<-'END'
	{"rules":[{"role":"keynote","grants":[{"type":"full","quantity":3}]},
	{"talks_at_least":2,"grants":[{"type":"full","quantity":2}]},{"role":"talk","grants":[{"type":"full","quantity":1}]}]}
END
speaker-policy adopt speakers.json >>made
ticket-conference show | speaker-book >>made
for speaker in ann bob cid dee eve; do engage $speaker keynote one two; done
for speaker in fay gus hal ivy jon; do engage $speaker talk one; done
for speaker in kim lou mae; do
	speaker-invite $speaker --name $speaker --email $speaker@s.example --role talk --answer-by 2025-05-01
done >>made
speaker-decline mae >>made
cat accepted.* | speaker-allocate >asked.speakers
head -n 7 asked.speakers | ticket-create -c speakers >booked.speakers
speaker-book <booked.speakers
manual=$(tail -n 1 asked.speakers | jq -r .data.reference)
speaker-book --manual "$manual" --by Ann >>made
speaker-book --manual "$manual" --left 0 --by Ann >>made
printf '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000202","source":"/t","type":"lanyard.speakers.%s.v1","data":%s}\n' \
	invite-speaker '{"speaker":"nil","name":"Nil","email":"n@x.example","roles":["talk"]}' >identified.speakers
speaker-invite <identified.speakers >>made
jq -r '.data.tickets[]?.id' booked.speakers | head -n 5 | while read -r ticket; do
	printf '{"ticket":"%s","name":"S","email":"%.3s@p.example"}\n' "$ticket" "$ticket"
done | ticket-assign -c all >held.speakers
speaker-book <held.speakers
speaker-withdraw -q ann >withdrawn.speakers
speaker-override -q bob full --quantity 4 --by Ann --reason more >raised.speakers
speaker-hold -q lou full --quantity 1 --until 2025-04-01T00:00:00Z --by Ann >reserved.speakers
speaker-reclaim <withdrawn.speakers >back.speakers
speaker-invite -q cid --email new@s.example >contacts.speakers
speaker-contact <contacts.speakers >changed
for consumer in mail desk; do speaker-feed --consumer $consumer cat >printed; done

printf '{"rules":[{"group":"press","grants":[{"type":"full","quantity":2}]},{"group":"crew","grants":[{"type":"full","quantity":1}]}]}' >guests.json
guest-policy adopt guests.json >>made
ticket-conference show | guest-book >>made
for guest in ada bea cal dov eli; do admit $guest press; done
for guest in flo guy; do admit $guest crew; done
admit hew other
cat guest.??? | guest-allocate >asked.guests 2>"$err"
head -n 5 asked.guests | ticket-create -c guests >booked.guests
guest-book <booked.guests
manual=$(tail -n 1 asked.guests | jq -r .data.reference)
guest-book --manual "$manual" --by Ann >>made
guest-book --manual "$manual" --left 0 --by Ann >>made
printf '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000203","source":"/t","type":"lanyard.guests.%s.v1","data":%s}\n' \
	register-guest '{"guest":"nil","name":"Nil","email":"n@x.example","group":"crew"}' >identified.guests
guest-register <identified.guests >>made
guest-withdraw -q ada >withdrawn.guests
guest-override -q bea full --quantity 4 --by Ann --reason more >raised.guests
guest-reclaim <withdrawn.guests >back.guests
guest-register -q bea --email new@g.example >contacts.guests
guest-contact <contacts.guests >changed
for consumer in mail desk; do guest-feed --consumer $consumer cat >printed; done
is "$(for context in $contexts; do
	store=$LANYARD_HOME/conference/$context.db
	sqlite3 "$store" "SELECT name FROM sqlite_schema WHERE type = 'table'" | while read -r table; do
		sqlite3 "$store" "SELECT '$context.$table' WHERE NOT EXISTS (SELECT 1 FROM \"$table\")"
	done
	# Only the open host has clients, nothing happens to a speaker or a guest only once, and
	# no guest has a hold.
done | grep -vx '[^t][a-z]*\.refusals\|speakers\.natural_keys\|guests\.natural_keys\|guests\.holds')" '' 'the stores to be mutated have rows in every table'

# What is run: the store, the file that it reads, the tool.
printf '{"name":"N","email":"n@b.example"}\n{"name":"O","email":"o@b.example"}\n' >names
purchase new-1 2 >new
jq -c 'select(.type | endswith("created.v1")) | {payment: "x-1", purchase: .data.purchase, amount: .data.amount, currency: "EUR"}' late >paying
ticket=$(tail -n 1 tickets)
for text in I-knot 'I-acme I-lime' 'd-1 d-2' d-29 p-2; do
	printf '{"received_on":"2025-02-03","amount":600,"currency":"EUR","text":"%s"}\n' "$text"
done >transfers
cat >tools <<-END
	ticketing|new|ticket-create -c all
	ticketing|bought|ticket-create -c all
	ticketing|/dev/null|ticket-create -c one new-2 --name Ann --email a@b.example --ticket full=1 --payment due
	ticketing|/dev/null|ticket-create -c all new-3 --name Ann --email a@b.example --ticket full=1 --ticket day=1 --discount HALF --payment due
	ticketing|/dev/null|ticket-create -c all new-4 --name Ann --email a@b.example --ticket full=1 --pool press --payment waived
	ticketing|paying|ticket-pay -c all
	ticketing|transfers|ticket-match --inexact
	ticketing|/dev/null|ticket-report refused
	ticketing|refunding|ticket-refund -c all
	ticketing|/dev/null|ticket-refund -c all back-2 --payment again --amount 1 --currency EUR
	ticketing|/dev/null|ticket-extend -c all --deadline 2025-03-25 $(sed -n 20p due | jq -r .data.purchase)
	ticketing|/dev/null|ticket-reopen -c all $(sed -n 4p expired | jq -r .data.purchase)
	ticketing|/dev/null|ticket-cancel -c all $(sed -n 3p bought | jq -r .data.purchase) --unassigned
	ticketing|/dev/null|ticket-cancel -c all $(sed -n 21p bought | jq -r .data.purchase)
	ticketing|/dev/null|ticket-amend -c all $(sed -n 3p bought | jq -r .data.purchase) --email n@b.example --delegates
	ticketing|/dev/null|ticket-assign -c all $ticket --name N --email n@b.example
	ticketing|/dev/null|ticket-assign -c all --reference w-3 --name N --email n@b.example
	ticketing|/dev/null|ticket-assign -c all --of-client sponsorship --series acme --name N --email n@b.example
	ticketing|/dev/null|ticket-assign -c all --purchaser ann@press.example --name N --email n@b.example
	ticketing|/dev/null|ticket-assign -c all --reference w-99 --name N --email n@b.example
	ticketing|names|ticket-assign names -c all --of-client sponsorship --series acme --remove-missing 2
	ticketing|/dev/null|ticket-unassign -c all $ticket
	ticketing|/dev/null|ticket-unassign -c all --reference w-3 --email n@b.example
	ticketing|/dev/null|ticket-expire
	ticketing|/dev/null|ticket-conference set --payment-within 3d
	ticketing|/dev/null|ticket-conference show
	ticketing|/dev/null|ticket-type add new --name New --price 1 --currency EUR --capacity 1 --after day
	ticketing|/dev/null|ticket-type amend full --capacity 600
	ticketing|/dev/null|ticket-type amend full --after day
	ticketing|/dev/null|ticket-type remove yen
	ticketing|/dev/null|ticket-type list
	ticketing|/dev/null|ticket-client add new --types full
	ticketing|/dev/null|ticket-client amend guest --types day
	ticketing|/dev/null|ticket-client revoke guest
	ticketing|/dev/null|ticket-client list
	ticketing|/dev/null|ticket-room add new --capacity 5
	ticketing|/dev/null|ticket-room amend hall --capacity 400
	ticketing|/dev/null|ticket-room remove shut
	ticketing|/dev/null|ticket-room list
	ticketing|/dev/null|ticket-pool add new --type full --places 3
	ticketing|/dev/null|ticket-pool amend press --places 30
	ticketing|/dev/null|ticket-pool move m-2 --pool press --to team --places 1
	ticketing|/dev/null|ticket-pool remove team
	ticketing|/dev/null|ticket-pool list
	ticketing|/dev/null|ticket-discount add NEW --percent 5
	ticketing|/dev/null|ticket-discount amend HALF --uses 99
	ticketing|/dev/null|ticket-discount list
	ticketing|/dev/null|ticket-find
	ticketing|/dev/null|ticket-find $ticket
	ticketing|/dev/null|ticket-find --reference w-1* -t
	ticketing|/dev/null|ticket-find --email ann@press.example
	ticketing|/dev/null|ticket-find --name n --for unassign-ticket
	ticketing|/dev/null|ticket-find --reference w-99
	ticketing|/dev/null|ticket-report delegates -t
	ticketing|/dev/null|ticket-report badges --delimiter ;
	ticketing|/dev/null|ticket-report missing
	ticketing|/dev/null|ticket-report requirements --csv
	ticketing|/dev/null|ticket-report duplicates
	ticketing|/dev/null|ticket-report mailout
	ticketing|/dev/null|ticket-report purchases --due --refund
	ticketing|/dev/null|ticket-report sales --csv
	ticketing|/dev/null|ticket-report days
	ticketing|/dev/null|ticket-report clients -t
	ticketing|/dev/null|ticket-report discounts
	ticketing|/dev/null|ticket-feed
	ticketing|/dev/null|ticket-feed -c one
	ticketing|/dev/null|ticket-feed --after 20 --limit 5
	ticketing|/dev/null|ticket-feed -c all --command 01900000-0000-7000-8000-000000000105
	ticketing|/dev/null|ticket-feed --consumer mail cat
	ticketing|/dev/null|ticket-feed --consumers
	ticketing|/dev/null|ticket-check
	ticketing|/dev/null|event-replay --check ticketing
	ticketing|/dev/null|event-replay ticketing
	ticketing|/dev/null|event-seal ticketing
	sponsorship|identified|sponsor-register
	sponsorship|/dev/null|sponsor-register new --name New --level Gold --email n@x.example
	sponsorship|/dev/null|sponsor-register acme --name Acme --level Silver --email n@x.example
	sponsorship|/dev/null|sponsor-contract sign C-moss --sponsor moss --signed-on 2025-01-12
	sponsorship|/dev/null|sponsor-contract void C-acme
	sponsorship|/dev/null|sponsor-invoice raise I-new --sponsor moss --amount 5 --currency EUR
	sponsorship|/dev/null|sponsor-invoice cancel I-moss
	sponsorship|/dev/null|sponsor-invoice refund I-acme --refunded-on 2025-03-01
	sponsorship|/dev/null|sponsor-invoice list
	sponsorship|/dev/null|sponsor-settle I-knot P-2 --settled-on 2025-02-01 --amount 200 --currency EUR
	sponsorship|transfers|sponsor-match --parts --surplus
	sponsorship|/dev/null|sponsor-settle --return I-lime P-1 --returned-on 2025-02-28
	sponsorship|/dev/null|sponsor-settle --reverse I-knot P-1 --reason bounced
	sponsorship|/dev/null|sponsor-override fern full --quantity 2 --by Ann --reason less
	sponsorship|/dev/null|sponsor-override --withdraw acme full --by Ann --reason less
	sponsorship|/dev/null|sponsor-conference set --zone America/Chicago
	sponsorship|/dev/null|sponsor-conference show
	sponsorship|/dev/null|sponsor-hold moss full --quantity 1 --until 2025-06-01 --by Ann
	sponsorship|/dev/null|sponsor-withdraw acme
	sponsorship|paid.all|sponsor-onboard
	sponsorship|/dev/null|sponsor-onboard -a
	sponsorship|/dev/null|sponsor-onboard --why
	sponsorship|onboarded|sponsor-allocate
	sponsorship|/dev/null|sponsor-allocate -a
	sponsorship|/dev/null|sponsor-allocate --retry
	sponsorship|lower|sponsor-reclaim
	sponsorship|/dev/null|sponsor-reclaim -a
	sponsorship|contacts|sponsor-contact
	sponsorship|/dev/null|sponsor-contact -a
	sponsorship|amended|sponsor-book
	sponsorship|booked|sponsor-book
	sponsorship|given|sponsor-book
	sponsorship|held|sponsor-book
	sponsorship|/dev/null|sponsor-book --manual $(tail -n 1 asked | jq -r .data.reference) --by Ann
	sponsorship|booked|sponsor-reconcile -c sponsorship
	sponsorship|/dev/null|sponsor-status
	sponsorship|/dev/null|sponsor-status --why acme
	sponsorship|/dev/null|sponsor-status --tasks --starts 2025-03-02
	sponsorship|/dev/null|sponsor-unused
	sponsorship|policy.json|sponsor-policy try -
	sponsorship|policy.json|sponsor-policy adopt -
	sponsorship|/dev/null|sponsor-policy show
	sponsorship|/dev/null|sponsor-policy list
	sponsorship|/dev/null|sponsor-feed
	sponsorship|/dev/null|sponsor-feed --consumer mail cat
	sponsorship|/dev/null|sponsor-feed --consumers
	sponsorship|/dev/null|event-replay --check sponsorship
	sponsorship|/dev/null|event-replay sponsorship
	sponsorship|/dev/null|event-seal sponsorship
	speakers|identified.speakers|speaker-invite
	speakers|/dev/null|speaker-invite new --name New --email n@x.example --role talk
	speakers|/dev/null|speaker-invite bob --name Bob --email n@x.example --role talk
	speakers|/dev/null|speaker-accept kim
	speakers|/dev/null|speaker-decline lou
	speakers|/dev/null|speaker-withdraw bob
	speakers|/dev/null|speaker-conference set --zone America/Chicago
	speakers|/dev/null|speaker-conference show
	speakers|/dev/null|speaker-hold kim full --quantity 1 --until 2025-06-01T00:00:00Z --by Ann
	speakers|/dev/null|speaker-override cid full --quantity 2 --by Ann --reason less
	speakers|/dev/null|speaker-override --withdraw bob full --by Ann --reason so
	speakers|booked.speakers|speaker-reconcile -c speakers
	speakers|/dev/null|speaker-status --tasks
	speakers|/dev/null|speaker-unused
	speakers|accepted.bob|speaker-allocate
	speakers|/dev/null|speaker-allocate -a
	speakers|/dev/null|speaker-allocate --retry
	speakers|withdrawn.speakers|speaker-reclaim
	speakers|/dev/null|speaker-reclaim -a
	speakers|contacts.speakers|speaker-contact
	speakers|/dev/null|speaker-contact -a
	speakers|booked.speakers|speaker-book
	speakers|held.speakers|speaker-book
	speakers|/dev/null|speaker-book --manual $(tail -n 2 asked.speakers | head -n 1 | jq -r .data.reference) --by Ann
	speakers|/dev/null|speaker-status
	speakers|/dev/null|speaker-status --why bob
	speakers|speakers.json|speaker-policy adopt -
	speakers|/dev/null|speaker-policy show
	speakers|/dev/null|speaker-policy list
	speakers|/dev/null|speaker-feed
	speakers|/dev/null|speaker-feed --consumer mail cat
	speakers|/dev/null|speaker-feed --consumers
	speakers|/dev/null|event-replay --check speakers
	speakers|/dev/null|event-replay speakers
	speakers|/dev/null|event-seal speakers
	guests|identified.guests|guest-register
	guests|/dev/null|guest-register new --name New --email n@x.example --group crew
	guests|/dev/null|guest-register bea --name Bea --email n@x.example --group crew
	guests|/dev/null|guest-withdraw cal
	guests|/dev/null|guest-conference set --zone America/Chicago
	guests|/dev/null|guest-conference show
	guests|/dev/null|guest-override dov full --quantity 1 --by Ann --reason less
	guests|/dev/null|guest-override --withdraw bea full --by Ann --reason so
	guests|guest.eli|guest-allocate
	guests|/dev/null|guest-allocate -a
	guests|/dev/null|guest-allocate --retry
	guests|withdrawn.guests|guest-reclaim
	guests|/dev/null|guest-reclaim -a
	guests|contacts.guests|guest-contact
	guests|/dev/null|guest-contact -a
	guests|booked.guests|guest-book
	guests|/dev/null|guest-book --manual $(tail -n 2 asked.guests | head -n 1 | jq -r .data.reference) --by Ann
	guests|booked.guests|guest-reconcile -c guests
	guests|/dev/null|guest-status
	guests|/dev/null|guest-status --tasks
	guests|/dev/null|guest-status --why bea
	guests|/dev/null|guest-unused
	guests|guests.json|guest-policy adopt -
	guests|/dev/null|guest-policy show
	guests|/dev/null|guest-policy list
	guests|/dev/null|guest-feed
	guests|/dev/null|guest-feed --consumer mail cat
	guests|/dev/null|guest-feed --consumers
	guests|/dev/null|event-replay --check guests
	guests|/dev/null|event-replay guests
	guests|/dev/null|event-seal guests
END

# Which verbs these are, by what each tool says of itself: all that take a store.
for tool in "$bin"/*; do
	"$tool" -h | grep -F '[-d file]' | sed 's/^usage://; s/^ *//' | awk '{
		verb = $2 ~ /^(--)?[a-z]+$/ ? " " $2 : ""; print $1 verb }'
done | sort -u | grep -vx bus-publish >verbs
cut -d '|' -f 3 tools | awk 'NR == FNR { verb[$0]; next }
	{ for (i = 2; i <= NF; i++) if ($1 " " $i in verb) { print $1 " " $i; next } print $1 }' verbs - | sort -u >run
is "$(comm -23 verbs run)" '' 'every command of every tool that takes a store is run'
