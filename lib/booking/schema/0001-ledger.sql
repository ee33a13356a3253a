-- What was asked for at the open host, and what came of it. One row a command.
-- Positions are of this store's own feed.

CREATE TABLE bookings (
	command BLOB PRIMARY KEY CHECK (length(command) = 16),
	reference TEXT NOT NULL UNIQUE,
	beneficiary TEXT NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	state TEXT NOT NULL CHECK (state IN ('requested', 'booked', 'refused')),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	answered INTEGER,
	purchase BLOB CHECK (length(purchase) = 16),
	code TEXT,
	message TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX bookings_by_beneficiary ON bookings (beneficiary, type);
CREATE INDEX bookings_by_cause ON bookings (cause);
CREATE INDEX bookings_outstanding ON bookings (cause) WHERE state = 'requested';
