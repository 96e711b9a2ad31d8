"""Counts what a page costs in instructions and allocations, which no busy minute changes, and prints a table.

usage: count_work.py WELCOME FOLDER

Builds some leads and more leads under valgrind, on one thread, and divides the difference by the pages between them, so
that starting up and compiling themes do not count. Valgrind knows no instructions for SHA-256, so hashes cost many
times of what they cost a processor that has them.
"""

import pathlib
import re
import subprocess
import sys

import measure_builds

FEW, MANY = 1000, 3000
TOOLS = {
    "instructions": (["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"], r"I\s+refs:\s+([\d,]+)"),
    "allocations": (["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"], r"usage: ([\d,]+) allocs"),
}


def count(tool, command):
    """Runs a command under a tool; returns what was counted."""
    options, pattern = TOOLS[tool]
    run = subprocess.run(["valgrind", *options, *map(str, command)], capture_output=True, text=True)
    found = re.search(pattern, run.stderr)
    if run.returncode != 0 or not found:
        sys.exit(f"valgrind {options[0]}: {run.stderr[-2000:]}")
    return int(found[1].replace(",", ""))


def work(welcome, folder, tool, leads):
    """Builds a site for the first time, again with another theme, and again with nothing changed; returns the counts.

    All of it under the tool: a build believes that nothing has changed only after one by the very same program.
    """
    site = measure_builds.Site(welcome, folder / "site", folder / f"leads-{leads}" / "leads.db")
    counts = []
    for minute in [1, 2, 3]:
        now = measure_builds.NOW.format(minute)
        counts.append(count(tool, [welcome, "build", "--site", site.folder, "--now", now, "-q", "--jobs", "1"]))
        if minute == 1:
            site.write_theme("8 100")
    return counts


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    # Valgrind does not read what debuggers are told.
    welcome = folder / "welcome"
    subprocess.run(["strip", "--strip-debug", "-o", welcome, sys.argv[1]], check=True)
    for leads in [FEW, MANY]:
        place = folder / f"leads-{leads}"
        if not place.exists():
            subprocess.run([sys.executable, measure_builds.HERE / "make_leads.py", str(leads), place], check=True)
    each = {}
    for tool in TOOLS:
        few, many = (work(welcome, folder, tool, leads) for leads in [FEW, MANY])
        each[tool] = [(more - fewer) / (MANY - FEW) for fewer, more in zip(few, many)]
    print("| for each page, on one thread | instructions | allocations |\n|---|--:|--:|")
    for index, name in enumerate(["full build", "theme changed", "nothing changed"]):
        print(f"| {name} | {each['instructions'][index]:,.0f} | {each['allocations'][index]:,.1f} |")
    measure_builds.remove(folder / "site")


if __name__ == "__main__":
    main()
