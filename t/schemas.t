#!/bin/sh
# The schemas are what the messages' tables say, other people's validators read
# them, and they and the parser agree.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit

are_committed() {
	"${bin%/bin}/generate-schemas" "$scratch/schemas" || return
	diff -r -x generate.c "$scratch/schemas" share/schemas && return
	echo 'run "make schemas"'
	return 1
}

are_valid() {
	/usr/bin/python3 - <<'PYTHON'
import glob, json, jsonschema, sys

KNOWN = set("""$schema $id title description type properties required additionalProperties items
    minItems maxItems minLength maxLength minimum maximum pattern format enum const not""".split())
bad = []


def walk(path, where, schema):
    for keyword in set(schema) - KNOWN:
        bad.append(f"{path}: {where}: {keyword} is not a keyword of both drafts that we use")
    for name, field in schema.get("properties", {}).items():
        if not field.get("description"):
            bad.append(f"{path}: {where}/{name} has no description")
        if field.get("enum") == []:
            bad.append(f"{path}: {where}/{name} has no words")
        walk(path, f"{where}/{name}", field)
    if "items" in schema:
        walk(path, f"{where}[]", schema["items"])


paths = glob.glob("share/schemas/*/*.json")
for path in paths:
    schema = json.load(open(path, encoding="utf-8"))
    for draft in jsonschema.Draft202012Validator, jsonschema.Draft7Validator:
        try:
            draft.check_schema(schema)
        except jsonschema.SchemaError as error:
            bad.append(f"{path}: {draft.__name__}: {error.message}")
    name = path.removeprefix("share/schemas/").removesuffix(".json").replace("/", ".", 1)
    if schema["title"] != f"lanyard.{name}" or schema["$id"] != f"urn:lanyard:schema:lanyard.{name}":
        bad.append(f"{path}: is called {schema['title']}")
    walk(path, "", schema)
print(*bad, sep="\n")
sys.exit(len(bad) > 0 or len(paths) == 0)
PYTHON
}

are_there() {
	missing=0
	for tool in "$bin"/*; do
		for type in $("$tool" --describe | jq -r '.consumes[], .emits[]'); do
			path=${type#lanyard.}
			[ -f "share/schemas/${path%%.*}/${path#*.}.json" ] || {
				echo "${tool##*/}: $type has no schema"
				missing=1
			}
		done
	done
	return "$missing"
}

ok 'every event has a template that describes it, of its own fields' "${bin%/bin}/generate-schemas" "$scratch/described"
ok "the committed schemas are generated from the messages' tables" are_committed
ok 'each schema is valid in draft 2020-12 and draft-07, and describes every field' are_valid
ok "every type in a tool's --describe has a schema" are_there

# Whether the schema, checked by others, and the parser say WANTED (yes or no) of LINE.
agree() { # WANTED LINE
	printf '%s\n' "$2" >"$scratch/line"
	ticket-create -n -c press <"$scratch/line"
	case $? in 0 | 1) parser=yes ;; *) parser=no ;; esac
	t/validate --record lanyard.ticketing.create-ticket-purchase.v1 "$scratch/line" &&
		schema=yes || schema=no
	echo "wanted: $1, the parser: $parser, the schema: $schema"
	[ "$parser" = "$1" ] && [ "$schema" = "$1" ]
}

with() { # JQ-PROGRAM
	jq -cn '{reference: "r", purchaser: {name: "Acme", email: "a@b.example"},
		tickets: [{type: "full", quantity: 5}], payment: "waived"} | '"$1"
}

ok 'the ticketing store that the parser needs is made' open_office
ok 'the parser and the schema accept a purchase' agree yes "$(with .)"
ok 'the parser and the schema accept a reference of 200 bytes' agree yes "$(with '.reference = "é" * 100')"
ok 'the parser and the schema deny a reference of 201 bytes' agree no "$(with '.reference = "r" * 201')"
ok 'the parser and the schema deny an empty reference' agree no "$(with '.reference = ""')"
ok 'the parser and the schema deny a control character' agree no "$(with '.reference = "a\u0085"')"
ok 'the parser and the schema deny a newline at the end of a reference' agree no "$(with '.reference = "a\n"')"
ok 'the parser and the schema deny a missing field' agree no "$(with 'del(.payment)')"
ok 'the parser and the schema deny an unknown field' agree no "$(with '.colour = "red"')"
ok 'the parser and the schema deny an unknown field of an object' agree no "$(with '.purchaser.colour = "red"')"
ok 'the parser and the schema deny an unknown word' agree no "$(with '.payment = "never"')"
ok 'the parser and the schema deny an empty list of tickets' agree no "$(with '.tickets = []')"
ok 'the parser and the schema deny 51 entries of tickets' agree no "$(with '.tickets = [range(51) | {type: "full", quantity: 1}]')"
ok 'the parser and the schema deny a quantity of 0' agree no "$(with '.tickets[0].quantity = 0')"
ok 'the parser and the schema deny a quantity of 501' agree no "$(with '.tickets[0].quantity = 501')"
ok 'the parser and the schema deny a quantity of 1.5' agree no "$(with '.tickets[0].quantity = 1.5')"
ok 'the parser and the schema deny a fraction in place of a text' agree no "$(with '.reason = 1.5')"
ok 'the parser and the schema deny an address with two @' agree no "$(with '.purchaser.email = "a@b@c"')"

# What embeds the migrations fails where it can't write all of them, or one is empty.
: >"$scratch/0003-nothing.sql"
rc=0
"${bin%/bin}/embed" ticketing -- lib/ticketing/schema/*.sql >/dev/full 2>"$err" || rc=$?
is "$rc" 1 "embed exits with 1 if its output can't be written"
says 'No space left on device' "embed prints why its output can't be written"
rc=0
"${bin%/bin}/embed" ticketing -- "$scratch/0003-nothing.sql" >"$scratch/embedded" 2>"$err" || rc=$?
is "$rc:$(cat "$err")" "1:embed: $scratch/0003-nothing.sql: is empty" 'embed exits with 1 for an empty migration, and names it'
done_testing
