#!/bin/sh
# What a tool says to a person who makes a slip: of all tools that were built.
. "$(dirname "$0")/lib.sh"

# Of each verb: the tool, the verb ("-": the default one), the rest of its synopsis.
for tool in "$bin"/*; do
	"$tool" -h
done | sed 's/^usage://; s/^ *//' | awk '{
	verb = $2 ~ /^(\[|$)/ ? "-" : $2
	rest = $0
	sub(/^[^[]*/, "", rest)
	print $1, verb, rest
}' >verbs

# Runs TOOL with arguments, and prints what is wrong with the answer to this slip, which has WORDS.
slips() { # WORDS TOOL ARGUMENT...
	words=$1
	shift
	slip_rc=0
	"$@" >"$out" 2>"$err" </dev/null || slip_rc=$?
	[ "$slip_rc" = 64 ] || echo "$*: status $slip_rc"
	[ ! -s "$out" ] || echo "$*: printed something"
	[ "$(wc -l <"$err")" = 1 ] || echo "$*: $(wc -l <"$err") lines"
	grep -q "^$1: .*; see $1 --help$\|^$1: .*? see $1 --help$" "$err" || echo "$*: $(cat "$err")"
	grep -qF -- "$words" "$err" || echo "$*: without \"$words\": $(cat "$err")"
}
# "-" is the default verb.
words_of() { # VERB
	[ "$1" = - ] || echo "$1"
}
# A word with its third letter and the next one exchanged.
mistyped() { # WORD
	echo "$1" | sed 's/^\(..\)\(.\)\(.\)/\1\3\2/'
}
each() { # COMMAND: for each tool and verb
	while read -r tool verb rest; do
		"$1" "$tool" "$verb" "$rest"
	done <verbs
}

unknown_option() {
	# shellcheck disable=SC2046 # a word or none
	slips '--zork: unknown option' "$1" $(words_of "$2") --zork
}
is "$(each unknown_option)" '' 'each verb refuses an unknown option in one line that names --help'

mistyped_options() {
	echo "$3" | grep -oE -- '--[a-z-]{5,}' | sort -u | while read -r option; do
		wrong=--$(mistyped "${option#--}")
		[ "$wrong" != "$option" ] || continue
		# shellcheck disable=SC2046
		slips "did you mean --" "$1" $(words_of "$2") "$wrong"
	done
}
is "$(each mistyped_options)" '' 'each verb suggests an option in place of one that is mistyped'

of_tools() { # COMMAND: for each tool that requires a verb
	cut -d ' ' -f 1 verbs | uniq | while read -r tool; do
		all=$(awk -v tool="$tool" '$1 == tool { print $2 }' verbs)
		case " $(echo "$all" | paste -sd ' ' -) " in
		*' - '*) ;;
		*) "$1" "$tool" "$all" ;;
		esac
	done
}
missing_verb() { # TOOL VERBS
	slips "requires a command: $(echo "$2" | paste -sd , - | sed 's/,/, /g')" "$1"
}
is "$(of_tools missing_verb)" '' 'each tool with verbs lists them if none is named'
mistyped_verbs() { # TOOL VERBS
	for verb in $2; do
		slips "there are $(echo "$2" | paste -sd , - | sed 's/,/, /g'); did you mean $verb?" "$1" "${verb}x"
	done
}
is "$(of_tools mistyped_verbs)" '' 'each tool suggests a verb in place of one that is mistyped'
far_verb() { # TOOL VERBS
	slips "zorkzork: unknown command; there are $(echo "$2" | paste -sd , - | sed 's/,/, /g'); see" "$1" zorkzork
}
far_verb_anywhere() {
	of_tools far_verb
	# Without a verb it prints something, but takes no operand.
	slips 'zorkzork: unknown command; there ' lanyard zorkzork
}
is "$(far_verb_anywhere)" '' 'each tool lists its verbs for one that is unknown'
is "$(of_tools echo | grep -c .)" "$(of_tools echo | grep -c '^[a-z]')" 'the tools with verbs are found'

required_operand() {
	case $3 in
	*'] '[a-z]* | [a-z]*) ;;
	*) return ;;
	esac
	# shellcheck disable=SC2046
	slips 'requires an operand: ' "$1" $(words_of "$2")
}
is "$(each required_operand)" '' 'each verb that requires an operand names it if it is missing'

# Help.
too_wide() {
	for tool in "$bin"/*; do
		"$tool" --help | awk -v tool="${tool##*/}" 'length > 80 { print tool ": " $0 }'
	done
}
is "$(too_wide)" '' '--help of each tool fits 80 columns'
run ticket-type --help
no_data
is "$(head -n 3 "$out")" "Examples:
  \$ ticket-type add early --name 'Early bird' --price 4900 --currency EUR \\
                --capacity 50 --until 2030-03-01" '--help begins with an example, folded so that a shell takes it'

# A record of operands and options.
run ticket-type add early --name Early
is "$rc:$(cat "$err")" '64:ticket-type: requires --price amount; see ticket-type --help' 'an option that a record requires is named with its argument'
run ticket-type add --name Early --price 1 --currency EUR --capacity 1
is "$rc:$(cat "$err")" '64:ticket-type: requires an operand: type; see ticket-type --help' 'an operand that a record requires is named'
run ticket-create -c press r1 --name A --ticket full=1 --payment due
is "$rc:$(cat "$err")" '64:ticket-create: requires --email address; see ticket-create --help' 'an option for a part of an object that a record requires is named'
run ticket-create -c press r1 --name A --email a@b.example --payment due
is "$rc:$(cat "$err")" '64:ticket-create: requires --ticket type=number; see ticket-create --help' 'an option for a list that a record requires is named'

# What is suggested instead.
run ticket-type list --capacity 3
says '--capacity: is an option of another command: add, amend; see' 'an option of another verb is refused with the verbs that have it'
run sponsor-allocate -a --retry
says '-a: does not go with --retry; see' 'a letter that is an option of the tool, and not of the verb, is refused with the verb'
run sponsor-allocate -Z
says '-Z: unknown option; see' 'an unknown letter is refused'
run ticket-type add --no-privaet
says 'did you mean --no-private?' 'the negation of an option is suggested'
run ticket-type add --pri 3
says '--pri: begins several options: --price, --private; see' 'the options that a shortened one may mean are listed'
run ticket-type --hlep
says 'did you mean --help?' '--help is suggested without a verb'
run sponsor-status --taks
says 'did you mean --tasks?' 'a verb that is written as an option is suggested'
run sponsor-allocate retry
says 'retry: unexpected operand; did you mean --retry?' 'an option is suggested in place of an operand without its dashes'
run csv-import --map nmae=Name sponsor-register x.csv
says 'there is no field nmae; did you mean name?' 'a field of an import is suggested'

# A field and a value of a line.
open_office
purchase r1 1 | sed 's/"tickets"/"tikcets"/' >typo
run ticket-create -c press <typo
says '/tickets: is missing; did you mean it by tikcets?' 'a field that is missing is suggested in place of one that is unknown'
purchase r1 1 | sed 's/"payment"/"pament":1,"payment"/' >typo
run ticket-create -c press <typo
says 'stdin:1: /pament: is not a field of this message; did you mean payment?' 'the nearest field is suggested in place of one that is unknown'
purchase r1 1 | sed 's/"waived"/"weived"/' >typo
run ticket-create -c press <typo
says '"weived" is not one of: waived, due' 'an unknown value is refused with those that there are'
says '; did you mean waived?' 'the nearest value is suggested'
run ticket-create -c press r1 --name A --email a@b.example --ticket full=1 --payment zork
is "$(grep -c 'did you mean' "$err")" 0 'nothing is suggested that is not near'

# Where the verb is.
run ticket-type --name Late --price 1 --currency EUR add --capacity 5 late
is "$rc" 0 'options may precede the verb, and follow it before an operand'
run ticket-type late --no-private amend
is "$rc" 64 'an operand may not precede the verb'
run ticket-type --store "$LANYARD_HOME/conference/ticketing.db" list
json '.type' 'full late' 'an argument of an option before the verb is not the verb'
run ticket-type -d"$LANYARD_HOME/conference/ticketing.db" list
json '.type' 'full late' 'an argument in the same word as its option is not looked for in the next one'
run ticket-type -qd "$LANYARD_HOME/conference/ticketing.db" amend late --capacity 6
is "$rc" 0 'an argument of the last of several letters before the verb is not the verb'
run ticket-type --pri 2 --cur EUR amend late
is "$rc" 64 'a shortened option before the verb is refused if it may be several'
run ticket-type --capac 7 amend late
json .data.capacity 7 'a shortened option before the verb has its argument'
run ticket-type add --name list --price 1 --currency EUR --capacity 5 amend
json .data.type amend 'the first operand is the verb, whatever others are called'

# Without a store.
without_store() { # TOOL VERB SYNOPSIS
	case $3 in *'[-d file]'*) ;; *) return ;; esac
	case $3 in *'] context'* | *'[context]'*) return ;; esac # its context's are made by others
	case $1 in
	ticket-*) wanted='ticketing.db: there is no store yet: ticket-type add, ticket-room add, ticket-client add or ticket-conference set creates one' ;;
	*) wanted="db: there is no store yet: adopt a policy first: ${1%%-*}-policy adopt FILE" ;;
	esac
	without_rc=0
	case $1-$2 in
	*-policy-try) return ;; # reads its document first
	ticket-assign-names) set -- "$1" 'names --reference x' ;;
	esac
	# shellcheck disable=SC2046
	LANYARD_CONFERENCE=none TICKETING_CLIENT=organiser \
		"$1" $(words_of "$2") </dev/null >"$out" 2>"$err" || without_rc=$?
	[ "$without_rc" = 66 ] || echo "$1 $2: status $without_rc: $(cat "$err")"
	grep -qF "$wanted" "$err" || echo "$1 $2: $(cat "$err")"
}
creates() {
	helped "$1" | grep -q "^${2}: .*creates the store"
}
is "$(while read -r tool verb rest; do
	creates "$tool" "$verb" || without_store "$tool" "$verb" "$rest"
done <verbs)" '' 'each verb that requires a store says what creates one'

# On a terminal.
if command -v script >/dev/null; then
	on_terminal() { # COMMAND LINE
		script -qec "$1" /dev/null </dev/null 2>&1 | tr -d '\r'
	}
	waits() { # WORDS COMMAND LINE
		on_terminal "$2" | grep -qF -- "$1" || echo "$2: $(on_terminal "$2")"
	}
	open_guests 10 10 >/dev/null 2>&1
	open_speakers 10 10 >/dev/null 2>&1
	open_sponsorship 10 10 >/dev/null 2>&1
	reacting() {
		while read -r tool verb rest; do
			case $rest in \[-a*) waits 'waits for events, one a line on this terminal, until Ctrl-D; -a takes what is outstanding in the store instead: see' "$tool" ;; esac
		done <verbs
	}
	is "$(reacting)" '' 'each tool that waits for events on a terminal says so, and names -a'
	is "$(grep -c ' \[-a' verbs)" "$(grep -c ' \[-[a-z]*a' verbs)" 'the tools with -a are found'
	for tool in sponsor-register sponsor-invoice\ raise guest-override ticket-type\ add \
		'ticket-create -c organiser' sponsor-match; do
		is "$(waits 'waits for records, one a line on this terminal, until Ctrl-D; operands and options are one instead: see' "$tool")" '' \
			"$tool says on a terminal that it waits for records"
	done
	is "$(waits 'waits for the whole list, one record a line' 'ticket-assign names -c organiser --reference x')" '' \
		'a tool that reads a list says on a terminal that it waits for it'
	is "$(waits 'waits for a document on this terminal, until Ctrl-D: see' 'sponsor-policy adopt')" '' \
		'a tool that reads a document says on a terminal that it waits for it'
	is "$(waits 'waits for a CSV file on this terminal' 'csv-import sponsor-register')" '' \
		'csv-import says on a terminal that it waits for a file'
	is "$(waits 'waits for lines on this terminal' 'event-log log')" '' \
		'event-log says on a terminal that it waits for lines'
	is "$(waits 'waits for descriptions of tools' context-map)" '' \
		'context-map says on a terminal that it waits for descriptions'
	is "$(waits 'waits for a feed' 'event-replay --from - -d new.db')" '' \
		'event-replay says on a terminal that it waits for a feed'
	is "$(on_terminal 'ticket-type -h' | awk 'length > 80')" '' '-h fits 80 columns on a terminal'
	is "$(ticket-type -h | wc -l | tr -d ' ')" 4 '-h has a line for each verb in a pipe'
	is "$(on_terminal 'sponsor-register -q')" '' 'a tool waits silently with -q'
	run sponsor-register </dev/null
	silent 'a tool says nothing of its input if that is no terminal'
else
	skip 'each tool that waits for events on a terminal says so, and names -a' 'script (bsdutils) is not here'
fi

# What people know in place of an id.
for words in 'cancel B-1' 'reopen B-1' 'extend B-1 --deadline 2030-01-01T00:00:00Z' 'amend B-1 --name Ann' \
	'pay p-1 B-1 --amount 1 --currency JPY' 'refund p-1 B-1 --amount 1 --currency JPY' 'unassign B-1' \
	'assign B-1 --name Ann --email ann@a.example' 'assign --purchase B-1 --name Ann --email ann@a.example' \
	'assign names --purchase B-1'; do
	# shellcheck disable=SC2086 # words of a command line
	run ticket-$words -c press
	is "$rc $(grep -c '"B-1" is not an id, a UUID in lower case; instead of it: --reference (the' "$err")" '64 1' \
		"a reference in place of an id is refused with the option for it: ticket-$words"
done
run ticket-unassign -c press ann@a.example
says "--email (delegate's e-mail address" 'the delegate'"'"'s address in place of an id is refused with the option for it'
run ticket-assign -c press ann@a.example --name Ann --email ann@a.example
says "--purchaser (purchaser's e-mail address" 'the purchaser'"'"'s address in place of an id is refused with the option for it'

run ticket-create -c press r-9 --name Ann --email ann@a.example --ticket full=1,day=2 --payment due
is "$rc" 64 'several pairs in one option are refused'
says '--ticket full=1,day=2: is several: repeat --ticket for each' 'the message about several pairs in one option says to repeat it'

# Plurals.
purchase p1 1 | run ticket-create -v -c press
says 'ticket-create: 1 line, 0 of them bad' 'one line is counted in the singular'
{ purchase p2 1 && purchase p3 1; } | run ticket-create -v -c press
says 'ticket-create: 2 lines, 0 of them bad' 'two lines are counted in the plural'
run event-replay -v --check guests
says 'guests: 1 event, 0 differences' 'one event is counted in the singular'
done_testing
