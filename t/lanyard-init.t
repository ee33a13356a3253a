#!/bin/sh
# lanyard init: questions or options, a script, and what comes of running it.
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not here'
export HOME="$PWD/home"
unset LANYARD_HOME LANYARD_CONFERENCE XDG_DATA_HOME
stores=$HOME/.local/share/lanyard

# Answers on a terminal of its own, a line each; what was shown is in $out.
answer() { # [OPTION...] -- ANSWER...
	answer_options=
	while [ "$1" != -- ]; do
		answer_options="$answer_options '$1'"
		shift
	done
	shift
	printf '%s\n' "$@" >answers
	rc=0
	script -qec "lanyard init $answer_options" /dev/null <answers >"$scratch/raw" 2>"$err" || rc=$?
	tr -d '\r' <"$scratch/raw" >"$out"
}
shows() { # TEXT NAME
	ok "$2" grep -qF -- "$1" "$out"
}
made() { # CONFERENCE: how many directories it has
	find "$HOME" -name "$1" 2>/dev/null | wc -l
}
recorded() { # in all stores
	for recorded_store in "$stores"/pipeconf/*.db; do
		sqlite3 -readonly "$recorded_store" 'SELECT line FROM events'
	done
}

# Options alone.
run lanyard init --name pipeconf --zone Europe/Berlin --print
no_data
is "$rc:$(cat "$err"):$(made pipeconf)" 0::0 'lanyard init --print prints a script and makes no store'
cp "$out" pipeconf.sh
ok 'the script is a sh script' sh -n pipeconf.sh
is "$(awk 'NR > 4 && /^[a-z]+-[a-z]+ / && before !~ /^#/ && before != "" { print } { before = $0 }' pipeconf.sh | grep -v '^	')" '' \
	'each command of the script has a comment before it'
if command -v shellcheck >/dev/null; then
	ok 'the script passes shellcheck' shellcheck pipeconf.sh
else
	skip 'the script passes shellcheck' 'shellcheck is not here'
fi
run lanyard init --name pipeconf --zone Europe/Berlin
no_data
is "$rc:$(made pipeconf)" 64:0 'lanyard init without a terminal, --yes or --print does nothing, and exits with 64'
run lanyard init --name pipeconf --print --yes
is "$rc" 64 '--print together with --yes is a usage error'
run lanyard init --print </dev/null
is "$rc:$(cat "$err")" '64:lanyard: --name is required: standard input is not a terminal' 'lanyard init names the option that is required without a terminal'

run lanyard init --name pipeconf --zone Europe/Berlin --yes
no_data
is "$rc" 0 'lanyard init --yes succeeds'
same "$out" pipeconf.sh 'lanyard init --yes prints the same script, and nothing else'
is "$(stat -c %a "$stores/pipeconf/ticketing.db")" 600 'the stores are for their owner alone'
export LANYARD_CONFERENCE=pipeconf
run ticket-type list
json '[.type, .price, .currency, .capacity] | map(tostring) | join(" ")' 'full 29900 EUR 400' 'the script adds the ticket type'
for client in sponsorship speakers guests; do
	is "$("$(noun_of $client)-feed" | jq -r 'select(.type | endswith("zone-learned.v1")).data.zone')" \
		Europe/Berlin "$client learns the time zone"
	is "$(ticket-client list | jq -r "select(.client == \"$client\") | .commands | length")" 3 "$client is a client of ticketing"
	"$(noun_of $client)-policy" show | jq -c '.data.rules' >>rules
done
is "$(head -n 1 rules | jq -c 'map([.level, .grants[0].quantity])')" '[["Gold",5],["Silver",3],["Bronze",1]]' 'the policy of sponsors has the levels'
is "$(grep -cF '[{"grants":[{"type":"full","quantity":1}]}]' rules)" 2 'the policies of speakers and guests grant one ticket'

# Again.
recorded >before
run sh pipeconf.sh
recorded >after
is "$rc" 0 'the script can be run again'
same before after 'the script that is run again records nothing'
run lanyard init --name pipeconf --zone Europe/Berlin --yes
no_data
is "$rc:$(grep -c 'changes nothing' "$err")" 0:8 'lanyard init says of each command that it changes nothing'
says 'amend-purchaser --types full --waive: changes nothing' 'lanyard init shows each command as a whole'
recorded >after
same before after 'lanyard init that is run again records nothing'
run lanyard init --name pipeconf --zone Europe/Paris --clients guests
no_data
is "$rc" 64 'lanyard init does not run a script over existing stores without a yes'
says 'set --zone Europe/Paris --payment-within 14d: records conference-set: {"zone":"Europe/Paris","payment_within":20160}' 'lanyard init says which command would record something new'
run lanyard init --name pipeconf --type 'full 10.00 EUR 5' --yes
no_data
is "$rc" 65 'lanyard init exits with 65 if the script would stop'
says 'so it is not run: change what is there by the commands that amend it' 'lanyard init says what to do if the script would stop because of what is there'
says 'is refused: options:1: /type: this ticket type was added with other data: amend it' 'lanyard init says which command would be refused, and why'
recorded >after
same before after 'a script that would stop is not run'
run lanyard init --name pipeconf --zone Europe/Paris --clients none --yes
no_data
is "$rc:$(ticket-conference show | jq -r .data.zone)" 0:Europe/Paris 'lanyard init --yes changes the zone of an existing conference'

flock "$stores/pipeconf/ticketing.db.lock" sleep 60 &
locker=$!
soon 5 sh -c '! flock -n "$1" true' - "$stores/pipeconf/ticketing.db.lock"
LANYARD_WAIT=0 run lanyard init --name pipeconf --zone Europe/Berlin --clients none --yes
no_data
is "$rc:$(tail -n 1 "$err")" '75:lanyard: so it is not run' 'lanyard init does not run its script while a store is busy, and exits with 75'
# shellcheck disable=SC2046 # numbers
kill $locker $(cat "/proc/$locker/task/$locker/children")
wait $locker 2>/dev/null
soon 5 flock -n "$stores/pipeconf/ticketing.db.lock" true

# The cron jobs.
echo '# edited' >>"$stores/pipeconf/crontab"
run lanyard init --name pipeconf --zone Europe/Paris --clients none --yes
no_data
is "$rc:$(tail -n 1 "$stores/pipeconf/crontab")" '0:# edited' 'lanyard init that is run again keeps the edited cron jobs'
says "$stores/pipeconf/crontab: stays as it is; without it, it would be written" 'lanyard init says that the cron jobs stay as they are'
mv "$stores/pipeconf/crontab" kept
run lanyard init --name pipeconf --zone Europe/Paris --clients none --yes
no_data
is "$rc:$(grep -c ticket-expire "$stores/pipeconf/crontab")" 0:1 'lanyard init writes the cron jobs again where they are not there'
mv kept "$stores/pipeconf/crontab"
is "$(sed -n 's/^LANYARD_HOME=//p' "$stores/pipeconf/crontab")" "$stores" 'the crontab has the directory of the stores'
run lanyard init --name jobs --zone Europe/Berlin --yes
no_data
jobs=$stores/jobs/crontab
is "$(sed -n 's/^PATH=//p' "$jobs")" "$bin:/usr/bin:/bin" 'the PATH of the crontab has the directory of the tools'
is "$(grep -vcE '^([0-9*/]+ +){5}[a-z]|^[A-Z_]+=' "$jobs")" 0 'the crontab has jobs and variables only'
sed -nE 's/^([0-9*/]+ +){5}//p' "$jobs" >commands
while read -r line; do
	(
		# shellcheck disable=SC2046 # variables without blanks
		cd / && env -i HOME="$HOME" $(grep '^[A-Z_]*=' "$jobs") sh -c "$line"
	) >>mailed 2>&1 || echo "$line: $?" >>mailed
done <commands
is "$(cat mailed)" '' 'each job of the crontab succeeds, and prints nothing'
is "$(find "$stores/jobs" -name '*.backup.db' | wc -l)" 4 'the jobs back each store up'

# On a terminal.
answer -- asked Europe/Berlin 'day 49.00 EUR 150' sponsors 'Gold Plus=5, Émeraude=2' '' y
is "$rc" 0 'lanyard init asks on a terminal'
is "$(grep -c '?.*' "$out" | head -n 1):$(LANYARD_CONFERENCE=asked ticket-type list | jq -c '[.type, .price, .capacity]')" \
	"$(grep -c '?.*' "$out"):"'["day",4900,150]' 'answers on a terminal make the conference'
is "$(LANYARD_CONFERENCE=asked sponsor-policy show | jq -c '.data.rules | map([.level, .grants[0].quantity])')" \
	'[["Gold Plus",5],["Émeraude",2]]' 'a level may have blanks and letters of any script'
is "$(find "$stores/asked" -name 'speakers*' -o -name 'guests*')" '' 'no store is made for those who are not named'
shows 'sponsor-register acme' 'lanyard init ends with what to do next, on a terminal'
shows "cat $stores/asked/crontab) | crontab -" 'lanyard init ends with how to add the cron jobs, on a terminal'
shows 'export LANYARD_CONFERENCE=asked' 'lanyard init names the variable without which commands are for another conference, on a terminal'
# shellcheck disable=SC2088 # as it is typed
answer -- '' 'a b' .x again Mars UTC 'full' 'full x EUR 4' 'full 4 XXX 4' 'full 1.250 EUR 4' 'full 29900 EUR 4' 'full 4.00 EUR 0' 'full 4.0001 EUR 9' '' \
	bishops '' Gold =5 Gold=0 Gold=9999999999 'Gold=1,Gold=2' Gold=1 here '~/else' n
is "$rc" 0 'lanyard init asks wrong answers again until they are right'
shows '"" is not a name' 'an empty name is asked again'
shows '"a b" is not a name: letters, digits, - _ and ., which' 'a name with a blank is asked again, with what would be right'
shows '"Mars" is not' 'an unknown zone is asked again'
shows '"full" is not an id, a price, a currency and a number of places, such as full 299.00 EUR 400' 'an incomplete type is asked again, with an example'
shows '"x" is not a price in EUR' 'a wrong price is asked again'
shows '"XXX" is not a currency' 'an unknown currency is asked again'
shows '"29900" may be 29900.00 or an amount in the smallest unit: write decimals' 'a price without decimals is asked again: for other tools, it counts the smallest unit'
shows '"1.250" may be read in two ways' 'an ambiguous price is asked again'
shows '"0" is not a number of places' 'a capacity of 0 is asked again'
shows '"4.0001" is not a price in EUR' 'a price that is too fine is asked again'
shows '"bishops" is none of sponsors, speakers and guests' 'an unknown client is asked again'
shows '"Gold" is not a level' 'a level without a number is asked again'
shows '"0" is not a number of tickets: too small' 'a level that is owed nothing is asked again'
shows 'the level "Gold" comes twice' 'a level that comes twice is asked again'
shows '"here" is not a path from /' 'a relative directory is asked again'
shows 'nothing was done' 'lanyard init does nothing after a no'
is "$(made again)$(made else)" 00 'no store is made after a no'
answer --name ended -- UTC
is "$rc:$(made ended)" 66:0 'lanyard init exits with 66 if the answers end, and does nothing'
answer --name partly --zone UTC --type 'full 1.00 EUR 1' --levels Gold=1 -- sponsors '' n
is "$rc:$(grep -c 'In which time zone\|What is sold first\|level owed' "$out")" 0:0 'a question that an option answers is not asked'

answer --name quiet --clients none --yes -- n
is "$rc:$(LANYARD_CONFERENCE=quiet ticket-type list | jq -c '[.type, .capacity]'):$(grep -c 'What is sold first' "$out")" '0:["full",400]:0' 'lanyard init --yes asks nothing on a terminal, and takes defaults'
run lanyard init --yes
no_data
is "$rc:$(cat "$err")" '64:lanyard: --name is required: --yes asks nothing' 'lanyard init --yes names the option that has no default'

# Options that are wrong.
wrong() { # REASON OPTION...
	wrong_reason=$1
	shift
	run lanyard init --name wrong "$@" --yes
	is "$rc:$(sed 's/^lanyard: //' "$err"):$(made wrong)" "64:$wrong_reason:0" "lanyard init refuses $(printf %s "$*" | sed "s|$PWD|HERE|"), and does nothing"
}
wrong '--name: "-x" is not a name: letters, digits, - _ and ., which can'"'"'t be the first; at most 64' --name -x
wrong '--zone: "../../etc/passwd" is not the name of a zone, such as Europe/Berlin' --zone ../../etc/passwd
wrong '--type: "$(id)" is not an id of a type here: letters, digits, - _ and .' --type '$(id) 1.00 EUR 1'
wrong '--clients: "crew" is none of sponsors, speakers and guests, separated by commas; or none' --clients crew
wrong '--levels: levels are for sponsors, who are not among the clients' --clients guests --levels Gold=1
wrong '--home: "x" is not a path from /, or ~/' --home x
wrong '--home: a directory of stores has no quotes, control characters or \ $ ` % : in its path' --home '/tmp/$(id)'
wrong '--home: a directory of stores has no blank at the end, and no .. in its path' --home "$PWD/x "
wrong '--home: a directory of stores has no blank at the end, and no .. in its path' --home "$PWD/x/../y"
wrong '--home: a directory of stores has no blank at the end, and no .. in its path' --home "$PWD/x/.."
touch file
wrong "--home: \"$PWD/file\" is not a directory" --home "$PWD/file"

run lanyard init --name yen --zone UTC --clients none --type 'full 29900 JPY 4' --print
no_data
ok 'a price in a currency without decimals has none' grep -q -- '--price 29900 --currency JPY' "$out"

# A level's name is data, in the script as well.
run lanyard init --name hostile --zone UTC --clients sponsors --levels '"$(touch pwned)`touch pwned`\END=1' --yes
no_data
is "$rc:$(LANYARD_CONFERENCE=hostile sponsor-policy show | jq -r '.data.rules[0].level'):$(ls pwned 2>/dev/null)" \
	'0:"$(touch pwned)`touch pwned`\END:' "what a level is called is not carried out"

# Elsewhere, and where the script fails.
run lanyard init --name far --zone UTC --clients none --home "$PWD/some where" --yes
no_data
is "$rc:$(find "some where/far" -name ticketing.db | wc -l)" 0:1 'stores may be in a directory with a blank in its name'
ok 'the script has that directory' grep -qF "export LANYARD_HOME='$PWD/some where' LANYARD_CONFERENCE=far" "$out"
run lanyard init --name none --zone UTC --home /proc/none --yes
no_data
is "$rc" 73 'lanyard init exits with the status of the command that failed'
says 'the script ended with status 73' 'lanyard init says with which status the script ended'
run env PATH="$bin" lanyard init --name shell --zone UTC --clients none --yes
no_data
is "$rc:$(cat "$err")" '71:lanyard: sh: No such file or directory' "lanyard init exits with 71 if sh can't be run"
run sh -c 'lanyard init --name full --zone UTC --yes >/dev/full'
is "$rc:$(made full)" 74:0 "a script that can't be printed is not run"
mkdir few
cp "$bin/lanyard" few
run env PATH=/usr/bin:/bin few/lanyard init --name few --zone UTC --clients none --print
is "$rc" 69 "lanyard init exits with 69 if ticketing's tools are not installed"
done_testing
