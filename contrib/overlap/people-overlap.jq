# People with tickets of several bookings, or with several assigned ones: see people-overlap.
include "bookings";

reduce inputs as $event ({}; ($event | booking_key) as $key
	| .[$key] = (.[$key] | booking_after($event)))
| [.[] | select(.valid > 0) | {context, beneficiary, reference, type} as $booking
	| (.assigned[] | {person: ., ticket: ($booking + {assigned: true, quantity: 1})}),
	  ((.valid - (.assigned | length)) as $unassigned
		| select($unassigned > 0)
		| {person: .purchaser, ticket: ($booking + {assigned: false, quantity: $unassigned})})]
| group_by(.person.email | ascii_downcase)[]
| {email: .[0].person.email, name: .[0].person.name, tickets: map(.ticket)}
| select((.tickets | map([.context, .beneficiary]) | unique | length > 1) or
	(.tickets | map(select(.assigned)) | length > 1))
