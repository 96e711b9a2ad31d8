"""Runs a command and notes what every user of the machine could see of its processes meanwhile.

usage: watch_processes.py < JSON

The input is an object with `arguments` and `environment`, which is all the command gets. Prints an object: `status`, and
`processes`: of each process that was seen, and once for every program that it ran, `name`, `isOwn` (it is the command
itself), `arguments` and `environment`.
"""

import json
import os
import subprocess
import sys


def read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def parents():
    found = {}
    for name in os.listdir("/proc"):
        # Behind the name in brackets, which may hold anything, stand the state and the parent.
        fields = read(name, "stat").rpartition(")")[2].split() if name.isdigit() else []
        if len(fields) > 1:
            found[int(name)] = int(fields[1])
    return found


def family(root):
    tree = parents()
    members = {root}
    while True:
        children = {pid for pid, parent in tree.items() if parent in members} - members
        if not children:
            return members
        members |= children


def main():
    request = json.load(sys.stdin)
    command = subprocess.Popen(
        request["arguments"], env=request["environment"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen = {}
    while command.poll() is None:
        for pid in family(command.pid):
            arguments = read(pid, "cmdline")
            environment = read(pid, "environ")
            if arguments:
                seen[(pid, arguments)] = {
                    "name": os.path.basename(arguments.split("\0")[0]), "isOwn": pid == command.pid,
                    "arguments": arguments, "environment": environment,
                }
    print(json.dumps({"status": command.returncode, "processes": list(seen.values())}))


main()
