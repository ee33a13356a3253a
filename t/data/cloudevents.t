#!/bin/sh
# The official schema of CloudEvents accepts each attribute that a schema here accepts, so a
# line that is valid here is a CloudEvent, whichever test printed it.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
official=$data/cloudevents-1.0.schema.json
[ -f "$official" ] || skip_all 'cloudevents-1.0.schema.json is not here (LANYARD_DATA)'

# Prints what the schemas accept and the official one does not.
too_wide() { # SCHEMA...
	/usr/bin/python3 - "$official" "$@" <<'PYTHON'
import json, jsonschema, re, sys

official = json.load(open(sys.argv[1], encoding="utf-8"))
checked = 0


def problem(ours, theirs):
    """What OURS, the schema of an attribute, accepts and THEIRS does not."""
    unknown = set(theirs) - {"type", "minLength", "format"}
    if unknown:
        return f"{', '.join(unknown)} is not compared"
    if "const" in ours:
        return None if jsonschema.Draft7Validator(theirs).is_valid(ours["const"]) else "the constant"
    if ours.get("type") != "string" or "string" not in theirs["type"]:
        return "the type"
    may_be_empty = ours.get("minLength", 0) < 1 and re.search(ours.get("pattern", ""), "")
    if theirs.get("minLength", 0) > (0 if may_be_empty else 1):
        return "the length"
    if "format" in theirs and ours.get("format") != theirs["format"]:
        return "the format"
    return None


for path in sys.argv[2:]:
    schema = json.load(open(path, encoding="utf-8"))
    if "specversion" not in schema["properties"]:
        continue
    checked += 1
    for name in set(official["required"]) - set(schema["required"]):
        print(f"{path}: {name} is not required")
    for name in set(schema["properties"]) & set(official["properties"]) - {"data"}:
        theirs = official["definitions"][official["properties"][name]["$ref"].split("/")[-1]]
        found = problem(schema["properties"][name], theirs)
        if found:
            print(f"{path}: {name}: {found}")
print(checked, "checked", file=sys.stderr)
PYTHON
}

run too_wide "$root"/share/schemas/*/*.json
no_data
is "$rc:$(cat "$out")" 0: "each attribute of our schemas accepts only values that CloudEvents' schema accepts"
is "$(cat "$err")" "$(grep -l '"specversion": {' "$root"/share/schemas/*/*.json | wc -l | tr -d ' ') checked" \
	'the schemas of all events and commands are compared'
created=$root/share/schemas/ticketing/ticket-purchase-created.v1.json
refused() { # JQ-FILTER WANTED NAME
	jq "$1" "$created" >wide.json
	is "$(too_wide wide.json 2>/dev/null)" "wide.json: $2" "$3"
}
refused 'del(.properties.subject.minLength)' 'subject: the length' 'the comparison finds a subject that can be empty'
refused 'del(.properties.id.pattern)' 'id: the length' 'the comparison finds an id that can be empty'
refused 'del(.properties.source.format)' 'source: the format' 'the comparison finds a source without a format'
refused '.properties.time.type = ["string", "null"]' 'time: the type' 'the comparison finds a time of another type'
refused '.properties.specversion.const = 1' 'specversion: the constant' 'the comparison finds a specversion that is a number'
refused '.required -= ["id"]' 'id is not required' 'the comparison finds an optional id'
done_testing
