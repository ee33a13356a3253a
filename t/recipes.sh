# shellcheck shell=sh
# What the tests of contrib/recipes have in common. For tests that stand on t/lib.sh.

# Tickets of these numbers are sold, and the file feed has the whole feed.
buy() { # FIRST LAST
	for number in $(seq "$1" "$2"); do purchase "é$number" 1; done | ticket-create -c press >/dev/null
	ticket-feed >feed
}
# Gives a program what its position lacks.
give() { # NAME PROGRAM...
	name=$1
	shift
	run timeout 100 ticket-feed --consumer "$name" -- "$@"
	no_data
}
# How many lines its position lacks; nothing where it has none.
lag() { # NAME
	ticket-feed --consumers | jq --arg name "$1" 'select(.consumer == $name).lag'
}
