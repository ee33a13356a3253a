# shellcheck shell=sh
# What happens on the guest of systemd.t.
command=01890a5d-ac96-774b-bcce-b302099a8001
over_http() { # PATH CURL'S OPTIONS...
	path=$1
	shift
	curl -s --max-time 20 --digest -u crm:secret -w '%{http_code}' "$@" "http://127.0.0.1:8443$path"
}
carried_out() {
	[ "$(over_http "/commands/$command" -o answer)" = 201 ]
}
on_the_bus() {
	as 4100 ticket-feed >all && NATS_URL=nats://127.0.0.1:4222 LANYARD_CONFERENCE=conference \
		timeout 5 bus-consume ticketing >bus && cmp all bus
}
live() {
	systemctl start lanyard-carry-out.path lanyard-http.service
	waits_for over_http /feed
	purchase r4 | jq -c --arg id "$command" '{specversion: "1.0", id: $id, source: "/x",
		type: "lanyard.ticketing.create-ticket-purchase.v1", data: .}' >left
	over_http /commands -o left.body -H 'Content-Type: application/json' -H 'Prefer: respond-async' \
		--data-binary @left >left.status
	waits_for carried_out || :
	nats-server -js -sd /tmp/js -a 127.0.0.1 &
	systemctl start lanyard-relay.service
	waits_for on_the_bus || :
	status_of lanyard-relay.service >relay
}
