#!/usr/bin/env python3
"""The peer in Python's standard library: ticket-create's rows and answers.

    peer.py FILE <commands >answers
"""
import hashlib
import json
import os
import sqlite3
import sys
import time

SCHEMA = """
CREATE TABLE events (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
    type TEXT NOT NULL, subject TEXT NOT NULL, line TEXT NOT NULL) STRICT;
CREATE TABLE outcomes (client TEXT NOT NULL, command BLOB NOT NULL,
    digest BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (client, command)) STRICT, WITHOUT ROWID;
CREATE TABLE purchases (purchase BLOB PRIMARY KEY, client TEXT NOT NULL,
    reference TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
    payment TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
    reason TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE tickets (ticket BLOB PRIMARY KEY, type TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
"""
TYPE = "lanyard.ticketing.ticket-purchase-created.v1"
CLIENT = "sponsorship"
BATCH = 1000


def uuid7(now, random):
    """A UUIDv7 whose last two bytes are left to its members."""
    value = bytearray(now.to_bytes(6, "big") + random + b"\0\0")
    value[6] = value[6] & 0x0F | 0x70
    value[8] = value[8] & 0x3F | 0x80
    return bytes(value)


def text_of(value):
    digits = value.hex()
    return "-".join(
        (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    )


def answer(command, seq, now, stamp, random):
    """The answer's line, and the rows to store."""
    data = command["data"]
    event, purchase = uuid7(now, random[:8]), uuid7(now, random[8:])
    digest = hashlib.sha256(
        json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    ).digest()
    tickets = []
    for wanted in data["tickets"]:
        for _ in range(wanted["quantity"]):
            member = purchase[:14] + (len(tickets) + 1).to_bytes(2, "big")
            tickets.append((member, wanted["type"]))
    line = json.dumps({
        "specversion": "1.0",
        "id": text_of(event),
        "source": "/x/ticketing",
        "type": TYPE,
        "time": stamp,
        "subject": data["reference"],
        "sequence": f"{seq:019d}",
        "correlationid": command["correlationid"],
        "causationid": command["id"],
        "client": CLIENT,
        "commanddigest": digest.hex(),
        "data": {
            "purchase": text_of(purchase),
            "reference": data["reference"],
            "client": CLIENT,
            "purchaser": data["purchaser"],
            "tickets": [{"id": text_of(id), "type": type} for id, type in tickets],
            "payment": data["payment"],
            "amount": 0,
            "currency": "JPY",
            "reason": data["reason"],
        },
    }, ensure_ascii=False, separators=(",", ":"))
    return line, (
        (CLIENT, bytes.fromhex(command["id"].replace("-", "")), digest, seq, 1),
        (purchase, CLIENT, data["reference"], data["purchaser"]["name"],
         data["purchaser"]["email"], data["payment"], 0, "JPY", data["reason"]),
        tickets,
        (seq, event, TYPE, data["reference"], line),
    )


def take(db, lines, seq):
    """One transaction; returns what to print, once it is committed."""
    answers = []
    outcomes, purchases, tickets, events = [], [], [], []
    now = int(time.time() * 1000)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now // 1000))
    stamp += f".{now % 1000:03d}Z"
    random = os.urandom(16 * len(lines))
    for i, line in enumerate(lines):
        seq += 1
        text, rows = answer(json.loads(line), seq, now, stamp, random[16 * i:16 * i + 16])
        answers.append(text)
        outcomes.append(rows[0])
        purchases.append(rows[1])
        tickets.extend(rows[2])
        events.append(rows[3])
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?)", outcomes)
    db.executemany("INSERT INTO purchases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", purchases)
    db.executemany("INSERT INTO tickets VALUES (?, ?)", tickets)
    db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", events)
    db.execute("COMMIT")
    return answers


def main():
    db = sqlite3.connect(sys.argv[1], isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(SCHEMA)
    seq = 0
    lines = []
    for line in sys.stdin:
        lines.append(line)
        if len(lines) == BATCH:
            sys.stdout.write("\n".join(take(db, lines, seq)) + "\n")
            seq += len(lines)
            lines = []
    if lines:
        sys.stdout.write("\n".join(take(db, lines, seq)) + "\n")
    db.close()


main()
