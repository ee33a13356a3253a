-- Ticketing: purchases, tickets, pools, discount codes: a projection of the feed.
-- seq is the position of the event that defines a row; columns that are not here (name, price,
-- grants) are read from that event.

-- What holds for the whole conference; without a row, and NULL: the defaults.
CREATE TABLE conference (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	zone TEXT,
	payment_within INTEGER, -- minutes
	seq INTEGER NOT NULL
) STRICT;

-- pooled: unsold places in pools. sold_out: now or earlier; types that wait for it stay open.
-- rooms: a JSON array of texts; NULL: none.
CREATE TABLE ticket_types (
	type TEXT PRIMARY KEY,
	capacity INTEGER NOT NULL CHECK (capacity >= 0),
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold BETWEEN 0 AND capacity),
	pooled INTEGER NOT NULL DEFAULT 0 CHECK (pooled >= 0),
	sold_out INTEGER NOT NULL DEFAULT 0,
	rooms TEXT,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- sold, pooled: the sums of the room's types. removed: the position of the event; the name stays
-- used.
CREATE TABLE ticket_rooms (
	room TEXT PRIMARY KEY,
	capacity INTEGER NOT NULL,
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0),
	pooled INTEGER NOT NULL DEFAULT 0 CHECK (pooled BETWEEN 0 AND capacity - sold),
	sold_out INTEGER NOT NULL DEFAULT 0,
	removed INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- places: sold ones included. removed: the position of the event; the name stays used.
CREATE TABLE ticket_pools (
	pool TEXT PRIMARY KEY,
	type TEXT NOT NULL REFERENCES ticket_types,
	places INTEGER NOT NULL,
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold BETWEEN 0 AND places),
	removed INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- used: purchases. tickets: valid ones whose price it reduces.
CREATE TABLE ticket_discounts (
	code TEXT PRIMARY KEY,
	used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
	tickets INTEGER NOT NULL DEFAULT 0 CHECK (tickets >= 0),
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- revocation: the position of the event that revoked the grants; 0: none.
-- refusals, changes: recorded in hour (hours since 1970), the latest one with any.
CREATE TABLE clients (
	client TEXT PRIMARY KEY,
	booked INTEGER NOT NULL DEFAULT 0 CHECK (booked >= 0),
	revocation INTEGER NOT NULL DEFAULT 0,
	hour INTEGER NOT NULL DEFAULT 0,
	refusals INTEGER NOT NULL DEFAULT 0,
	changes INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- items: its tickets as runs of one type, price and reduction, in order: [[type, price, first
-- number, last number, reduction], …]; without the last if it is 0. amount: the price of its valid tickets. paid, closed: the positions of the
-- events that paid it and that expired or cancelled it; none of its tickets is valid then.
-- purchaser: the position of the event that set the purchaser last. opened: of the event that
-- created or last reopened it; extended: of the one that extended its deadline since.
CREATE TABLE purchases (
	purchase BLOB PRIMARY KEY CHECK (length(purchase) = 16),
	client TEXT NOT NULL,
	reference TEXT NOT NULL,
	payment TEXT NOT NULL,
	items TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	reason TEXT,
	state TEXT NOT NULL CHECK
		(state = 'due' OR state = 'complete' OR state = 'expired' OR state = 'cancelled'),
	deadline TEXT,
	discount TEXT,
	pool TEXT,
	paid INTEGER,
	closed INTEGER,
	purchaser INTEGER NOT NULL,
	opened INTEGER NOT NULL,
	extended INTEGER,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX purchases_seq ON purchases (seq);
CREATE INDEX purchases_due ON purchases (seq, deadline) WHERE state = 'due';

-- The events that amended a purchaser: who it was when a ticket was assigned follows from them.
CREATE TABLE purchaser_amendments (
	purchase BLOB NOT NULL CHECK (length(purchase) = 16),
	seq INTEGER NOT NULL,
	PRIMARY KEY (purchase, seq)
) STRICT, WITHOUT ROWID;

-- Expiries that were recorded, and the events by which those purchases were reopened.
CREATE TABLE reopenings (
	expired INTEGER PRIMARY KEY,
	purchase BLOB NOT NULL CHECK (length(purchase) = 16),
	seq INTEGER NOT NULL
) STRICT;

-- Money that was paid back, for tickets that were cancelled before: the first ones first.
CREATE TABLE refunds (
	purchase BLOB NOT NULL CHECK (length(purchase) = 16),
	refund TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount > 0),
	seq INTEGER NOT NULL,
	PRIMARY KEY (purchase, refund)
) STRICT, WITHOUT ROWID;

-- Payments that were refused, by the position of the event; client and reference are the
-- purchase's, '' if it is unknown. refunded: the event by which the money was paid back;
-- recorded: the one by which it paid a purchase.
CREATE TABLE refused_payments (
	seq INTEGER PRIMARY KEY,
	payment TEXT NOT NULL,
	client TEXT NOT NULL,
	reference TEXT NOT NULL,
	amount INTEGER NOT NULL,
	currency TEXT NOT NULL,
	refunded INTEGER,
	recorded INTEGER
) STRICT;

CREATE INDEX refused_payments_payment ON refused_payments (payment);

-- Purchases by their purchasers' e-mail addresses, earlier ones included: the address's hash, in
-- lower case, and the purchase's seq. No sale writes it: it is caught up when it is used.
CREATE TABLE purchasers (
	address INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (address, seq)
) STRICT, WITHOUT ROWID;

-- The last event whose address is in purchasers; without a row, none is.
CREATE TABLE purchasers_position (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	seq INTEGER NOT NULL
) STRICT;

-- Tickets that differ from their purchase; number is the last two bytes of the ticket's id.
-- Either cancelled, the position of the event that cancelled it alone, or assignment, that of
-- its last assignment or unassignment; with the delegate if it is assigned, whose answers are
-- read from the event. folded: the folded address, if it is another one than in lower case.
CREATE TABLE tickets (
	purchase BLOB NOT NULL CHECK (length(purchase) = 16),
	number INTEGER NOT NULL CHECK (number > 0),
	cancelled INTEGER,
	assignment INTEGER,
	name TEXT,
	email TEXT COLLATE NOCASE,
	folded TEXT,
	requirements TEXT,
	PRIMARY KEY (purchase, number),
	CHECK ((cancelled IS NULL) <> (assignment IS NULL)),
	CHECK ((name IS NULL) = (email IS NULL)),
	CHECK (name IS NULL OR assignment IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX tickets_email ON tickets (email) WHERE email IS NOT NULL;
CREATE INDEX tickets_folded ON tickets (folded) WHERE folded IS NOT NULL;

-- For queries by people: ids as text, as tools take them. No tool reads these views.
CREATE VIEW purchase_list AS
SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' ||
	substr(h, 17, 4) || '-' || substr(h, 21)) AS id,
	client, reference, state, payment, amount, currency, reason, deadline, discount, pool,
	purchase, items, seq
FROM (SELECT hex(purchase) AS h, * FROM purchases);

-- A row for each ticket, with its delegate; state: its purchase's, or cancelled alone.
CREATE VIEW ticket_list AS
WITH RECURSIVE numbers (number) AS
	(SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 500)
SELECT substr(p.id, 1, 32) || printf('%04x', n.number) AS id, p.id AS purchase,
	json_extract(i.value, '$[0]') AS type, json_extract(i.value, '$[1]') AS price,
	CASE WHEN t.cancelled IS NULL THEN p.state ELSE 'cancelled' END AS state,
	t.name, t.email, p.client, p.reference
FROM purchase_list p CROSS JOIN json_each(p.items) i CROSS JOIN numbers n
	ON n.number BETWEEN json_extract(i.value, '$[2]') AND json_extract(i.value, '$[3]')
	LEFT JOIN tickets t ON t.purchase = p.purchase AND t.number = n.number;
