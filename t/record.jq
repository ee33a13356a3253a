# A record by the description of a verb, for tests of all tools. $fill: of the optional fields "none",
# the "parts" (lists and objects) or "all"; $blank: the value of the others, or "omit"; $typed: whether
# texts, numbers and booleans are of their own type, or of the other one.
def text: if (.lowest // 0) > 8 then "01900000-0000-7000-8000-000000000000"
	elif $typed then "20250001" else 20250001 end;
def build($fields; $within):
	def value: .path as $path
		| if .type == "object" then build($fields; "\($path).")
		elif .type == "list" then [build($fields; "\($path)[].")]
		elif .type == "strings" then [text]
		elif .type == "string" then text
		elif .type == "enum" then .values[0]
		elif .type == "integer" then if $typed then 1 else "1" end
		elif .type == "boolean" then if $typed then true else "TRUE" end
		elif .type == "email" then "x@x.example"
		elif .type == "amount" then 100
		elif .type == "uuid" then "01900000-0000-7000-8000-000000000000"
		elif .type == "currency" then "EUR"
		elif .type == "time" then "2025-01-01T00:00:00Z"
		else "2025-01-01" end;
	reduce ($fields[] | select(.path | startswith($within))
		| .name = (.path | ltrimstr($within)) | select(.name | test("[.\\[]") | not)) as $field ({};
		if $field.required or $fill == "all" or
			($fill == "parts" and ($field.type | IN("object", "list", "strings")))
		then .[$field.name] = ($field | value)
		elif $blank != "omit" then .[$field.name] = $blank
		else . end);
build(.fields; "")
