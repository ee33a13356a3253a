-- What somebody gave up may be asked back, though it was asked for in vain before.
-- All of it follows from the feed, and is rebuilt from it when these tables change.

DROP TABLE holders;

-- Who holds a ticket, as ticketing last said; an email of NULL: nobody.
-- heard: ticketing's sequence of the event that said it.
-- freed: our event that said that nobody holds it any more; NULL where somebody does,
-- or the ticket is no more.
CREATE TABLE holders (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	booking BLOB NOT NULL REFERENCES bookings,
	name TEXT,
	email TEXT COLLATE NOCASE,
	heard TEXT NOT NULL,
	freed INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX holders_by_booking ON holders (booking);
CREATE INDEX holders_by_email ON holders (email);
