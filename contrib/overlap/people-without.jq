# Who is expected and has no ticket: with $context, of that one alone. See people-overlap.
def name: .type | split(".")[2];
def context: .type | split(".")[1];
def beneficiary: .sponsor // .speaker // .beneficiary;

# By context and beneficiary who they are, and whether they come; by context and
# reference, what was asked for.
reduce inputs as $event ({people: {}, bookings: {}};
	($event | context) as $of
	| $event.data as $data
	| ($event | name) as $name
	| "\($of)/\($data.reference? // "")" as $key
	| "\($of)/\($data | beneficiary? // "")" as $who
	| if $name | IN("sponsor-registered", "sponsor-amended", "speaker-invited", "speaker-amended") then
		.people[$who] += {context: $of, beneficiary: ($data | beneficiary), name: $data.name,
			email: $data.email}
		# A sponsor that is registered again has not withdrawn.
		| if $name == "sponsor-amended" then .people[$who].gone = false else . end
	elif $name | IN("invitation-accepted", "sponsor-onboarded") then
		.people[$who] += {comes: true, gone: false}
	elif $name | IN("invitation-declined", "speaker-withdrawn", "sponsor-withdrawn") then
		.people[$who].gone = true
	elif $name == "contract-voided" then .people[$who].void = true
	elif $name == "contract-signed" then .people[$who].void = false
	elif $name | IN("allocation-decided", "allotment-decided") then
		.people[$who].shall = ([$data.targets[].quantity] | add // 0)
	elif $name == "tickets-requested" then
		.bookings[$key] = {who: $who, good: 0, held: {}, email: $data.purchaser.email,
			context: $of, beneficiary: $data.beneficiary, reference: $data.reference,
			type: $data.type}
		| .people[$who].why = "asked for, not answered"
	elif .bookings[$key] == null then .
	elif $name == "tickets-booked" then .bookings[$key].good = $data.quantity
	elif $name == "booking-refused" then
		.people[.bookings[$key].who].why = "refused: \($data.code): \($data.message)"
	elif $name == "tickets-reclaimed" then
		.bookings[$key].good = $data.left
		| reduce $data.tickets[] as $ticket (.; del(.bookings[$key].held[$ticket]))
		| .people[.bookings[$key].who].why = "cancelled"
	elif $name == "ticket-held" then
		if $data.email then .bookings[$key].held[$data.ticket] = $data.email
		else del(.bookings[$key].held[$data.ticket]) end
	else . end)
| ([.bookings[] | select(.good > 0)]) as $good
| ($good | map({key: .who, value: true}) | from_entries) as $served
# What somebody has under their address anyway: as a sponsor's delegate, say.
| (reduce ($good[] | {context, beneficiary, reference, type} as $ticket
	| ((.held[] | [., true]), (select(.good > (.held | length)) | [.email, false]))
	| {email: .[0] | ascii_downcase, ticket: ($ticket + {held: .[1]})}) as $item
	({}; .[$item.email] += [$item.ticket])) as $elsewhere
| .people | to_entries[]
| select(.value.comes and (.value.gone or .value.void | not) and ($served[.key] | not))
| .value
| select($context == "" or .context == $context)
| {context, beneficiary, name, email,
	why: (if .shall == 0 then "owed none" elif .why then .why
		else "nobody has decided what they shall have" end),
	elsewhere: ($elsewhere[.email | ascii_downcase] // [])}
