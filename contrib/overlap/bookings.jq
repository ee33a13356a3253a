# What both programs of people-overlap read of the ledger: the bookings, by context and reference.
def name: .type | split(".")[2];
# The context comes from the source: the ledger's events have the same types in all contexts.
def context: .source | split("/") | last;
def booking_key: "\(context)/\(.data.reference? // "")";

# The booking after $event; null if it was not requested. A contact is ticketing's once it is done.
def booking_after($event):
	$event.data as $data
	| ($event | name) as $name
	| if $name == "tickets-requested" then
		{context: ($event | context), beneficiary: $data.beneficiary,
			reference: $data.reference, type: $data.type, purchaser: $data.purchaser,
			contacts: {}, valid: 0, assigned: {}}
	elif . == null then .
	elif $name == "tickets-booked" then
		.valid = $data.quantity
		| if $data.personal then .assigned[$data.personal] = .purchaser else . end
	elif $name == "tickets-reclaimed" then
		.valid = $data.left
		| reduce $data.tickets[] as $ticket (.; del(.assigned[$ticket]))
	elif $name == "amendment-requested" then
		.contacts[$data.command] = $data.purchaser
	elif $name == "amendment-done" then
		.purchaser = (.contacts[$data.command] // .purchaser)
	elif $name == "assignment-recorded" then
		if $data.email then .assigned[$data.ticket] = ($data | {name, email})
		else del(.assigned[$data.ticket]) end
	else . end;
