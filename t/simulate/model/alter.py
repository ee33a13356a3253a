#!/usr/bin/env python3
"""Alters a history, so that the model has something to find: alter.py WHAT <HISTORY

Each alteration is one that a defect of a tool could make, and is the same wherever the line is
printed again, so that nothing but its meaning is wrong.
"""
import json
import sys
import uuid

what = sys.argv[1]
steps = [json.loads(line) for line in sys.stdin]


def events(step):
    return [json.loads(line) for line in step['output'].split('\n') if line.startswith('{')]


def is_feed(step):
    return step['tool'].endswith('-feed')


def kind(event):
    return event['type'].split('.')[2]


def compact(event):
    return json.dumps(event, separators=(',', ':'), ensure_ascii=False)


def first(name, wanted=lambda event: True, tool='ticket-'):
    """The first event of a type that a step without a fault has printed, and the step."""
    for step in steps:
        if is_feed(step) or step['fault'] or not step['tool'].startswith(tool):
            continue
        for line in step['output'].split('\n'):
            if not line.startswith('{'):
                continue
            event = json.loads(line)
            if kind(event) == name and wanted(event):
                return step, line, event
    sys.exit('there is no ' + name)


def everywhere(line, other):
    for step in steps:
        step['output'] = step['output'].replace(line + '\n', other + '\n' if other else '')


def change(name, alter, wanted=lambda event: True):
    _, line, event = first(name, wanted)
    alter(event)
    everywhere(line, compact(event))


def costs(event):
    return event['data']['amount'] > 0


def dearer(event):
    event['data']['tickets'][0]['price'] += 1
    event['data']['amount'] += 1


def refund(event):
    event['data']['refund'] += 1


def book(event):
    data = event['data']
    event['type'] = 'lanyard.ticketing.ticket-purchase-created.v1'
    number = str(uuid.UUID(int=1 << 80))
    event['data'] = {
        'purchase': number, 'reference': data['reference'], 'client': data['client'],
        'purchaser': {'name': 'Ann', 'email': 'ann@x.example'},
        'tickets': [{'id': number[:-1] + '1', 'type': data.get('type', 'full'), 'price': 10001}],
        'payment': 'due', 'amount': 10001, 'currency': 'EUR',
        'deadline': '2030-03-01T00:00:00.000Z'}


def drop_printed():
    step, line, _ = first('ticket-purchase-created')
    step['output'] = step['output'].replace(line + '\n', '', 1)


def print_twice():
    step, line, _ = first('ticket-purchase-paid')
    step['output'] = step['output'].replace(line + '\n', line + '\n' + line + '\n', 1)


def double():
    """The same booking once more, under another id, at the end of the feed."""
    _, _, event = first('ticket-purchase-created')
    for step in steps:
        if step['tool'] == 'ticket-feed' and step['output']:
            last = events(step)[-1]
    event['sequence'] = '%019d' % (int(last['sequence']) + 1)
    event['id'] = str(uuid.UUID(int=99))
    for step in reversed(steps):
        if step['tool'] == 'ticket-feed':
            step['output'] += compact(event) + '\n'
            break


def lose():
    """A line that was printed is in no feed, as if it had not been stored: the feed closes up."""
    _, line, event = first('ticket-purchase-created')
    for step in steps:
        if is_feed(step):
            step['output'] = step['output'].replace(line + '\n', '')


def lose_the_end():
    for step in reversed(steps):
        if step['tool'] == 'ticket-feed':
            step['output'] = step['output'][:step['output'].rindex('\n', 0, -1) + 1]
            break


def spoil():
    """One byte of one line, in the last feed only."""
    _, line, _ = first('ticket-purchase-created')
    for step in reversed(steps):
        if step['tool'] == 'ticket-feed':
            step['output'] = step['output'].replace(line, line.replace('"name":"', '"name":"X', 1))
            break


def swap_ids():
    _, line, event = first('ticket-purchase-paid')
    _, _, other = first('ticket-purchase-created')
    event['id'] = other['id']
    everywhere(line, compact(event))


def smaller():
    """The type had fewer places than were sold of it."""
    for step in steps:
        for name in ('input', 'output'):
            step[name] = step[name].replace('"capacity": 60', '"capacity": 14').replace(
                '"capacity":60', '"capacity":14')


def late():
    _, line, event = first('ticket-purchase-paid')
    _, _, created = first('ticket-purchase-created',
                          lambda e: e['data']['purchase'] == event['data']['purchase'])
    moved = dict(created, data=dict(created['data'], deadline=created['time']))
    everywhere(compact(created), compact(moved))


def not_expired():
    step, line, _ = first('ticket-purchase-expired')
    step['output'] = ''


def crash():
    first('ticket-purchase-created')[0]['status'] = 139


def other_answer():
    """A command that was sent again got another answer than the first time."""
    seen = {}
    for step in steps:
        if is_feed(step) or step['fault'] or not step['tool'].startswith('ticket-'):
            continue
        for line in step['output'].split('\n'):
            if line in seen and seen[line] is not step and '"sequence"' in line:
                step['output'] = step['output'].replace('"correlationid":"', '"correlationid":"0', 1)
                return
            seen[line] = step
    sys.exit('no command was sent again')


def booked_less():
    """The ledger has fewer tickets than ticketing has sold."""
    for step in steps:
        for line in step['output'].split('\n'):
            if '.tickets-booked.v1' in line and json.loads(line)['data']['quantity'] > 1:
                event = json.loads(line)
                event['data']['quantity'] -= 1
                everywhere(line, compact(event))
                return
    sys.exit('nothing was booked')


def owed_more():
    """A sponsor is owed one more than the policy grants."""
    for step in steps:
        for line in step['output'].split('\n'):
            if '.entitlement-decided.v1' in line and json.loads(line)['data'].get('desired'):
                event = json.loads(line)
                event['data']['desired'][0]['quantity'] += 1
                everywhere(line, compact(event))
                return
    sys.exit('nothing was decided')


def report_of(*words):
    return next(step for step in reversed(steps) if [step['tool'], *step['arguments']] == list(words))


def less(*words):
    step = report_of(*words)
    step['output'] = step['output'][:step['output'].rindex('\n', 0, -1) + 1]


def torn():
    step = report_of('ticket-report', 'purchases')
    step['output'] = step['output'][:-1]


def other_budget():
    step = report_of('ticket-client', 'list')
    step['output'] = step['output'].replace('"budget":40', '"budget":41', 1)


ALTERATIONS = {
    'drop-printed': drop_printed,
    'print-twice': print_twice,
    'double': double,
    'price': lambda: change('ticket-purchase-created', dearer, costs),
    'refund': lambda: change('tickets-cancelled', refund),
    'booking': lambda: change('ticket-purchase-rejected', book,
                              lambda e: e['data']['code'] in ('sold_out', 'not_on_sale')),
    'lose': lose,
    'lose-the-end': lose_the_end,
    'spoil': spoil,
    'id': swap_ids,
    'oversold': smaller,
    'late': late,
    'not-expired': not_expired,
    'crash': crash,
    'other-answer': other_answer,
    'booked-less': booked_less,
    'owed-more': owed_more,
    'list-less': lambda: less('ticket-discount', 'list'),
    'status-less': lambda: less('sponsor-status'),
    'report-less': lambda: less('ticket-report', 'purchases'),
    'report-torn': torn,
    'other-budget': other_budget,
}
ALTERATIONS[what]()
for row in steps:
    print(compact(row))
