-- Ticketing: purchases, tickets, pools, discount codes: a projection of the feed.
-- seq is the position of the event that defines a row; columns that are not here (name, price,
-- grants) are read from that event.

-- pooled: unsold places in pools. sold_out: now or earlier; types that wait for it stay open.
CREATE TABLE ticket_types (
	type TEXT PRIMARY KEY,
	capacity INTEGER NOT NULL CHECK (capacity >= 0),
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold BETWEEN 0 AND capacity),
	pooled INTEGER NOT NULL DEFAULT 0 CHECK (pooled >= 0),
	sold_out INTEGER NOT NULL DEFAULT 0,
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

CREATE TABLE ticket_discounts (
	code TEXT PRIMARY KEY,
	used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
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

-- items: its tickets as runs of one type and price, in order: [[type, price, first number, last
-- number], …]. amount: the price of its valid tickets. paid, closed: the positions of the
-- events that paid it and that expired or cancelled it; none of its tickets is valid then.
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
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX purchases_due ON purchases (seq, deadline) WHERE state = 'due';

-- Tickets that differ from their purchase; number is the last two bytes of the ticket's id.
-- Either cancelled, the position of the event that cancelled it alone, or assignment, that of
-- its last assignment or unassignment; with the delegate if it is assigned, whose answers are
-- read from the event.
CREATE TABLE tickets (
	purchase BLOB NOT NULL CHECK (length(purchase) = 16),
	number INTEGER NOT NULL CHECK (number > 0),
	cancelled INTEGER,
	assignment INTEGER,
	name TEXT,
	email TEXT COLLATE NOCASE,
	requirements TEXT,
	PRIMARY KEY (purchase, number),
	CHECK ((cancelled IS NULL) <> (assignment IS NULL)),
	CHECK ((name IS NULL) = (email IS NULL)),
	CHECK (name IS NULL OR assignment IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX tickets_email ON tickets (email) WHERE email IS NOT NULL;
