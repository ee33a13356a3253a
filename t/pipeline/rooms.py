#!/usr/bin/python3
"""Random commands on rooms, types, pools and purchases, each decided by a model as well.

usage: rooms.py SEED COMMANDS

Prints each command whose outcome differs from the model's, and at the end what ticket-room list has,
if that differs. Prints nothing if all agree.
"""
import json
import random
import subprocess
import sys

chance = random.Random(int(sys.argv[1]))
ROOMS, TYPES = ['hall', 'attic'], ['early', 'late', 'student']
rooms = {}      # room: capacity
types = {}      # type: {'capacity', 'rooms', 'sold'}
pools = {}      # pool: {'type', 'places', 'sold'}
purchases = {}  # id: [pool or None, [type of each valid ticket]]
made = set()    # names of pools and rooms that were used


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, lines


def pooled(of):
    return sum(p['places'] - p['sold'] for p in pools.values() if p['type'] == of)


def taken(room):
    return sum(t['sold'] + pooled(name) for name, t in types.items() if room in t['rooms'])


def left(of):
    return types[of]['capacity'] - types[of]['sold'] - pooled(of)


def has_room(of, more):
    return all(taken(room) + more <= rooms[room] for room in types[of]['rooms'])


def set_room():
    name, capacity = chance.choice(ROOMS), chance.randint(5, 25)
    verb = 'amend' if name in rooms else 'add'
    wanted = verb == 'add' or taken(name) <= capacity
    if name not in rooms and name in made:
        return None, None, None
    if wanted:
        made.add(name)
        return ('ticket-room', verb, name, '--capacity', str(capacity)), True, \
            lambda _: rooms.update({name: capacity})
    return ('ticket-room', verb, name, '--capacity', str(capacity)), False, None


def set_type():
    name = chance.choice(TYPES)
    wants = sorted(chance.sample(ROOMS, chance.randint(0, 2)))
    capacity = chance.randint(3, 20)
    old = types.get(name)
    count = (old['sold'] + pooled(name)) if old else 0
    wanted = capacity >= count and all(room in rooms for room in wants) and all(
        taken(room) + count <= rooms[room] for room in wants if not old or room not in old['rooms'])
    words = ['ticket-type', 'amend' if old else 'add', name, '--capacity', str(capacity)]
    if not old:
        words += ['--name', name, '--price', '100', '--currency', 'EUR']
    if wants:
        words += ['--rooms', ','.join(wants)]
    elif old and old['rooms']:
        words += ['--clear', 'rooms']

    def apply(_):
        types[name] = {'capacity': capacity, 'rooms': wants, 'sold': old['sold'] if old else 0}
    return tuple(words), wanted, apply


def set_pool():
    if pools and chance.random() < 0.3:
        name = chance.choice(sorted(pools))
        return ('ticket-pool', 'remove', name), True, lambda _: pools.pop(name)
    if not types:
        return None, None, None
    if pools and chance.random() < 0.5:
        name = chance.choice(sorted(pools))
        pool, places = pools[name], chance.randint(0, 8)
        more = places - pool['places']
        wanted = places >= pool['sold'] and more <= left(pool['type']) and (
            more <= 0 or has_room(pool['type'], more))
        return ('ticket-pool', 'amend', name, '--places', str(places)), wanted, \
            lambda _: pool.update(places=places)
    name, of, places = f'p{len(made)}', chance.choice(sorted(types)), chance.randint(0, 5)
    made.add(name)
    wanted = places <= left(of) and (places == 0 or has_room(of, places))
    return ('ticket-pool', 'add', name, '--type', of, '--places', str(places)), wanted, \
        lambda _: pools.update({name: {'type': of, 'places': places, 'sold': 0}})


def buy(number):
    if not types:
        return None, None, None
    pool = chance.choice(sorted(pools)) if pools and chance.random() < 0.3 else None
    of = [pools[pool]['type']] if pool else chance.sample(sorted(types), chance.randint(1, len(types)))
    lines = [(name, chance.randint(1, 4)) for name in of]
    if pool:
        wanted = pools[pool]['sold'] + lines[0][1] <= pools[pool]['places']
    else:
        wanted = all(count <= left(name) for name, count in lines) and all(
            taken(room) + sum(count for name, count in lines if room in types[name]['rooms'])
            <= rooms[room] for room in rooms)
    words = ['ticket-create', '-c', 'organiser', '--name', 'A', '--email', 'a@x.example', '--payment', 'waived']
    for name, count in lines:
        words += ['--ticket', f'{name}={count}']
    words += (['--pool', pool] if pool else []) + [f'r{number}']

    def apply(lines_printed):
        purchases[lines_printed[0]['data']['purchase']] = [pool, [n for n, c in lines for _ in range(c)]]
        for name, count in lines:
            types[name]['sold'] += count
        if pool:
            pools[pool]['sold'] += lines[0][1]
    return tuple(words), wanted, apply


def cancel():
    if not purchases:
        return None, None, None
    purchase = chance.choice(sorted(purchases))
    pool, tickets = purchases[purchase]
    keep = chance.randint(0, len(tickets) - 1)

    def apply(_):
        for name in tickets[keep:]:
            types[name]['sold'] -= 1
            if pool in pools:
                pools[pool]['sold'] -= 1
        if keep:
            purchases[purchase] = [pool, tickets[:keep]]
        else:
            del purchases[purchase]
    return ('ticket-cancel', '-c', 'organiser', '--keep', str(keep), purchase), True, apply


run('ticket-room', 'add', 'hall', '--capacity', '20')
rooms['hall'] = 20
made.add('hall')
outcomes = {True: 0, False: 0}
for number in range(int(sys.argv[2])):
    words, wanted, apply = chance.choice([set_room, set_type, set_type, set_pool, cancel, *[lambda: buy(number)] * 5])()
    if words is None:
        continue
    code, lines = run(*words)
    done = code == 0 and not any('rejected' in line['type'] for line in lines)
    outcomes[done] += 1
    if done != wanted or code not in ((0,) if done else (1, 65)):
        print(' '.join(words), 'was', 'accepted' if done else 'refused', code, lines)
        sys.exit(1)
    if done:
        apply(lines)
_, rows = run('ticket-room', 'list')
got = {row['room']: [row['capacity'], row['sold'] + row['pooled']] for row in rows}
if got != {room: [rooms[room], taken(room)] for room in rooms}:
    print('ticket-room list has', rows)
if min(outcomes.values()) < int(sys.argv[2]) / 10:
    print('too few commands were accepted or refused:', outcomes)
