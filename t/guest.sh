# shellcheck shell=sh disable=SC2154 # t/lib.sh sets the variables
# Starts and stops a guest system, t/guest, for a test that includes t/lib.sh.

cgroups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)$(sed -n 's/^0:://p' /proc/self/cgroup)
cgroups=${cgroups%/}/lanyard-${scratch##*/}
alone() { # replaces the shell
	exec sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' - "$cgroups" \
		timeout -s KILL 120 unshare -m -p -f -C -n -u -i --mount-proc --kill-child "$@"
}
end_guest() {
	[ -z "${guest:-}" ] || { kill -ALRM "$guest" && wait "$guest"; } 2>/dev/null # timeout kills the guest on SIGALRM
	guest=
	for _ in $(seq 50); do
		find "$cgroups" -depth -type d -exec rmdir {} + 2>/dev/null
		[ -d "$cgroups" ] || break
		sleep 0.1
	done
}
trap 'end_guest; cd /; rm -rf "$scratch"' EXIT

# Runs SCRIPT on a guest; its results are in the directory guest. Skips a test where a guest can't
# run.
run_guest() { # SCRIPT
	mkdir guest
	if [ "$(id -u)" -ne 0 ]; then
		skip 'systemd runs the units' 'only root can make namespaces'
		return 1
	elif ! [ -x /usr/lib/systemd/systemd ] || ! command -v ip >/dev/null; then
		skip 'systemd runs the units' 'systemd or ip is not here'
		return 1
	elif ! mkdir "$cgroups" 2>/dev/null || ! (alone mount -t cgroup2 cgroup2 /mnt) 2>/dev/null; then
		skip 'systemd runs the units' 'there are no namespaces here'
		return 1
	fi
	alone "$root/t/guest" "$root" "$bin" "$PWD/guest" "$1" </dev/null >guest.log 2>&1 &
	guest=$!
	for _ in $(seq 900); do
		[ -s guest/ended ] && break
		kill -0 "$guest" 2>/dev/null || break
		sleep 0.1
	done
	is "$(cat guest/ended 2>&1)" well 'systemd runs the units'
	grep -sqx well guest/ended || tail -n 20 guest.log guest/said | sed 's/^/# /'
}
