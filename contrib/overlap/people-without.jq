# People who are expected and have no ticket, of $context if it is not empty: see people-overlap.
include "bookings";
def is_ledger: .type | startswith("lanyard.booking.");

# By context and beneficiary: the record, and whether the person is expected.
reduce inputs as $event ({people: {}, bookings: {}, contexts: {}};
	($event | context) as $of
	| $event.data as $data
	| ($event | name) as $name
	| ($event | booking_key) as $key
	| "\($of)/\($event.subject)" as $who
	| .contexts[$of] = true
	| .people[$who] += {context: $of, beneficiary: $event.subject}
	| .bookings[$key] = (.bookings[$key] | booking_after($event))
	# A client's own event with a name and an address has a person's record.
	| if ($event | is_ledger | not) and $data.name and $data.email then
		.people[$who] += {name: $data.name, email: $data.email}
		# Registering a sponsor again ends its withdrawal.
		| if $name == "sponsor-amended" then .people[$who].gone = false else . end
	elif $name | IN("invitation-accepted", "sponsor-onboarded") then
		.people[$who] += {comes: true, gone: false}
	elif $name == "invitation-declined" or ($name | endswith("-withdrawn") and . != "override-withdrawn") then
		.people[$who].gone = true
	elif $name == "contract-signed" then .people[$who].contracts[$data.contract] = true
	elif $name == "contract-voided" then .people[$who].contracts[$data.contract] = false
	elif $name == "entitlement-decided" then
		([$data.desired[].quantity] | add // 0) as $owed
		| .people[$who] += {owed: $owed, undecided: $data.undecided}
		| if $owed > 0 or $data.undecided then .people[$who].comes = true else . end
	elif $name == "tickets-requested" then
		.people[$who].why = "requested, not answered"
	elif .bookings[$key] == null then .
	elif $name == "booking-refused" then
		.people[$who].why = "refused: \($data.code): \($data.message)"
	elif $name == "booking-denied" then
		.people[$who].why = "denied: \($data.code): \($data.message)"
	elif $name == "tickets-reclaimed" then
		.people[$who].why = "cancelled"
	else . end)
# A context without a line is a mistake, and not one of whom nobody is missing.
| if $context != "" and .contexts[$context] == null then
	"people-overlap: no line is of \($context | tojson), but of: \(.contexts | keys | join(", "))\n"
	| halt_error(65)
	else . end
| ([.bookings[] | select(.valid > 0)]) as $valid
| ($valid | map({key: "\(.context)/\(.beneficiary)", value: true}) | from_entries) as $served
# By address: the tickets under it, of all contexts.
| (reduce ($valid[] | {context, beneficiary, reference, type} as $ticket
	| ((.assigned[] | [.email, true]),
		(select(.valid > (.assigned | length)) | [.purchaser.email, false]))
	| {email: .[0] | ascii_downcase, ticket: ($ticket + {assigned: .[1]})}) as $item
	({}; .[$item.email] += [$item.ticket])) as $elsewhere
| .people | to_entries[]
| select(.value.comes and (.value.gone | not) and ($served[.key] | not))
| .value
| select(.contracts == null or any(.contracts[]; .))
| select($context == "" or .context == $context)
| {context, beneficiary, name, email,
	why: (if .undecided then .undecided elif .owed == 0 then "owed none"
		elif .why then .why else "not decided" end),
	elsewhere: ($elsewhere[.email // "" | ascii_downcase] // [])}
