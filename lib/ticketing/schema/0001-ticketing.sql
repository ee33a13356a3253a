-- Ticketing: purchases and what becomes of them, delegates, pools, discount codes. All of
-- it is a projection of the feed. seq is the position of the event that defines a row's
-- thing: name, price, grants and the rest are read there.

-- pooled: in pools, unsold. sold_out: it was, once. What is on sale after it opens then, and stays open.
CREATE TABLE ticket_types (
	type TEXT PRIMARY KEY,
	capacity INTEGER NOT NULL CHECK (capacity >= 0),
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold BETWEEN 0 AND capacity),
	pooled INTEGER NOT NULL DEFAULT 0 CHECK (pooled >= 0),
	sold_out INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- places: sold ones included. A pool that was removed keeps its name.
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

-- revocation: the position of the event that took the grants back; 0: none has.
-- refusals, changes: recorded for it in the hour (since 1970) of the last of them.
CREATE TABLE clients (
	client TEXT PRIMARY KEY,
	booked INTEGER NOT NULL DEFAULT 0 CHECK (booked >= 0),
	revocation INTEGER NOT NULL DEFAULT 0,
	hour INTEGER NOT NULL DEFAULT 0,
	refusals INTEGER NOT NULL DEFAULT 0,
	changes INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- amount: what its tickets cost, without those that have ended. paid, closed: the
-- positions of the events that paid and that ended it.
CREATE TABLE purchases (
	purchase BLOB PRIMARY KEY CHECK (length(purchase) = 16),
	client TEXT NOT NULL,
	reference TEXT NOT NULL,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	payment TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	reason TEXT,
	state TEXT NOT NULL CHECK (state IN ('due', 'complete', 'expired', 'cancelled')),
	deadline TEXT,
	discount TEXT,
	pool TEXT,
	paid INTEGER,
	closed INTEGER,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX purchases_due ON purchases (seq, deadline) WHERE state = 'due';

-- A ticket's id is its purchase's with its number in the last two bytes, so it
-- lies beside its siblings, and needs no index to be found by its purchase.
-- ended: the position of the event that cancelled it, or let it expire;
-- assignment: of the last one that gave it to a delegate, or took it back.
CREATE TABLE tickets (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	type TEXT NOT NULL,
	price INTEGER NOT NULL CHECK (price >= 0),
	refund INTEGER NOT NULL DEFAULT 0,
	ended INTEGER,
	assignment INTEGER
) STRICT, WITHOUT ROWID;

-- Who comes with a ticket; what they answered is in the event.
CREATE TABLE delegates (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	name TEXT NOT NULL,
	email TEXT NOT NULL COLLATE NOCASE,
	requirements TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX delegates_email ON delegates (email);
