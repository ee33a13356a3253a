"""Changes to the stores of mutated.t: of bytes, and of rows past their constraints."""
import os, re, sqlite3, struct

MEBIBYTE = 1024 * 1024


class Store:
    """The bytes of a store, and where its pages lie."""

    def __init__(self, name, path):
        self.name = name
        self.files = {}
        for suffix in ('', '-wal'):
            if os.path.exists(path + suffix):
                with open(path + suffix, 'rb') as file:
                    self.files[suffix] = file.read()

    def copy(self):
        other = object.__new__(Store)
        other.name = self.name
        other.files = {suffix: bytearray(data) for suffix, data in self.files.items()}
        return other

    def write(self, path):
        for suffix in ('', '-wal', '-shm', '.lock'):
            if suffix in self.files:
                with open(path + suffix, 'wb') as file:
                    file.write(self.files[suffix])
            elif os.path.exists(path + suffix):
                os.unlink(path + suffix)


def checkpointed(name, path):
    """The store with all of its WAL in the one file."""
    copy = os.path.join(scratch, name + '.whole')
    Store(name, path).write(copy)
    database = sqlite3.connect(copy)
    database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    store = Store(name, copy)
    os.unlink(copy)
    return store


bases = []   # all stores, as they were
scratch = None  # where one may be while it is changed

# Bytes ---------------------------------------------------------------------------------

PAGE = 4096
FRAME = PAGE + 24


def checksum(data, first, second):
    words = struct.unpack('>%dI' % (len(data) // 4), data)
    for i in range(0, len(words), 2):
        first = (first + words[i] + second) & 0xffffffff
        second = (second + words[i + 1] + first) & 0xffffffff
    return first, second


def seal(wal):
    """Makes the checksums of a WAL right again, so that SQLite recovers what is in it."""
    if len(wal) < 32:
        return
    order = '>' if wal[3] & 1 else '<'
    def add(data, sums):
        data = bytes(data)
        if order == '<':
            data = struct.pack('>%dI' % (len(data) // 4),
                               *struct.unpack('<%dI' % (len(data) // 4), data))
        return checksum(data, *sums)
    sums = add(wal[0:24], (0, 0))
    struct.pack_into('>II', wal, 24, *sums)
    for at in range(32, len(wal) - FRAME + 1, FRAME):
        sums = add(wal[at:at + 8], sums)
        sums = add(wal[at + 24:at + FRAME], sums)
        struct.pack_into('>II', wal, at + 16, *sums)


def pages(store):
    """Where every page lies: (file, offset), those of the WAL, too."""
    places = [('', at) for at in range(0, len(store.files['']) - PAGE + 1, PAGE)]
    wal = store.files.get('-wal', b'')
    places += [('-wal', at + 24) for at in range(32, len(wal) - FRAME + 1, FRAME)]
    return places


def header_of(store, place):
    """The offset of a b-tree page's header, or None where it is none."""
    file, at = place
    data = store.files[file]
    header = at + (100 if data[at:at + 6] == b'SQLite' else 0)
    return header if data[header] in (2, 5, 10, 13) else None


def tree_page(store, rng, kinds=(2, 5, 10, 13)):
    found = [p for p in pages(store) if header_of(store, p) is not None
             and store.files[p[0]][header_of(store, p)] in kinds]
    return rng.choice(found) if found else None


def cell_pointers(store, place):
    data, header = store.files[place[0]], header_of(store, place)
    count = struct.unpack_from('>H', data, header + 3)[0]
    first = header + (12 if data[header] in (2, 5) else 8)
    return [first + 2 * i for i in range(min(count, (PAGE - 12) // 2))
            if first + 2 * i + 2 <= place[1] + PAGE]


def exchange_pages(store, rng):
    (a, i), (b, j) = rng.choice(pages(store)), rng.choice(pages(store))
    one, two = store.files[a][i:i + PAGE], store.files[b][j:j + PAGE]
    store.files[a][i:i + PAGE], store.files[b][j:j + PAGE] = two, one


def copy_page(store, rng):
    for _ in range(rng.choice((1, 1, 3))):
        one, two = tree_page(store, rng), tree_page(store, rng)
        store.files[two[0]][two[1]:two[1] + PAGE] = store.files[one[0]][one[1]:one[1] + PAGE]


def flip_bits(store, rng):
    for _ in range(rng.choice((1, 2, 8, 64))):
        file, at = rng.choice(pages(store))
        store.files[file][at + rng.randrange(PAGE)] ^= 1 << rng.randrange(8)


def flip_header(store, rng):
    for _ in range(rng.choice((1, 2, 4))):
        store.files[''][rng.randrange(16, 100)] = rng.randrange(256)


def flip_page_header(store, rng):
    for _ in range(rng.choice((1, 1, 4))):
        place = tree_page(store, rng)
        at = header_of(store, place) + rng.randrange(12)
        store.files[place[0]][at] = rng.choice((0, 1, 2, 5, 10, 13, 255, rng.randrange(256)))


def flip_cells(store, rng):
    """Payload sizes, rowids, types of columns: the first bytes of a cell."""
    for _ in range(rng.choice((1, 2, 8))):
        place = tree_page(store, rng)
        data = store.files[place[0]]
        pointers = cell_pointers(store, place)
        if not pointers:
            continue
        cell = place[1] + struct.unpack_from('>H', data, rng.choice(pointers))[0]
        at = min(cell + rng.randrange(14), len(data) - 1)
        data[at] = rng.choice((0, 1, 0x7f, 0x80, 0xff, rng.randrange(256)))


def exchange_cells(store, rng):
    """Keys that do not grow."""
    for _ in range(rng.choice((1, 3, 10))):
        place = tree_page(store, rng)
        data = store.files[place[0]]
        pointers = cell_pointers(store, place)
        if len(pointers) > 1:
            i, j = rng.sample(pointers, 2)
            data[i:i + 2], data[j:j + 2] = data[j:j + 2], data[i:i + 2]


def repeat_cells(store, rng):
    """Rows that come again and again, and others that are gone."""
    place = tree_page(store, rng, rng.choice(((2, 5), (10, 13), (2, 5, 10, 13)))) or tree_page(store, rng)
    data = store.files[place[0]]
    pointers = cell_pointers(store, place)
    for at in pointers:
        if rng.random() < 0.5:
            source = rng.choice(pointers)
            data[at:at + 2] = data[source:source + 2]


def reverse_cells(store, rng):
    place = tree_page(store, rng)
    data = store.files[place[0]]
    pointers = cell_pointers(store, place)
    values = [bytes(data[at:at + 2]) for at in pointers]
    for at, value in zip(pointers, reversed(values)):
        data[at:at + 2] = value


def point_round(store, rng):
    """Children that are their own parents, or anybody's."""
    place = tree_page(store, rng, (2, 5))
    if place is None:
        return repeat_cells(store, rng)
    data = store.files[place[0]]
    count = max(1, len(store.files['']) // PAGE)
    targets = [header_of(store, place) + 8]
    targets += [place[1] + struct.unpack_from('>H', data, at)[0] for at in cell_pointers(store, place)]
    same = rng.randrange(1, count + 1) if rng.random() < 0.5 else None
    for at in targets:
        if rng.random() < 0.6 and at + 4 <= len(data):
            struct.pack_into('>I', data, at, same or rng.randrange(0, count + 2))
    return None


def point_overflow(store, rng):
    """A page's first four bytes: where an overflow chain goes on."""
    count = max(1, len(store.files['']) // PAGE)
    for file, at in pages(store):
        if store.files[file][at] == 0:
            struct.pack_into('>I', store.files[file], at, rng.randrange(0, count + 2))


def break_freelist(store, rng):
    count = max(1, len(store.files['']) // PAGE)
    struct.pack_into('>II', store.files[''], 32, rng.randrange(0, count + 2),
                     rng.choice((0, 1, count, 0xffffffff)))


def truncate(store, rng):
    file = rng.choice(list(store.files))
    size = len(store.files[file])
    keep = rng.choice((rng.randrange(size + 1), rng.randrange(size // PAGE + 1) * PAGE, 512, 100, 40, 1))
    del store.files[file][min(keep, size):]


def extend(store, rng):
    file = rng.choice(list(store.files))
    more = rng.choice((1, PAGE, 5 * PAGE, FRAME))
    store.files[file] += bytes(more) if rng.random() < 0.5 else rng.randbytes(more)
    if rng.random() < 0.5:
        struct.pack_into('>I', store.files[''], 28, rng.choice((len(store.files['']) // PAGE, 0x7fffffff, 1)))


def break_wal(store, rng):
    wal = store.files.get('-wal')
    if not wal:
        store.files['-wal'] = bytearray(rng.randbytes(32 + FRAME))
        return
    for _ in range(rng.choice((1, 4))):
        at = rng.choice((rng.randrange(32), 32 + rng.randrange(max(1, len(wal) // FRAME)) * FRAME + rng.randrange(24),
                         rng.randrange(len(wal))))
        if at < len(wal):
            wal[at] = rng.randrange(256)
    if rng.random() < 0.5:
        seal(wal)


def reorder_wal(store, rng):
    wal = store.files.get('-wal')
    if not wal or len(wal) < 32 + 2 * FRAME:
        return break_wal(store, rng)
    count = (len(wal) - 32) // FRAME
    for _ in range(rng.choice((1, 5, count))):
        i, j = 32 + rng.randrange(count) * FRAME, 32 + rng.randrange(count) * FRAME
        one, two = wal[i:i + FRAME], wal[j:j + FRAME]
        wal[i:i + FRAME], wal[j:j + FRAME] = two, one
        # Whose page it is, and whether a transaction ends with it.
        if rng.random() < 0.5:
            struct.pack_into('>II', wal, i, rng.randrange(1, 40), rng.choice((0, 0, 1, 40)))
    for at in range(32, len(wal) - FRAME + 1, FRAME):
        wal[at + 8:at + 16] = wal[16:24]
    seal(wal)
    return None


def break_shm(store, rng):
    store.files['-shm'] = bytearray(rng.randbytes(rng.choice((0, 1, 136, 32768, 65536))))


def break_lock(store, rng):
    store.files['.lock'] = bytearray(rng.choice((b'', b'!', b'-', b'x', b'!' * 5000)))
    break_wal(store, rng)


def of_another(store, rng):
    """The WAL of another store, or its pages."""
    other = rng.choice([s for s in bases if s.name != store.name])
    if rng.random() < 0.5 and '-wal' in other.files:
        store.files['-wal'] = bytearray(other.files['-wal'])
    else:
        at = PAGE * rng.randrange(1, max(2, len(store.files['']) // PAGE))
        store.files[''][at:at + PAGE] = other.files[''][at:at + PAGE].ljust(PAGE, b'\0')


# Rows ----------------------------------------------------------------------------------

def values(rng, before):
    return rng.choice((
        lambda: None, lambda: b'', lambda: rng.randbytes(rng.choice((1, 15, 16, 17, 32, 5000))),
        lambda: rng.choice((-1, 0, 1, 2**31, 2**53, 2**62, 2**63 - 1, -2**63, rng.randrange(-2**63, 2**63))),
        lambda: rng.choice((0.5, -1e300, float('inf'))), lambda: '', lambda: 'x' * 1000,
        lambda: 'y' * MEBIBYTE, lambda: Raw(b'\xff\xfe\x80abc'), lambda: Raw(b'ab\0cd'), lambda: Raw(b'\xed\xa0\x80'),
        lambda: '\x1b]0;owned\x07\x1b[31mred\r\n\x7f\x9b31m', lambda: str(rng.randrange(10**6)), lambda: '{}',
        lambda: '9999-12-31T23:59:59.999Z', lambda: '%s%n%d', lambda: before, lambda: 'booked', lambda: 'full',
        lambda: Raw(b'full\x00'), lambda: -(2**63) + 1))()


class Raw:
    """Bytes that are to be a text as they are."""
    def __init__(self, data):
        self.data = data


def random_json(rng, depth=0):
    if depth < 4 and rng.random() < 0.5:
        return rng.choice(('[%s]', '{"a":%s}', '{"type":%s}', '{"quantity":%s}')) % random_json(rng, depth + 1)
    return rng.choice(('null', 'true', '-1', '1e400', '9223372036854775807', '99999999999999999999999', '""',
                       '"\\u001b[31m"', '"\\ud800"', '"x"', '{', '0.5', '[]', '{}', '"\\u0000"', '"' + 'z' * 70000 + '"'))


def other_line(rng, line, lines):
    """An event's line, changed: cut, nested, another's, or with another value somewhere."""
    def replace():
        places = [m.span(1) for m in re.finditer(r':("(?:[^"\\]|\\.)*"|-?[0-9]+|true|false|null)', line)]
        result = line
        for start, end in sorted(rng.sample(places, min(len(places), rng.choice((1, 1, 3)))), reverse=True):
            result = result[:start] + random_json(rng) + result[end:]
        return result
    return rng.choice((
        replace, replace, replace, replace, lambda: rng.choice(lines), lambda: rng.choice(lines),
        lambda: line[:rng.randrange(len(line) + 1)], lambda: '', lambda: '[' * 100000, lambda: random_json(rng),
        lambda: line.replace('"data":{', '"data":{"extra":%s,' % random_json(rng)), lambda: line + '\n' + line,
        lambda: '{"a":' * 40 + '1' + '}' * 40, lambda: line.replace(':', ':\x1b', 1),
        lambda: line.replace('"', '"' + '\\u0000', 1), lambda: ' ' * MEBIBYTE + line))()


def names(database, table):
    return [(row[1], row[5]) for row in database.execute('PRAGMA table_info("%s")' % table)]


def set_values(database, rng, table, lines):
    columns = names(database, table)
    count = database.execute('SELECT count(*) FROM "%s"' % table).fetchone()[0]
    column = rng.choice(columns)[0]
    key = [name for name, part in columns if part] or [columns[0][0]]
    rows = database.execute('SELECT %s, "%s" FROM "%s"' % (', '.join('"%s"' % k for k in key), column, table)).fetchall()
    rng.shuffle(rows)
    where = ' AND '.join('"%s" IS ?' % k for k in key)
    for row in rows[:rng.choice((1, 1, 3, max(1, count)))]:
        before = row[-1]
        value = other_line(rng, before, lines) if column == 'line' and isinstance(before, str) else values(rng, before)
        place = 'CAST(? AS TEXT)' if isinstance(value, Raw) else '?'
        try:
            database.execute('UPDATE "%s" SET "%s" = %s WHERE %s' % (table, column, place, where),
                             [value.data if isinstance(value, Raw) else value] + list(row[:-1]))
        except sqlite3.Error:
            pass


def repeat_rows(database, rng, table, lines):
    columns = names(database, table)
    rows = database.execute('SELECT * FROM "%s"' % table).fetchall()
    for row in rng.sample(rows, min(len(rows), rng.choice((1, 5)))):
        row = list(row)
        for i, (_, part) in enumerate(columns):
            if part or rng.random() < 0.1:
                row[i] = values(rng, row[i])
                row[i] = row[i].data if isinstance(row[i], Raw) else row[i]
        try:
            database.execute('INSERT INTO "%s" VALUES (%s)' % (table, ', '.join('?' * len(row))), row)
        except sqlite3.Error:
            pass


def remove_rows(database, rng, table, lines):
    share = rng.choice(('1 = 1', 'chance() % 2 = 0', 'chance() % 7 = 0'))
    database.execute('DELETE FROM "%s" WHERE %s' % (table, share))


def renumber(database, rng, table, lines):
    """Positions that have gaps, or are another's."""
    numbers = [name for name, _ in names(database, table)
               if name in ('seq', 'due', 'decided', 'cause', 'requested', 'answered', 'first', 'count', 'paid', 'closed',
                           'cancelled', 'assignment', 'completed', 'settled', 'entitled', 'removed', 'revocation')]
    if not numbers:
        return set_values(database, rng, table, lines)
    name = rng.choice(numbers)
    change = rng.choice(('"%s" + 1000', '-"%s"', '"%s" * 1000000007', '(chance() & 127)', '1', '9223372036854775807 - "%s"'))
    database.execute('UPDATE OR IGNORE "%s" SET "%s" = %s' % (table, name, change.replace('%s', name)))
    return None


def exchange_values(database, rng, table, lines):
    """One column of another: of another type, or of another row."""
    columns = [name for name, _ in names(database, table)]
    database.execute('UPDATE OR IGNORE "%s" SET "%s" = "%s"' % (table, rng.choice(columns), rng.choice(columns)))


ROWS = (set_values, set_values, set_values, set_values, repeat_rows, remove_rows, renumber, exchange_values)


def stripped(text):
    """A table that lets everything in."""
    text = re.sub(r'--[^\n]*', '', text)
    text = re.sub(r'\bSTRICT\s*,\s*', '', text)
    text = re.sub(r'\)\s*STRICT\s*$', ')', text)
    text = re.sub(r',?\s*\bCHECK\s*\((?:[^()]|\([^()]*\))*\)', '', text) # a table's follows a comma
    text = re.sub(r'\bNOT NULL\b', '', text)
    return re.sub(r'\b(INTEGER|TEXT|BLOB)\b(?! PRIMARY)', 'BLOB', text)


def change_rows(store, rng, restore=True, stale=False):
    """Rows that the constraints would not let through; afterwards the schema reads as before."""
    path = os.path.join(scratch, 'changing.db')
    store.write(path)
    database = sqlite3.connect(path, isolation_level=None)
    database.text_factory = lambda data: data.decode('utf-8', 'surrogateescape')
    try:
        database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        schema = database.execute('SELECT rowid, * FROM sqlite_schema').fetchall()
        database.execute('PRAGMA writable_schema = ON')
        for rowid, kind, name, _, _, text in schema:
            if kind == 'table' and text and not name.startswith('sqlite_'):
                database.execute('UPDATE sqlite_schema SET sql = ? WHERE rowid = ?', (stripped(text), rowid))
        gone = "type = 'trigger'" + (" OR (type = 'index' AND sql IS NOT NULL)" if stale else '')
        database.execute('DELETE FROM sqlite_schema WHERE ' + gone)
        database.close()
        database = sqlite3.connect(path, isolation_level=None)
        database.text_factory = lambda data: data.decode('utf-8', 'surrogateescape')
        # SQLite's own random() would make another mutant each time.
        database.create_function('chance', 0, lambda: rng.getrandbits(62))
        lines = [row[0] for row in database.execute('SELECT line FROM events')]
        tables = [row[2] for row in schema if row[1] == 'table' and not row[2].startswith('sqlite_')]
        for _ in range(rng.choice((1, 1, 2, 5))):
            try:
                rng.choice(ROWS)(database, rng, rng.choice(tables + ['events'] * 3), lines)
            except (sqlite3.Error, UnicodeError): # a rowid that is no number, a text that is none
                pass
        database.execute('PRAGMA writable_schema = ON')
        if restore:
            database.execute('BEGIN')
            database.execute('DELETE FROM sqlite_schema')
            for row in schema:
                database.execute('INSERT INTO sqlite_schema (rowid, type, name, tbl_name, rootpage, sql) '
                                 'VALUES (?, ?, ?, ?, ?, ?)', row)
            database.execute('COMMIT')
        if rng.random() < 0.7:
            database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        store.files = {suffix: bytearray(data) for suffix, data in Store(store.name, path).files.items()}
    finally:
        database.close()
        for suffix in ('', '-wal', '-shm', '.lock'):
            if os.path.exists(path + suffix):
                os.unlink(path + suffix)


def stale_indexes(store, rng):
    change_rows(store, rng, stale=True)


def strip_constraints(store, rng):
    change_rows(store, rng, restore=False)


def edit_schema(store, rng):
    """Roots exchanged, texts of others, SQL behind a statement, views and triggers."""
    path = os.path.join(scratch, 'changing.db')
    store.write(path)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute('PRAGMA writable_schema = ON')
        rows = database.execute("SELECT rowid, rootpage, sql FROM sqlite_schema WHERE rootpage > 0").fetchall()
        one, two = rng.sample(rows, 2)
        change = rng.randrange(6)
        if change <= 2:
            root = two[1] if change == 0 else rng.choice((0, -1, 1, 2, 10**6, two[1]))
            database.execute('UPDATE sqlite_schema SET rootpage = ? WHERE rowid = ?', (root, one[0]))
            if change == 0:
                database.execute('UPDATE sqlite_schema SET rootpage = ? WHERE rowid = ?', (one[1], two[0]))
        elif change == 3:
            database.execute("UPDATE sqlite_schema SET sql = sql || '; DELETE FROM events' WHERE rowid = ?", (one[0],))
        elif change == 4:
            database.execute('UPDATE sqlite_schema SET sql = ? WHERE rowid = ?', (rng.choice((None, '', two[2], 'x')), one[0]))
        else:
            database.execute('CREATE VIEW aa AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) '
                             'SELECT count(*) AS name FROM n')
            database.execute("UPDATE sqlite_schema SET type = 'view', sql = replace((SELECT sql FROM sqlite_schema "
                             "WHERE name = 'aa'), ' aa ', ' ' || name || ' '), rootpage = 0 WHERE rowid = ?", (one[0],))
    except sqlite3.Error:
        pass
    store.files = {suffix: bytearray(data) for suffix, data in Store(store.name, path).files.items()}
    database.close()
    for suffix in ('', '-wal', '-shm'):
        if os.path.exists(path + suffix):
            os.unlink(path + suffix)


KINDS = (
    (exchange_pages, 3), (copy_page, 4), (flip_bits, 4), (flip_header, 2), (flip_page_header, 4), (flip_cells, 5),
    (exchange_cells, 5), (repeat_cells, 5), (reverse_cells, 3), (point_round, 5), (point_overflow, 1), (break_freelist, 1),
    (truncate, 2), (extend, 2), (break_wal, 2), (reorder_wal, 2), (break_shm, 1), (break_lock, 1), (of_another, 2),
    (change_rows, 36), (stale_indexes, 5), (strip_constraints, 2), (edit_schema, 3))
SEALED = (exchange_pages, copy_page, flip_bits, flip_page_header, flip_cells, exchange_cells, repeat_cells, reverse_cells,
          point_round, point_overflow)
