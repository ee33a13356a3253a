# The name of an event within its type: "tickets-booked".
def name: .type | split(".")[2];
def context: .type | split(".")[1];

# By context and reference, what was asked for, what is left of it, who holds what.
reduce inputs as $event ({};
	"\($event | context)/\($event.data.reference? // "")" as $key
	| $event.data as $data
	| ($event | name) as $name
	| if $name == "tickets-requested" then
		.[$key] = {context: ($event | context), beneficiary: $data.beneficiary,
			reference: $data.reference, type: $data.type, purchaser: $data.purchaser,
			good: 0, held: {}}
	elif .[$key] == null then .
	elif $name == "tickets-booked" then .[$key].good = $data.quantity
	elif $name == "tickets-reclaimed" then
		.[$key].good = $data.left
		| reduce $data.tickets[] as $ticket (.; del(.[$key].held[$ticket]))
	elif $name == "ticket-held" then
		if $data.email then .[$key].held[$data.ticket] = ($data | {name, email})
		else del(.[$key].held[$data.ticket]) end
	else . end)
| [.[] | select(.good > 0) | {context, beneficiary, reference, type} as $booking
	| (.held[] | {person: ., ticket: ($booking + {held: true, quantity: 1})}),
	  ((.good - (.held | length)) as $free
		| select($free > 0)
		| {person: .purchaser, ticket: ($booking + {held: false, quantity: $free})})]
| group_by(.person.email | ascii_downcase)[]
| {email: .[0].person.email, name: .[0].person.name, tickets: map(.ticket)}
| select((.tickets | map(.context) | unique | length > 1) or
	(.tickets | map(select(.held)) | length > 1))
