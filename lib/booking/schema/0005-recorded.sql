-- Events by hand that say how many of a booking are left: the same record, come again, is
-- answered by the one that it came to. Follows from the feed, like all of the ledger.
CREATE TABLE recorded (
	booking BLOB NOT NULL REFERENCES bookings,
	seq INTEGER NOT NULL,
	PRIMARY KEY (booking, seq)
) STRICT, WITHOUT ROWID;
