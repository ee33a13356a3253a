"""Sets of facts about sponsors, speakers and guests, and a model of what is owed by them.

A set of facts is a list of commands with the others that each has to follow: an invoice is
raised before it is paid, a level changes on its side of a settlement (in kind: of the
signature), a contract is signed
before an invoice or a contract that names it. The model computes what is owed from the set
alone. It knows no tool.
"""
# Their contexts.
CLIENTS = {"sponsor": "sponsorship", "speaker": "speakers", "guest": "guests"}

# The first policy is adopted before any fact, the others in between.
POLICIES = {
    "sponsor": [
        {"rules": [
            {"level": "Gold", "paid_at_least": 500000, "currency": "EUR",
             "grants": [{"type": "full", "quantity": 7}]},
            {"level": "Gold",
             "grants": [{"type": "full", "quantity": 5}, {"type": "day", "quantity": 2}]},
            {"level": "Silver", "grants": [{"type": "full", "quantity": 3}]},
            {"level": "Addon", "grants": [{"type": "day", "quantity": 1, "pool": "addon"}]}]},
        {"rules": [
            {"level": "Gold", "grants": [{"type": "full", "quantity": 6}]},
            {"level": "Silver",
             "grants": [{"type": "full", "paid_per_ticket": 100000, "currency": "EUR", "maximum": 4}]},
            {"level": "Iron", "grants": [{"type": "day", "quantity": 1}]}]},
        {"rules": [
            {"level": "Gold", "paid_at_least": 300000, "currency": "EUR",
             "grants": [{"type": "full", "quantity": 8}]},
            {"level": "Addon", "grants": [{"type": "full", "quantity": 1}]}]}],
    "speaker": [
        {"rules": [
            {"role": "keynote", "grants": [{"type": "full", "quantity": 3}]},
            {"talks_at_least": 2, "grants": [{"type": "full", "quantity": 2}]},
            {"role": "talk", "grants": [{"type": "full", "quantity": 1}]}]},
        {"rules": [
            {"role": "panel", "grants": [{"type": "day", "quantity": 1}]},
            {"role": "keynote", "grants": [{"type": "full", "quantity": 2}]}]},
        {"rules": [
            {"talks_at_least": 1,
             "grants": [{"type": "full", "quantity": 1}, {"type": "day", "quantity": 1}]}]}],
    "guest": [
        {"rules": [
            {"group": "press", "grants": [{"type": "day", "quantity": 2, "pool": "press"}]},
            {"group": "crew", "registered_until": "2025-12-31",
             "grants": [{"type": "full", "quantity": 1}, {"type": "day", "quantity": 1}]}]},
        {"rules": [
            {"group": "band", "grants": [{"type": "full", "quantity": 2}]},
            {"group": "press", "grants": [{"type": "day", "quantity": 1}]}]},
        {"rules": [{"group": "crew", "grants": [{"type": "full", "quantity": 2}]}]}],
}


class Facts:
    """Commands in an order that is allowed, and what each of them has to follow."""

    def __init__(self):
        self.commands = []  # (tool and verb, record)
        self.after = []     # sets of positions
        self.clock = None   # when time passes

    def add(self, tool, record, *after):
        self.commands.append((tool, record))
        self.after.append({position for position in after if position is not None})
        return len(self.commands) - 1

    def precede(self, position, *before):
        self.after[position].update(before)

    def add_surroundings(self, chance):
        """Ticketing has little room at first, and enough later; time passes."""
        for kind, pool in (("full", None), ("day", "addon"), ("day", "press")):
            more = self.add("ticket-type amend", {
                "type": kind, "name": kind, "price": 100, "currency": "EUR", "capacity": 10000})
            if pool:
                self.add("ticket-pool amend", {"pool": pool, "places": 1000}, more)
        self.clock = self.add("clock", "2026-06-01T00:00:00Z") if chance.random() < 0.5 else None

    def place_hold(self, chance, noun, name, after):
        """Returns its position, and the tickets of the hold that NAME has at the end, or None."""
        if chance.random() >= 0.35:
            return None, None
        until = chance.choice(["2026-01-01T00:00:00Z", "2031-01-01T00:00:00Z"])
        tickets = chance.choice(["full", "day"]), 2
        position = self.add(f"{noun}-hold", {"beneficiary": name, "type": tickets[0],
                                             "quantity": tickets[1], "until": until}, after)
        if self.clock is None or until > "2027":
            return position, tickets
        self.precede(self.clock, position)
        return position, None

    def order(self, chance):
        """A random order of the positions that keeps what has to follow."""
        done, order = set(), []
        while len(order) < len(self.commands):
            ready = [i for i in range(len(self.commands))
                     if i not in done and self.after[i] <= done]
            order.append(chance.choice(ready))
            done.add(order[-1])
        return order


def total(grants):
    counts = {}
    for grant in grants:
        counts[grant["type"]] = counts.get(grant["type"], 0) + grant["quantity"]
    return {kind: count for kind, count in counts.items() if count > 0}


class Policies:
    """The policies of NOUN: each counts for those who come on board while it is the newest."""

    def __init__(self, chance, facts, noun):
        self.chance, self.facts = chance, facts
        self.policies = POLICIES[noun][:chance.choice([1, 1, 2, 3])]
        self.adopted = [None]
        for policy in self.policies[1:]:
            self.adopted.append(facts.add(f"{noun}-policy adopt", policy, self.adopted[-1]))

    def pin(self, *ways, last=False):
        """
        Returns the policies that count for somebody who comes on board in WAYS, each a list of
        positions; the later ones only if no rule of the earlier ones matches. LAST: under the
        last one.
        """
        if not ways:
            return self.policies
        number = len(self.policies) - 1 if last else self.chance.randrange(len(self.policies))
        for way in ways:
            for position in self.chance.choice([way, way[:1]]):
                self.facts.precede(position, *self.adopted[1:number + 1][-1:])
        if number + 1 < len(self.policies):
            self.facts.precede(self.adopted[number + 1], *self.chance.choice(ways))
        return self.policies[number:]


def first_rule(policies, matches):
    return next((rule for policy in policies for rule in policy["rules"] if matches(rule)), None)


def level_rule(policies, level, paid):
    """The grants of the first rule for LEVEL, of which PAID was paid, by currency; or None."""
    rule = first_rule(policies, lambda rule: rule["level"] == level and paid.get(
        rule.get("currency"), 0) >= rule.get("paid_at_least", 0))
    return rule and [grant if "quantity" in grant else {
        "type": grant["type"],
        "quantity": min(grant["maximum"], paid.get(grant["currency"], 0) // grant["paid_per_ticket"])}
                     for grant in rule["grants"]]


def needs_other_currency(policies, level, paid):
    """Whether rules for LEVEL, up to the one that matches, do not count what was paid."""
    counted, asked = set(), set()
    for rule in (rule for policy in policies for rule in policy["rules"]):
        if rule["level"] != level:
            continue
        granted = {grant["currency"] for grant in rule["grants"] if "currency" in grant}
        least = {rule["currency"]} if "currency" in rule else set()
        counted |= granted | least
        if paid.get(rule.get("currency"), 0) >= rule.get("paid_at_least", 0):
            return bool(paid) and bool(granted - {*paid} or
                                       ({*paid} - counted and asked | granted))
        asked |= granted | least
    return bool({*paid} - counted and asked)


class Owed:
    """What somebody is owed, and the tasks that a person has with them."""

    def __init__(self, grants=(), undecided=False, override=None, hold=None, tasks=()):
        """GRANTS of rules; OVERRIDE and HOLD are (type, quantity), or None."""
        self.counts = total(grants)
        self.grants = list(grants)
        self.decided = not undecided
        self.exact = set()  # types that are decided even if what the policy gives is not
        self.tasks = {*tasks, *(["without_rule"] if undecided else [])}
        if override:
            self.set(*override)
        if hold and hold[0] not in {*self.counts, *self.exact}:
            self.set(*hold)

    def set(self, kind, quantity):
        """Replaces all grants of KIND, with the pool of one of them."""
        self.exact.add(kind)
        self.counts.pop(kind, None)
        if quantity:
            self.counts[kind] = quantity
        pools = [grant["pool"] for grant in self.grants
                 if grant["type"] == kind and "pool" in grant]
        self.grants = [grant for grant in self.grants if grant["type"] != kind]
        self.grants.append({"type": kind, "quantity": quantity, "pool": (pools + [None])[0]})

    def from_pool(self, kind, pool):
        return sum(grant["quantity"] for grant in self.grants
                   if grant["type"] == kind and grant.get("pool") == pool)


class Contract:
    def __init__(self, number, level=None, replaces=None, in_kind=False):
        self.number, self.level, self.replaces, self.in_kind = number, level, replaces, in_kind
        self.signed = None     # positions of facts
        self.raised = []
        self.settlements = []  # after these it is on board
        self.payments = []     # (invoice, position, currency, amount) of settled ones
        self.in_part = False   # something is paid of what is open
        self.open = 0
        self.onboard = in_kind
        self.level_paid = None
        self.level_before = None  # the upgrade
        self.void = False

    def stands(self):
        return self.onboard and not self.void and (self.in_kind or bool(self.payments))

    def replaced(self):
        """The contracts that it replaces, and those that they replace."""
        return [self.replaces, *self.replaces.replaced()] if self.replaces else []

    def paid(self):
        sums = {}
        for _, _, currency, amount in self.payments:
            sums[currency] = sums.get(currency, 0) + amount
        return sums


class Sponsor:
    """Adds a sponsor's facts; owed() is what they mean."""

    def __init__(self, chance, facts, name, policies):
        self.chance, self.facts, self.name, self.policies = chance, facts, name, policies
        self.level = self.new_level = chance.choice(["Gold", "Silver", "Iron"])
        self.registered = facts.add("sponsor-register", self.record(self.level))
        self.override = self.changed = None
        self.withdrawn = False
        self.resigned = None  # a void contract, in the place of which another one was signed
        self.contracts = []
        self.hold_position, self.hold = facts.place_hold(chance, "sponsor", name, self.registered)
        self.sign_all()
        for of in self.contracts:
            self.bring_on_board(of)
        self.pinned = policies.pin(*[
            [*of.settlements, self.resigned.signed, of.signed] if self.resigned
            else [of.signed, *of.settlements] for of in self.contracts if of.onboard])
        self.change_level()
        for of in self.contracts:
            if of.onboard and not of.in_kind and self.may(0.4):
                self.upgrade(of)
        self.end()
        self.override_it()

    def may(self, probability):
        return self.chance.random() < probability

    def record(self, level):
        return {"sponsor": self.name, "name": self.name, "level": level,
                "email": f"t@{self.name}.example"}

    # Contracts

    def sign(self, letter, *after, **what):
        of = Contract(f"{letter}-{self.name}", **what)
        data = {"sponsor": self.name, "contract": of.number, "signed_on": "2025-01-12"}
        if of.in_kind:
            data["in_kind"] = True
        if of.level:
            data["level"] = of.level
        if of.replaces:
            data["replaces"] = of.replaces.number
        of.signed = self.facts.add(
            "sponsor-contract sign", data, self.registered, self.hold_position, *after,
            of.replaces.signed if of.replaces else None)
        return of

    def sign_all(self):
        shape = self.chance.choice(["one", "one", "one", "two", "two", "replaced", "chain",
                                    "resigned"])
        in_kind = self.may(0.15) and shape != "resigned"
        if shape == "resigned":
            self.resigned = self.sign("B")
            voided = self.facts.add("sponsor-contract void", {"contract": self.resigned.number},
                                    self.resigned.signed)
            self.contracts = [self.sign("C", voided)]
            return
        self.contracts = [self.sign("C", in_kind=in_kind)]
        if shape == "two":
            self.contracts.append(self.sign("D", level=self.chance.choice(["Addon", "Iron"])))
        elif shape != "one":
            for letter in ("DE" if shape == "chain" else "D"):
                level = self.chance.choice([None, "Addon", "Gold", "Iron"])
                self.contracts.append(self.sign(letter, level=level, replaces=self.contracts[-1],
                                                in_kind=self.may(0.2)))

    def names_contract(self, of):
        """Whether an invoice names the contract that it is for."""
        if self.resigned:
            return False
        return of is not self.contracts[0] or self.may(0.5)

    # Invoices

    def bring_on_board(self, of):
        """The invoices by which a contract comes on board, or not yet."""
        for i in range(0 if of.in_kind else self.chance.choice([0, 1, 1, 1, 2])):
            end = self.chance.choice(["pay", "pay", "pay", "pay", "cancel", "leave"])
            self.invoice(of, f"I{i}-{of.number}", end, [])
        if of.payments and of.open == 0:
            of.onboard = True

    def change_level(self):
        """On one side of the settlements of contracts that are about the sponsor's level."""
        for of in self.contracts:
            of.level_paid = of.level or self.level
        if not self.may(0.5):
            return
        self.new_level = self.chance.choice(["Gold", "Silver"])
        self.changed = self.facts.add("sponsor-register", self.record(self.new_level),
                                      self.registered)
        before = self.may(0.4)
        for of in self.contracts:
            if of.level:
                continue
            if before:
                of.level_paid = self.new_level
            for position in [of.signed] if of.in_kind else of.settlements:
                if before:
                    self.facts.precede(position, self.changed)
                else:
                    self.facts.precede(self.changed, position)

    def upgrade(self, of):
        """An upgrade's invoice, raised before or after the change of level."""
        number, before = f"U-{of.number}", list(of.settlements)
        of.level_before = of.level_paid
        pays, follows = self.may(0.6), self.changed is not None and self.may(0.6)
        self.invoice(of, number, "pay" if pays else "leave", before)
        if not pays or self.changed is None or of.level or of.level_paid == self.new_level:
            return
        if follows:
            self.facts.precede(of.settlements[-1], self.changed)
            of.level_paid = self.new_level
        else:
            self.facts.precede(self.changed, of.settlements[-1])

    def invoice(self, of, number, end, before):
        """END: whether it is paid, cancelled, or left open."""
        amount = self.chance.choice([200000, 300000, 400000])
        currency = "EUR" if self.may(0.85) else "USD"
        data = {"sponsor": self.name, "invoice": number, "amount": amount, "currency": currency}
        if self.names_contract(of):
            data["contract"] = of.number
            before = [*before, of.signed]
        raised = self.facts.add("sponsor-invoice raise", data, self.registered,
                                self.hold_position, *before)
        if self.may(0.2):
            raised = self.correct(raised, data, self.may(0.5))
        of.raised.append(raised)
        if "contract" not in data: # there is no other contract yet that it could be for
            for other in self.contracts:
                if other is not of:
                    self.facts.precede(other.signed, raised)
        # All invoices that are part of one settlement are raised before the last of it is paid.
        for position in of.settlements:
            if position not in before:
                self.facts.precede(position, raised)
        paid = self.pay(of, number, end, amount, currency, [*of.raised, *before])
        if paid is not None:
            of.settlements.append(paid)

    def correct(self, raised, data, cancel):
        """RAISED was a typing error in the amount: amended, or cancelled and raised again."""
        tool, _ = self.facts.commands[raised]
        self.facts.commands[raised] = (tool, {**data, "amount": data["amount"] * 10})
        if cancel:
            raised = self.facts.add("sponsor-invoice cancel", {"invoice": data["invoice"]}, raised)
        return self.facts.add("sponsor-invoice raise", data, raised)

    def settle(self, number, payment, *after, **what):
        data = {"invoice": number, "settled_on": "2025-02-01", **what}
        if payment:
            data["payment"] = payment
        return self.facts.add("sponsor-settle", data, *after)

    def pay(self, of, number, end, amount, currency, after):
        """Returns the position after which nothing of NUMBER is open; None: it stays open."""
        if self.may(0.2): # recorded by mistake
            what = {"amount": 100, "currency": currency} if self.may(0.5) else {}
            wrong = self.settle(number, f"W-{number}", *after, **what)
            after = [*after, self.facts.add(
                "sponsor-settle --reverse",
                {"invoice": number, "payment": f"W-{number}", "reason": "not ours"}, wrong)]
        part = None
        if self.may(0.3):
            part = self.settle(number, f"1-{number}", *after, amount=100000, currency=currency)
        if end == "leave":
            of.open += 1
            of.in_part |= part is not None
            return None
        if end == "cancel" and part is None:
            return self.facts.add("sponsor-invoice cancel", {"invoice": number}, *after)
        if end == "cancel":
            return self.facts.add("sponsor-invoice refund",
                                  {"invoice": number, "refunded_on": "2025-04-01"}, part)
        paid = self.settle(number, f"2-{number}" if part else None, *after, part)
        of.payments.append((number, paid, currency, amount))
        return paid

    # What comes last

    def end(self):
        of = self.chance.choice(self.contracts)
        refunded = None
        if of.payments and not self.resigned and self.may(0.2):
            number, paid, _, _ = of.payments.pop(self.chance.randrange(len(of.payments)))
            if number == f"U-{of.number}":
                of.level_paid = of.level_before
            refunded = self.facts.add(
                "sponsor-invoice refund", {"invoice": number, "refunded_on": "2025-04-01"}, paid,
                self.changed, of.signed, *of.settlements, *of.raised)
        for of in self.contracts:
            if self.may(0.12):
                of.void = True
                self.facts.add("sponsor-contract void", {"contract": of.number}, of.signed,
                               refunded, *of.settlements, *of.raised)
        if self.may(0.12):
            self.withdrawn = True
            position = self.facts.add("sponsor-withdraw", {"sponsor": self.name},
                                      self.registered, self.changed, self.hold_position)
            if self.may(0.3):
                self.withdrawn = False
                self.facts.add(f"sponsor-register {self.name}", None, position)

    def override_it(self):
        if not self.may(0.3):
            return
        self.override = ("full", self.chance.choice([0, 1, 4, 9]))
        data = {"beneficiary": self.name, "type": "full", "by": "Ines", "reason": "friends"}
        position = self.facts.add("sponsor-override", {**data, "quantity": self.override[1]},
                                  self.registered)
        if self.may(0.3):
            self.override = None
            self.facts.add("sponsor-override --withdraw", data, position)

    # The model

    def has_rule(self, level):
        """Whether the newest policy has one for LEVEL."""
        return level_rule(self.policies.policies[-1:], level, {"EUR": 10**9}) is not None

    def owed(self):
        tasks = set()
        if any((of.payments or of.in_part) and (of.void or self.withdrawn)
               for of in self.contracts):
            tasks.add("money_to_return")
        if self.withdrawn:
            return Owed(tasks=tasks)
        if any(of.level and not of.void and not of.onboard and not self.has_rule(of.level)
               for of in self.contracts):
            tasks.add("without_rule")
        standing = [of for of in self.contracts if of.stands()]
        counting = [of for of in standing
                    if not any(of in other.replaced() for other in standing)]
        if not counting:
            awaited = any(not of.void and (not of.onboard or of.open > 0)
                          for of in self.contracts)
            if any(of.onboard for of in self.contracts) and not awaited:
                return Owed(tasks=tasks)
            if not self.has_rule(self.new_level):
                tasks.add("without_rule")
            return Owed(hold=self.hold, tasks=tasks)
        grants, undecided = [], False
        for of in counting:
            in_force = of.level_paid if of.open else of.level or self.new_level
            rule = level_rule(self.pinned, in_force, of.paid())
            undecided |= rule is None
            grants += rule or []
            if needs_other_currency(self.pinned, in_force, of.paid()):
                tasks.add("other_currency")
            if (of.payments or of.in_kind) and not of.open and of.level_paid != in_force:
                tasks.add("level_not_invoiced")
        return Owed(grants, undecided, self.override, self.hold if undecided else None, tasks)


def sponsor(chance, facts, name, policies):
    return Sponsor(chance, facts, name, policies).owed()


def override_it(chance, facts, noun, name, kind, registered):
    if chance.random() >= 0.3:
        return None
    quantity = chance.choice([0, 2, 6])
    facts.add(f"{noun}-override", {"beneficiary": name, "type": kind, "quantity": quantity,
                                   "by": "Ines", "reason": "team"}, registered)
    return kind, quantity


def speaker(chance, facts, name, policies):
    roles = chance.choice([["keynote"], ["talk"], ["keynote", "talk"], ["panel"]])
    talks = [f"talk {i}" for i in range(chance.choice([0, 1, 2]))]
    record = {"speaker": name, "name": name, "email": f"{name}@s.example", "roles": roles}
    if talks:
        record["talks"] = talks
    invited = facts.add("speaker-invite", record)
    last, hold = facts.place_hold(chance, "speaker", name, invited)
    override = override_it(chance, facts, "speaker", name, "full", invited)
    answers = chance.choice([["accept"], ["accept"], ["accept"], ["accept", "withdraw"],
                             ["accept", "withdraw", "accept"], ["decline", "accept"],
                             ["decline"], []])
    for number, answer in enumerate(answers):
        if number and answers[number - 1] == "withdraw":
            last = facts.add(f"speaker-invite {name}", None, last)
        last = facts.add(f"speaker-{answer}", {"speaker": name}, invited, last)
    if chance.random() < 0.4:
        roles = chance.choice([["keynote"], ["talk"]])
        facts.add("speaker-invite", {**record, "roles": roles}, invited)
    if not answers:
        return Owed(hold=hold)
    if answers[-1] != "accept":
        return Owed()
    rule = first_rule(policies.pin([last]), lambda rule: rule.get("role") in (None, *roles)
                      and len(talks) >= rule.get("talks_at_least", 0))
    return Owed(rule["grants"], override=override) if rule else \
        Owed(undecided=True, override=override, hold=hold)


def guest(chance, facts, name, policies):
    group = chance.choice(["press", "crew", "band"])
    record = {"guest": name, "name": name, "email": f"{name}@g.example", "group": group}
    last = registered = facts.add("guest-register", record)
    late = facts.clock is not None and chance.random() < 0.3
    if late:
        facts.precede(registered, facts.clock)
    elif facts.clock is not None:
        facts.precede(facts.clock, registered)
    pinned = policies.pin([registered], last=late)
    override = override_it(chance, facts, "guest", name, "day", registered)
    if chance.random() < 0.4:
        group = chance.choice(["press", "crew"])
        last = facts.add("guest-register", {**record, "group": group}, registered)
    if chance.random() < 0.25:
        last = facts.add("guest-withdraw", {"guest": name}, last)
        if chance.random() < 0.7:
            return Owed()
        facts.add(f"guest-register {name}", None, last)
    rule = first_rule(pinned, lambda rule: rule["group"] == group
                      and not (late and "registered_until" in rule))
    return Owed(rule["grants"] if rule else [], undecided=rule is None, override=override)


MAKERS = {"sponsor": sponsor, "speaker": speaker, "guest": guest}
