# People with tickets of several contexts, or with several assigned ones: see people-overlap.
def name: .type | split(".")[2];
# The context comes from the source: the ledger's events have the same types in all contexts.
def context: .source | split("/") | last;

# By context and reference: the request, the number of valid tickets, and the assignees.
reduce inputs as $event ({};
	"\($event | context)/\($event.data.reference? // "")" as $key
	| $event.data as $data
	| ($event | name) as $name
	| if $name == "tickets-requested" then
		.[$key] = {context: ($event | context), beneficiary: $data.beneficiary,
			reference: $data.reference, type: $data.type, purchaser: $data.purchaser,
			valid: 0, assigned: {}}
	elif .[$key] == null then .
	elif $name == "tickets-booked" then
		.[$key].valid = $data.quantity
		| if $data.personal then .[$key].assigned[$data.personal] = .[$key].purchaser else . end
	elif $name == "tickets-reclaimed" then
		.[$key].valid = $data.left
		| reduce $data.tickets[] as $ticket (.; del(.[$key].assigned[$ticket]))
	elif $name == "assignment-recorded" then
		if $data.email then .[$key].assigned[$data.ticket] = ($data | {name, email})
		else del(.[$key].assigned[$data.ticket]) end
	else . end)
| [.[] | select(.valid > 0) | {context, beneficiary, reference, type} as $booking
	| (.assigned[] | {person: ., ticket: ($booking + {assigned: true, quantity: 1})}),
	  ((.valid - (.assigned | length)) as $unassigned
		| select($unassigned > 0)
		| {person: .purchaser, ticket: ($booking + {assigned: false, quantity: $unassigned})})]
| group_by(.person.email | ascii_downcase)[]
| {email: .[0].person.email, name: .[0].person.name, tickets: map(.ticket)}
| select((.tickets | map(.context) | unique | length > 1) or
	(.tickets | map(select(.assigned)) | length > 1))
