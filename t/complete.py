#!/usr/bin/env python3
"""Types a line with tabs into an interactive shell, and waits for the shell's end.

usage: complete.py bash|zsh|fish DIRECTORY LINE

DIRECTORY is the one that has bash-completion, zsh and fish. In LINE, "^" is the key Tab. Prints
what the terminal showed; exits 1 if the shell does not end within a minute.
"""
import os
import pty
import select
import shlex
import sys
import time

shell, directory, line = sys.argv[1:]
tool = shlex.quote(line.split()[0])
where = shlex.quote(directory)
start = {
    'bash': (['bash', '--norc', '--noprofile', '-i'],
             f'. {where}/bash-completion/completions/{tool}'),
    'zsh': (['zsh', '-f', '-i'],
            f'fpath=({where}/zsh/site-functions $fpath); autoload -U compinit; compinit -D -u'),
    'fish': (['fish', '--no-config', '-i'], f'source {where}/fish/vendor_completions.d/{tool}.fish'),
}
command, setup = start[shell]
child, terminal = pty.fork()
if child == 0:
    os.environ['TERM'] = 'vt100'
    os.execvp(command[0], command)
keys = f'{setup}\n{line}\nexit\n'.replace('^', '\t').encode()
until = time.monotonic() + 60
shown = b''
while time.monotonic() < until:
    ready, writable, _ = select.select([terminal], [terminal] if keys else [], [], 1)
    if ready:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            part = b''
        if not part:
            break
        shown += part
        # What a shell asks the terminal for: its attributes, the cursor's place.
        if b'\x1b[c' in part or b'\x1b[0c' in part:
            os.write(terminal, b'\x1b[?1;2c')
        if b'\x1b[6n' in part:
            os.write(terminal, b'\x1b[1;1R')
    if writable:
        keys = keys[os.write(terminal, keys[:1]):]
ended = time.monotonic() < until
if not ended:
    os.kill(child, 9)
os.waitpid(child, 0)
sys.stdout.write(shown.decode('utf-8', 'replace'))
sys.exit(0 if ended else 1)
