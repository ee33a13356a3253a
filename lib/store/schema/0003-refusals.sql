-- How a client's record without an id was last refused, by the digest of its
-- command and data: the same refusal again is answered by that event.
CREATE TABLE refusals (
	client TEXT NOT NULL,
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	seq INTEGER NOT NULL,
	PRIMARY KEY (client, digest)
) STRICT, WITHOUT ROWID;
