-- The speaker CRM. All of it follows from the feed. Positions are of this store's
-- own feed.

-- talks: how many; they themselves are in the event at seq, which set the record last.
CREATE TABLE speakers (
	speaker TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	role TEXT NOT NULL,
	talks INTEGER NOT NULL,
	answer_by TEXT,
	state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'withdrawn')),
	seq INTEGER NOT NULL,
	answered INTEGER, -- the event that made the state what it is; NULL: the invitation
	entitled INTEGER  -- what is owed by the policy was fixed last
) STRICT, WITHOUT ROWID;
