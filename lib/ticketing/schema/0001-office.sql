-- The ticket office. seq is the position of the event that set the row last.

CREATE TABLE ticket_types (
	type TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	price INTEGER NOT NULL CHECK (price >= 0),
	currency TEXT NOT NULL,
	capacity INTEGER NOT NULL CHECK (capacity >= 0),
	sale_from TEXT,
	sale_until TEXT,
	private INTEGER NOT NULL,
	sold INTEGER NOT NULL DEFAULT 0 CHECK (sold BETWEEN 0 AND capacity),
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A client and its grants. What is not granted is not allowed.
CREATE TABLE clients (
	client TEXT PRIMARY KEY,
	waive INTEGER NOT NULL,
	budget INTEGER,
	expires TEXT,
	revoked INTEGER NOT NULL DEFAULT 0,
	booked INTEGER NOT NULL DEFAULT 0 CHECK (booked >= 0),
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE client_commands (
	client TEXT NOT NULL REFERENCES clients,
	command TEXT NOT NULL,
	PRIMARY KEY (client, command)
) STRICT, WITHOUT ROWID;

CREATE TABLE client_types (
	client TEXT NOT NULL REFERENCES clients,
	type TEXT NOT NULL,
	PRIMARY KEY (client, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE purchases (
	purchase BLOB PRIMARY KEY CHECK (length(purchase) = 16),
	client TEXT NOT NULL,
	reference TEXT NOT NULL,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	payment TEXT NOT NULL,
	amount INTEGER NOT NULL CHECK (amount >= 0),
	currency TEXT NOT NULL,
	reason TEXT
) STRICT, WITHOUT ROWID;

-- A ticket's id is its purchase's with its number in the last two bytes, so it
-- lies beside its siblings, and needs no index to be found by its purchase.
CREATE TABLE tickets (
	ticket BLOB PRIMARY KEY CHECK (length(ticket) = 16),
	type TEXT NOT NULL
) STRICT, WITHOUT ROWID;
