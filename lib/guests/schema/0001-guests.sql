-- The guest list. All of it is a projection of the feed. Positions are those of this store's
-- feed.
CREATE TABLE guests (
	guest TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	"group" TEXT NOT NULL,
	seq INTEGER NOT NULL,        -- the last event with the record
	registered INTEGER NOT NULL, -- the event by which they came on the list
	registered_on TEXT NOT NULL,
	withdrawn INTEGER            -- the event by which they were withdrawn
) STRICT, WITHOUT ROWID;
