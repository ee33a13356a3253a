-- The tables of every store.

CREATE TABLE identity (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	context TEXT NOT NULL,
	conference TEXT NOT NULL
) STRICT;

-- The feed. seq has no gaps: the write transaction sets it to the last plus one.
-- line is the event as printed, without its newline.
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	line TEXT NOT NULL
) STRICT;

CREATE TRIGGER events_keep_update BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;

CREATE TRIGGER events_keep_delete BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;

-- The first event of the command that used a natural key. scope: of the client and the command's
-- type, as a hash, which is shorter than both.
CREATE TABLE natural_keys (
	scope INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

-- The last rejection of a client's record without an id, by the digest of its command
-- and data: an equal rejection is answered by that event.
CREATE TABLE refusals (
	client TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	seq INTEGER NOT NULL,
	PRIMARY KEY (client, digest)
) STRICT, WITHOUT ROWID;

-- The events about each subject; in the store of an open host, about each client, which may
-- read those: from first to last. Adjacent ones are one row.
CREATE TABLE events_about (
	about TEXT NOT NULL,
	last INTEGER NOT NULL,
	first INTEGER NOT NULL,
	PRIMARY KEY (about, last)
) STRICT, WITHOUT ROWID;

-- By what somebody or something is known. kind: the field of the event; owner: whose address it
-- is, or the id itself. Look-alikes have the same folded text.
CREATE TABLE look_alikes (
	kind TEXT NOT NULL,
	owner TEXT NOT NULL,
	text TEXT NOT NULL,
	folded TEXT NOT NULL,
	PRIMARY KEY (owner, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX look_alikes_folded ON look_alikes (folded, kind, text);

-- The last event that each named consumer of the feed has read.
CREATE TABLE positions (
	name TEXT PRIMARY KEY,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
