"""Sets of facts about sponsors, speakers and guests, and a model of what is owed by them.

A set of facts is a list of commands with the others that each has to follow: an invoice is
raised before it is paid, a level changes on its side of a settlement, a contract is signed
before an invoice or a contract that names it. The model computes what is owed from the set
alone. It knows no tool.
"""
POLICY = {
    "sponsor": {"rules": [
        {"level": "Gold", "paid_at_least": 500000, "currency": "EUR",
         "grants": [{"type": "full", "quantity": 7}]},
        {"level": "Gold", "grants": [{"type": "full", "quantity": 5}, {"type": "day", "quantity": 2}]},
        {"level": "Silver", "grants": [{"type": "full", "quantity": 3}]},
        {"level": "Addon", "grants": [{"type": "day", "quantity": 1}]}]},
    "speaker": {"rules": [
        {"role": "keynote", "grants": [{"type": "full", "quantity": 3}]},
        {"talks_at_least": 2, "grants": [{"type": "full", "quantity": 2}]},
        {"role": "talk", "grants": [{"type": "full", "quantity": 1}]}]},
    "guest": {"rules": [
        {"group": "press", "grants": [{"type": "day", "quantity": 2}]},
        {"group": "crew", "grants": [{"type": "full", "quantity": 1}, {"type": "day", "quantity": 1}]}]},
}


class Facts:
    """Commands in an order that is allowed, and what each of them has to follow."""

    def __init__(self):
        self.commands = []  # (tool and verb, record)
        self.after = []     # sets of positions

    def add(self, tool, record, *after):
        self.commands.append((tool, record))
        self.after.append({position for position in after if position is not None})
        return len(self.commands) - 1

    def order(self, chance):
        """A random order of the positions that keeps what has to follow."""
        done, order = set(), []
        while len(order) < len(self.commands):
            ready = [i for i in range(len(self.commands)) if i not in done and self.after[i] <= done]
            order.append(chance.choice(ready))
            done.add(order[-1])
        return order


def total(grants):
    counts = {}
    for grant in grants:
        counts[grant["type"]] = counts.get(grant["type"], 0) + grant["quantity"]
    return {kind: count for kind, count in counts.items() if count > 0}


def level_rule(level, paid):
    for rule in POLICY["sponsor"]["rules"]:
        if rule["level"] != level:
            continue
        if "paid_at_least" in rule and paid.get(rule["currency"], 0) < rule["paid_at_least"]:
            continue
        return rule["grants"]
    return None


def sponsor(chance, facts, name):
    """Adds a sponsor's facts; returns what it is owed: {type: count}, and whether all of it."""
    def record(level):
        return {"sponsor": name, "name": name, "level": level, "email": f"t@{name}.example"}

    level = chance.choice(["Gold", "Silver", "Iron"])
    registered = facts.add("sponsor-register", record(level))
    hold = override = None
    if chance.random() < 0.3:
        hold = facts.add("sponsor-hold", {"beneficiary": name, "type": "full", "quantity": 2,
                                          "until": "2031-01-01T00:00:00Z"}, registered)
    packages = chance.random() < 0.4
    in_kind = chance.random() < 0.15
    contract = {"sponsor": name, "contract": f"C-{name}", "signed_on": "2025-01-12"}
    if in_kind:
        contract["in_kind"] = True
    contracts = [{"number": contract["contract"], "level": None, "in_kind": in_kind,
                  "signed": facts.add("sponsor-contract sign", contract, registered, hold),
                  "replaces": None}]
    if packages:
        extra = {"sponsor": name, "contract": f"D-{name}", "signed_on": "2025-01-20",
                 "level": chance.choice(["Addon", "Gold", "Iron"])}
        replaces = chance.random() < 0.3
        if replaces:
            extra["replaces"] = contract["contract"]
        contracts.append({"number": extra["contract"], "level": extra["level"], "in_kind": False,
                          "signed": facts.add("sponsor-contract sign", extra, registered, hold,
                                              contracts[0]["signed"] if replaces else None),
                          "replaces": contract["contract"] if replaces else None})

    # First what brings the contracts on board, then what comes later.
    settlements = []
    for of in contracts:
        of["paid"], of["settled"], of["open"] = {}, 0, 0
        of["onboard"] = of["in_kind"]
        count = 0 if of["in_kind"] else chance.choice([0, 1, 1, 1, 2])
        unpaid = chance.random() < 0.2
        for i in range(count):
            invoice(chance, facts, of, name, f"I-{of['number']}-{i}", packages, registered, hold,
                    pays=not (unpaid and i == count - 1), settlements=settlements, before=[])
        if count > 0 and of["open"] == 0 and of["settled"] > 0:
            of["onboard"] = True

    changed, new_level = None, level
    if chance.random() < 0.5:
        new_level = chance.choice(["Gold", "Silver"])
        changed = facts.add("sponsor-register", record(new_level), registered,
                            contracts[0]["signed"] if in_kind else None, *settlements)
    for of in contracts:
        of["level_paid"] = of["level"] or level
        if of["onboard"] and not of["in_kind"] and chance.random() < 0.4:
            # An upgrade's invoice, raised before or after the change of level.
            paid_after = changed is not None and chance.random() < 0.7
            pays = chance.random() < 0.6
            later = []
            invoice(chance, facts, of, name, f"U-{of['number']}", packages, registered, hold,
                    pays=pays, settlements=later,
                    before=settlements + ([of["signed"]]),
                    paid_after=[changed] if paid_after else [])
            if pays and changed is not None and not paid_after:
                facts.after[changed].update(later)
            if pays and paid_after:
                of["level_paid"] = of["level"] or new_level
    refunded = None
    for of in contracts:
        if of["settled"] == 1 and of["open"] == 0 and len(of["payments"]) == 1 and \
                of["paid"] and chance.random() < 0.15:
            refunded = facts.add("sponsor-invoice refund",
                                 {"invoice": of["payments"][0][0], "refunded_on": "2025-04-01"},
                                 of["payments"][0][1], changed, *settlements, of["signed"])
            of["settled"], of["paid"] = 0, {}
    override_quantity = None
    if chance.random() < 0.3:
        override_quantity = chance.choice([0, 1, 4, 9])
        override = facts.add("sponsor-override", {"beneficiary": name, "type": "full",
                                                  "quantity": override_quantity, "by": "Ines",
                                                  "reason": "friends"}, registered)
        if chance.random() < 0.3:
            facts.add("sponsor-override --withdraw", {"beneficiary": name, "type": "full",
                                                      "by": "Ines", "reason": "after all"}, override)
            override_quantity = None
    voided = set()
    for of in contracts:
        if chance.random() < 0.12:
            facts.add("sponsor-contract void", {"contract": of["number"]}, of["signed"], changed,
                      refunded, *[p[1] for p in of.get("payments", [])], *of.get("raised", []),
                      *[c["signed"] for c in contracts])
            voided.add(of["number"])
    withdrawn = False
    if chance.random() < 0.12:
        withdrawn = True
        facts.add("sponsor-withdraw", {"sponsor": name}, registered, changed, hold)

    return owed_to_sponsor(contracts, voided, withdrawn, new_level, override_quantity,
                           2 if hold is not None else None)


def invoice(chance, facts, of, name, number, packages, registered, hold, pays, settlements, before,
            paid_after=()):
    amount = chance.choice([200000, 300000, 400000])
    currency = "EUR" if chance.random() < 0.85 else "USD"
    data = {"sponsor": name, "invoice": number, "amount": amount, "currency": currency}
    if packages:
        data["contract"] = of["number"]
    raised = facts.add("sponsor-invoice raise", data, registered, hold,
                       of["signed"] if packages else None, *before)
    of.setdefault("raised", []).append(raised)
    of.setdefault("payments", [])
    if chance.random() < 0.2:
        # A typing error in the amount, amended before anything is paid.
        facts.commands[raised] = (facts.commands[raised][0], {**data, "amount": amount * 10})
        raised = facts.add("sponsor-invoice raise", data, raised)
        of["raised"].append(raised)
    # All invoices that are part of one settlement are raised before the last of it is paid.
    if not pays:
        for position in settlements:
            facts.after[position].add(raised)
        of["open"] += 1
        return
    for position in settlements:
        facts.after[position].add(raised)
    if chance.random() < 0.15:
        wrong = facts.add("sponsor-settle", {"invoice": number, "payment": f"W-{number}",
                                             "settled_on": "2025-02-01", "amount": 100,
                                             "currency": currency}, raised, *before, *paid_after)
        raised = facts.add("sponsor-settle --reverse", {"invoice": number, "payment": f"W-{number}",
                                                        "reason": "not ours"}, wrong)
    if chance.random() < 0.3:
        part = facts.add("sponsor-settle", {"invoice": number, "payment": f"1-{number}",
                                            "settled_on": "2025-02-01", "amount": 100000,
                                            "currency": currency}, raised, *before, *paid_after)
        paid = facts.add("sponsor-settle", {"invoice": number, "payment": f"2-{number}",
                                            "settled_on": "2025-02-02", "amount": amount - 100000,
                                            "currency": currency}, raised, part, *before, *paid_after)
    else:
        paid = facts.add("sponsor-settle", {"invoice": number, "settled_on": "2025-02-03"},
                         raised, *before, *paid_after)
    for other in of["raised"]:
        facts.after[paid].add(other)
    settlements.append(paid)
    of["payments"].append((number, paid))
    of["settled"] += 1
    of["paid"][currency] = of["paid"].get(currency, 0) + amount


def owed_to_sponsor(contracts, voided, withdrawn, level, override, hold):
    def stands(of):
        return of["number"] not in voided and of["onboard"] and (of["in_kind"] or of["settled"] > 0)

    if withdrawn:
        return {}, True, {}
    counting = [of for of in contracts if stands(of) and
                not any(other["replaces"] == of["number"] and stands(other) for other in contracts)]
    if not counting:
        if any(of["onboard"] for of in contracts):
            return {}, True, {}
        return ({"full": hold} if hold else {}), True, {}
    grants, decided = [], True
    for of in counting:
        in_force = of["level_paid"] if of["open"] > 0 else (of["level"] or level)
        rule = level_rule(in_force, of["paid"])
        if rule is None:
            decided = False
        else:
            grants += rule
    owed = total(grants)
    exact = {}
    if override is not None:
        owed.pop("full", None)
        if override:
            owed["full"] = override
        exact["full"] = override
    if not decided and hold and override is None and "full" not in owed:
        owed["full"] = exact["full"] = hold
    return owed, decided, exact


def speaker(chance, facts, name):
    roles = chance.choice([["keynote"], ["talk"], ["keynote", "talk"], ["panel"]])
    talks = [f"talk {i}" for i in range(chance.choice([0, 1, 2]))]
    record = {"speaker": name, "name": name, "email": f"{name}@s.example", "roles": roles}
    if talks:
        record["talks"] = talks
    invited = facts.add("speaker-invite", record)
    answer = chance.choice(["accept", "accept", "accept", "decline", None])
    answered = facts.add(f"speaker-{answer}", {"speaker": name}, invited) if answer else None
    amended = None
    if chance.random() < 0.4:
        roles = chance.choice([["keynote"], ["talk"]])
        record = {**record, "roles": roles}
        amended = facts.add("speaker-invite", record, invited)
    override = None
    if chance.random() < 0.3:
        override = chance.choice([0, 2, 6])
        facts.add("speaker-override", {"beneficiary": name, "type": "full", "quantity": override,
                                       "by": "Ines", "reason": "team"}, invited)
    if answer == "accept" and chance.random() < 0.25:
        facts.add("speaker-withdraw", {"speaker": name}, answered, amended)
        return {}, True, {}
    if answer != "accept":
        return {}, True, {}
    for rule in POLICY["speaker"]["rules"]:
        if rule.get("role") in (None, *roles) and len(talks) >= rule.get("talks_at_least", 0):
            owed, decided = total(rule["grants"]), True
            break
    else:
        owed, decided = {}, False
    if override is not None:
        owed.pop("full", None)
        if override:
            owed["full"] = override
    return owed, decided, {} if override is None else {"full": override}


def guest(chance, facts, name):
    group = chance.choice(["press", "crew", "band"])
    record = {"guest": name, "name": name, "email": f"{name}@g.example", "group": group}
    registered = facts.add("guest-register", record)
    amended = None
    if chance.random() < 0.4:
        group = chance.choice(["press", "crew"])
        amended = facts.add("guest-register", {**record, "group": group}, registered)
    override = None
    if chance.random() < 0.3:
        override = chance.choice([0, 3])
        facts.add("guest-override", {"beneficiary": name, "type": "day", "quantity": override,
                                     "by": "Ines", "reason": "team"}, registered)
    if chance.random() < 0.2:
        facts.add("guest-withdraw", {"guest": name}, registered, amended)
        return {}, True, {}
    owed, decided = {}, False
    for rule in POLICY["guest"]["rules"]:
        if rule["group"] == group:
            owed, decided = total(rule["grants"]), True
    if override is not None:
        owed.pop("day", None)
        if override:
            owed["day"] = override
    return owed, decided, {} if override is None else {"day": override}


MAKERS = {"sponsor": sponsor, "speaker": speaker, "guest": guest}
