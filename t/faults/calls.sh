# shellcheck shell=sh
# What calls.t and failed share.

# All that is recorded, and what is reported of it: in the stores, in a log, among
# rejected lines.
recorded() {
	ticket-feed
	sponsor-feed
	ticket-type list
	cat log/events-* kept | LC_ALL=C sort -u
} 2>/dev/null # of what is not there nothing is recorded

# Ids and nonces are new in each run.
without_ids() {
	LC_ALL=C sed -e 's/[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}/ID/g' -e 's/"nonce":"[0-9a-f]*"/"nonce":"N"/'
}
