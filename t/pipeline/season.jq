# The lists and reports that result from the events of ticketing's feed: run with -n on the feed,
# and with --arg now, the moment of the reports.
#
# Prints an object: the rows of each list and report, by its name; and in "wrong" each violation
# of a limit or an amount, with the sequence of its event.

def kind: .type | split(".")[2];
def without_nulls: with_entries(select(.value != null));
def total(value): map(value) | add // 0;

# A purchase's valid tickets, in the order of their ids.
def valid: .tickets[] | select(.ended | not);

# Ends the tickets for which WHICH is true.
def end_tickets(which):
	.paid as $paid
	| .tickets |= map(if (.ended | not) and which
		then del(.delegate) + {ended: true, refund: (if $paid then .price else 0 end)} else . end);

def purchase_of($event):
	$event.data
	| {id: .purchase, client, reference, name: .purchaser.name, email: .purchaser.email,
		payment, reason, currency, discount, pool, deadline, paid: false,
		state: (if .amount > 0 then "due" else "complete" end),
		tickets: [.tickets[] | {id, type, price: (.price // 0), reduced: (.reduction != null), refund: 0, takings: 0, ended: false}]};

def due: if .state == "due" then [valid.price] | add // 0 else 0 end;

def apply($event):
	$event.data as $data
	| ($event | kind) as $kind
	| if $kind == "ticket-type-added" or $kind == "ticket-type-amended" then
		.types[$data.type] = $data
	elif $kind == "ticket-room-added" or $kind == "ticket-room-amended" then
		.rooms[$data.room] = $data
	elif $kind == "ticket-pool-added" or $kind == "ticket-pool-amended" then
		.pools[$data.pool] = $data
	elif $kind == "ticket-pool-moved" then
		.pools[$data.pool].places -= $data.places | .pools[$data.to].places += $data.places
	elif $kind == "ticket-pool-removed" then
		.pools[$data.pool].removed = true
	elif $kind == "ticket-discount-added" or $kind == "ticket-discount-amended" then
		.discounts[$data.code] = $data
	elif $kind == "client-added" or $kind == "client-amended" then
		.clients[$data.client] = $data
	elif $kind == "client-revoked" then
		.clients[$data.client].revoked = true
	elif $kind == "ticket-purchase-created" then
		.purchases[$data.purchase] = purchase_of($event)
	elif $kind == "ticket-purchase-paid" then
		.purchases[$data.purchase] |= (.state = "complete" | .paid = true
			| .tickets |= map(if .ended then . else .takings = .price end))
	elif $kind == "ticket-purchase-expired" then
		.purchases[$data.purchase] |= (end_tickets(true) | .state = "expired")
	elif $kind == "tickets-cancelled" then
		([$data.tickets[].id]) as $ids
		| .purchases[$data.purchase] |= (end_tickets(.id | IN($ids[]))
			| if [valid] == [] then .state = "cancelled"
			elif due == 0 then .state = "complete" else . end)
	elif $kind == "ticket-assigned" or $kind == "ticket-unassigned" then
		.purchases[$data.purchase].tickets |= map(
			if .id == $data.ticket then .delegate = $data.delegate else . end)
	else . end;

# The fields of an event whose amount or number is wrong, before it is applied.
def misstated($event):
	$event.data as $data
	| ($event | kind) as $kind
	| .purchases[$data.purchase // ""] as $purchase
	| if $kind == "ticket-purchase-created" then
		if $data.amount != ([$data.tickets[] | .price // 0] | add) then "amount" else empty end
	elif $kind == "ticket-purchase-paid" then
		if $data.amount != ($purchase | due) then "amount" else empty end
	elif $kind == "tickets-cancelled" then
		([$data.tickets[].id]) as $ids
		| ($purchase | end_tickets(.id | IN($ids[]))) as $after
		| (if ([$after | valid] | length) != $data.left then "left" else empty end),
		(if ($after | due) != $data.due then "due" else empty end),
		(if ([$data.tickets[] | .price // 0] | add) * (if $purchase.paid then 1 else 0 end) != $data.refund
			then "refund" else empty end)
	else empty end;

# What the event does to tickets, before it is applied: a flow for each of them.
def flows($event):
	$event.data as $data
	| ($event | kind) as $kind
	| .purchases[$data.purchase // ""] as $purchase
	| {day: $event.time[:10], sold: 0, ended: 0, charged: 0, revenue: 0, refund: 0, refunded: 0} as $flow
	| if $kind == "ticket-purchase-created" then
		$data.tickets[] | $flow + {type, currency: $data.currency, sold: 1, charged: (.price // 0)}
	elif $kind == "ticket-purchase-paid" then
		$purchase | .currency as $currency | valid | $flow + {type, $currency, revenue: .price}
	elif $kind == "ticket-purchase-expired" then
		$purchase | .currency as $currency | valid | $flow + {type, $currency, ended: 1}
	elif $kind == "tickets-cancelled" then
		$data.tickets[] | $flow + {type, currency: $purchase.currency, ended: 1,
			refund: (if $purchase.paid then .price // 0 else 0 end)}
	else empty end;

# The valid tickets, each with its type, pool and client.
def valid_tickets: [.purchases[] | . as $purchase | valid
	| {type, pool: ($purchase.pool // ""), client: $purchase.client}];

def sold_of($pool): map(select(.pool == $pool.pool)) | length;
def pooled_of($pools; $type): . as $valid
	| [$pools[] | select(.type == $type and (.removed | not)) | . as $pool | .places - ($valid | sold_of($pool))]
	| add // 0;
def reduced($code): [.purchases[] | select(.discount == $code) | valid | select(.reduced)] | length;
# What is taken of a room's places, and left in all rooms of a type.
def taken($types; $pools; $room): . as $valid
	| [$types[] | select(.rooms // [] | index($room)) | .type as $type
		| ($valid | map(select(.type == $type)) | length), ($valid | pooled_of($pools; $type))] | add // 0;
def used($code): [.purchases[] | select(.discount == $code and (.state == "due" or .state == "complete"))] | length;

# The limits that are exceeded after the event is applied.
def overdrawn($event):
	. as $state
	| valid_tickets as $valid
	| (.types[] | . as $type
		| ($valid | map(select(.type == $type.type)) | length) as $sold
		| ($valid | pooled_of($state.pools; $type.type)) as $pooled
		| select($sold + $pooled > .capacity) | "type \(.type): \($sold) and \($pooled) of \(.capacity)"),
	(.rooms[] | . as $room | ($valid | taken($state.types; $state.pools; $room.room)) as $taken
		| select($taken > .capacity) | "room \(.room): \($taken) of \(.capacity)"),
	(.pools[] | select(.removed | not) | . as $pool | ($valid | sold_of($pool)) as $sold
		| select($sold > .places) | "pool \(.pool): \($sold) of \(.places)"),
	if ($event | kind) != "ticket-purchase-created" then empty else
		(.clients[$event.data.client] | select(. and .budget) | . as $client
			| ($valid | map(select(.client == $client.client)) | length) as $booked
			| select($booked > .budget) | "client \(.client): \($booked) of \(.budget)"),
		(.discounts[$event.data.discount // ""] | select(. and .uses) | . as $discount
			| ($state | used($discount.code)) as $used
			| select($used > .uses) | "discount \(.code): \($used) of \(.uses)"),
		(.discounts[$event.data.discount // ""] | select(. and .tickets) | . as $discount
			| ($state | reduced($discount.code)) as $reduced
			| select($reduced > .tickets) | "discount \(.code): \($reduced) of \(.tickets) tickets")
	end;

def is_of($kinds): kind as $kind | any($kinds[]; . == $kind);

# Tickets with their purchases.
def all_tickets: .purchases[] | . as $purchase | .tickets[] | {ticket: ., purchase: $purchase};

def unpaid: .purchase.state == "due" and (.ticket.ended | not);
def late: .purchase.deadline != null and .purchase.deadline <= ($now | sub("Z$"; ".000Z"));

def takings:
	# The season pays nothing back.
	{revenue: total(.ticket.takings), refund: total(.ticket.refund), refunded: 0,
	due: total(if unpaid and (late | not) then .ticket.price else 0 end),
	overdue: total(if unpaid and late then .ticket.price else 0 end)};

def rows:
	. as $state
	| valid_tickets as $valid
	| [all_tickets] as $all
	| [$all[] | select(.ticket.delegate)] as $assigned
	| {
	types: [.types[] | . as $type
		| ($valid | map(select(.type == $type.type)) | length) as $sold
		| ($valid | pooled_of($state.pools; $type.type)) as $pooled
		| {type, name, price, currency, capacity, sold: $sold, pooled: $pooled, left: ([.capacity - $sold - $pooled,
				($type.rooms // [] | .[] | $state.rooms[.] | .capacity - (.room as $room | $valid | taken($state.types; $state.pools; $room)))] | min),
			from, until, after, private: (.private // false), withdrawn: (.withdrawn // false), rooms, questions}],
	rooms: [.rooms[] | .room as $room | [$state.types[] | select(.rooms // [] | index($room))] as $in
		| {room, capacity, sold: ($valid | map(select(.type | IN($in[].type))) | length),
			pooled: ([$in[] | .type as $type | $valid | pooled_of($state.pools; $type)] | add // 0),
			left: (.capacity - ($valid | taken($state.types; $state.pools; $room))), types: ([$in[].type] | sort)}],
	pools: [.pools[] | select(.removed | not) | . as $pool
		| {pool, type, places, sold: ($valid | sold_of($pool)), purpose}],
	discounts: [.discounts[] | . as $discount
		| . + {used: ($state | used($discount.code)), reduced: ($state | reduced($discount.code)), withdrawn: (.withdrawn // false)}],
	clients: [.clients[] | . as $client
		| {client, commands: (.commands // []), types: (.types // []), pools: (.pools // []), waive: (.waive // false),
			scope: (.scope // "own"), feed: (.feed // "own"), budget, booked: ($valid | map(select(.client == $client.client)) | length),
			refusals: (.refusals // 1000), changes: (.changes // 10000), reservation: (.reservation // 43200),
			expires, revoked: (.revoked // false)}],
	"report delegates": [$assigned[] | .ticket.delegate + {type: .ticket.type, client: .purchase.client,
		reference: .purchase.reference, complete: (.purchase.state == "complete"),
		ticket: .ticket.id, purchase: .purchase.id}],
	"report requirements": [$assigned[] | select(.ticket.delegate.requirements)
		| (.ticket.delegate | {requirements, name, email}) + {type: .ticket.type, complete: (.purchase.state == "complete"),
			ticket: .ticket.id}],
	"report missing": [.purchases[] | . as $purchase
		| [valid | select(.delegate | not)] | group_by(.type)[]
		| {type: .[0].type, missing: length, name: $purchase.name, email: $purchase.email,
			client: $purchase.client, reference: $purchase.reference,
			complete: ($purchase.state == "complete"), purchase: $purchase.id}],
	"report mailout": [[$assigned[] | select(.purchase.state == "complete") | .ticket.delegate]
		| group_by(.email | ascii_downcase)[]
		| {email: (.[0].email | ascii_downcase), name: (map(.name) | min), tickets: length}],
	"report sales": [$all | group_by([.ticket.type, .purchase.client, .purchase.payment == "waived",
			.purchase.reason, .purchase.currency])[]
		| {type: .[0].ticket.type, client: .[0].purchase.client,
			payment: (if .[0].purchase.payment == "waived" then "waived" else "charged" end),
			reason: .[0].purchase.reason, currency: .[0].purchase.currency,
			tickets: (map(select(.ticket.ended | not)) | length)} + takings],
	"report clients": [$all | group_by([.purchase.client, .purchase.currency])[]
		| map(select(.ticket.ended | not)) as $valid
		| {client: .[0].purchase.client, currency: .[0].purchase.currency,
			purchases: ($valid | map(.purchase.id) | unique | length), tickets: ($valid | length),
			waived: ($valid | map(select(.purchase.payment == "waived")) | length),
			assigned: ($valid | map(select(.ticket.delegate)) | length)} + takings],
	"report days": [.flows | group_by([.day, .type, .currency])[]
		| {day: .[0].day, type: .[0].type, currency: .[0].currency, sold: total(.sold), ended: total(.ended),
			charged: total(.charged), revenue: total(.revenue), refund: total(.refund), refunded: total(.refunded)}
		| select(.sold + .ended + .revenue > 0)],
	"report discounts": [$all | map(select(.purchase.discount))
		| group_by([.purchase.discount, .ticket.type, .purchase.currency])[]
		| map(select(.ticket.ended | not)) as $valid
		| {code: .[0].purchase.discount, type: .[0].ticket.type, currency: .[0].purchase.currency,
			purchases: ($valid | map(.purchase.id) | unique | length), tickets: ($valid | length)} + takings]
	} | map_values(map(without_nulls));

reduce inputs as $event ({types: {}, rooms: {}, flows: [], pools: {}, discounts: {}, clients: {}, purchases: {}, wrong: []};
	.wrong += [misstated($event) | "\($event.sequence): \(.)"]
	| .flows += [flows($event)]
	| apply($event)
	| .wrong += [overdrawn($event) | "\($event.sequence): \(.)"])
| rows + {wrong: .wrong}
