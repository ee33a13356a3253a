-- Up to this position the feed does not tell every outcome: a command that an
-- older event answered left nothing in it, and one without an id bore the id that
-- was made up. Those outcomes are kept as they are when the rest is rebuilt.

ALTER TABLE identity ADD COLUMN outcomes_from INTEGER NOT NULL DEFAULT 0;

UPDATE identity SET outcomes_from = (SELECT coalesce(max(seq), 0) FROM events);
