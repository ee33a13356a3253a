# shellcheck shell=sh
# The jobs that the documents show, as Debian's cron runs them after "make install". For tests that
# stand on t/lib.sh.

# shellcheck disable=SC2154 # t/lib.sh has them
build=${bin%/bin}
build=${build#"$root/"}
home=$scratch/home
mkdir "$home"

# Where the documents say /usr/local and so on, it is in here.
installed=$scratch/installed
placed() {
	sed "s|/usr/local/|$installed&|g; s|/var/lib/lanyard|$LANYARD_HOME|g; s|/srv/lanyard|$scratch/srv|g"
}
shown() { # PAGE
	case $1 in
	*.md) cat "$1" ;;
	*) mandoc -Tascii -O width=1000 "$1" | col -bx ;;
	esac | sed -nE 's/^ *(([0-9*/,-]+ +){5})/\1/p; s/^ *([A-Z_]+=[^ ]*)$/\1/p'
}

# crontab(5): a job has cron's own variables, then those that stand before it in the crontab.
# A percent sign ends the command, and what follows are lines of its input; \% is one.
variables() { # CRONTAB JOB
	printf '%s\n' HOME="$home" LOGNAME=lanyard SHELL=/bin/sh PATH=/usr/bin:/bin
	awk -v job="$2" '/^[A-Z_]+=/ { print; next } $0 != "" && ++jobs == job { exit }' "$1"
}
job_of() { # CRONTAB JOB
	grep -vE '^[A-Z_]+=' "$1" | sed -nE "$2s/^([^ ]+ +){5}//p" |
		awk -v command="$scratch/command" -v input="$scratch/input" '{
			printf "" >input
			for (i = 1; i <= length($0); i++) {
				c = substr($0, i, 1)
				if (c == "\\" && substr($0, i + 1, 1) == "%") { c = "%"; i++ }
				else if (c == "%") { c = "\n"; if (!ended++) { c = "" } }
				if (ended) given = given c; else run = run c
			}
			printf "%s", run >command
			if (ended) printf "%s\n", given >input
		}'
}
