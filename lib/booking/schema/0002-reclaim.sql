-- What was asked for at the open host, what came of it, and what of it is still
-- good. All of it follows from the feed, and is rebuilt from it when these tables
-- change. Positions are of this store's own feed.

DROP TABLE bookings;

-- quantity: what was asked for; good: what is left of it. One row a command.
CREATE TABLE bookings (
	command BLOB PRIMARY KEY CHECK (length(command) = 16),
	reference TEXT NOT NULL UNIQUE,
	beneficiary TEXT NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	good INTEGER NOT NULL CHECK (good BETWEEN 0 AND quantity),
	pool TEXT,
	state TEXT NOT NULL CHECK (state IN ('requested', 'booked', 'refused')),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	requested_at TEXT NOT NULL,
	answered INTEGER,
	purchase BLOB CHECK (length(purchase) = 16), -- NULL: made by hand, elsewhere
	code TEXT,
	message TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX bookings_by_beneficiary ON bookings (beneficiary, type);
CREATE INDEX bookings_by_cause ON bookings (cause);
CREATE INDEX bookings_outstanding ON bookings (cause) WHERE state = 'requested';
CREATE INDEX bookings_by_purchase ON bookings (purchase);

-- Tickets that were asked back: of a booking, so many are to be kept.
CREATE TABLE reclaims (
	command BLOB PRIMARY KEY CHECK (length(command) = 16),
	booking BLOB NOT NULL REFERENCES bookings,
	keep INTEGER NOT NULL CHECK (keep >= 0),
	state TEXT NOT NULL CHECK (state IN ('requested', 'done', 'refused')),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	answered INTEGER,
	code TEXT,
	message TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX reclaims_by_booking ON reclaims (booking);
CREATE INDEX reclaims_by_cause ON reclaims (cause);
CREATE INDEX reclaims_outstanding ON reclaims (cause) WHERE state = 'requested';

-- Who holds a ticket, as ticketing last said; an email of NULL: nobody.
-- heard: ticketing's sequence of the event that said it.
CREATE TABLE holders (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	booking BLOB NOT NULL REFERENCES bookings,
	name TEXT,
	email TEXT COLLATE NOCASE,
	heard TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX holders_by_booking ON holders (booking);
CREATE INDEX holders_by_email ON holders (email);
