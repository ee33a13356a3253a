#!/bin/sh
# Other people's buses and system logs: each has every line, in order, whatever fails.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../recipes.sh
. "$root/t/recipes.sh"
! [ -d /usr/sbin ] || PATH=$PATH:/usr/sbin
requires kcat mosquitto mosquitto_pub mosquitto_sub python3 redis-cli redis-server rsyslogd ss
recipes=$root/contrib/recipes
servers=
# shellcheck disable=SC2086 # process ids
trap 'kill -CONT $servers 2>/dev/null; kill $servers 2>/dev/null; wait $servers 2>/dev/null; cd /; rm -rf "$scratch"' EXIT

open_office 1000 1000
buy 1 8
# A port that is free now.
free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
lines() { wc -l <feed | tr -d ' '; }

# Kafka: a cluster that librdkafka makes up lives in the consumer that watches it.
has_port() {
	kafka_port=$(ss -Hltnp | sed -n "s/.* 127\.0\.0\.1:\([0-9]*\) .*pid=$kafka,.*/\1/p" | head -n 1)
	[ -n "$kafka_port" ]
}
cluster() {
	kcat -C -b none -t events -p 0 -X test.mock.num.brokers=1 -q -u >kafka 2>kafka.err &
	kafka=$!
	servers="$servers $kafka"
	soon 5 has_port
}
cluster
export KAFKA_TIMEOUT=3000
give kafka "$recipes/to-kafka" "127.0.0.1:$kafka_port" events
is "$rc" 0 'to-kafka succeeds'
soon 10 has_lines kafka "$(lines)"
same kafka feed 'Kafka receives the whole feed in order'
buy 13 14
kill -STOP "$kafka"
give kafka "$recipes/to-kafka" "127.0.0.1:$kafka_port" events
is "$rc:$(lag kafka)" 75:2 'to-kafka exits with 75 and keeps its position if the broker does not answer'
kill -CONT "$kafka"
give kafka "$recipes/to-kafka" "127.0.0.1:$kafka_port" events
soon 10 has_lines kafka "$(lines)"
is "$rc:$(awk '!seen[$0]++' kafka | cmp - feed 2>&1)" 0: 'to-kafka completes the feed when the broker answers again'
give kafka-down "$recipes/to-kafka" 127.0.0.1:1 events
is "$rc:$(lag kafka-down)" 75: 'to-kafka exits with 75 if no broker is available'
kill "$kafka"

# Redis.
redis_port=$(free_port)
redis() {
	mkdir -p redis
	redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$PWD/redis" --save '' \
		--appendonly yes --appendfsync always >redis/log 2>&1 &
	redis=$!
	servers="$servers $redis"
	soon 10 redis-cli -p "$redis_port" PING
}
stored() {
	redis-cli -p "$redis_port" --raw XRANGE events - + | sed -n 3~3p
}
redis
give redis "$recipes/to-redis" events -p "$redis_port"
is "$rc:$(cat "$err")" 0: 'to-redis succeeds'
stored >got
same got feed 'Redis receives the whole feed in order, byte for byte'
is "$(redis-cli -p "$redis_port" --raw XREVRANGE events + - COUNT 1 | head -n 1)" "$(lines)-0" \
	"each entry's id in Redis is its event's sequence"
buy 15 18
kill -KILL "$redis"
wait "$redis" 2>/dev/null
give redis "$recipes/to-redis" events -p "$redis_port"
is "$rc:$(lag redis)" 75:4 'to-redis exits with 75 and keeps its position if the server is gone'
redis
# Some of them were taken, and nobody heard of it.
ticket-feed | head -n "$(($(lines) - 2))" | "$recipes/to-redis" events -p "$redis_port"
give redis "$recipes/to-redis" events -p "$redis_port"
stored >got
is "$rc:$(cmp got feed 2>&1)" 0: 'to-redis adds no event twice when it is repeated'
redis-cli -p "$redis_port" SET other text >/dev/null
give redis-bad "$recipes/to-redis" other -p "$redis_port"
is "$rc:$(lag redis-bad)" 75: 'to-redis exits with 75 if the key is no stream'
kill "$redis"

# MQTT.
mqtt_port=$(free_port)
mqtt() {
	printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$mqtt_port" >mqtt.conf
	mosquitto -c mqtt.conf >mqtt.log 2>&1 &
	mqtt=$!
	servers="$servers $mqtt"
	soon 10 mosquitto_pub -p "$mqtt_port" -t hello -m hello
}
mqtt
mosquitto_sub -p "$mqtt_port" -t events -q 1 -i reader -c >mqtt.got &
servers="$servers $!"
soon 10 grep -q 'reader' mqtt.log
sleep 0.3
export MQTT_TIMEOUT=5
give mqtt "$recipes/to-mqtt" events -p "$mqtt_port"
is "$rc" 0 'to-mqtt succeeds'
soon 10 has_lines mqtt.got "$(lines)"
same mqtt.got feed 'MQTT delivers the whole feed in order'
buy 19 20
kill -STOP "$mqtt"
give mqtt "$recipes/to-mqtt" events -p "$mqtt_port"
is "$rc:$(lag mqtt)" 75:2 'to-mqtt exits with 75 and keeps its position if the broker does not answer'
kill -CONT "$mqtt"
give mqtt "$recipes/to-mqtt" events -p "$mqtt_port"
soon 10 has_lines mqtt.got "$(lines)"
is "$rc:$(awk '!seen[$0]++' mqtt.got | cmp - feed 2>&1)" 0: 'to-mqtt completes the feed when the broker answers again'
kill "$mqtt"
wait "$mqtt" 2>/dev/null
give mqtt-down "$recipes/to-mqtt" events -p "$mqtt_port"
is "$rc:$(lag mqtt-down)" 75: 'to-mqtt exits with 75 if no broker is available'

# rsyslog, and the journal.
mkdir spool
sed "s|/var/spool/rsyslog|$PWD/spool|; s|/srv/lanyard/log|$PWD/log|; s|/var/log|$PWD|" \
	"$recipes/rsyslog.conf" >rsyslog.conf
syslog() {
	rsyslogd -n -f "$PWD/rsyslog.conf" -i "$PWD/rsyslog.pid" 2>rsyslog.err &
	syslog=$!
	servers="$servers $syslog"
}
ok "rsyslog accepts the recipe's configuration" rsyslogd -N1 -f "$PWD/rsyslog.conf"
give log sh -c 'event-log ./log >/dev/null'
syslog
soon 10 has_lines lanyard.ndjson "$(lines)"
same lanyard.ndjson feed 'rsyslog receives the whole log'
kill "$syslog"
wait "$syslog" 2>/dev/null
buy 21 24
give log sh -c 'event-log ./log >/dev/null'
syslog
soon 10 has_lines lanyard.ndjson "$(lines)"
same lanyard.ndjson feed 'rsyslog continues at its position'
kill "$syslog"

if command -v systemd-cat >/dev/null && [ -S /run/systemd/journal/stdout ]; then
	give journal systemd-cat -t lanyard-test
	is "$rc" 0 'systemd-cat succeeds'
else
	skip 'systemd-cat succeeds' 'journald is not here'
fi
done_testing
