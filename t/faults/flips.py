"""Flips one bit of a file at a time, runs a command on it, and counts how each run ended.

    flips.py FILE STEP STATUS COMMAND...

Every byte of the WAL's and its frames' headers is changed, and every STEPth one of the pages. FILE
and the store's other files are as before for each run. Prints how many runs did not end with STATUS
and nothing on standard output, or changed a file, and on which bytes.
"""
import glob, os, subprocess, sys

HEADER, FRAME, PAGE = 32, 24, 4096

file, step, status, command = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
store = file[:-len('-wal')]
files = {path: open(path, 'rb').read() for path in glob.glob(store + '*') if not path.endswith('-shm')}


def write(files):
    for path, data in files.items():
        with open(path, 'r+b') as out:
            out.write(data)
            out.truncate()
    if os.path.exists(store + '-shm'):
        os.unlink(store + '-shm')


def positions(size):
    for at in range(size):
        within = (at - HEADER) % (FRAME + PAGE)
        if at < HEADER or within < FRAME or within % step == 0:
            yield at


tried, wrong = 0, []
for at in positions(len(files[file])):
    changed = bytearray(files[file])
    changed[at] ^= 1 << (at % 8)
    spoiled = {**files, file: bytes(changed)}
    write(spoiled)
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    kept = all(open(path, 'rb').read() == data for path, data in spoiled.items())
    tried += 1
    if run.returncode != status or run.stdout or not kept:
        wrong.append('byte %d: %d, %r%s' % (at, run.returncode, run.stderr[:200], '' if kept else ', changed'))
write(files)
print('%d flips' % tried, file=sys.stderr)
print('\n'.join('# ' + line for line in wrong[:5]), file=sys.stderr)
print(len(wrong))
