#!/bin/sh
# The peer in PostgreSQL: the whole command as a stored procedure, called by psql for
# each line, 1,000 per transaction, on a server of its own.
#
#     peer-postgres.sh start DIRECTORY             makes the server, and starts it
#     peer-postgres.sh script <commands >calls     converts commands to SQL for psql
#     peer-postgres.sh empty DIRECTORY             deletes all rows
#     peer-postgres.sh take DIRECTORY CALLS >answers
#     peer-postgres.sh stop DIRECTORY
#
# The server listens on a socket in DIRECTORY only. If root runs this, it runs as postgres or
# nobody. Exits 69 if there is no PostgreSQL.
set -eu
user=
if [ "$(id -u)" = 0 ]; then
	user=nobody
	id postgres >/dev/null 2>&1 && user=postgres
fi

find_programs() {
	programs=
	for initdb in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
		[ -x "$initdb" ] && programs=$(dirname "$(readlink -f "$initdb")")
	done
	if [ -x "$programs/postgres" ] && command -v psql >/dev/null; then
		return
	fi
	echo 'peer-postgres: there is no PostgreSQL' >&2
	exit 69
}

# Runs a command as the server's user.
as_user() {
	if [ -n "$user" ]; then
		setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@"
	else
		"$@"
	fi
}

query() {
	PGOPTIONS='-c client_min_messages=warning' \
		psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$directory" -U bench -d postgres "$@"
}

start() {
	find_programs
	mkdir -p "$directory"
	[ -z "$user" ] || chown "$user" "$directory"
	cd "$directory"
	as_user "$programs/initdb" -D data -U bench -A trust -E UTF8 --locale C >initdb.log 2>&1 || {
		cat initdb.log >&2
		exit 70
	}
	as_user "$programs/postgres" -D data -c listen_addresses= \
		-c "unix_socket_directories=$directory" -c unix_socket_permissions=0777 \
		>server.log 2>&1 </dev/null &
	tries=0
	until query -c 'SELECT' >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || {
			cat server.log >&2
			stop
			exit 70
		}
		sleep 0.1
	done
	if ! make_tables; then
		stop
		exit 70
	fi
}

make_tables() {
	query <<'SQL'
CREATE TABLE types (type text PRIMARY KEY, currency text NOT NULL, capacity bigint NOT NULL,
    sold bigint NOT NULL) WITH (fillfactor = 50);
CREATE TABLE clients (client text PRIMARY KEY, budget bigint NOT NULL, booked bigint NOT NULL)
    WITH (fillfactor = 50);
CREATE TABLE events (seq bigint PRIMARY KEY, id uuid NOT NULL UNIQUE, type text NOT NULL,
    subject text NOT NULL, line text NOT NULL);
CREATE TABLE outcomes (client text NOT NULL, command uuid NOT NULL, digest bytea NOT NULL,
    first bigint NOT NULL, count integer NOT NULL, PRIMARY KEY (client, command));
CREATE TABLE purchases (purchase uuid PRIMARY KEY, client text NOT NULL, reference text NOT NULL,
    name text NOT NULL, email text NOT NULL, payment text NOT NULL, amount bigint NOT NULL,
    currency text NOT NULL, reason text);
CREATE TABLE tickets (ticket uuid PRIMARY KEY, type text NOT NULL);
CREATE SEQUENCE last_event;

-- Fifteen bytes of a UUIDv7, less its last: room for the members of a purchase.
CREATE FUNCTION new_root() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT substr(digits, 1, 8) || '-' || substr(digits, 9, 4) || '-7' || substr(random, 1, 3)
        || '-8' || substr(random, 4, 3) || '-' || substr(random, 7, 8)
    FROM (SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            AS digits, replace(gen_random_uuid()::text, '-', '') AS random) AS made
$$;

CREATE FUNCTION create_purchase(sender text, command jsonb) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    request jsonb := command -> 'data';
    wanted jsonb;
    purchase text := new_root();
    event uuid := (new_root() || '0000')::uuid;
    digest bytea := sha256(convert_to(request::text, 'UTF8'));
    position bigint := nextval('last_event');
    made uuid[] := '{}';
    ticket_types text[] := '{}';
    money text;
    quantity integer;
    answer text;
BEGIN
    INSERT INTO outcomes VALUES (sender, (command ->> 'id')::uuid, digest, position, 1)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        SELECT line INTO answer FROM outcomes AS o JOIN events ON seq = o.first
            WHERE o.client = sender AND o.command = (create_purchase.command ->> 'id')::uuid;
        RETURN answer;
    END IF;
    FOR wanted IN SELECT jsonb_array_elements(request -> 'tickets') LOOP
        quantity := (wanted ->> 'quantity')::integer;
        UPDATE types SET sold = sold + quantity
            WHERE type = wanted ->> 'type' AND sold + quantity <= capacity
            RETURNING currency INTO STRICT money;
        made := made || ARRAY(SELECT (purchase || lpad(to_hex(n), 4, '0'))::uuid
            FROM generate_series(cardinality(made) + 1, cardinality(made) + quantity) AS n);
        ticket_types := ticket_types || array_fill(wanted ->> 'type', ARRAY[quantity]);
    END LOOP;
    UPDATE clients SET booked = booked + cardinality(made)
        WHERE client = sender AND booked + cardinality(made) <= budget;
    IF NOT FOUND THEN
        RAISE 'over budget';
    END IF;
    INSERT INTO purchases VALUES ((purchase || '0000')::uuid, sender, request ->> 'reference',
        request #>> '{purchaser,name}', request #>> '{purchaser,email}', request ->> 'payment', 0,
        money, request ->> 'reason');
    INSERT INTO tickets SELECT * FROM unnest(made, ticket_types);
    answer := json_build_object('specversion', '1.0', 'id', event, 'source', '/x/ticketing',
        'type', 'lanyard.ticketing.ticket-purchase-created.v1',
        'time', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'subject', request ->> 'reference', 'sequence', lpad(position::text, 19, '0'),
        'correlationid', command ->> 'correlationid', 'causationid', command ->> 'id',
        'client', sender, 'commanddigest', encode(digest, 'hex'),
        'data', json_build_object('purchase', purchase || '0000',
            'reference', request ->> 'reference', 'client', sender,
            'purchaser', request -> 'purchaser',
            'tickets', (SELECT json_agg(json_build_object('id', id, 'type', kind))
                FROM unnest(made, ticket_types) AS ticket (id, kind)),
            'payment', request ->> 'payment', 'amount', 0, 'currency', money,
            'reason', request ->> 'reason'));
    INSERT INTO events VALUES (position, event, 'lanyard.ticketing.ticket-purchase-created.v1',
        request ->> 'reference', answer);
    RETURN answer;
END
$$;
SQL
}

empty() {
	query <<'SQL'
TRUNCATE types, clients, events, outcomes, purchases, tickets;
ALTER SEQUENCE last_event RESTART;
INSERT INTO types VALUES ('full', 'JPY', 100000000, 0);
INSERT INTO clients VALUES ('sponsorship', 100000000, 0);
CHECKPOINT;
SQL
}

# Prints a call for each line, quoted for SQL.
script() {
	echo "PREPARE take (jsonb) AS SELECT create_purchase('sponsorship', \$1);"
	awk -v quote="'" '
		NR % 1000 == 1 { print "BEGIN;" }
		{ gsub(quote, quote quote); print "EXECUTE take (" quote $0 quote ");" }
		NR % 1000 == 0 { print "COMMIT;" }
		END { if (NR % 1000 != 0) print "COMMIT;" }'
}

stop() {
	[ -s "$directory/data/postmaster.pid" ] || return 0
	pid=$(head -n 1 "$directory/data/postmaster.pid")
	kill -INT "$pid"
	while kill -0 "$pid" 2>/dev/null; do
		sleep 0.1
	done
}

verb=${1:-}
directory=${2:-}
case $verb in
start | empty | stop) "$verb" ;;
script) script ;;
take) query -f "$3" ;;
*)
	echo 'usage: peer-postgres.sh start|empty|stop directory, script, take directory calls' >&2
	exit 64
	;;
esac
