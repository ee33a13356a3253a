-- What every store holds, whatever its context.

CREATE TABLE identity (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	context TEXT NOT NULL,
	conference TEXT NOT NULL
) STRICT;

-- The feed. seq has no gaps: it is the last plus one, taken in the write
-- transaction. line is the event as it was printed, without its newline.
CREATE TABLE events (
	seq INTEGER PRIMARY KEY,
	id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
	type TEXT NOT NULL,
	subject TEXT NOT NULL,
	line TEXT NOT NULL
) STRICT;

CREATE TRIGGER events_keep_update BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;

CREATE TRIGGER events_keep_delete BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'the feed is append-only'); END;

-- What each command came to, for ever: count lines of the feed, from first.
CREATE TABLE outcomes (
	client TEXT NOT NULL,
	command BLOB NOT NULL CHECK (length(command) = 16),
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command)
) STRICT, WITHOUT ROWID;

-- The same by natural key, the last that stood: what a record without an id
-- is compared with.
CREATE TABLE outcomes_by_key (
	client TEXT NOT NULL,
	command TEXT NOT NULL,
	key TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	first INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (client, command, key)
) STRICT, WITHOUT ROWID;

-- How a client's record without an id was last refused, by the digest of its
-- command and data: the same refusal again is answered by that event.
CREATE TABLE refusals (
	client TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	seq INTEGER NOT NULL,
	PRIMARY KEY (client, digest)
) STRICT, WITHOUT ROWID;

-- Which events are about whom, where clients may read what is about them.
CREATE TABLE client_events (
	client TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (client, seq)
) STRICT, WITHOUT ROWID;

-- How far a reader has come in somebody else's feed.
CREATE TABLE positions (
	name TEXT PRIMARY KEY,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
