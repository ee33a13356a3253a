-- The guest list. All of it is a projection of the feed. Positions are of this store's own
-- feed.
CREATE TABLE guests (
	guest TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	"group" TEXT NOT NULL,
	seq INTEGER NOT NULL,        -- the event that set the record last
	registered INTEGER NOT NULL, -- the event by which they came on the list
	registered_on TEXT NOT NULL,
	withdrawn INTEGER            -- the event by which they were withdrawn
) STRICT, WITHOUT ROWID;
