#!/usr/bin/env python3
"""Records a history for the model: random commands, from a seed, to the real tools.

record.py BIN HOME SEED STEPS KILLED: runs the tools in BIN on new stores in HOME, and prints a step
a line, as t/simulate/model/check.c reads them. Of a hundred runs, KILLED are killed at a random
moment.
"""
import datetime
import json
import os
import random
import subprocess
import sys
import time
import uuid

BIN, HOME, SEED, STEPS, KILLED = *sys.argv[1:3], *map(int, sys.argv[3:6])
pick = random.Random(SEED)
clock = 1893492000000  # 2030-01-01T10:00:00Z
os.makedirs(HOME, mode=0o700, exist_ok=True)


def killed():
    return pick.random() * 100 < KILLED


def moment(milliseconds):
    time_of_day = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.timezone.utc)
    return time_of_day.strftime('%Y-%m-%dT%H:%M:%S.') + '%03dZ' % (milliseconds % 1000)


def run(*command, lines=None, kill=False):
    """Runs a tool, prints its step, and returns its output."""
    global clock
    clock += pick.randint(0, 20000)
    env = {'PATH': os.environ['PATH'], 'LANYARD_HOME': HOME, 'LANYARD_CONFERENCE': 'conf',
           'LANYARD_NOW': moment(clock)}
    given = ''.join(line + '\n' for line in lines or [])
    with subprocess.Popen([os.path.join(BIN, command[0]), *command[1:]], env=env,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as tool:
        if kill:
            try:
                tool.stdin.write(given.encode())
                tool.stdin.close()
                tool.stdin = None
            except BrokenPipeError:
                tool.stdin = None
            time.sleep(pick.random() * 0.012)
            tool.kill()
            output, diagnostics = tool.communicate()
        else:
            output, diagnostics = tool.communicate(given.encode())
    status = tool.returncode if tool.returncode >= 0 else 128 - tool.returncode
    step = {'tool': command[0], 'arguments': command[1:], 'clock': clock, 'input': given,
            'output': output.decode(), 'diagnostics': diagnostics.decode(), 'status': status,
            'fault': kill}
    print(json.dumps(step, separators=(',', ':')))
    return [line for line in step['output'].split('\n')[:-1] if line]


def envelope(kind, data):
    return {'specversion': '1.0', 'id': str(uuid.UUID(int=pick.getrandbits(128), version=4)),
            'source': '/conf/test', 'type': 'lanyard.ticketing.%s.v1' % kind, 'data': data}


SPONSORS = ['acme', 'bolt', 'corp', 'dyne', 'echo', 'flux', 'gear', 'hive']


def registration(sponsor):
    return json.dumps({'sponsor': sponsor, 'name': sponsor.title(), 'level': pick.choice(
        ['Gold', 'Silver', 'Patron']), 'email': 'x@%s.example' % sponsor,
                       'signed_up_on': pick.choice(['2029-11-01', '2029-12-24'])})


def set_up():
    run('ticket-room', 'add', 'hall', '--capacity', '70')
    run('ticket-room', 'add', 'annex', '--capacity', '30')
    run('ticket-type', 'add', 'early', '--name', 'Early', '--price', '4999', '--currency', 'EUR',
        '--capacity', '12', '--rooms', 'hall', '--until', moment(clock + 40 * 86400000))
    run('ticket-type', 'add', lines=[json.dumps(row) for row in [
        {'type': 'full', 'name': 'Full', 'price': 10001, 'currency': 'EUR', 'capacity': 60,
         'rooms': ['hall'], 'questions': ['Size']},
        {'type': 'late', 'name': 'Late', 'price': 12000, 'currency': 'EUR', 'capacity': 30,
         'rooms': ['hall', 'annex'], 'after': ['early']},
        {'type': 'crew', 'name': 'Crew', 'price': 0, 'currency': 'EUR', 'capacity': 15,
         'private': True},
        {'type': 'yen', 'name': 'Yen', 'price': 3000, 'currency': 'JPY', 'capacity': 9}]])
    run('ticket-pool', 'add', 'team', '--type', 'full', '--places', '8')
    run('ticket-pool', 'add', 'team', '--type', 'full', '--places', '800')
    run('ticket-pool', 'add', 'many', '--type', 'full', '--places', '800')
    run('ticket-client', 'add', 'box', '--types', '*', '--budget', '40', '--scope', 'all', '--commands',
        'create-ticket-purchase,pay-ticket-purchase,cancel-tickets,refund-ticket-purchase,'
        'extend-ticket-purchase,reopen-ticket-purchase,assign-ticket,unassign-ticket,'
        'amend-purchaser')
    run('ticket-client', 'add', 'shop', '--types', 'full,late,nope', '--pools', 'team', '--commands',
        'create-ticket-purchase,cancel-tickets,pay-ticket-purchase', '--reservation', '120')
    run('ticket-client', 'add', 'sponsorship', '--types', '*,crew', '--waive', '--commands',
        'create-ticket-purchase,cancel-tickets,amend-purchaser')
    run('ticket-discount', 'add', 'THIRD', '--percent', '33', '--uses', '6')
    run('ticket-discount', 'add', 'TEN', '--percent', '10', '--tickets', '15', '--types', 'full')
    run('ticket-discount', 'add', 'FIFTY', '--amount', '5000', '--currency', 'EUR', '--types',
        'full,late')
    run('ticket-discount', 'add', 'EACH', '--reduction', 'full=1000', '--reduction', 'late=20000',
        '--currency', 'EUR')
    run('ticket-conference', 'set', '--payment-within', '60')
    run('sponsor-policy', 'adopt', lines=[json.dumps({'rules': [
        {'level': 'Gold', 'signed_up_before': '2029-12-01',
         'grants': [{'type': 'full', 'quantity': 3}, {'type': 'crew', 'quantity': 1}]},
        {'level': 'Gold', 'grants': [{'type': 'full', 'quantity': 2}]},
        {'level': 'Silver', 'paid_at_least': 300000, 'currency': 'EUR',
         'grants': [{'type': 'full', 'quantity': 2}]},
        {'level': 'Silver', 'grants': [{'type': 'full', 'quantity': 1}]},
        {'level': 'Patron', 'grants': [{'type': 'late', 'paid_per_ticket': 100000,
                                        'currency': 'EUR', 'minimum': 1, 'maximum': 3}]}]})])
    for sponsor in SPONSORS:
        run('sponsor-register', lines=[registration(sponsor)])


purchases = {}  # by id: data of their events
tickets = []
sent = []  # the commands so far, some of which are sent again


def person():
    name = pick.choice(['Ann', 'Bo', 'Cy', 'Dee', 'Eve'])
    return {'name': name, 'email': name.lower() + '@%s.example' % pick.choice('xyz')}


def purchase():
    rows = []
    for kind in pick.sample(['early', 'full', 'full', 'full', 'late', 'crew', 'yen', 'nope'],
                            pick.choice([1, 1, 1, 1, 2])):
        row = {'type': kind, 'quantity': pick.choice([1, 1, 1, 2, 3, 5, 30])}
        if pick.random() < 0.2:
            row['delegates'] = [person()]
            if pick.random() < 0.4:
                row['delegates'][0]['answers'] = [
                    {'question': pick.choice(['Size', 'Size', 'Colour']), 'answer': 'M'}]
        rows.append(row)
    data = {'reference': 'r%d' % pick.randint(1, 3000), 'purchaser': person(), 'tickets': rows,
            'payment': pick.choice(['due'] * 6 + ['waived'])}
    if pick.random() < 0.3 and data['payment'] == 'due':
        data['discount'] = pick.choice(['THIRD', 'TEN', 'FIFTY', 'EACH', 'NONE'])
    if pick.random() < 0.15:
        data['pool'] = pick.choice(['team', 'team', 'none'])
        data['tickets'] = [{'type': 'full', 'quantity': 1}]
    if pick.random() < 0.2 and data['payment'] == 'due':
        data['deadline'] = moment(clock + pick.choice([-1, 20, 100, 500, 50000]) * 60000)
    if pick.random() < 0.04:
        data[pick.choice(['payment', 'reference', 'surprise'])] = ''
        data['tickets'][0]['quantity'] = 0
    return 'ticket-create', 'create-ticket-purchase', data


def named(data):
    """Names a purchase, by its id or reference, or one that does not exist."""
    if not purchases or pick.random() < 0.05:
        data['reference'] = 'unknown-%d' % pick.randint(1, 9)
        return None
    key = pick.choice(list(purchases)[-6:])
    bought = purchases[key]
    if pick.random() < 0.5:
        data['purchase'] = key
    else:
        data['reference'] = bought['reference']
        if pick.random() < 0.9:
            data['of_client'] = bought['client']
    return bought


def payment():
    data = {'payment': 'bank-%d' % pick.randint(1, 400)}
    bought = named(data)
    data['amount'] = bought['amount'] if bought and pick.random() < 0.9 else 123
    data['currency'] = bought['currency'] if bought else 'EUR'
    return 'ticket-pay', 'pay-ticket-purchase', data


def cancellation():
    data = {}
    bought = named(data)
    if pick.random() < 0.5:
        data['keep'] = pick.randint(0, 2)
    if pick.random() < 0.3:
        data['unassigned'] = True
    if bought and pick.random() < 0.2:
        data['tickets'] = [pick.choice(bought['tickets'])['id']]
    return 'ticket-cancel', 'cancel-tickets', data


def refund():
    data = {'refund': 'back-%d' % pick.randint(1, 10000), 'currency': 'EUR'}
    bought = named(data)
    data['amount'] = pick.choice([4999, 10001, 6700, 12000, bought['amount'] if bought else 1]) or 1
    return 'ticket-refund', 'refund-ticket-purchase', data


def later(tool, kind):
    data = {'deadline': moment(clock + pick.choice([-10, 60, 300, 3000]) * 60000)}
    named(data)
    return tool, kind, data


def delegate():
    data = {'ticket': pick.choice(tickets[-12:])} if tickets else {'ticket': str(uuid.UUID(int=7))}
    if pick.random() < 0.7:
        return 'ticket-assign', 'assign-ticket', {**data, **person()}
    return 'ticket-unassign', 'unassign-ticket', data


def contact():
    data = {**person()}
    named(data)
    return 'ticket-amend', 'amend-purchaser', data


MAKERS = [purchase] * 9 + [payment] * 7 + [cancellation] * 4 + [refund] * 2 + [
    lambda: later('ticket-extend', 'extend-ticket-purchase'),
    lambda: later('ticket-reopen', 'reopen-ticket-purchase'), delegate, delegate, contact]


def learn(lines):
    for line in lines:
        event = json.loads(line)
        if event['type'].endswith('.ticket-purchase-created.v1'):
            purchases[event['data']['purchase']] = event['data']
            tickets.extend(ticket['id'] for ticket in event['data']['tickets'])


def send():
    """Commands of one kind to its tool, some of them sent before."""
    tool, kind, data = pick.choice(MAKERS)()
    lines = []
    for _ in range(pick.choice([1, 1, 2, 3])):
        while True:
            other, also, data = pick.choice(MAKERS)()
            if also == kind:
                break
        lines.append(json.dumps(envelope(kind, data) if pick.random() < 0.6 else data))
    before = [line for name, line in sent if name == tool]
    if before and pick.random() < 0.3:
        lines.insert(0, pick.choice(before[-10:]))
    if pick.random() < 0.03:
        lines.append('{"torn":')
    sent.extend((tool, line) for line in lines)
    client = pick.choice(['box'] * 5 + ['shop'] * 2 + ['organiser'] * 2)
    learn(run(tool, '-c', client, lines=lines, kill=killed()))


def sponsor_facts():
    sponsor, what = pick.choice(SPONSORS), pick.randint(0, 14)
    contract, invoice = 'C-' + sponsor, 'I-%s-%d' % (sponsor, pick.choice([1, 1, 1, 1, 1, 2]))
    kill = killed()
    if what == 0:
        run('sponsor-register', lines=[registration(sponsor)], kill=kill)
    elif what <= 2:
        run('sponsor-contract', 'sign', lines=[json.dumps(
            {'sponsor': sponsor, 'contract': contract, 'signed_on': '2029-12-30'})], kill=kill)
    elif what <= 5:
        run('sponsor-invoice', 'raise', lines=[json.dumps(
            {'sponsor': sponsor, 'invoice': invoice, 'amount': pick.choice([100000, 250000, 400000]),
             'currency': 'EUR'})], kill=kill)
    elif what <= 10:
        run('sponsor-settle', lines=[json.dumps(
            {'invoice': invoice, 'settled_on': '2030-01-02', **pick.choice(
                [{}, {}, {}, {}, {'payment': 'p%d' % pick.randint(1, 9), 'amount': 50000}])})], kill=kill)
    elif what <= 12:
        run('sponsor-override', lines=[json.dumps(
            {'beneficiary': sponsor, 'type': 'full', 'quantity': pick.randint(0, 4), 'by': 'me',
             'reason': 'why'})], kill=kill)
    elif what == 13:
        run('sponsor-register', sponsor, kill=kill)
    elif pick.random() < 0.5:
        run('sponsor-invoice', pick.choice(['refund', 'cancel']), lines=[json.dumps(
            {'invoice': invoice, 'reason': 'why'} if pick.random() < 0.5 else
            {'invoice': invoice, 'refunded_on': '2030-02-01'})], kill=kill)
    else:
        run('sponsor-withdraw', lines=[json.dumps({'sponsor': sponsor})], kill=kill)


def cron(kill):
    """The processes, each reading what the one before has printed."""
    run('sponsor-onboard', '-a', kill=kill and killed())
    printed = 0
    for process, tool in (('sponsor-allocate', 'ticket-create'), ('sponsor-reclaim', 'ticket-cancel')):
        commands = run(process, '-a', kill=kill and killed())
        answers = run(tool, '-c', 'sponsorship', lines=commands, kill=kill and killed())
        learn(answers)
        run('sponsor-book', lines=answers, kill=kill and killed())
        printed += len(commands)
    return printed


set_up()
for number in range(STEPS):
    clock += pick.choice([0, 1, 1000, 60000, 60000, 600000])
    chance = pick.random()
    if chance < 0.55:
        send()
    elif chance < 0.79:
        sponsor_facts()
    elif chance < 0.88:
        cron(True)
    elif chance < 0.94:
        learn(run('ticket-expire', kill=killed()))
    else:
        run('ticket-feed')
        run('sponsor-feed')
for _ in range(10):
    run('sponsor-book', lines=run('ticket-feed'))
    if cron(False) == 0:
        break
run('ticket-feed')
run('sponsor-feed')
run('ticket-report', 'purchases')
for name in ('type', 'room', 'pool', 'client', 'discount'):
    run('ticket-' + name, 'list')
run('sponsor-status')
run('ticket-check')
for name in ('ticketing', 'sponsorship'):
    run('event-replay', '--check', '-d', os.path.join(HOME, 'conf', name + '.db'))
