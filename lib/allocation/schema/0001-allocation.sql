-- Who shall have what, and the policies that say so. All of it follows from the
-- feed. Positions are of this store's own feed.

-- due: the last event that may change what somebody shall have; decided: the last
-- of those that was decided upon.
CREATE TABLE beneficiaries (
	beneficiary TEXT PRIMARY KEY,
	due INTEGER NOT NULL,
	decided INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX beneficiaries_due ON beneficiaries (due) WHERE decided < due;

-- What was decided last.
CREATE TABLE allotments (
	beneficiary TEXT NOT NULL REFERENCES beneficiaries,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	pool TEXT,
	PRIMARY KEY (beneficiary, type)
) STRICT, WITHOUT ROWID;

-- Policies in the order of their adoption; their rules are in the event.
CREATE TABLE adoptions (
	seq INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	adopted_at TEXT NOT NULL
) STRICT;
