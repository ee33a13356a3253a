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
