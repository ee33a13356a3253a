#!/usr/bin/env python3
"""Random sets of facts in random orders, compared with each other and with a model.

    orders.py SEED SETS ORDERS

The pipeline runs in between, and is interrupted. A person books some requests in another shop,
records that, and follows the reports: returns a surplus, retries refused requests, and runs the
printed repairs. Addresses change, also before ticketing has answered. A client is restored from a
backup. Prints a line for each set; exits with 1 if anything differs, with the seed of the set.
"""
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys

from facts import CLIENTS, MAKERS, POLICIES, Facts, Policies

# The tasks that depend on which tickets were booked and assigned before less was owed.
OF_TICKETS = ("tickets_surplus", "tickets_from_other_pool")


REGISTER = {"sponsor": "sponsor-register", "speaker": "speaker-invite", "guest": "guest-register"}


class Failure(Exception):
    pass


def run(words, lines="", allowed=(0,)):
    done = subprocess.run(words.split(), input=lines, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise Failure(f"{words}: {done.returncode}: {done.stderr.strip()}\n{lines[:2000]}")
    return done.stdout


def rows(words, lines="", allowed=(0,)):
    return [json.loads(line) for line in run(words, lines, allowed).splitlines()]


def set_up(home):
    shutil.rmtree(home, ignore_errors=True)
    os.environ["LANYARD_NOW"] = "2025-03-01T12:00:00Z"
    for kind in ("full", "day"):
        run(f"ticket-type add {kind} --name {kind} --price 100 --currency EUR --capacity 10")
    for pool in ("addon", "press"):
        run(f"ticket-pool add {pool} --type day --places 1")
    for noun, client in CLIENTS.items():
        run(f"ticket-client add {client} --commands create-ticket-purchase,cancel-tickets,amend-purchaser "
            "--types full,day --pools addon,press --waive")
        run(f"{noun}-policy adopt", json.dumps(POLICIES[noun][0]) + "\n")


class Tickets:
    """The tickets that ticketing has, by its feed alone."""

    def __init__(self):
        self.valid = {}
        for event in map(json.loads, run("ticket-feed").splitlines()):
            kind, data = event["type"].split(".")[2], event["data"]
            if kind == "ticket-purchase-created":
                for ticket in data["tickets"]:
                    self.valid[ticket["id"]] = {**data, "type": ticket["type"], "email": None}
            elif kind == "tickets-cancelled":
                for ticket in data["tickets"]:
                    del self.valid[ticket["id"]]
            elif kind == "purchaser-amended":
                for ticket in self.valid.values():
                    if ticket["purchase"] == data["purchase"]:
                        ticket["purchaser"] = data["purchaser"]
            elif kind == "ticket-assigned":
                self.valid[data["ticket"]]["email"] = data["delegate"]["email"]
            elif kind == "ticket-unassigned":
                self.valid[data["ticket"]]["email"] = None

    def of(self, client, name):
        return [ticket for ticket in self.valid.values()
                if ticket["client"] == client and ticket["reference"].startswith(f"{name}/")]


class Person:
    """Books in another shop, records it, and does what the reports say."""

    def __init__(self, chance):
        self.chance = chance
        self.orders = {}   # (noun, reference) of a request: the tickets left of it in that shop
        self.records = []  # all manual records
        self.returned = set()  # purchases of ticketing with a manual return

    def record(self, noun, record):
        self.records.append((noun, record))
        run(f"{noun}-book --manual -q", json.dumps({**record, "by": "Ada"}) + "\n")

    def repeat(self):
        """Repeats a record: it changes nothing, or is denied if it is outdated."""
        if self.records:
            noun, record = self.chance.choice(self.records)
            run(f"{noun}-book --manual -q", json.dumps({**record, "by": "Ada"}) + "\n", (0, 65))

    def take(self, noun, lines):
        """Handles some requests; returns the lines that go to ticketing, some of these among them."""
        rest = ""
        for line in lines.splitlines(keepends=True):
            data = json.loads(line)["data"]
            reference = data["reference"]
            what = self.chance.choice(["book", "refuse", "both", "sent", None, None, None, None])
            if what in ("book", "both"):
                self.orders[noun, reference] = data["tickets"][0]["quantity"]
                self.record(noun, {"reference": reference})
            elif what in ("refuse", "sent"):
                self.record(noun, {"reference": reference, "refused": "no room"})
            if what in ("both", "sent", None):
                rest += line
        return rest

    def record_returned(self, noun, lines):
        """Records some reclaims as done; cancels those tickets now, or by a repair later."""
        rest, valid = "", Tickets().valid.values()
        for line in lines.splitlines(keepends=True):
            data = json.loads(line)["data"]
            tickets = [ticket for ticket in valid if ticket["purchase"] == data["purchase"]]
            assigned = sum(ticket["email"] is not None for ticket in tickets)
            if not tickets or assigned > data["keep"] or self.chance.random() < 0.7:
                rest += line
                continue
            self.returned.add(data["purchase"])
            if self.chance.random() < 0.5:
                run(f"ticket-cancel -q -c organiser --unassigned --keep {data['keep']} "
                    + data["purchase"], allowed=(0, 1))
            run(f"{noun}-book --manual -q --by Ada --left {data['keep']} "
                + tickets[0]["reference"])
        return rest

    def cancel(self):
        """Cancels tickets at ticketing, for a reason of their own."""
        purchases = list(dict.fromkeys(
            ticket["purchase"] for ticket in Tickets().valid.values()))
        if purchases:
            run(f"ticket-cancel -q -c organiser --unassigned {self.chance.choice(purchases)}",
                allowed=(0, 1))  # 1: all of them are assigned

    def assign(self):
        """Assigns or unassigns a ticket; the event may reach the ledger."""
        valid = {ticket: of for ticket, of in Tickets().valid.items()
                 if of["purchase"] not in self.returned}
        if not valid:
            return
        ticket = self.chance.choice(list(valid))
        if valid[ticket]["email"] and self.chance.random() < 0.5:
            line = run(f"ticket-unassign -q -c organiser {ticket}")
        else:
            line = run(f"ticket-assign -q -c organiser --name Bo --email bo@x.example {ticket}")
        for noun, client in CLIENTS.items():
            if valid[ticket]["client"] == client and self.chance.random() < 0.5:
                run(f"{noun}-book -q", line)

    def move(self):
        """Changes the address of somebody who is registered, or changes it back."""
        noun = self.chance.choice(list(CLIENTS))
        known = [row[noun] for row in rows(f"{noun}-status")]
        if known:
            name = self.chance.choice(known)
            run(f"{REGISTER[noun]} -q {name} --email "
                f"{name}@{self.chance.choice(['old', 'new', 'other'])}.example")

    def return_surplus(self, noun, name, kind, surplus):
        """Returns SURPLUS tickets to the shop that they were booked in, the last orders first."""
        returned = False
        for (of, reference), left in reversed(self.orders.items()):
            if of == noun and reference.startswith(f"{name}/{kind}/") and left and surplus:
                self.orders[of, reference] -= min(left, surplus)
                surplus -= min(left, surplus)
                self.record(noun, {"reference": reference, "left": self.orders[of, reference]})
                returned = True
        return returned

    def do_tasks(self, noun):
        """Carries out the tasks of NOUN; returns their kinds."""
        done = retry = False
        for task in rows(f"{noun}-status --tasks --days 100000"):
            if task["task"] in ("booking_refused", "tickets_missing"):
                retry = True
            elif task["task"] == "tickets_surplus":
                for count in task["message"].removeprefix("more than owed: ").split(", "):
                    surplus, kind = count.split(" × ")
                    done |= self.return_surplus(noun, task["beneficiary"], kind, int(surplus))
        if retry:
            lines = run(f"{noun}-allocate --retry -q")
            run(f"{noun}-book -q", run(f"ticket-create -q -c {CLIENTS[noun]}", lines))
        return ["return"] * done + ["retry"] * retry

    def repair(self, noun):
        """Runs the repairs that reconcile prints, except adopting a policy; returns them."""
        found = [row for row in rows(f"{noun}-reconcile -c {CLIENTS[noun]}", run("ticket-feed"),
                                     (0, 1)) if row["difference"] != "without_rule"]
        repairs = {row["repair"] for row in found if "repair" in row}
        for row in found:
            if row["difference"] == "not_in_ledger" and "repair" not in row:
                # Booked twice, and assigned here: a person decides, and keeps the other one.
                repairs |= {f"ticket-cancel -c organiser {ticket['purchase']}"
                            for ticket in Tickets().valid.values()
                            if ticket["reference"] == row["reference"]
                            and ticket["client"] == CLIENTS[noun]}
        for repair in sorted(repairs):
            done = subprocess.run(["sh", "-c", repair], capture_output=True, text=True,
                                  check=False)
            if done.returncode != 0:
                raise Failure(f"{repair}: {done.returncode}: {done.stderr}")
        return sorted(repairs)


def pipeline(chance, person, whole):
    """Runs the cron lines; unless WHOLE, any stage may be left out."""
    for noun, client in CLIENTS.items():
        if not whole and chance.random() < 0.5:
            continue
        if noun == "sponsor" and (whole or chance.random() < 0.7):
            run("sponsor-onboard -a -q")
        lines = run(f"{noun}-allocate -a -q")
        if not whole:
            lines = person.take(noun, lines)
        if whole or chance.random() < 0.8:
            lines = run(f"ticket-create -q -c {client}", lines)
            if whole or chance.random() < 0.8:
                run(f"{noun}-book -q", lines)
        lines = run(f"{noun}-reclaim -a -q")
        if not whole:
            lines = person.record_returned(noun, lines)
        if whole or chance.random() < 0.8:
            lines = run(f"ticket-cancel -q -c {client}", lines)
            if whole or chance.random() < 0.8:
                run(f"{noun}-book -q", lines)
        lines = run(f"{noun}-contact -a -q")
        if whole or chance.random() < 0.7:
            lines = run(f"ticket-amend -q -c {client}", lines)
            if whole or chance.random() < 0.7:
                run(f"{noun}-book -q", lines)


def happen(chance, person):
    """Runs what may happen between two facts."""
    if chance.random() < 0.15:
        pipeline(chance, person, False)
    if chance.random() < 0.03:
        person.do_tasks(chance.choice(list(CLIENTS)))
    if chance.random() < 0.03:
        person.cancel()
    if chance.random() < 0.03:
        person.repeat()
    if chance.random() < 0.1:
        person.assign()
    if chance.random() < 0.2:
        person.move()


def finish(chance, person):
    """Runs everything until no task and no repair is left."""
    for _ in range(8):
        feed = run("ticket-feed")
        for noun in CLIENTS:
            run(f"{noun}-book -q", feed)
        pipeline(chance, person, True)
        busy = sum((person.do_tasks(noun) or person.repair(noun) for noun in CLIENTS), [])
        if not busy:
            return
    raise Failure(f"the tasks and repairs have no end: {busy}")


def counts(row, field):
    """By type, from whichever pool."""
    sums = {}
    for count in row[field]:
        if count["quantity"] > 0:
            sums[count["type"]] = sums.get(count["type"], 0) + count["quantity"]
    return sums


def outcome():
    """The result for each beneficiary: entitlement, bookings, and tasks."""
    result = {}
    for noun in CLIENTS:
        for row in rows(f"{noun}-status"):
            result[noun, row[noun]] = [counts(row, "entitled"), counts(row, "booked"), []]
        for task in rows(f"{noun}-status --tasks --days 100000"):
            result[noun, task["beneficiary"]][2].append((task["task"], task["message"]))
    return result


def enter(tool, record):
    run(f"{tool} -q", json.dumps(record) + "\n" if record else "")


def store_of(client):
    return f"{os.environ['LANYARD_HOME']}/{os.environ['LANYARD_CONFERENCE']}/{client}.db"


class Backup:
    """
    A client is restored from a backup, its facts since then are entered again, and it reads
    ticketing's feed. A backup from before a manual record, which would be lost, is not used.
    """

    def __init__(self, chance, last):
        self.noun = chance.choice(list(CLIENTS))
        self.client = CLIENTS[self.noun]
        self.made, self.restored = sorted(chance.choices(range(last + 1), k=2))
        self.copy = f"{store_of(self.client)}.backup"
        self.records = 0  # of Person, when it was made

    def happen(self, commands, person):
        """After COMMANDS."""
        if len(commands) == self.made:
            with sqlite3.connect(store_of(self.client)) as store:
                store.execute("VACUUM INTO ?", [self.copy])
            self.records = len(person.records)
        if len(commands) == self.restored and len(person.records) == self.records:
            self.restore(commands[self.made:])

    def restore(self, lost):
        tickets, pending = Tickets(), self.pending()
        for suffix in ("-wal", "-shm"):
            if os.path.exists(store_of(self.client) + suffix):
                os.remove(store_of(self.client) + suffix)
        os.replace(self.copy, store_of(self.client))
        os.environ["LANYARD_NOW"] = "2025-03-01T13:00:00Z"
        run(f"event-replay --accept-loss {self.client}")
        for tool, record in lost:
            if tool.startswith(f"{self.noun}-"):
                enter(tool, record)
        run(f"{self.noun}-book -q", run("ticket-feed"))
        if self.noun == "sponsor":
            run("sponsor-onboard -a -q")
        run(f"ticket-create -q -c {self.client}", run(f"{self.noun}-allocate -a -q"))
        # Whose tickets were to be reclaimed has them twice until the reclaim is done.
        run(f"ticket-cancel -q -c {self.client}", run(f"{self.noun}-reclaim -a -q"))
        self.check_twice(tickets, Tickets(), pending)

    def pending(self):
        """What the backup requests still, by beneficiary and type, even if less is owed by now."""
        with sqlite3.connect(self.copy) as store:
            return {(name, kind): quantity for name, kind, quantity in store.execute(
                "SELECT beneficiary, type, sum(quantity) FROM bookings "
                "WHERE state = 'requested' GROUP BY 1, 2")}

    def check_twice(self, before, after, pending):
        """No ticket that was booked before the restore is booked again."""
        for row in rows(f"{self.noun}-status"):
            for kind in ("day", "full"):
                had, has = (sum(ticket["type"] == kind for ticket in
                                tickets.of(self.client, row[self.noun]))
                            for tickets in (before, after))
                if has > max(had, counts(row, "entitled").get(kind, 0),
                             pending.get((row[self.noun], kind), 0)):
                    raise Failure(f"{row} had {had} of {kind}, and has {has} after a restore")


def try_order(facts, chance):
    person, order = Person(chance), facts.order(chance)
    backup = Backup(chance, len(order) if facts.clock is None else order.index(facts.clock))
    commands = [facts.commands[position] for position in order]
    for number, (tool, record) in enumerate(commands):
        backup.happen(commands[:number], person)
        if tool == "clock":
            os.environ["LANYARD_NOW"] = record
        else:
            enter(tool, record)
        happen(chance, person)
    backup.happen(commands, person)
    finish(chance, person)
    for client in CLIENTS.values():
        run(f"event-replay --check -d {store_of(client)}")
    return outcome(), person


def check_reconcile(owed):
    """Fails for differences other than missing rules and assigned tickets that are not owed."""
    feed = run("ticket-feed")
    for noun, client in CLIENTS.items():
        for row in rows(f"{noun}-reconcile -c {client}", feed, (0, 1)):
            if row["difference"] == "without_rule" and \
                    not owed[noun, row["beneficiary"]].decided:
                continue
            if row["difference"] not in ("surplus", "other_pool"):
                raise Failure(f"{noun}-reconcile: {row}")


def check_bookings(key, found, owed, tickets, person):
    """The ledger has the existing tickets; only assigned ones exceed the entitlement."""
    noun, name = key
    valid, surplus, differs = tickets.of(CLIENTS[noun], name), [], set()
    for kind in ("day", "full"):
        here = [ticket for ticket in valid if ticket["type"] == kind]
        elsewhere = sum(left for (of, reference), left in person.orders.items()
                        if of == noun and reference.startswith(f"{name}/{kind}/"))
        booked, least = found[1].get(kind, 0), owed.counts.get(kind, 0)
        is_known = owed.decided or kind in owed.exact
        if booked != len(here) + elsewhere:
            raise Failure(f"{key} has {booked} of {kind} in the ledger, and really "
                          f"{len(here)} at ticketing and {elsewhere} elsewhere")
        # The own ticket of somebody who is owed nothing is cancelled.
        kept = [ticket for ticket in here if ticket["email"] and (
            owed.counts or not owed.decided or not ticket["email"].startswith(f"{name}@"))]
        most = max(least, len(kept))
        if booked < least or (booked > most and is_known):
            raise Failure(f"{key} has {booked} of {kind}, the model says {owed.counts}, and "
                          f"{len(kept)} are assigned")
        if booked > least and is_known:
            surplus.append(f"{booked - least} × {kind}")
        pools = [ticket.get("pool") for ticket in here]
        if booked == least and is_known and any(
                pools.count(pool) > owed.from_pool(kind, pool) for pool in {*pools} - {None}):
            differs.add("tickets_from_other_pool")
    if surplus:
        differs.add(("tickets_surplus", "more than owed: " + ", ".join(surplus)))
    tasks = {task if task[0] == "tickets_surplus" else task[0]
             for task in found[2] if task[0] in OF_TICKETS}
    if tasks != differs:
        raise Failure(f"{key} has the tasks {tasks}, the tickets say {differs}")


def check_contacts(tickets):
    """Every purchase has the contact of its beneficiary."""
    for noun, client in CLIENTS.items():
        for row in rows(f"{noun}-status"):
            for ticket in tickets.of(client, row[noun]):
                if ticket["purchaser"] != {"name": row["name"], "email": row["email"]}:
                    raise Failure(f"{row} has the purchase {ticket}")


def compare(key, found, first, owed):
    """Compares the result for KEY with the model, and with order 0."""
    if found[0] != owed.counts:
        raise Failure(f"{key} is entitled to {found[0]}, the model says {owed.counts}")
    tasks, others = (sorted(task for task in of[2] if task[0] not in OF_TICKETS)
                     for of in (found, first))
    if tasks != others:
        raise Failure(f"{key} has the tasks {tasks}, in order 0 {others}")
    if {task for task, _ in tasks} != owed.tasks:
        raise Failure(f"{key} has the tasks {tasks}, the model says {owed.tasks}")


def check_order(facts, owed, chance, first):
    set_up(os.environ["LANYARD_HOME"])
    result, person = try_order(facts, chance)
    tickets = Tickets()
    for key, found in result.items():
        compare(key, found, (first or result)[key], owed[key])
        check_bookings(key, found, owed[key], tickets, person)
    check_contacts(tickets)
    check_reconcile(owed)
    return first or result


def one_set(seed, orders):
    chance = random.Random(seed)
    facts, owed, first = Facts(), {}, None
    facts.add_surroundings(chance)
    for noun, make in MAKERS.items():
        policies = Policies(chance, facts, noun)
        for i in range(chance.choice([1, 2, 2])):
            name = f"{noun}{i}"
            owed[noun, name] = make(chance, facts, name, policies)
    for number in range(orders):
        try:
            first = check_order(facts, owed, random.Random(f"{seed}/{number}"), first)
        except Failure as failure:
            raise Failure(f"order {number}: {failure}") from failure
    return len(facts.commands)


def main():
    seed, sets, orders = map(int, sys.argv[1:4])
    status = 0
    for number in range(seed, seed + sets):
        try:
            print(f"seed {number}: {one_set(number, orders)} facts, {orders} orders", flush=True)
        except Failure as failure:
            print(f"seed {number}: {failure}", flush=True)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
