-- The ledger of a client of the open host, and what its beneficiaries are entitled to.
-- All of it is a projection of the feed. Positions are of this store's own feed.

-- The conference's time zone: own, set here, takes precedence over learned, that of ticketing at
-- learned_at, by its clock. The positions are of the events that set them last.
CREATE TABLE zones (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	own TEXT,
	own_seq INTEGER,
	learned TEXT,
	learned_seq INTEGER,
	learned_at TEXT
) STRICT;

-- due: the last fact that may change the entitlement; decision: the last entitlement-decided.
CREATE TABLE beneficiaries (
	beneficiary TEXT PRIMARY KEY,
	due INTEGER NOT NULL,
	decision INTEGER NOT NULL DEFAULT 0,
	-- 1 + the position of the newest policy at a decision that left the policy's part
	-- undecided; 0: it is decided.
	undecided INTEGER NOT NULL DEFAULT 0,
	-- Their contact; changed: the position of the event that set it.
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX beneficiaries_due ON beneficiaries (due) WHERE decision < due;
CREATE INDEX beneficiaries_undecided ON beneficiaries (undecided) WHERE undecided > 0;

-- What was decided last; 0 of what else is booked. decided: a surplus is reclaimed. surplus: more
-- of the type is booked or requested, so that those
-- who may have one are found without the others.
CREATE TABLE desired (
	beneficiary TEXT NOT NULL REFERENCES beneficiaries,
	type TEXT NOT NULL,
	pool TEXT NOT NULL, -- '': none
	quantity INTEGER NOT NULL,
	decided INTEGER NOT NULL,
	surplus INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (beneficiary, type, pool)
) STRICT, WITHOUT ROWID;

CREATE INDEX desired_surplus ON desired (beneficiary, type) WHERE surplus = 1;

-- A withdrawn override has no quantity.
CREATE TABLE overrides (
	beneficiary TEXT NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER,
	seq INTEGER NOT NULL,
	PRIMARY KEY (beneficiary, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE holds (
	beneficiary TEXT NOT NULL,
	type TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	until TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (beneficiary, type)
) STRICT, WITHOUT ROWID;

CREATE INDEX holds_by_end ON holds (until);

-- Policies in the order of their adoption; their rules are in the event at seq.
CREATE TABLE policies (
	seq INTEGER PRIMARY KEY,
	version TEXT NOT NULL UNIQUE
) STRICT;

-- One row per request. id: of the command that requests it; quantity: requested; valid: of
-- these, not cancelled; name, email: the purchaser, as requested.
CREATE TABLE bookings (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	reference TEXT NOT NULL UNIQUE,
	beneficiary TEXT NOT NULL,
	type TEXT NOT NULL,
	pool TEXT NOT NULL, -- '': none
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	valid INTEGER NOT NULL CHECK (valid BETWEEN 0 AND quantity),
	state TEXT NOT NULL CHECK
		(state = 'requested' OR state = 'booked' OR state = 'refused'),
	cause INTEGER NOT NULL,     -- the fact decided on
	requested INTEGER NOT NULL,
	requested_at TEXT NOT NULL,
	answered INTEGER,
	purchase BLOB CHECK (length(purchase) = 16), -- NULL: none, or recorded manually
	code TEXT,                  -- of the refusal; while requested, of the last denial
	message TEXT,
	source_time TEXT,           -- of its last answer or denial, by ticketing's clock
	assignee TEXT               -- the address that its first ticket is assigned to; NULL: none
) STRICT, WITHOUT ROWID;

CREATE INDEX bookings_by_beneficiary ON bookings (beneficiary, type);
CREATE INDEX bookings_by_cause ON bookings (cause);
CREATE INDEX bookings_pending ON bookings (cause) WHERE state = 'requested';
CREATE INDEX bookings_by_purchase ON bookings (purchase) WHERE purchase IS NOT NULL;

-- One row per reclaim. id: of the command that reclaims; keep: how many tickets of the booking
-- stay.
CREATE TABLE reclaims (
	id BLOB PRIMARY KEY CHECK (length(id) = 16),
	booking BLOB NOT NULL REFERENCES bookings ON UPDATE CASCADE,
	keep INTEGER NOT NULL CHECK (keep >= 0),
	state TEXT NOT NULL CHECK
		(state = 'requested' OR state = 'done' OR state = 'refused'),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	code TEXT,
	message TEXT,
	source_time TEXT -- of its last denial, by ticketing's clock
) STRICT, WITHOUT ROWID;

CREATE INDEX reclaims_by_booking ON reclaims (booking);
CREATE INDEX reclaims_by_cause ON reclaims (cause);
CREATE INDEX reclaims_pending ON reclaims (cause) WHERE state = 'requested';

-- The last contact that was sent for a booking since its request. id: of the command.
CREATE TABLE amendments (
	booking BLOB PRIMARY KEY REFERENCES bookings ON UPDATE CASCADE,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	state TEXT NOT NULL CHECK
		(state = 'requested' OR state = 'done' OR state = 'refused'),
	cause INTEGER NOT NULL,
	requested INTEGER NOT NULL,
	code TEXT,
	message TEXT,
	source_time TEXT -- of its last denial, by ticketing's clock
) STRICT, WITHOUT ROWID;

CREATE INDEX amendments_by_cause ON amendments (cause);
CREATE INDEX amendments_pending ON amendments (cause) WHERE state = 'requested';

-- The last assignment that ticketing published for a ticket; no email: unassigned. The last
-- is the one of the latest time: a ticketing restored from a backup uses sequences again.
-- released: the event by which a reclaim may take it: it is unassigned, or assigned to the
-- beneficiary; NULL: it is assigned to somebody else, or cancelled.
CREATE TABLE assignments (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	booking BLOB NOT NULL REFERENCES bookings ON UPDATE CASCADE,
	email TEXT COLLATE NOCASE,
	personal INTEGER NOT NULL, -- the assignee is the beneficiary
	source_time TEXT NOT NULL,
	source_sequence TEXT NOT NULL,
	released INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX assignments_by_booking ON assignments (booking);
CREATE INDEX assignments_by_email ON assignments (email);

-- Manual records, to find a repeated one.
CREATE TABLE manual_records (
	seq INTEGER PRIMARY KEY,
	booking BLOB NOT NULL REFERENCES bookings ON UPDATE CASCADE,
	recorded_by TEXT NOT NULL,
	note TEXT,
	refused TEXT,
	left INTEGER NOT NULL -- -1: it was booked or refused
) STRICT;

CREATE INDEX manual_records_by_booking ON manual_records (booking);

-- The bookings that are not refused. expected: valid tickets when pending reclaims are done.
-- assigned: a manual record of how many are left does not name them, so more may be assigned
-- than are valid.
CREATE VIEW expected_bookings AS
SELECT *, coalesce((SELECT min(keep) FROM reclaims r
		WHERE r.booking = b.id AND r.state = 'requested'), valid) AS expected,
	(SELECT count(*) FROM assignments a
		WHERE a.booking = b.id AND a.email IS NOT NULL) AS assigned
FROM bookings b WHERE state <> 'refused';

-- What was decided, and what is booked or requested, by type. (A GROUP BY would compute all
-- types of all beneficiaries for a query of one.)
CREATE VIEW balances AS
SELECT d.beneficiary, d.type, d.decided, d.surplus,
	(SELECT sum(quantity) FROM desired e WHERE e.beneficiary = d.beneficiary
		AND e.type = d.type) AS desired,
	(SELECT coalesce(sum(valid), 0) FROM bookings b WHERE b.beneficiary = d.beneficiary
		AND b.type = d.type AND b.state <> 'refused') AS booked
FROM desired d CROSS JOIN beneficiaries p ON p.beneficiary = d.beneficiary
WHERE p.decision > p.due
AND NOT EXISTS (SELECT 1 FROM desired e WHERE e.beneficiary = d.beneficiary
	AND e.type = d.type AND e.pool < d.pool);

CREATE VIEW missing AS
SELECT beneficiary, type, desired, booked FROM balances WHERE desired > booked;

CREATE VIEW surplus AS
SELECT beneficiary, type, desired, booked FROM balances
WHERE surplus = 1 AND booked > desired AND decided;

-- The last refusal of what is missing, unless another attempt was made because of it, or one
-- that was requested later is booked: what is missing of that was cancelled.
CREATE VIEW refused AS
SELECT b.beneficiary, b.type, b.quantity, b.reference, b.code, b.message, b.answered
FROM bookings b JOIN missing m ON m.beneficiary = b.beneficiary AND m.type = b.type
WHERE b.state = 'refused'
AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.cause = b.answered)
AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.beneficiary = b.beneficiary
	AND n.type = b.type AND ((n.state = 'refused' AND n.answered > b.answered)
		OR (n.state = 'booked' AND n.requested > b.answered)));

-- What is missing and was not refused: it was cancelled, or never requested.
CREATE VIEW cancelled AS
SELECT beneficiary, type, desired, booked FROM missing m WHERE NOT EXISTS (
	SELECT 1 FROM refused r WHERE r.beneficiary = m.beneficiary AND r.type = m.type);

-- One row per booking with surplus unassigned tickets that has no pending reclaim: it was
-- booked after less was decided, or a ticket was unassigned since. After a reclaim was
-- refused, only a ticket unassigned since makes it reclaimable again. A beneficiary who is
-- owed nothing does not attend: their own ticket counts as unassigned.
-- cause: the event that made it reclaimable. CROSS JOIN is in this order, in SQLite: few have a
-- surplus.
CREATE VIEW reclaimable AS
SELECT b.beneficiary, b.type, max(b.answered, b.released) AS cause
FROM surplus s CROSS JOIN (
	SELECT *, coalesce((SELECT max(released) FROM assignments a WHERE a.booking = k.id), 0) AS released
	FROM bookings k WHERE state = 'booked' AND purchase IS NOT NULL
) b ON b.beneficiary = s.beneficiary AND b.type = s.type
JOIN beneficiaries p ON p.beneficiary = b.beneficiary
WHERE b.valid > (SELECT count(*) FROM assignments a WHERE a.booking = b.id AND a.email IS NOT NULL
	AND NOT (a.personal AND p.undecided = 0 AND NOT EXISTS (SELECT 1 FROM desired d
		WHERE d.beneficiary = b.beneficiary AND d.quantity > 0)))
AND NOT EXISTS (SELECT 1 FROM reclaims r WHERE r.booking = b.id
	AND (r.state = 'requested' OR (r.requested > p.decision AND r.requested > max(b.answered, b.released))));

-- What is booked from a pool beyond what was decided of that pool, by type: enough is booked,
-- and from another pool than decided. Tickets from no pool count for any.
CREATE VIEW other_pool AS
SELECT b.beneficiary, b.type, b.pool,
	(SELECT sum(valid) FROM bookings o WHERE o.beneficiary = b.beneficiary
		AND o.type = b.type AND o.pool = b.pool AND o.state = 'booked'
		AND o.purchase IS NOT NULL) AS booked,
	(SELECT coalesce(sum(quantity), 0) FROM desired d WHERE d.beneficiary = b.beneficiary
		AND d.type = b.type AND d.pool = b.pool) AS desired
FROM bookings b JOIN (SELECT beneficiary, type FROM balances WHERE decided AND booked <= desired) t
	ON t.beneficiary = b.beneficiary AND t.type = b.type
WHERE b.pool <> '' AND b.state = 'booked' AND b.purchase IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM bookings o WHERE o.beneficiary = b.beneficiary
	AND o.type = b.type AND o.pool = b.pool AND o.state = 'booked'
	AND o.purchase IS NOT NULL AND o.id < b.id)
AND booked > desired;

-- One row per booking of ticketing's whose beneficiary has another contact than was sent last.
-- cause: the event since which it is to be sent: the change, or the answer to the request.
CREATE VIEW outdated AS
SELECT b.id, b.reference, b.beneficiary, max(b.answered, p.changed) AS cause
FROM bookings b JOIN beneficiaries p ON p.beneficiary = b.beneficiary
LEFT JOIN amendments a ON a.booking = b.id
WHERE b.state = 'booked' AND b.purchase IS NOT NULL AND b.valid > 0
AND (coalesce(a.name, b.name) <> p.name OR coalesce(a.email, b.email) <> p.email);
