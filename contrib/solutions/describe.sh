# shellcheck shell=sh
# What a script of these says of itself, in the words of the tools: describe CONTEXT
# CONSUMES EMITS PUBLISHES, each a list of <context>.<name> separated by spaces.
describe() {
	jq -nc --arg tool "$(basename "$0")" --arg context "$1" --arg consumes "$2" --arg emits "$3" \
		--arg publishes "$4" '
		def types: split(" ") | map(select(. != "") | "lanyard.\(.).v1");
		{$tool, version: "1", $context, consumes: ($consumes | types), emits: ($emits | types),
		 commands: [], publishes: ($publishes | types), reads: [$context], writes: [$context]}'
}

# Books what comes in, {reference, name, email, quantity}, as ticketing's own people do.
book() {
	jq -c '{reference, purchaser: {name, email}, tickets: [{type: "full", quantity}],
		payment: "waived", reason: "complimentary"}' | ticket-create -c organiser
}
