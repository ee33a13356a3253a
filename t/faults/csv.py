"""Runs csv-import on changed files of t/csv, and prints what is wrong with an outcome.

usage: csv.py DIRECTORY COUNT SEED

Each run ends with 0 or 65 within a minute. The lines of the file, counted here, are those of the
summary; each is of the header or before it, of a record, not selected, reported, or empty; there
are as many lines of output as records, and each is JSON.
"""
import glob, json, os, random, re, shlex, subprocess, sys

PIECES = [
    b'"', b'""', b'"\n"', b',', b';', b'|', b'\t', b'\n', b'\r', b'\r\n', b'\n' * 50, b'\0',
    b'\xff', b'\xef\xbb\xbf', b'\xff\xfe', b'\xe2\x82\xac', b'=', b'-', b'(', b"'", b'.',
    b'1.250', b'1/2/2025', b'#N/A', b'9' * 30, b'x' * 70000, b'"' + b'y\n' * 40000]
OPTIONS = [
    [], [], ['-n'], ['--dates', 'dmy'], ['--decimal', 'comma'], ['--minor-units'],
    ['--delimiter', ';'], ['--encoding', 'UTF-16'], ['--encoding', 'windows-1252'],
    ['--separator', '|'], ['--only', '1=x'], ['--only', '2=']]
SUMMARY = re.compile(
    r'(\d+) lines?: (\d+) to the header, (\d+) of (\d+) records?, (?:(\d+) not selected, )?(\d+) refused, (\d+) empty\n$')
REPORT = re.compile(
    r'^csv-import: stdin:(\d+): (?!warning: |the amount )(?:to line (\d+): )?', re.M)


def change(data, files, chance):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([1, 2, 5, 20, 100]))
        kind = chance.randrange(7)
        if kind == 0:
            data[at:at] = chance.choice(PIECES)
        elif kind == 1:
            data[at:end] = chance.choice(PIECES)
        elif kind == 2:
            del data[at:end]
        elif kind == 3:
            data[at:at] = data[at:end] * chance.choice([1, 2, 50])
        elif kind == 4 and data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        elif kind == 5:
            other = chance.choice(files)[0]
            begin = chance.randrange(len(other))
            data[at:at] = other[begin:begin + chance.choice([5, 50, 500])]
        else:
            del data[at:]
    return bytes(data)


def lines_of(data):
    return len(re.findall(b'\r\n|\r|\n', data)) + (data != b'' and data[-1:] not in b'\r\n')


def fault_of(data, options, ended):
    """What is wrong with how csv-import ENDED; None if nothing is."""
    errors = ended.stderr.decode('utf-8', 'replace')
    if ended.returncode not in (0, 65):
        return f'exits with {ended.returncode}: {errors[-300:]}'
    for line in ended.stdout.splitlines():
        json.loads(line.decode('utf-8'))
    summary = SUMMARY.search(errors)
    if summary is None: # the header was refused
        return None if ended.returncode == 65 and ended.stdout == b'' else 'has no summary'
    lines, header, used, records, left, refused, empty = (int(n or 0) for n in summary.groups())
    reported = sum(int(last or first) - int(first) + 1 for first, last in REPORT.findall(errors))
    # Only of ASCII and the like is it known here how many lines a file has.
    if '--encoding' not in options and not re.search(b'[\0\xfe\xff]', data):
        if lines != lines_of(data):
            return f'counts {lines} lines of {lines_of(data)}'
    if lines != header + used + left + refused + empty:
        return f'accounts for {header + used + left + refused + empty} of {lines} lines'
    if reported != refused:
        return f'reports {reported} of {refused} refused lines'
    if ended.stdout.count(b'\n') != (min(records, 10) if '-n' in options else records):
        return f'prints other than {records} records'
    return None


def main(directory, count, seed):
    files = []
    for path in sorted(glob.glob(os.path.join(directory, '*.csv'))):
        with open(path, 'rb') as file, open(path[:-3] + 'args', encoding='utf-8') as arguments:
            files.append((file.read(), shlex.split(arguments.read())))
    for number in range(int(count)):
        chance = random.Random(f'{seed} {number}')
        original, arguments = chance.choice(files)
        data = change(original, files, chance)
        options = chance.choice(OPTIONS)
        try:
            ended = subprocess.run(['csv-import', '-v', *options, *arguments, '-'], input=data,
                                   capture_output=True, timeout=60, check=False)
            fault = fault_of(data, options, ended)
        except subprocess.TimeoutExpired:
            fault = 'does not end'
        if fault is not None:
            print(f'no. {number}: csv-import {shlex.join(options + arguments)}: {fault}')
            if os.environ.get('LANYARD_MUTANTS_KEEP'):
                with open(os.path.join(os.environ['LANYARD_MUTANTS_KEEP'], f'{number}.csv'), 'wb') as file:
                    file.write(data)


main(*sys.argv[1:])
