-- When ticketing's door said what is noted of a command, by its own clock: what it said
-- before is no news. The tables are refilled from the feed; NULL: it does not say when.
ALTER TABLE bookings ADD COLUMN turned_away_at TEXT;
ALTER TABLE reclaims ADD COLUMN turned_away_at TEXT;
