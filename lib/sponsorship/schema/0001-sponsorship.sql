-- The sponsorship CRM. All of it is a projection of the feed. Positions are those of this
-- store's feed; seq is that of the last event that set the row.

CREATE TABLE sponsors (
	sponsor TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	email TEXT NOT NULL,
	signed_up_on TEXT,
	seq INTEGER NOT NULL,
	registered_at TEXT NOT NULL,
	withdrawn INTEGER -- the event by which it has withdrawn
) STRICT, WITHOUT ROWID;

CREATE TABLE contracts (
	contract TEXT PRIMARY KEY,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	level TEXT,    -- NULL: the sponsor's
	replaces TEXT, -- while this one counts, that one does not
	signed_on TEXT NOT NULL,
	signed_level TEXT NOT NULL, -- the sponsor's level then
	in_kind INTEGER NOT NULL,
	voided INTEGER, -- the event by which it is void
	seq INTEGER NOT NULL,
	level_in_force TEXT,  -- of a contract on board
	changed INTEGER,      -- the fact that put that level in force
	published INTEGER,    -- the last sponsor-onboarded or sponsor-level-changed
	published_level TEXT  -- the level in it
) STRICT, WITHOUT ROWID;

CREATE INDEX contracts_by_sponsor ON contracts (sponsor);
CREATE INDEX contracts_changed ON contracts (changed) WHERE published_level IS NOT level_in_force;

-- A row for each record of an invoice: of one that was amended, or raised again after it was
-- cancelled, the last one counts.
CREATE TABLE invoices (
	invoice TEXT NOT NULL,
	sponsor TEXT NOT NULL REFERENCES sponsors,
	contract TEXT, -- NULL: none is named
	amount INTEGER NOT NULL,
	paid INTEGER NOT NULL DEFAULT 0 CHECK (paid BETWEEN 0 AND amount),
	currency TEXT NOT NULL,
	state TEXT NOT NULL CHECK
		(state = 'raised' OR state = 'settled' OR state = 'amended' OR state = 'cancelled' OR state = 'refunded'),
	raised_at TEXT NOT NULL,
	issued_on TEXT,
	due_on TEXT,
	seq INTEGER NOT NULL,
	ended INTEGER,        -- the event by which it was amended, cancelled or refunded
	settled INTEGER,      -- the fact by which it was settled
	settled_level TEXT,   -- the sponsor's level then
	PRIMARY KEY (invoice, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX invoices_by_sponsor ON invoices (sponsor);

-- payment: its reference; '': it has none.
CREATE TABLE payments (
	invoice TEXT NOT NULL,
	payment TEXT NOT NULL,
	amount INTEGER NOT NULL,
	paid_on TEXT NOT NULL,
	seq INTEGER NOT NULL,
	reversed INTEGER, -- the event by which it was reversed
	surplus INTEGER NOT NULL DEFAULT 0 CHECK (surplus >= 0), -- paid beyond the invoice
	returned INTEGER, -- the event by which the surplus was paid back
	PRIMARY KEY (invoice, payment)
) STRICT, WITHOUT ROWID;
