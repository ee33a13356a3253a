-- The speaker CRM. All of it is a projection of the feed. Positions are those of this store's
-- feed.

-- seq: the last event with the record, which has the roles and talks.
CREATE TABLE speakers (
	speaker TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	answer_by TEXT,
	state TEXT NOT NULL CHECK
		(state = 'invited' OR state = 'accepted' OR state = 'declined' OR state = 'withdrawn'),
	seq INTEGER NOT NULL,
	answered INTEGER, -- the event that set the state; NULL: the invitation
	first_acceptance INTEGER, -- of the answer in force: it selects the policies
	last_acceptance INTEGER -- the last acceptance, withdrawn since or not
) STRICT, WITHOUT ROWID;
