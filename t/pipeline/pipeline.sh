# shellcheck shell=sh
# The sponsors' pipeline with the data of a conference: its input, the pipeline itself, and the
# wanted result, which jq computes from the input. For tests that include t/lib.sh.

# shellcheck disable=SC2154 # t/lib.sh sets data
sponsorships=$data/rubyevents-sponsorships.ndjson

# Prints the conferences of the data, with the number of sponsorships.
conferences() {
	jq -rs 'group_by(.event) | .[] | "\(.[0].event) \(length)"' <"$sponsorships"
}

# Appends the LINEs of "NAME<tab>LINE" to the files NAME, which it empties first.
part_into() { # NAME...
	for part in "$@"; do
		: >"$part"
	done
	awk '{ tab = index($0, "\t"); print substr($0, tab + 1) >>substr($0, 1, tab - 1) }'
}

# Writes the records of a conference's organiser: sponsors, contracts, invoices, payments, the
# policy. A sponsor has a contract for each of its tiers; several contracts name their levels,
# and the invoices their contracts. The contract's number decides what the data lacks: every
# third sponsor signed up early, every fifth contract has two invoices. With "varied", every
# seventh is not paid, every eleventh not signed, and every second names its level. The file
# "tiers" has all contracts.
conference_files() { # EVENT [varied]
	jq -rs --arg event "$1" --arg varied "${2:-}" '
		map(select(.event == $event)) as $all
		| ($all | unique_by([.sponsor, .tier]) | to_entries | group_by(.value.sponsor)
			| map(.[0].key as $first | length as $tiers | .[] | .key as $n | .value
				| {$n, $first, sponsor, name, level: .tier, contract: "C-\($n)",
					named: ($tiers > 1 or ($varied != "" and $n % 2 == 1)),
					signed: ($varied == "" or $n % 11 != 10)})) as $tiers
		| def date($n): if $n % 3 == 0 then "2024-11-\(10 + $n % 20)" else "2025-02-\(10 + $n % 15)" end;
		def if_named($field): if .named then {($field): .[$field]} else {} end;
		{
			tiers: $tiers,
			"sponsors.ndjson": [$tiers[] | select(.n == .first) | {sponsor, name, level,
				email: "tickets@sponsor\(.n).example", signed_up_on: date(.n)}],
			"contracts.ndjson": [$tiers[] | select(.signed)
				| {sponsor, contract, signed_on: "2025-02-25"} + if_named("level")],
			"invoices.ndjson": [$tiers[] | select(.signed or (.named | not)) # only signed contracts have invoices that name them
				| range(if .n % 5 == 0 then 2 else 1 end) as $i
				| {sponsor, invoice: "INV \(.n)/\($i)", amount: (100000 + .n), currency: "JPY"}
					+ if_named("contract")],
			"policy.json": [{rules: ($all | group_by(.tier) | map(
				(map(.rank // 4) | min) as $rank
				| ([1, 9 - 2 * $rank] | max) as $quantity
				| (if $rank > 2 then empty else
					{level: .[0].tier, signed_up_before: "2025-01-01",
					 grants: [{type: "full", quantity: ($quantity + 2)}]} end),
				  {level: .[0].tier, grants: [{type: "full", quantity: $quantity}]}))}]
		}
		| ."payments.ndjson" = [."invoices.ndjson"[] | (.amount - 100000) as $n
			| select($varied == "" or $n % 7 != 6)
			| {invoice, settled_on: "2025-02-28", payment: "P\($n)", amount, currency}]
		| to_entries[] | .key as $key | .value[] | "\($key)\t\(tojson)"
	' <"$sponsorships" | part_into tiers sponsors.ndjson contracts.ndjson invoices.ndjson \
		payments.ndjson policy.json
}

# The same for a generated conference with COUNT sponsors.
sample_files() { # COUNT
	jq -rn --argjson count "$1" '
		["Gold", "Silver", "Bronze"] as $levels
		| range($count) as $n
		| "Sponsor No. \($n), 札幌" as $sponsor
		| ["sponsors.ndjson", {sponsor: $sponsor, name: "Sponsor \($n) \"Ltd\"", level: $levels[$n % 3],
				email: "tickets@sponsor\($n).example", signed_up_on: "2024-1\($n % 3)-15"}],
			["contracts.ndjson", {sponsor: $sponsor, contract: "C-\($n)", signed_on: "2025-02-25"}],
			(range(1 + $n % 2) | "INV-\($n)-\(.)"
				| ["invoices.ndjson", {sponsor: $sponsor, invoice: ., amount: 500000, currency: "JPY"}],
				["payments.ndjson", {invoice: ., settled_on: "2025-02-28"}])
		| "\(.[0])\t\(.[1] | tojson)"
	' | part_into sponsors.ndjson contracts.ndjson invoices.ndjson payments.ndjson
	cat >policy.json <<-'END'
	{"rules":[{"level":"Gold","signed_up_before":"2024-11-30","grants":[{"type":"full","quantity":7}]},
	{"level":"Gold","grants":[{"type":"full","quantity":5}]},
	{"level":"Silver","grants":[{"type":"full","quantity":3}]},
	{"level":"Bronze","grants":[{"type":"full","quantity":1}]}]}
	END
}

# Writes the entitlement of each sponsor into "wanted", from the input alone: the sum over its
# paid contracts of the first rule that matches.
work_out() {
	jq -ncr --slurpfile sponsors sponsors.ndjson --slurpfile contracts contracts.ndjson \
		--slurpfile invoices invoices.ndjson --slurpfile payments payments.ndjson \
		--slurpfile policy policy.json '
		($payments | map({key: .invoice, value: true}) | from_entries) as $paid
		| ($sponsors | map({key: .sponsor, value: .}) | from_entries) as $sponsor
		| [$contracts[] | . as $contract | $sponsor[.sponsor] as $sponsor
			| (.level // $sponsor.level) as $level
			| [$invoices[] | select(.sponsor == $contract.sponsor
				and (.contract == null or .contract == $contract.contract))] as $owes
			| select(.in_kind or ($owes | length > 0 and all($paid[.invoice])))
			| first($policy[0].rules[] | select(
				(.level == null or .level == $level) and
				(.signed_up_before == null or
					($sponsor.signed_up_on != null and $sponsor.signed_up_on < .signed_up_before))))
			| {sponsor: $sponsor.sponsor, quantity: (.grants[] | select(.type == "full") | .quantity)}]
		| group_by(.sponsor)[] | [.[0].sponsor, (map(.quantity) | add)]
	' | sort >wanted
}

# Writes the bookings of the stores in the same form: "at-ticketing" by the purchasers'
# addresses, because ticketing knows no sponsors; "at-sponsorship" from the CRM.
look_up() {
	ticket-feed >look-up.feed
	sponsor-status >look-up.status
	jq -ncr --slurpfile sponsors sponsors.ndjson --slurpfile status look-up.status '
		($sponsors | map({key: .email, value: .sponsor}) | from_entries) as $whose
		| (reduce (inputs | select(.type == "lanyard.ticketing.ticket-purchase-created.v1") | .data)
			as $purchase ({}; .[$purchase.purchaser.email] += ($purchase.tickets | length))
			| to_entries[] | "at-ticketing\t\([$whose[.key], .value])"),
		($status[] | "at-sponsorship\t\([.sponsor, .booked[].quantity] | select(length > 1))")
	' <look-up.feed | sort | part_into at-ticketing at-sponsorship
}

# Runs the tool of a stage; a test may redefine it.
run_tool() { # COMMAND...
	"$@"
}

# Runs COMMAND; writes its output, its messages and its exit status into DIRECTORY.
stage() { # DIRECTORY NAME COMMAND...
	stage_at=$1/$2
	shift 2
	{
		stage_rc=0
		run_tool "$@" 2>"$stage_at.said" || stage_rc=$?
		echo "$stage_rc" >"$stage_at.rc"
	} | tee "$stage_at.out"
}

# Creates both stores.
set_up() { # DIRECTORY
	mkdir -p "$1"
	stage "$1" type ticket-type add full --name 'Full pass' --price 35000 --currency JPY \
		--capacity 1500 >/dev/null
	stage "$1" client ticket-client add sponsorship --commands create-ticket-purchase --types full \
		--waive --budget 900 >/dev/null
	stage "$1" policy sponsor-policy adopt policy.json >/dev/null
}

# Imports sponsors, contracts and invoices.
bring_in() { # DIRECTORY
	mkdir -p "$1"
	stage "$1" register sponsor-register <sponsors.ndjson >/dev/null
	stage "$1" contract sponsor-contract sign <contracts.ndjson >/dev/null
	stage "$1" invoice sponsor-invoice raise <invoices.ndjson >/dev/null
}

# Imports payments and books the tickets.
settle() { # DIRECTORY
	mkdir -p "$1"
	stage "$1" settle sponsor-settle <payments.ndjson |
		stage "$1" onboard sponsor-onboard |
		stage "$1" allocate sponsor-allocate |
		stage "$1" create ticket-create -c sponsorship |
		stage "$1" log event-log log |
		stage "$1" book sponsor-book
}

# Prints the stages of DIRECTORY that failed, with the first line of their messages.
failed_stages() { # DIRECTORY
	for failed_stage in "$1"/*.rc; do
		read -r failed_rc <"$failed_stage"
		[ "$failed_rc" = 0 ] || echo "$(basename "$failed_stage" .rc): $failed_rc: $(head -n 1 "${failed_stage%.rc}.said")"
	done
}

# Writes both feeds into DIRECTORY.
feeds() { # DIRECTORY
	mkdir -p "$1"
	sponsor-feed >"$1/sponsorship"
	ticket-feed >"$1/ticketing"
}

# Prints the lines of a feed whose sequence is not their line number.
gaps() { # FILE
	awk '{
		match($0, /"sequence":"[0-9]*"/)
		number = substr($0, RSTART + 12, RLENGTH - 13)
		if (number != sprintf("%019d", NR))
			print "line " NR " is numbered " number
	}' <"$1"
}

# Adds the output of DIRECTORY's stages to what is checked against the schemas.
keep() { # DIRECTORY
	for kept in "$1"/*.out; do
		# shellcheck disable=SC2154 # t/lib.sh sets scratch
		cp "$kept" "$scratch/printed/$(echo "$kept" | tr / -)"
	done
}

# The functions below are for two clients of one office.

# Each client books the tickets of its own beneficiaries.
sponsors_book() { # DIRECTORY
	stage "$1" settle sponsor-settle <payments.ndjson | stage "$1" onboard sponsor-onboard |
		stage "$1" sponsor-allocate sponsor-allocate |
		stage "$1" sponsor-create ticket-create -c sponsorship |
		stage "$1" sponsor-book sponsor-book
}
speakers_book() { # DIRECTORY
	stage "$1" accept speaker-accept <accepted.ndjson |
		stage "$1" speaker-allocate speaker-allocate |
		stage "$1" speaker-create ticket-create -c speakers |
		stage "$1" speaker-book speaker-book
}

# Runs the pipelines ONE and OTHER at the same time.
at_once() { # DIRECTORY ONE OTHER
	mkdir -p "$1"
	"$2" "$1" &
	"$3" "$1" &
	wait
}

# The feeds of all three contexts.
all_feeds() { # DIRECTORY
	feeds "$1"
	speaker-feed >"$1/speakers"
}

# Writes the outcome of each request, by ticketing's feed into DIRECTORY/CLIENT.there and by the
# client's ledger into DIRECTORY/CLIENT.here: a line for each reference, with the number of
# tickets left or the code of the refusal.
ledgers() { # DIRECTORY
	ledgers_of=$1
	jq -rn 'reduce inputs as $event ({};
		($event.type | split(".")[2]) as $name | $event.data as $data
		| ($event.source | split("/") | last) as $context
		| ["\($data.client).there", $data.reference] as $there
		| ["\($context).here", $data.reference] as $here
		| if $name == "ticket-purchase-created" then setpath($there; $data.tickets | length)
		elif $name == "ticket-purchase-rejected" then setpath($there; $data.code)
		elif $name == "tickets-cancelled" then setpath($there; $data.left)
		elif $name == "tickets-requested" then setpath($here; "outstanding")
		elif $name == "tickets-booked" then setpath($here; $data.quantity)
		elif $name == "booking-refused" then setpath($here; $data.code)
		elif $name == "tickets-reclaimed" then setpath($here; $data.left)
		else . end) | to_entries[] | .key as $file | .value | to_entries[] | "\($file)\t\(.key) \(.value)"' \
		"$1/ticketing" "$1/sponsorship" "$1/speakers" | sort |
		(cd "$ledgers_of" && part_into sponsorship.there sponsorship.here speakers.there speakers.here)
}

# Prints the events of FEED that exceed CAPACITY, and the refusals for which there was room;
# COMMANDS has the requested quantities.
wrong_sales() { # CAPACITY FEED COMMANDS
	jq -rn --argjson capacity "$1" --slurpfile commands "$3" '
		($commands | map({key: .id, value: .data.tickets[0].quantity}) | from_entries) as $asked
		| foreach inputs as $event ({sold: 0}; ($event.type | split(".")[2]) as $name
			| .wrong = null
			| if $name == "ticket-purchase-created" then .sold += ($event.data.tickets | length)
				| if .sold > $capacity then .wrong = "oversold" else . end
			elif $name == "tickets-cancelled" then .sold -= ($event.data.tickets | length)
			elif $name == "ticket-purchase-rejected" and
				.sold + $asked[$event.causationid] <= $capacity then .wrong = "there was room"
			else . end;
			select(.wrong) | "\($event.sequence): \(.wrong)")' <"$2" | head -n 5
}

# Prints the number of valid tickets by ticketing's FEED.
sold() { # FEED
	jq -n 'reduce inputs as $event (0; ($event.type | split(".")[2]) as $name
		| if $name == "ticket-purchase-created" then . + ($event.data.tickets | length)
		elif $name == "tickets-cancelled" then . - ($event.data.tickets | length) else . end)' <"$1"
}
