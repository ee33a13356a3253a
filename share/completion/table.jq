# The table of a tool's command lines for completion, of its --describe: a row for each option and
# operand of each verb, separated by tabs: verb ("-": none), what it is, its short form, its argument,
# the field that --values lists, its only values, its documentation. An operand is its number.
def cell: if . == null or . == "" then "-" else tostring | gsub("[\t\n]"; " ") end;
def row($verb; $what; $word): [$verb, $what, $word.letter, $word.argument, $word.listed,
	($word.values // [] | join(" ")), $word.doc] | map(cell) | join("\t");
.usages[] | (.verb // "-") as $verb
| ([$verb, "verb", null, null, null, null, .doc] | map(cell) | join("\t")),
	(.options[] | row($verb; .name; .)),
	(.operands | to_entries[] | row($verb; .key + 1; .value + {argument: .value.name}))
