#!/bin/sh
# Other people's logs: each has every line, in order, whatever fails.
. "$(dirname "$0")/lib.sh"
. "$root/t/recipes.sh"

open_office 1000 1000
buy 1 8
here() { # PROGRAM...
	for program; do command -v "$program" >/dev/null || return; done
}

# Log writers.
if here s6-log; then
	give s6 s6-log n3 s100000 ./s6
	buy 9 10
	give s6 s6-log n3 s100000 ./s6
	same s6/current feed 's6-log receives the whole feed'
	give s6-bad s6-log n3 s100000 /proc/nowhere
	is "$rc:$(lag s6-bad)" 75: 'a failing s6-log leaves its position where it was'
else
	skip 's6-log receives the whole feed' 's6-log is not here'
fi
if here multilog; then
	give multi multilog n3 s100000 ./multi
	buy 11 12
	give multi multilog n3 s100000 ./multi
	same multi/current feed 'multilog receives the whole feed'
	give multi-bad multilog n3 s100000 /proc/nowhere
	is "$rc:$(lag multi-bad)" 75: 'a failing multilog leaves its position where it was'
else
	skip 'multilog receives the whole feed' 'multilog is not here'
fi

# Between to-redis's mktemp and its end, somebody else links every name beside its file to another file.
mkdir hostile temporary
echo mine >victim
cat >hostile/awk <<-END
	#!/bin/sh
	for each in "$PWD"/temporary/*; do
		for more in .said .err .out .log .tmp .1 '~'; do ln -s "$PWD/victim" "\$each\$more"; done
	done
	exec $(command -v awk) "\$@"
END
printf '#!/bin/sh\n[ "$1" != --pipe ] || { echo refused && exit 1; }\n' >hostile/redis-cli
chmod 755 hostile/*
PATH=$PWD/hostile:$PATH TMPDIR=$PWD/temporary run "$root/contrib/recipes/to-redis" events <feed
is "$rc:$(cat "$err"):$(cat victim)" 69:refused:mine 'to-redis writes to no name beside its own temporary file'
no_data

done_testing
