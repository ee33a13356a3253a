# shellcheck shell=sh
# Descriptions of tools that don't exist, for the tests of context-map.

# What a tool says of itself; the commands among the types are shop.buy and shop.refund.
say() { # TOOL CONTEXT CONSUMES EMITS PUBLISHES [READS [OWNS]]
	jq -nc --arg tool "$1" --arg context "$2" --arg consumes "$3" --arg emits "$4" --arg publishes "$5" \
		--arg reads "${6:-$2}" --arg owns "${7:-things}" '
		def types: split(" ") | map(select(. != "") | "lanyard.\(.).v1");
		{tool: $tool, version: "1", context: $context, owns: $owns, consumes: ($consumes | types), emits: ($emits | types),
		 commands: ("shop.buy shop.refund" | types), publishes: ($publishes | types), reads: ($reads | split(" ")), writes: ($reads | split(" "))}'
}
