#!/bin/sh
# The schemas are what the messages' tables say, other people's validators read
# them, and they and the door agree.
set -u
cd "$(dirname "$0")/.." || exit
bin=$PWD/${BUILD:-build}
case ${BUILD:-} in /*) bin=$BUILD ;; esac
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
tests=0

# Whether COMMAND succeeds; what it says is only said where it doesn't.
check() { # SENTENCE COMMAND...
	sentence=$1
	shift
	tests=$((tests + 1))
	if "$@" >"$scratch/said" 2>&1; then
		echo "ok $tests - $sentence"
	else
		echo "not ok $tests - $sentence"
		sed 's/^/# /' "$scratch/said"
	fi
}

are_committed() {
	"$bin/generate-schemas" "$scratch/schemas" || return
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
	for tool in "$bin"/bin/*; do
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

check "the committed schemas are what the messages' tables say" are_committed
check 'each is a schema of draft 2020-12 and of draft-07, with words to every field' are_valid
check "every type in a tool's --describe has a schema" are_there

# Whether the schema, checked by others, and the door say WANTED (yes or no) of LINE.
agree() { # WANTED LINE
	printf '%s\n' "$2" >"$scratch/line"
	"$bin/bin/ticket-create" -n -c crm -d "$scratch/office.db" <"$scratch/line"
	case $? in 0 | 1) door=yes ;; *) door=no ;; esac
	t/validate --record lanyard.ticketing.create-ticket-purchase.v1 "$scratch/line" &&
		schema=yes || schema=no
	echo "wanted: $1; the door: $door; the schema: $schema"
	[ "$door" = "$1" ] && [ "$schema" = "$1" ]
}

with() { # JQ-PROGRAM
	jq -cn '{reference: "r", purchaser: {name: "Acme", email: "a@b.example"},
		tickets: [{type: "full", quantity: 5}], payment: "waived"} | '"$1"
}

LANYARD_CONFERENCE=conference
export LANYARD_CONFERENCE
"$bin/bin/ticket-type" add full -d "$scratch/office.db" --name Full --price 100 --currency EUR \
	--capacity 1000 >"$scratch/out" &&
	"$bin/bin/ticket-client" add crm -d "$scratch/office.db" --may create-ticket-purchase \
		--types full --waive >>"$scratch/out"
check 'what setting up answers is as its schemas say' t/validate "$scratch/out"

check 'the door and the schema take a purchase' agree yes "$(with .)"
check 'and 200 bytes of a reference' agree yes "$(with '.reference = "é" * 100')"
check 'they refuse 201' agree no "$(with '.reference = "r" * 201')"
check 'and an empty one' agree no "$(with '.reference = ""')"
check 'and a control character' agree no "$(with '.reference = "a\u0085"')"
check 'and a newline at the end' agree no "$(with '.reference = "a\n"')"
check 'and a missing field' agree no "$(with 'del(.payment)')"
check 'and an unknown field' agree no "$(with '.colour = "red"')"
check 'and one further in' agree no "$(with '.purchaser.colour = "red"')"
check 'and an unknown word' agree no "$(with '.payment = "never"')"
check 'and no ticket' agree no "$(with '.tickets = []')"
check 'and 51 lines of them' agree no "$(with '.tickets = [range(51) | {type: "full", quantity: 1}]')"
check 'and a quantity of 0' agree no "$(with '.tickets[0].quantity = 0')"
check 'and of 501' agree no "$(with '.tickets[0].quantity = 501')"
check 'and of a half' agree no "$(with '.tickets[0].quantity = 1.5')"
check 'and a number for a text' agree no "$(with '.reason = 1')"
check 'and what is not an e-mail address' agree no "$(with '.purchaser.email = "a@b@c"')"
echo "1..$tests"
