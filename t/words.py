#!/usr/bin/python3
"""Runs each verb in a pipe, on a terminal, and there with --json: words.t says why.

    words.py STORES TOOLS TALKERS SCRATCH

STORES has a store of each context; a line of TOOLS is "context|file for standard input|command";
TALKERS are the verbs that take --json. Prints a line for each promise: what breaks it, a bar, and
the promise.
"""
import json, os, pty, re, shlex, shutil, sqlite3, subprocess, sys

STORES, TOOLS, TALKERS, SCRATCH = sys.argv[1:]
RANDOM = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<="nonce":")[0-9a-f]{32}')
talkers = set(open(TALKERS).read().splitlines())
broken = {}


def breaks(promise, command):
    broken.setdefault(promise, []).append(command)


def verb_of(words):
    return next((v for v in (words[0] + ' ' + w for w in words[1:]) if v in talkers), words[0])


def run(words, stdin, terminal, locale='C.UTF-8'):
    """On copies of the stores; what is printed, and the status."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    shutil.copytree(STORES, SCRATCH + '/conference')
    environment = dict(os.environ, LANYARD_HOME=SCRATCH, LC_ALL=locale)
    with open(stdin, 'rb') as source:
        if not terminal:
            done = subprocess.run(words, stdin=source, capture_output=True, env=environment, timeout=60)
            return done.stdout.decode(), done.returncode
        master, slave = pty.openpty()
        process = subprocess.Popen(words, stdin=source, stdout=slave, stderr=subprocess.DEVNULL, env=environment)
        os.close(slave)
        text = b''
        while True:
            try:
                part = os.read(master, 65536)
            except OSError: # the tool has ended
                part = b''
            if not part:
                break
            text += part
        os.close(master)
        return text.replace(b'\r\n', b'\n').decode(), process.wait()


def same_ids(text):
    """New ids and nonces are random: the first is 1, the second 2."""
    seen = {}
    return RANDOM.sub(lambda found: str(seen.setdefault(found.group(0), len(seen))), text)


def is_json(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def recorded(context, stores=SCRATCH + '/conference'):
    store = sqlite3.connect('%s/%s.db' % (stores, context))
    lines = dict(store.execute('SELECT seq, line FROM events'))
    store.close()
    return lines


PIPE = 'every line that a verb prints in a pipe is a JSON object'
BYTES = 'an event in a pipe has the bytes that are recorded'
JSON = 'a terminal gets with --json what a pipe gets'
WORDS = 'a terminal gets no JSON without --json'
LINES = 'a terminal gets a line of words for each line of JSON, or for each event that the end of a pipe records'
ASCII = 'a terminal of another encoding gets no sign that is not ASCII'
promises = (PIPE, BYTES, JSON, WORDS, LINES, ASCII)

ran = set()
for line in open(TOOLS).read().splitlines():
    context, stdin, command = line.strip().split('|')
    words = [word for word in shlex.split(command) if word not in ('-t', '--csv', '--delimiter', ';')]
    verb = verb_of(words)
    if verb not in talkers or '--consumer' in words:
        continue
    ran.add(verb)
    piped, status = run(words, stdin, False)
    lines = piped.splitlines()
    if not all(map(is_json, lines)):
        breaks(PIPE, command)
        continue
    if '--why' not in words:
        feed = recorded(context)
        for text in lines:
            event = json.loads(text)
            if 'sequence' in event and event.get('source', '').endswith('/' + context) \
                    and feed[int(event['sequence'])] != text:
                breaks(BYTES, command)
    # The last tool of a pipe prints nothing there: what it records has words.
    expected = len(lines) if lines or 'book' not in words[0] else len(recorded(context)) - len(recorded(context, STORES))
    asked, asked_status = run(words + ['--json'], stdin, True)
    if same_ids(asked) != same_ids(piped) or asked_status != status:
        breaks(JSON, command)
    shown, shown_status = run(words, stdin, True)
    if any('specversion' in text or is_json(text) for text in shown.splitlines()) or shown_status != status:
        breaks(WORDS, command)
    table = {'list', 'show', 'try', '--why', '--tasks', '--consumers'} & set(words) or re.match(
        r'[a-z]+-(report|find|check|status|unused|reconcile) ?', command)
    if bool(shown) != bool(expected) or (not table and shown.count('\n') != expected):
        breaks(LINES, command)
    plain, _ = run(words, stdin, True, 'C')
    if not plain.isascii():
        breaks(ASCII, command)

for verb in talkers - ran:
    breaks(PIPE, verb + ' was not run')
for promise in promises:
    print('%s|%s' % ('; '.join(broken.get(promise, [])), promise))
