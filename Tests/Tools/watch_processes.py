"""Runs a command and notes with what arguments and environment each program of it was started: what `ps` shows.

usage: watch_processes.py < JSON

The input is an object with `arguments` and `environment`, which is all the command gets. Prints an object: `status`, and
`processes`, one for every program that was started: `name`, `isOwn` (it is the command itself), `arguments` and
`environment`. strace sees each of them, however short its life is.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

# `-xx` prints every text in hexadecimal, so that no quotation mark or bracket stands inside one.
CALL = re.compile(r'execve\("([^"]*)", \[([^\]]*)\], \[([^\]]*)\]')
TEXT = re.compile(r'"([^"]*)"(\.\.\.)?')


def texts(listed):
    found = []
    for text, cut in TEXT.findall(listed):
        if cut:
            raise ValueError("strace cut a text")
        found.append(bytes.fromhex(text.replace("\\x", "")).decode("utf-8", "replace"))
    return found


def main():
    request = json.load(sys.stdin)
    processes = []
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, "trace")
        # One file for each process: lines of several are never mixed, and a call is never split.
        status = subprocess.call(
            ["/usr/bin/strace", "-ff", "-v", "-xx", "-s", "1000000", "-e", "trace=execve", "-o", trace, "--"]
            + request["arguments"],
            env=request["environment"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="ascii") as file:
                for call in CALL.finditer(file.read()):
                    program, arguments, environment = texts(f'"{call[1]}"')[0], texts(call[2]), texts(call[3])
                    processes.append({
                        "name": os.path.basename(program), "isOwn": program == request["arguments"][0],
                        "arguments": "\0".join(arguments), "environment": "\0".join(environment),
                    })
    print(json.dumps({"status": status, "processes": processes}))


main()
