# shellcheck shell=sh
# Prints a script's description, as a tool's --describe does: describe CONTEXT CONSUMES EMITS
# PUBLISHES, where the last three are lists of <context>.<name>, separated by spaces.
describe() {
	jq -nc --arg tool "$(basename "$0")" --arg context "$1" --arg consumes "$2" --arg emits "$3" \
		--arg publishes "$4" '
		def types: split(" ") | map(select(. != "") | "lanyard.\(.).v1");
		{$tool, version: "1", $context, consumes: ($consumes | types), emits: ($emits | types),
		 commands: [], publishes: ($publishes | types), reads: [$context], writes: [$context]}'
}

# Books each {reference, name, email, quantity} on standard input as the organiser.
book() {
	jq -c '{reference, purchaser: {name, email}, tickets: [{type: "full", quantity}],
		payment: "waived", reason: "complimentary"}' | ticket-create -c organiser
}
