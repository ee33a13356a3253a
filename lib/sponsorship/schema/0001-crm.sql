-- The sponsorship CRM. seq is the position of the event that set the row last.

CREATE TABLE sponsors (
	sponsor TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	email TEXT NOT NULL,
	signed_up_on TEXT,
	seq INTEGER NOT NULL,
	-- Positions of the events that made it so; NULL: not yet.
	completed INTEGER, -- contract signed, all invoices settled
	onboarded INTEGER,
	entitled INTEGER   -- what it is owed was fixed
) STRICT, WITHOUT ROWID;

CREATE INDEX sponsors_completed ON sponsors (completed) WHERE entitled IS NULL;
CREATE INDEX sponsors_onboarded ON sponsors (onboarded) WHERE entitled IS NULL;

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
	currency TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('raised', 'settled', 'cancelled')),
	settled_on TEXT,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX invoices_by_sponsor ON invoices (sponsor);

-- Policies in the order of their adoption; rules in their own.
CREATE TABLE policies (
	seq INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE,
	adopted_at TEXT NOT NULL
) STRICT;

CREATE TABLE policy_rules (
	policy INTEGER NOT NULL REFERENCES policies,
	rule INTEGER NOT NULL,
	level TEXT,
	signed_up_before TEXT,
	PRIMARY KEY (policy, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_grants (
	policy INTEGER NOT NULL,
	rule INTEGER NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (policy, rule, type),
	FOREIGN KEY (policy, rule) REFERENCES policy_rules
) STRICT, WITHOUT ROWID;

-- What a sponsor is owed: by the policy, once fixed; and what an organiser decided.
CREATE TABLE entitlements (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE overrides (
	sponsor TEXT NOT NULL REFERENCES sponsors,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (sponsor, type)
) STRICT, WITHOUT ROWID;

CREATE INDEX overrides_by_seq ON overrides (seq);
