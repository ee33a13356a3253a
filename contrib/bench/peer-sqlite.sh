#!/bin/sh
# The peer in the sqlite3 shell: it reads the commands, and one statement stores
# ticket-create's rows, through a view with a trigger. Then it prints the answers.
#
#     peer-sqlite.sh FILE COMMANDS >answers
#
# Ids are text and the digest is SHA-3, because older shells have neither unhex() nor SHA-2.
set -eu
exec sqlite3 -batch -bail "$1" <<SQL
.output /dev/null
PRAGMA journal_mode = WAL;
.output
PRAGMA synchronous = FULL;
PRAGMA temp_store = FILE;
CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL, subject TEXT NOT NULL, line TEXT NOT NULL) STRICT;
CREATE TABLE outcomes (client TEXT NOT NULL, command TEXT NOT NULL,
    digest BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (client, command)) STRICT, WITHOUT ROWID;
CREATE TABLE purchases (purchase TEXT PRIMARY KEY, client TEXT NOT NULL,
    reference TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
    payment TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
    reason TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE tickets (ticket TEXT PRIMARY KEY, type TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE numbers (number INTEGER PRIMARY KEY);
INSERT INTO numbers WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 100)
    SELECT i FROM n;

CREATE TEMP TABLE lines (line TEXT NOT NULL);
CREATE TEMP VIEW commands (seq, event, purchase, now, command, correlation, digest,
        reference, name, email, tickets, payment, reason) AS
    SELECT 0, '', '', '', '', '', '', '', '', '', '', '', '';
CREATE TEMP TRIGGER commands_insert INSTEAD OF INSERT ON commands
BEGIN
    INSERT INTO outcomes VALUES ('sponsorship', new.command, new.digest, new.seq, 1);
    INSERT INTO purchases VALUES (new.purchase || '0000', 'sponsorship', new.reference,
        new.name, new.email, new.payment, 0, 'JPY', new.reason);
    INSERT INTO tickets SELECT new.purchase || format('%04x', number), wanted.value ->> 'type'
        FROM json_each(new.tickets) AS wanted
        JOIN numbers ON number <= wanted.value ->> 'quantity';
    INSERT INTO events VALUES (new.seq, new.event,
        'lanyard.ticketing.ticket-purchase-created.v1', new.reference,
        json_object('specversion', '1.0', 'id', new.event, 'source', '/x/ticketing',
            'type', 'lanyard.ticketing.ticket-purchase-created.v1', 'time', new.now,
            'subject', new.reference, 'sequence', format('%019d', new.seq),
            'correlationid', new.correlation, 'causationid', new.command,
            'client', 'sponsorship', 'commanddigest', lower(hex(new.digest)),
            'data', json_object('purchase', new.purchase || '0000',
                'reference', new.reference, 'client', 'sponsorship',
                'purchaser', json_object('name', new.name, 'email', new.email),
                'tickets', (SELECT json_group_array(json_object(
                        'id', new.purchase || format('%04x', number),
                        'type', wanted.value ->> 'type'))
                    FROM json_each(new.tickets) AS wanted
                    JOIN numbers ON number <= wanted.value ->> 'quantity'),
                'payment', new.payment, 'amount', 0, 'currency', 'JPY',
                'reason', new.reason)));
END;

.mode ascii
.separator "\037" "\n"
.import "$2" lines
INSERT INTO commands
    SELECT rowid,
        format('01a00000-%04x-7%03x-8%03x-%012x', rowid >> 12, rowid & 4095, random() & 4095,
            random() & 0xffffffffffff),
        format('01a00000-%04x-7%03x-8%03x-%08x', rowid >> 12, rowid & 4095, random() & 4095,
            random() & 0xffffffff),
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        line ->> 'id', line ->> 'correlationid', sha3(line -> 'data', 256),
        line ->> '\$.data.reference', line ->> '\$.data.purchaser.name',
        line ->> '\$.data.purchaser.email', line -> '\$.data.tickets',
        line ->> '\$.data.payment', line ->> '\$.data.reason'
    FROM lines;
.mode list
SELECT line FROM events ORDER BY seq;
SQL
