#!/bin/sh
# Contacts: a speaker's address that changes before or after the booking is sent to ticketing.
. "$(dirname "$0")/lib.sh"
open_speakers
amend() { ticket-amend -c speakers | speaker-book; }
engage ann keynote
speaker-allocate <accepted.ann >request
speaker-invite -q ann --email right@s.example >changed
run speaker-contact <changed
is "$rc:$(wc -c <"$out")" 0:0 'a contact is not sent before ticketing has answered the request'
book_speakers <request
run speaker-contact -a
json '.data | "\(.email) \(.delegates)"' 'right@s.example true' 'a contact that has changed before the booking is sent after it'
amend <"$out"
is "$(ticket-report delegates | jq -r .email):$(ticket-report missing | jq -r .email)" right@s.example:right@s.example \
	"a speaker's own ticket and purchase have the new address"
speaker-withdraw -q ann --reason ill 2>/dev/null >/dev/null
speaker-invite -q ann --email last@s.example 2>/dev/null | speaker-contact | amend
is "$(ticket-report missing | jq -r .email)" last@s.example 'a contact of a speaker who has withdrawn is sent while there are tickets'
is "$(ticket-feed | speaker-reconcile -c speakers | jq -r .difference | sort -u)" not_decided 'speaker-reconcile prints no contact that agrees'
done_testing
