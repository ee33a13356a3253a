#!/bin/sh
# A seal has a digest of all lines before it: what is altered, removed or added later is found
# wherever the feed is read.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
requires python3 sqlite3
store=$LANYARD_HOME/conference/ticketing.db

run event-seal
is "$rc" 66 'event-seal of a conference without a store exits with 66'
run event-seal nowhere
is "$rc" 64 'event-seal refuses an unknown context'
run event-seal --kept f ticketing
is "$rc" 64 'event-seal refuses --kept without --verify'
run event-seal --verify ticketing
is "$rc" 64 'event-seal refuses --verify with a store'

open_office 1000 1000
run event-seal ticketing
is "$rc:$(jq -r '.type + " " + .sequence + " " + .data.first' "$out")" \
	'0:lanyard.store.feed-sealed.v1 0000000000000000003 0000000000000000001' 'event-seal prints the seal that it has recorded'
cp "$out" first
is "$(ticket-feed | tail -n 1)" "$(cat first)" 'the seal is the last event of the feed'
is "$(jq -r .data.digest first)" \
	"$(ticket-feed | head -n 2 | python3 -c 'import sys, hashlib
d = hashlib.sha512()
for line in sys.stdin.buffer: d.update(hashlib.sha512(line.rstrip(b"\n")).digest())
print(d.hexdigest())')" "the seal's digest is SHA-512 of the lines' SHA-512 digests"
run event-seal ticketing
same "$out" first 'event-seal prints the same seal again if nothing was recorded since'
is "$(events ticket-feed)" 3 'event-seal records nothing if nothing was recorded since the last seal'
if command -v script >/dev/null; then
	script -qec event-seal /dev/null </dev/null | tr -d '\r' >"$out"
	no_data
	is "$(cat "$out")" "ticketing: sealed: $(jq -r .data.digest first)" 'event-seal names the context on a terminal, and the digest'
	script -qec 'event-seal --json' /dev/null </dev/null | tr -d '\r' >"$out"
	same "$out" first 'event-seal --json prints the seal on a terminal'
	ticket-feed >feed
	script -qec 'event-seal --verify <feed' /dev/null </dev/null | tr -d '\r' >"$out"
	no_data
	is "$(cat "$out")" "the newest: sealed: $(jq -r .data.digest first)" 'event-seal --verify prints the newest seal on a terminal in words'
else
	for name in 'event-seal names the context on a terminal, and the digest' 'event-seal --json prints the seal on a terminal' \
		'event-seal --verify prints the newest seal on a terminal in words'; do
		skip "$name" 'script is not here'
	done
fi
purchase one 1 | ticket-create -c organiser >/dev/null
purchase two 2 | ticket-create -c press >/dev/null
event-seal ticketing >second
is "$(jq -r '.sequence + " " + .data.first' second)" '0000000000000000006 0000000000000000003' 'a seal covers the seal before it'
sqlite3 "$store" "DELETE FROM positions"
purchase three 1 | ticket-create -c organiser >/dev/null
run event-seal
is "$rc:$(jq -r '.sequence + " " + .data.first' "$out")" '0:0000000000000000008 0000000000000000006' 'event-seal finds the last seal in a store that does not know its position'
cp "$out" third
run event-replay --check
is "$rc" 0 'event-replay --check agrees with the seals'
ticket-client add buyer --commands create-ticket-purchase --types full --waive --budget 5 >/dev/null
run ticket-feed -c press
is "$rc:$(grep -c feed-sealed "$out")" 0:0 "a client's view of its own events has no seals"
run ticket-check
is "$rc" 0 'ticket-check agrees with a sealed store'
purchase four 1 | ticket-create -c organiser >/dev/null
ticket-feed >feed

verify() { # FILE [ARGUMENT...]
	file=$1
	shift
	run event-seal --verify "$@" <"$file"
}
verify feed
is "$rc" 0 'event-seal --verify agrees with a feed'
same "$out" third 'event-seal --verify prints the newest seal'
verify feed -v
says 'sealed up to event 8, of 10' 'event-seal --verify -v says how far the feed is sealed'
cat first second third >kept
verify feed --kept kept
is "$rc" 0 'event-seal --verify --kept agrees with a feed that has the kept seals'
head -n 2 feed >unsealed
verify unsealed
is "$rc:$(cat "$out")" 0: 'event-seal --verify prints no seal of a feed that has none'
says 'nothing was checked' 'event-seal --verify warns that a feed has no seal'
sed -n '4,$p' feed >later
verify later
is "$rc" 0 'event-seal --verify agrees with a feed from any event on'
says 'warning: the feed begins with event 4: its first seal was not checked' 'event-seal --verify warns of the seal that it cannot check'
sed 's/"name":"Ann"/"name":"Eve"/' later >altered
verify altered
is "$rc" 65 'event-seal --verify finds an altered line after the first seal of a feed that begins later'

# Every byte of a sealed line, one at a time.
cat >alter.py <<'END'
import subprocess, sys
lines = open('feed', 'rb').read().split(b'\n')
wrong = []
for at in range(len(lines[3])):
    line = bytearray(lines[3])
    line[at] ^= 1
    if line[at] in b'\n':
        line[at] = 32
    feed = b'\n'.join(lines[:3] + [bytes(line)] + lines[4:])
    run = subprocess.run(['event-seal', '--verify'], input=feed, capture_output=True, timeout=60)
    if run.returncode != 65 or run.stdout:
        wrong.append(str(at))
print(' '.join(wrong[:9]))
END
is "$(python3 alter.py)" '' 'event-seal --verify finds every altered byte of a sealed line'

refused() { # NAME WORDS [ARGUMENT...]
	name=$1 words=$2
	shift 2
	verify altered "$@"
	is "$rc:$(wc -c <"$out")" 65:0 "event-seal --verify refuses $name, and prints no seal"
	says "$words" "event-seal --verify says what is wrong with $name"
}
sed 's/"reference":"one"/"reference":"won"/' feed >altered
refused 'a feed with an altered line' 'stdin:6: is a seal of the events 3 to 5, one of which was altered since'
run event-replay --from altered -d copy.db
is "$rc:$(test -e copy.db && echo made)" 65: 'event-replay --from makes no store from a feed with an altered line'
says 'altered:6: is a seal of the events 3 to 5' 'event-replay --from names the line of the seal'
sed 4d feed >altered
refused 'a feed without one of its lines' 'is event 5, where 4 comes next'
sed '4d;s/0000000005"/0000000004"/' feed >altered
refused 'a feed of which a line was removed, and the next one numbered again' 'is event 6, where 5 comes next'
sed 's/"digest":"./"digest":"g/' feed >altered
refused 'a feed with an altered seal' 'stdin:3: is a seal of the events 1 to 2'
sed 's/"first":"0000000000000000003"/"first":"0000000000000000004"/' feed >altered
refused 'a feed with a seal of other lines' 'is a seal of the events from 0000000000000000004 on, and not from 3 on'
sed '3s/"first":"[0-9]*",//' feed >altered
refused 'a feed with a seal that lacks a field' 'stdin:3: /data/first'
sed '2s/.*/{/' feed >altered
refused 'a feed with a line that is no event' 'stdin:2: '
sed '2s/"sequence":"[0-9]*",//' feed >altered
refused 'a feed with a line without a sequence' 'stdin:2: has no sequence'
printf %s "$(cat feed)" >altered
refused 'a feed whose last line is torn' 'has no newline'
cp feed altered
sed 's/.$/ /' first >other
refused 'a feed that lacks a kept seal' 'other:1: is no seal of this feed' --kept other
sed 's,"source":"/conference/ticketing","source":"/conference/guests",' first >elsewhere
cat elsewhere kept elsewhere >both
verify feed --kept both -v
is "$rc" 0 'event-seal --verify --kept passes over the seals of other feeds'
says 'both: 2 of 5 seals are of other feeds' 'event-seal --verify --kept -v counts the seals of other feeds'
cp feed altered
refused 'a feed of which no seal was kept' 'elsewhere: has no seal of this feed' --kept elsewhere
refused 'a file of kept seals that is empty' '/dev/null: has no seal of this feed' --kept /dev/null
: >altered
refused 'no event, where there is a kept seal' 'first:1: is no seal of this feed' --kept first
echo rubbish >other
cp feed altered
refused 'a kept seal that is no event' 'other:1: is no seal of this feed' --kept other
(
	unset LANYARD_CONFERENCE
	LANYARD_HOME=$PWD/none event-seal --verify <feed >nowhere 2>&1
)
same nowhere third 'event-seal --verify needs no conference'
verify feed --kept missing
is "$rc" 66 'event-seal --verify exits with 66 if the file of kept seals is missing'

# Sealed again by whoever altered it: the kept seal shows it.
mkdir again && sed 's/"reference":"one"/"reference":"won"/' feed | grep -v feed-sealed |
	awk '{ sub(/"sequence":"[0-9]+"/, sprintf("\"sequence\":\"%019d\"", NR)); print }' >again/feed
event-replay --from again/feed -d again/ticketing.db && event-seal -d again/ticketing.db >/dev/null
ticket-feed -d again/ticketing.db >altered
verify altered
is "$rc" 0 'event-seal --verify agrees with a feed that was altered and sealed again'
refused 'a feed that was altered and sealed again, by a kept seal' 'third:1: is no seal of this feed' --kept third

# A line of the store.
cp "$store" whole.db && cp "$store-wal" whole.db-wal
sqlite3 whole.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
cp whole.db altered.db
without_triggers altered.db "UPDATE events SET line = replace(line, '\"reason\"', '\"reasom\"'), line = replace(line, 'ann@press', 'eve@press') WHERE seq = 5"
broken "$PWD/altered.db"
run event-replay --check -d altered.db
is "$rc" 70 'event-replay --check finds an altered line of a store'
says 'position 6: is a seal of the events 3 to 5, one of which was altered since' 'event-replay --check says which seal is wrong'
run event-replay -d altered.db
is "$rc" 0 'event-replay rebuilds a store of which a line was altered'
says 'warning: ./altered.db: position 6: is a seal of the events 3 to 5, one of which was altered since' 'event-replay warns of an altered line, and names the store'
sqlite3 altered.db 'DELETE FROM positions'
run event-seal -d altered.db
is "$rc:$(cat "$out")" 70: 'event-seal does not seal a feed with an altered line again'
says './altered.db: position 6: is a seal of the events 3 to 5' 'event-seal says which seal is wrong'

# Killed and failing.
if can_trace; then
	times=0
	: >wrong
	for call in pwrite64 fdatasync flock; do
		n=0
		while n=$((n + 1)) && [ $n -lt 60 ]; do
			rm -f killed.db*
			cp whole.db killed.db
			died=0
			strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$n" event-seal -d killed.db >printed 2>/dev/null || died=$?
			[ $died -ne 0 ] || break
			times=$((times + 1))
			event-seal -d killed.db >again/one && event-seal -d killed.db >again/two &&
				cmp -s again/one again/two && ticket-feed -d killed.db | event-seal --verify | cmp -s - again/one &&
				[ "$(ticket-feed -d killed.db | wc -l)" -eq 11 ] || echo "$call $n" >>wrong
		done
	done
	is "$(cat wrong)" '' 'event-seal killed at any call has sealed the feed once, after the next run'
	ok 'event-seal is killed at 5 calls or more' test "$times" -ge 5
	for fault in pwrite64:error=ENOSPC fdatasync:error=EIO; do
		rm -f killed.db* && cp whole.db killed.db
		run strace -f -qq -o /dev/null -e "inject=$fault" event-seal -d killed.db
		is "$rc:$(cat "$out")" 74: "event-seal prints no seal with $fault"
	done
	run strace -f -qq -o /dev/null -P "$PWD/feed" -e inject=read:error=EIO event-seal --verify <feed
	is "$rc:$(cat "$out")" 74: 'event-seal --verify exits with 74 if the feed cannot be read'
	run strace -f -qq -o /dev/null -P "$PWD/kept" -e inject=read:error=EIO event-seal --verify --kept kept <feed
	is "$rc:$(cat "$out")" 74: 'event-seal --verify exits with 74 if the kept seals cannot be read'
else
	skip 'event-seal killed at any call' 'strace is not here, or may not trace'
fi

# Every context's store has seals of its own.
open_crm
run event-seal
is "$rc:$(jq -r .source "$out" | sort | paste -sd ' ' -)" '0:/conference/sponsorship /conference/ticketing' 'event-seal seals all stores of the conference'
cp "$out" all
verify feed --kept all
is "$rc" 65 'event-seal --verify --kept finds that a feed ends before its kept seal'
run ticket-feed -t --last 1
no_data
ok 'ticket-feed -t describes a seal in words' grep -qE '  sealed: [0-9a-f]{128}$' "$out"
ticket-feed >whole
verify whole --kept all
is "$rc" 0 'event-seal --verify --kept takes what event-seal prints of all stores'
sponsor-feed | event-seal --verify >newest
is "$(cat newest)" "$(grep sponsorship all)" "event-seal --verify checks a client's feed"
done_testing
