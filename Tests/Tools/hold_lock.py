"""Holds the lock of an output folder until standard input ends, as another build would.

usage: hold_lock.py OUTPUT

Says `held` once it has the lock.
"""

import fcntl
import os
import sys


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    lock = os.open(os.path.join(sys.argv[1], ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    print("held", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
