-- The sponsorship CRM: the whole life of a sponsor. All of it follows from the
-- feed, and is rebuilt from it when these tables change. seq is the position of
-- the event that set the row last.

DROP TABLE overrides;
DROP TABLE entitlements;
DROP TABLE policy_grants;
DROP TABLE policy_rules;
DROP TABLE policies;
DROP TABLE invoices;
DROP TABLE contracts;
DROP TABLE sponsors;

-- Positions of the events that made it so; NULL: not yet.
CREATE TABLE sponsors (
	sponsor TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	email TEXT NOT NULL,
	signed_up_on TEXT,
	seq INTEGER NOT NULL,
	registered_at TEXT NOT NULL,
	withdrawn INTEGER,
	completed INTEGER,       -- contract signed, all invoices settled
	onboarded INTEGER,
	onboarded_level TEXT,    -- what it is owed goes by this one
	level_completed INTEGER, -- it is on board, has another level, and nothing is unpaid
	leveled INTEGER,         -- its level was changed so
	entitled INTEGER,        -- what it is owed by the policy was fixed
	-- The last event that may change what it shall have, and the last of those that
	-- was decided upon.
	due INTEGER NOT NULL DEFAULT 0,
	decided INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX sponsors_completed ON sponsors (completed) WHERE onboarded IS NULL;
CREATE INDEX sponsors_level_completed ON sponsors (level_completed);
CREATE INDEX sponsors_due ON sponsors (due) WHERE decided < due;

CREATE TABLE contracts (
	contract TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	signed_on TEXT NOT NULL,
	in_kind INTEGER NOT NULL,
	voided INTEGER NOT NULL DEFAULT 0,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX contracts_by_sponsor ON contracts (sponsor);

CREATE TABLE invoices (
	invoice TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	amount INTEGER NOT NULL,
	paid INTEGER NOT NULL DEFAULT 0 CHECK (paid BETWEEN 0 AND amount),
	currency TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('raised', 'settled', 'cancelled', 'refunded')),
	raised_at TEXT NOT NULL,
	due_on TEXT,
	settled_on TEXT,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX invoices_by_sponsor ON invoices (sponsor);
CREATE INDEX invoices_unpaid ON invoices (raised_at) WHERE state = 'raised';

-- Policies in the order of their adoption; their rules are in the event.
CREATE TABLE policies (
	seq INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	adopted_at TEXT NOT NULL
) STRICT;

-- What a sponsor is owed: by the policy, once fixed; what an organiser decided; what
-- is held for it until it is on board; and what of all that was decided upon.
CREATE TABLE entitlements (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	pool TEXT,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;

-- An override that was taken back has no quantity.
CREATE TABLE overrides (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER,
	seq INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE provisions (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	until TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;

CREATE INDEX provisions_by_end ON provisions (until);

CREATE TABLE targets (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;

-- What sponsors lack, of what was decided that they shall have: by type.
CREATE VIEW lacking AS
SELECT t.sponsor, t.type, t.quantity, t.quantity - coalesce(sum(b.good), 0) AS lack
FROM targets t JOIN sponsors s USING (sponsor)
LEFT JOIN bookings b ON b.beneficiary = t.sponsor AND b.type = t.type AND b.state <> 'refused'
WHERE s.decided >= s.due
GROUP BY t.sponsor, t.type HAVING t.quantity > coalesce(sum(b.good), 0);

-- The last refusal of each of these, which was not the cause of another attempt.
CREATE VIEW refused_and_lacking AS
SELECT b.beneficiary AS sponsor, b.type, b.quantity, b.reference, b.code, b.message, b.answered
FROM bookings b JOIN lacking l ON l.sponsor = b.beneficiary AND l.type = b.type
WHERE b.state = 'refused'
AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.cause = b.answered)
AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.beneficiary = b.beneficiary
	AND n.type = b.type AND n.state = 'refused' AND n.answered > b.answered);
