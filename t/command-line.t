#!/bin/sh
# share/doc/command-line.md: each rule is followed, and the test that shows it is there, or it is
# refused with a reason. And what no other test shows of it.
. "$(dirname "$0")/lib.sh"
document=$root/share/doc/command-line.md

# The rules of the tables, with what is beside them, separated by tabs.
sed -n '/^| rule/d; /^|---/d; s/\\|/¦/g; s/^| \(.*\) |$/\1/p' "$document" | sed 's/ | /	/g; s/ |$/	/' >rules
ok 'the document has the rules of the guidelines' [ "$(wc -l <rules)" -gt 80 ]
is "$(awk -F '\t' 'NF != 3' rules)" '' 'each rule has an answer and a place for its test'
is "$(awk -F '\t' '$3 == "" && $2 !~ /refused: |refused for / && $2 !~ /refused but for .*: /' rules |
	grep -v '^easy to report')" '' 'each rule that no test shows is refused with a reason'
is "$(cut -f 3 rules | grep . | tests_missing)" '' 'each test that the document names exists'

# Whatever is wrong before it.
for line in 'ticket-type add --zork' 'ticket-type zork' 'ticket-type help' 'ticket-create a b c' 'lanyard zork' \
	'ticket-feed --consumers --limit x' 'sponsor-status --columns zork'; do
	# shellcheck disable=SC2086 # words
	run $line --help
	no_data
	"${line%% *}" --help >help
	is "$rc:$(cmp "$out" help 2>&1)$(cat "$err")" 0: "--help at the end of a wrong command line prints the help: $line"
	# shellcheck disable=SC2086 # words
	run $line -h
	no_data
	is "$rc:$(sed 's/^\(usage: \).*/\1/; q' "$out")" '0:usage: ' "-h at the end of a wrong command line prints the synopsis: $line"
done
run ticket-type list --zork --help more
is "$rc" 64 '--help is an option among others where it is not the last word'
run ticket-type list -d --help
is "$rc" 66 'the word --help that is the argument of an option is a name'

# Long names.
for tool in "$bin"/*; do
	"$tool" --help | sed -n "s/^  \(-[a-z]\) .*/${tool##*/} \1/p" | grep -v ' -h$'
done >without
is "$(cat without)" '' 'each option with a letter has a long name, as -h has in --help'

for tool in "$bin"/*; do
	"$tool" --help | sed -n 's/^  \(-[a-z]\), \(--[a-z-]*\).*/\1 \2/p'
done | sort -u >letters
is "$(cut -d ' ' -f 1 letters | uniq -d)" '' 'a letter is the same option in each tool'
ok 'the options with letters are found' [ "$(wc -l <letters)" -gt 8 ]

# Verbs.
for tool in "$bin"/*; do
	"$tool" -h | sed -n "s/^\(usage: \|       \)\([a-z-]* [a-z][a-z-]*\) .*/\2/p"
done | sort -u >verbs
ok 'the verbs are found' [ "$(wc -l <verbs)" -gt 30 ]
is "$(awk '{ if ($1 == tool && index($2, verb) == 1) print; tool = $1; verb = $2 }' verbs)" '' 'no verb of a tool begins with another one'
lacking() {
	awk '$2 == "add" { print $1 }' verbs | while read -r tool; do
		for verb in amend list; do
			grep -qx "$tool $verb" verbs || echo "$tool $verb"
		done
	done
}
is "$(lacking)" '' 'each tool that adds amends and lists, too'

# The network.
connecting() {
	for tool in "$bin"/*; do
		nm -D --undefined-only "$tool" | grep -qwE '(socket|connect|getaddrinfo|natsConnection_Connect)(@.*)?' &&
			basename "$tool"
	done
}
if command -v nm >/dev/null && ! nm -D "$bin/ticket-type" | grep -q __asan; then
	is "$(connecting | grep -v '^bus-')" '' 'no tool but those of the bus can reach a network'
else
	skip 'no tool but those of the bus can reach a network' 'nm is not here, or a sanitizer has functions of its own'
fi

# Names.
is "$(find "$bin" -type f -exec basename {} \; | grep -vxE '[a-z]+(-[a-z]+)?')" '' "the tools' names are words in lower case, with a hyphen at the most"
is "$(grep -ohE '(run_environment|getenv)\("[^"]*"\)' "$root"/lib/*/*.c "$root"/cmd/*/*.c | sed 's/.*("//; s/").*//' | sort -u |
	grep -vE '^(LANYARD_|TICKETING_|NATS_)' | paste -sd ' ' -)" "$(sed -n 's/^| general variables | \([A-Z_ ]*\);.*/\1/p' "$document")" \
	"no variable of the tools' own is another program's"
done_testing
