"""Runs a program on a terminal of its own and prints what it shows there.

usage: run_in_terminal.py PROGRAM ARGUMENT…

Ends as the program ends.
"""

import os
import pty
import sys


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    shown = bytearray()

    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    try:
        while data := os.read(terminal, 65536):
            shown.extend(data)
    except OSError:
        # Linux answers EIO when the last program has left the terminal.
        pass
    status = os.waitpid(child, 0)[1]
    sys.stdout.buffer.write(bytes(shown))
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
