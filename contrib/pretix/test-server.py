#!/usr/bin/python3
"""Simulates the part of pretix's API that pretix-create uses, for tests.

usage: test-server.py DIRECTORY

Listens on a free port of 127.0.0.1, and writes it to DIRECTORY/port when it is
ready. It knows the API token "secret1", the organizer "fair" and its events
"conf" and "other". Its checks and its error messages are pretix's
(doc/api/resources/orders.rst and src/pretix/api/serializers/order.py there).

DIRECTORY/plan, if it exists, sets the outcome of the next requests. A request takes
the first line: METHOD OUTCOME [ARGUMENT].
    POST status 500         that status
    POST later 3            429, and Retry-After: 3
    POST drop               the order is made, the connection closed
    POST garbage            the order is made, the answer truncated
    POST hang               nothing, until the client disconnects
    POST race               the order is made, and refused as made by another request
DIRECTORY/requests gets a line a request, DIRECTORY/orders/CODE.json an order each.
"""
import datetime
import http.server
import json
import os
import re
import sys
import tempfile

DIRECTORY = sys.argv[1]
ORDERS = "/api/v1/organizers/fair/events/conf/orders/"
OTHER = "/api/v1/organizers/fair/events/other/orders/"
QUOTA = {101: 12, 102: 100, 104: 100, 105: 100}  # 103 is in none
INACTIVE = {102}
VARIATIONS = {104: {7, 8}}
VOUCHERS = {"FRIENDS": 3, "OLD": None}
ORDER_FIELDS = {
    "code", "status", "testmode", "email", "phone", "locale", "payment_provider", "fees", "comment",
    "sales_channel", "invoice_address", "positions", "checkin_attention", "checkin_text",
    "payment_info", "payment_date", "consume_carts", "force", "send_email", "simulate", "customer",
    "custom_followup_at", "require_approval", "valid_if_pending", "expires", "api_meta",
    "tax_rounding_mode", "use_gift_cards",
}
POSITION_FIELDS = {
    "positionid", "item", "variation", "price", "attendee_name", "attendee_name_parts",
    "attendee_email", "company", "street", "zipcode", "city", "country", "state", "is_bundled",
    "secret", "addon_to", "subevent", "answers", "seat", "voucher", "valid_from", "valid_until",
    "requested_valid_from", "use_reusable_medium", "discount",
}
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def path_of(code):
    return os.path.join(DIRECTORY, "orders", code + ".json")


def stored():
    orders = []
    for name in os.listdir(os.path.join(DIRECTORY, "orders")):
        with open(os.path.join(DIRECTORY, "orders", name), encoding="utf-8") as file:
            orders.append(json.load(file))
    return orders


def sold(key, value):
    return sum(
        position[key] == value
        for order in stored() if order["status"] != "c"
        for position in order["positions"]
    )


def check_position(position):
    errors = {}
    item = position.get("item")
    if item is None:
        errors["item"] = ["This field is required."]
    elif item not in QUOTA and item != 103:
        errors["item"] = [f'Invalid pk "{item}" - object does not exist.']
    elif item in INACTIVE:
        errors["item"] = ["The specified item is not active."]
    elif item in VARIATIONS and position.get("variation") is None:
        errors["variation"] = ["You should specify a variation for this item."]
    if not re.match(r"^\d{1,11}\.\d\d$", str(position.get("price"))):
        errors["price"] = ["A valid number is required."]
    email = position.get("attendee_email")
    if email is not None and not EMAIL.match(email):
        errors["attendee_email"] = ["Enter a valid email address."]
    voucher = position.get("voucher")
    if voucher is not None and voucher not in VOUCHERS:
        errors["voucher"] = [f"Object with code={voucher} does not exist."]
    return errors


def check_fields(body):
    """What pretix's serializer refuses, field by field."""
    errors = {}
    code = body.get("code", "")
    if os.path.exists(path_of(code)):
        errors["code"] = ["This order code is already in use."]
    elif not re.match("^[ABCDEFGHJKLMNPQRSTUVWXYZ0-9]{5,16}$", code):
        errors["code"] = ["This order code contains invalid characters."]
    if not EMAIL.match(body.get("email", "")):
        errors["email"] = ["Enter a valid email address."]
    if body.get("locale", "en") not in ("en", "de"):
        errors["locale"] = [f'"{body["locale"]}" is not a valid choice.']
    if body.get("sales_channel", "web") != "web":
        errors["sales_channel"] = [
            f'Object with identifier={body["sales_channel"]} does not exist.']
    if body.get("payment_provider") not in (None, "free", "manual", "banktransfer"):
        errors["payment_provider"] = ["The given payment provider is not known."]
    positions = body.get("positions")
    if not isinstance(positions, list):
        errors["positions"] = ["This field is required."]
    elif not positions:
        errors["positions"] = ["An order cannot be empty."]
    elif len(positions) > 400:  # PRETIX_MAX_ORDER_SIZE
        errors["positions"] = ["Orders cannot have more than 400 positions."]
    else:
        found = [check_position(position) for position in positions]
        for ordinal, position in enumerate(positions, 1):
            if position.get("positionid") != ordinal:
                found[ordinal - 1]["positionid"] = ["Position IDs need to be consecutive."]
        if any(found):
            errors["positions"] = found
    return errors


def check_availability(positions):
    found = [{} for _ in positions]
    items, vouchers = {}, {}
    for errors, position in zip(found, positions):
        item, voucher = position["item"], position.get("voucher")
        if voucher is not None:
            vouchers[voucher] = vouchers.get(voucher, sold("voucher", voucher)) + 1
            if VOUCHERS[voucher] is None:
                errors["voucher"] = ["This voucher is expired."]
            elif vouchers[voucher] > VOUCHERS[voucher]:
                errors["voucher"] = [
                    "The voucher has already been used the maximum number of times."]
        if item not in QUOTA:
            errors["item"] = [f'The product "{item}" is not assigned to a quota.']
            continue
        items[item] = items.get(item, sold("item", item)) + 1
        if items[item] > QUOTA[item]:
            errors["item"] = [
                f'There is not enough quota available on quota "{item}" to perform the operation.']
    return {"positions": found} if any(found) else {}


def make_order(body):
    moment = datetime.datetime.now(datetime.timezone.utc)
    free = all(float(position["price"]) == 0 for position in body["positions"])
    return {
        "code": "PREVIEW" if body.get("simulate") else body["code"],
        "event": "conf",
        "status": "p" if free else body.get("status", "n"),
        "testmode": body.get("testmode", False),
        "email": body["email"],
        "locale": body.get("locale", "en"),
        "datetime": None if body.get("simulate") else moment.isoformat().replace("+00:00", "Z"),
        "total": "0.00",
        "comment": body.get("comment", ""),
        "api_meta": body.get("api_meta", {}),
        "invoice_address": body.get("invoice_address"),
        "send_email": body.get("send_email", False),
        "positions": [
            {"id": 1000 + position["positionid"], "positionid": position["positionid"],
             "item": position["item"], "variation": position.get("variation"),
             "price": position["price"], "voucher": position.get("voucher"),
             "attendee_name": position.get("attendee_name"),
             "attendee_email": position.get("attendee_email")}
            for position in body["positions"]
        ],
    }


def keep(order):
    """False if the code is in use, also by a simultaneous request, as by a constraint of the database."""
    with tempfile.NamedTemporaryFile("w", dir=DIRECTORY, encoding="utf-8") as file:
        json.dump(order, file)
        file.flush()
        try:
            os.link(file.name, path_of(order["code"]))
        except FileExistsError:
            return False
    return True


class Pretix(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *arguments):
        pass

    def reply(self, status, body, **headers):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def planned(self):
        """What is to happen to this request: the plan's first line, if it is about its method."""
        path = os.path.join(DIRECTORY, "plan")
        try:
            with open(path, encoding="utf-8") as file:
                plan = file.read().splitlines()
        except FileNotFoundError:
            return [""]
        if not plan or plan[0].split()[0] != self.command:
            return [""]
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in plan[1:]))
        return plan[0].split()[1:]

    def read_request(self):
        """Checks that all requests need; False if the request was answered."""
        with open(os.path.join(DIRECTORY, "requests"), "a", encoding="utf-8") as file:
            file.write(f"{self.command} {self.path}\n")
        self.what = self.planned()
        if self.what[0] == "status":
            self.reply(int(self.what[1]), {"detail": "As planned."})
        elif self.what[0] == "later":
            self.reply(429, {"detail": "Request was throttled."}, Retry_After=self.what[1])
        elif self.what[0] == "hang":
            self.rfile.read(1)
            self.close_connection = True
        elif not self.path.startswith("/api/v1/"):
            self.reply(404, None)
        elif self.headers.get("Authorization") != "Token secret1":
            self.reply(401, {"detail": "Invalid token."}, WWW_Authenticate="Token")
        elif not self.path.startswith((ORDERS, OTHER)):
            self.reply(403, {"detail": "You do not have permission to perform this action."})
        else:
            return True
        return False

    def do_GET(self):
        if not self.read_request():
            return
        code = self.path.removeprefix(ORDERS).removesuffix("/")
        if self.path.startswith(ORDERS) and os.path.exists(path_of(code)):
            with open(path_of(code), encoding="utf-8") as file:
                self.reply(200, json.load(file))
        else:
            self.reply(404, {"detail": "No Order matches the given query."})

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not self.read_request():
            return
        if self.path not in (ORDERS, OTHER):
            self.reply(404, {"detail": "Not found."})
        elif self.headers.get("Content-Type") != "application/json":
            self.reply(415, {"detail": "Unsupported media type in request."})
        else:
            self.create(json.loads(content))

    def create(self, body):
        # pretix ignores unknown fields; a test must not send any.
        unknown = set(body) - ORDER_FIELDS
        for position in body.get("positions", []):
            unknown |= set(position) - POSITION_FIELDS
        if unknown:
            self.reply(400, {"detail": f"unknown to pretix: {sorted(unknown)}"})
            return
        errors = check_fields(body) or check_availability(body["positions"])
        if errors:
            self.reply(400, errors)
            return
        order = make_order(body)
        if body.get("simulate"):
            self.reply(201, order)
            return
        if not keep(order) or self.what[0] == "race":
            self.reply(400, ["Integrity error, possibly duplicate submission of same order."])
        elif self.what[0] == "drop":
            self.close_connection = True
        elif self.what[0] == "garbage":
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b'{"code":"')
        else:
            self.reply(201, order)


def main():
    os.makedirs(os.path.join(DIRECTORY, "orders"), exist_ok=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pretix)
    server.daemon_threads = True
    with open(os.path.join(DIRECTORY, "port.new"), "w", encoding="utf-8") as file:
        file.write(str(server.server_port))
    os.rename(os.path.join(DIRECTORY, "port.new"), os.path.join(DIRECTORY, "port"))
    server.serve_forever()


main()
