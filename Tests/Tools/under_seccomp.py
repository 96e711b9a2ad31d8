"""Runs a program under a filter of system calls such as containers have, which knows nothing of namespaces.

usage: under_seccomp.py errno|kill PROGRAM ARGUMENT…

Calls that make namespaces or mount answer EPERM, or end the process that makes them.
"""

import ctypes
import os
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NAMESPACES = 0x7E020080
EPERM, ENOSYS = 1, 38

# The numbers of clone, clone3, and of what makes namespaces and mounts.
CALLS = {
    "x86_64": (56, 435, [272, 308, 165, 166, 155, 161, 428, 429, 430, 442]),
    "aarch64": (220, 435, [97, 268, 40, 39, 41, 51, 428, 429, 430, 442]),
}


def instruction(code, value, true=0, false=0):
    return struct.pack("HBBI", code, true, false, value)


def program(action):
    clone, clone3, refused = CALLS[platform.machine()]
    load, equal, any_bit, answer = 0x20, 0x15, 0x45, 0x06
    lines = [instruction(load, 0)]
    for number in refused:
        lines += [instruction(equal, number, 0, 1), instruction(answer, action)]
    # The C library takes the older call where this one is unknown.
    lines += [instruction(equal, clone3, 0, 1), instruction(answer, ERRNO | ENOSYS)]
    lines += [instruction(equal, clone, 0, 3), instruction(load, 16)]
    lines += [instruction(any_bit, NAMESPACES, 0, 1), instruction(answer, action)]
    lines += [instruction(answer, ALLOW)]
    return b"".join(lines), len(lines)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("errno", "kill"):
        sys.exit(__doc__)
    filters, count = program(ERRNO | EPERM if sys.argv[1] == "errno" else KILL)
    buffer = ctypes.create_string_buffer(filters)
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", count, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(header)), 0, 0
    ):
        sys.exit(f"no filter: errno {ctypes.get_errno()}")
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
