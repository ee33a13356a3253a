#!/usr/bin/python3
"""Runs every tool on stores that were changed behind its back: mutated.t says how.

    mutants.py STORES TOOLS SCRATCH

STORES has a store of each context, with its WAL, the last event of which is a seal. A line of TOOLS
is "context|file for standard input|command"; the file kept beside it has the seals. Mutant NUMBER of seed SEED is the same change
each time, of the same stores. LANYARD_MUTANTS_KEEP=DIR keeps the stores there, and what
failed; then mutants.py DIR/stores DIR/tools SCRATCH runs it again.
"""
import collections, glob, os, pty, random, re, resource, selectors, shlex, shutil, signal
import subprocess, sys, time

import mutations

MEBIBYTE = 1024 * 1024
MEMORY_LIMIT = 256 * MEBIBYTE
CPU_SECONDS, WALL_SECONDS = 10, 120
# Those of sysexits(3) in the manual. Not 64: the command line is fine. Not 71: a tool
# that is out of memory where it may have a gigabyte wanted too much of it.
STATUSES = {0, 1, 65, 66, 70, 73, 74, 75, 77, 78}


# Running -------------------------------------------------------------------------------

def read_all(process, terminal):
    """What the process prints, until it has ended; None for both where it does not end."""
    outputs = {process.stderr.fileno(): bytearray()}
    out = terminal if terminal is not None else process.stdout.fileno()
    outputs[out] = bytearray()
    with selectors.DefaultSelector() as selector:
        for number in outputs:
            selector.register(number, selectors.EVENT_READ)
        deadline = time.monotonic() + WALL_SECONDS
        while selector.get_map():
            ready = selector.select(max(0, deadline - time.monotonic()))
            if not ready:
                return None, None
            for key, _ in ready:
                try:
                    data = os.read(key.fd, 65536)
                except OSError: # a terminal that nobody has open any more
                    data = b''
                if not data:
                    selector.unregister(key.fd)
                elif len(outputs[key.fd]) < 8 * MEBIBYTE:
                    outputs[key.fd] += data
    return bytes(outputs[out]), bytes(outputs[process.stderr.fileno()])


def unshowable(text, lines):
    """The first control character, or byte that is no UTF-8."""
    try:
        decoded = text.decode('utf-8')
    except UnicodeDecodeError as error:
        return text[error.start:error.start + 1] if error.reason != 'unexpected end of data' else None
    found = re.search('[\x00-\x08\x0b-\x1f\x7f-\x9f]' if lines else '[\x00-\x1f\x7f-\x9f]', decoded)
    return found and found.group(0).encode()


class Outcome:
    def __init__(self):
        self.statuses = collections.Counter()
        self.signals = collections.Counter()
        self.runs = self.hangs = self.swollen = self.raw = self.sanitizer = 0
        self.peak = 0


def environment():
    result = dict(os.environ, LANYARD_HOME=SCRATCH, LANYARD_CONFERENCE='conference', LANYARD_WAIT='5')
    result.setdefault('LANYARD_NOW', '2025-03-01T12:00:00Z')
    result['NO_COLOR'] = '1'  # a head that is bold has escapes
    return result


def run_tool(command, stdin, on_terminal):
    """Returns the status (negative: the signal; None: it went on), its peak, what is wrong with what it printed."""
    master = slave = None
    if on_terminal:
        master, slave = pty.openpty()
    with open(stdin, 'rb') as source:
        process = subprocess.Popen(command, stdin=source, stdout=slave if on_terminal else subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=environment(), close_fds=True)
    if on_terminal:
        os.close(slave)
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (CPU_SECONDS * SLOWER, CPU_SECONDS * SLOWER + 5))
    if not SANITIZED:
        resource.prlimit(process.pid, resource.RLIMIT_AS, (1024 * MEBIBYTE, 1024 * MEBIBYTE))
    out, error = read_all(process, master)
    if out is None:
        process.kill()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    if master is not None:
        os.close(master)
    wrong = None
    if out is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)):
        return None, usage.ru_maxrss * 1024, None, b''
    if b'Sanitizer' in error or b'runtime error' in error:
        wrong = 'sanitizer'
    else:
        # A terminal ends lines with both, and those of a CSV end so before.
        shown = unshowable(re.sub(b'\r+\n', b'\n', out), True) if on_terminal else None
        shown = shown or unshowable(error, True)
        if shown:
            wrong = 'prints %r' % shown
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return code, usage.ru_maxrss * 1024, wrong, error


# Seals ---------------------------------------------------------------------------------

def feed_of(context):
    command = next(command for of, _, command in TOOLS if of == context and command[0].endswith('-feed'))
    return subprocess.run(command[:1], capture_output=True, env=environment(), timeout=WALL_SECONDS)


def succeeds(command, data=b''):
    return subprocess.run(command, input=data, capture_output=True, env=environment(),
                          timeout=WALL_SECONDS).returncode == 0


def find_altered(store, found):
    """Of a store of which a feed is read that is not the one that was sealed: who does not find that."""
    if store.name not in SEALED:
        next(base for base in mutations.bases if base.name == store.name).write(
            os.path.join(SCRATCH, 'conference', store.name + '.db'))
        SEALED[store.name] = feed_of(store.name).stdout
    sealed = SEALED[store.name]
    store.write(os.path.join(SCRATCH, 'conference', store.name + '.db'))
    feed = feed_of(store.name)
    if feed.returncode != 0 or feed.stdout.startswith(sealed):
        return None
    found['altered'] += 1
    # What lacks only its beginning may be a part of the feed.
    if not sealed.endswith(feed.stdout) and succeeds(['event-seal', '--verify', '--kept', KEPT], feed.stdout):
        return 'event-seal --verify --kept'
    # One that ends before its last seal, or has another one, is known by the kept seal only.
    if sealed.splitlines()[-1] not in feed.stdout.splitlines():
        return None
    found['checked'] += 1
    return 'event-replay --check' if succeeds(['event-replay', '--check', store.name]) else None


def make(number):
    """Mutant NUMBER: the change, the changed store, and what is run on it."""
    rng = random.Random('%s:%d' % (SEED, number))
    context, stdin, command = TOOLS[number % len(TOOLS)]
    kind = rng.choices([k for k, _ in mutations.KINDS], [w for _, w in mutations.KINDS])[0]
    store = rng.choice([s for s in mutations.bases if s.name == context]).copy()
    kind(store, rng)
    if kind in mutations.SEALED and '-wal' in store.files:
        mutations.seal(store.files['-wal'])
    return kind, store, stdin, command, rng.random() < 0.25


def run_mutant(number, outcomes, failures, found):
    kind, store, stdin, command, on_terminal = make(number)
    outcome = outcomes[kind.__name__]
    blind = find_altered(store, found)
    path = os.path.join(SCRATCH, 'conference', store.name + '.db')
    store.write(path)
    status, peak, wrong, error = run_tool(command, stdin, on_terminal)
    outcome.runs += 1
    outcome.peak = max(outcome.peak, peak)
    bad = None if blind is None else '%s does not find the altered feed' % blind
    if status is None:
        outcome.hangs += 1
        bad = 'goes on for ever'
    elif status < 0:
        outcome.signals[-status] += 1
        bad = 'signal %d' % -status
    else:
        outcome.statuses[status] += 1
        # What a reconciliation finds is no failure.
        if status not in STATUSES and not (status == 1 and command[0].endswith('-reconcile')):
            bad = 'status %d' % status
    if bad is None and wrong == 'sanitizer':
        outcome.sanitizer += 1
        bad = wrong
    elif bad is None and wrong is not None:
        outcome.raw += 1
        bad = wrong
    if peak > MEMORY_LIMIT and not SANITIZED:
        outcome.swollen += 1
        bad = bad or '%d MiB' % (peak // MEBIBYTE)
    if bad is not None:
        said = error.decode('utf-8', 'backslashreplace').strip().split('\n')
        if wrong == 'sanitizer':
            said = [line for line in said if 'rror' in line or '#1 ' in line or '#2 ' in line or '#3 ' in line]
        failures.append('%d: %s: %s%s <%s: %s: %s' % (number, kind.__name__, shlex.join(command),
            ' (on a terminal)' if on_terminal else '', os.path.basename(stdin), bad, ' | '.join(said[:4])[:300]))
        print(failures[-1], flush=True)
        if KEEP and len(failures) <= 200:
            at = os.path.join(KEEP, 'failed', str(number))
            os.makedirs(at, exist_ok=True)
            store.write(os.path.join(at, store.name + '.db'))


def table(outcomes):
    lines = ['%-18s %6s  %-54s %-14s %5s %4s %4s %4s %4s' % (
        'mutation', 'runs', 'statuses', 'signals', 'hangs', 'MiB', 'over', 'raw', 'san')]
    total = Outcome()
    for name, one in sorted(outcomes.items()) + [('all', total)]:
        lines.append('%-18s %6d  %-54s %-14s %5d %4d %4d %4d %4d' % (name, one.runs,
            ' '.join('%d:%d' % pair for pair in sorted(one.statuses.items())),
            ' '.join('%d:%d' % pair for pair in sorted(one.signals.items())) or '-', one.hangs,
            one.peak // MEBIBYTE, one.swollen, one.raw, one.sanitizer))
        total.statuses += one.statuses
        total.signals += one.signals
        total.runs += one.runs
        total.hangs += one.hangs
        total.swollen += one.swollen
        total.raw += one.raw
        total.sanitizer += one.sanitizer
        total.peak = max(total.peak, one.peak)
    return '\n'.join(lines)


def main():
    stores, tools = sys.argv[1:3]
    here = os.path.dirname(os.path.abspath(tools))
    # Inherited: a sanitizer sets it itself as it starts, and fails where it changes meanwhile.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.makedirs(os.path.join(SCRATCH, 'conference'), exist_ok=True)
    mutations.scratch = SCRATCH
    for path in sorted(glob.glob(os.path.join(stores, '*.db'))):
        name = os.path.basename(path)[:-len('.db')]
        mutations.bases.extend((mutations.Store(name, path), mutations.checkpointed(name, path)))
    with open(tools, encoding='utf-8') as file:
        for line in file:
            context, stdin, command = line.strip().split('|', 2)
            TOOLS.append((context, os.path.join(here, stdin), shlex.split(command)))
    if KEEP and not os.path.exists(os.path.join(KEEP, 'stores')):
        shutil.copytree(stores, os.path.join(KEEP, 'stores'))
        for file in {KEPT} | {stdin for _, stdin, _ in TOOLS if stdin.startswith(here)} | {os.path.abspath(tools)}:
            shutil.copy(file, KEEP)
    numbers = range(COUNT) if ONLY is None else [int(ONLY)]
    outcomes, failures, found = collections.defaultdict(Outcome), [], collections.Counter()
    for number in numbers:
        run_mutant(number, outcomes, failures, found)
    report = table(outcomes)
    print(report)
    if REPORT:
        with open(REPORT, 'a', encoding='utf-8') as file:
            file.write('seed %s\n%s\n' % (SEED, report))
    print('%d altered feeds, of which %d have their last seal' % (found['altered'], found['checked']))
    print('%d mutants, seed %s: %d failed' % (len(numbers), SEED, len(failures)))
    return 1 if failures else 0


TOOLS = []
SEALED = {}  # the feed of each context as it was
KEPT = os.path.join(os.path.dirname(os.path.abspath(sys.argv[2])), 'kept')
SCRATCH = os.path.abspath(sys.argv[3])
SEED = os.environ.get('LANYARD_MUTANTS_SEED', '1')
COUNT = int(os.environ.get('LANYARD_MUTANTS', '400'))
ONLY = os.environ.get('LANYARD_MUTANTS_ONLY')
KEEP = os.environ.get('LANYARD_MUTANTS_KEEP')
REPORT = os.environ.get('LANYARD_MUTANTS_REPORT')
with open(shutil.which('ticket-create'), 'rb') as tool:
    SANITIZED = b'__asan_init' in tool.read()
SLOWER = 6 if SANITIZED else 1
sys.exit(main())
