"""Prints what a build left in an output folder: a line for each thing, its name, two spaces and its digest or text.

usage: record_site.py OUTPUT [--large] <REPORT.json

The same site prints the same text on every machine. What is random or follows from it is written as what it is:

- A build id keeps its moment and loses its digest.
- Keys of the ledger, marks of the forgotten and fingerprints are told to be there; digests of recipients are numbered
  in the order of their rows, so that equal ones stay equal.
- Digests of files that hold such things are compared here with the files and written as `<of file>`.
- A page in gzip is told by what it holds, for its bytes depend on zlib.

One digest stands for all files, lines or rows of a kind in their order; they follow, or the first 20 of a large site.
REPORT is what `welcome build --json` printed; it can be empty.
"""

import gzip
import hashlib
import itertools
import json
import math
import pathlib
import re
import sqlite3
import sys

# Another layout of the ledger needs another list; the values of columns that stay are to stay the same.
TABLES = {
    "links": ["key", "serial", "code", "state", "theme", "locale", "issued_at", "expires_on"],
    "pages": ["key", "serial", "fingerprint", "sha256", "bytes", "changed_in", "manifest_state", "greeting"]
    + ["recipient", "since"],
    "facts": ["name", "value"],
    "tombstones": ["erased_at", "mark"],
    "assets": ["name", "last_used"],
    "origins": ["tenant", "origin", "last_day"],
}
# How many columns name a row.
NAMED_BY = {"links": 2, "pages": 2, "facts": 1, "tombstones": 1, "assets": 1, "origins": 2}
RANDOM_FACTS = ["id", "place", "recipient_key", "tombstone_key", "tombstone_seals", "ledger"]
BUILD_ID = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]+")
FIRST = 20


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def mask(text):
    return BUILD_ID.sub(r"\1-<build>", text)


def ascii_text(text):
    """Nothing but one line of ASCII, and no two spaces in a row."""
    return "".join(c if "!" <= c <= "~" else " " if c == " " else f"\\u{ord(c):04x}" for c in re.sub(" +", " ", text))


class Site:
    def __init__(self, output, shown):
        self.output = output
        # How many of a kind are told one by one.
        self.shown = shown
        # What is written in place of the digest of a file, and of its size.
        self.files = {}
        self.pointer = {}

    def say(self, name, value):
        print(f"{ascii_text(name)}  {ascii_text(value)}")

    def say_each(self, kind, items):
        """Says `items`, each a name and a value."""
        for name, value in items:
            self.say(f"{kind} {name}", value)

    def say_all(self, kind, items):
        """Says `items` and one digest of all in their order."""
        whole = hashlib.sha256()
        count = 0
        shown = []
        for item in items:
            whole.update("\0".join(item).encode() + b"\n")
            count += 1
            if count <= self.shown:
                shown.append(item)
        self.say(f"all {kind}", f"{count} {whole.hexdigest()[:16]}")
        self.say_each(kind, shown)

    # Files

    def served(self):
        root = self.output / "site"
        paths = (path for path in root.rglob("*") if not path.is_dir())
        for name, path in sorted((str(path.relative_to(root)), path) for path in paths):
            content = path.read_bytes()
            if name.endswith(".gz"):
                self.files[hashlib.sha256(content).hexdigest()] = len(content)
                content = gzip.decompress(content)
            yield name, digest(content)

    def others(self):
        names = [path.name for path in self.output.iterdir() if path.is_file()]
        for name in sorted(name for name in names if name.startswith("manifest-")):
            yield mask(name), "there"
        yield "forgotten", f"files {sum(name.startswith('forgotten-') for name in names)}"

    # The manifest

    def read_pointer(self):
        path = self.output / "manifest.json"
        text = path.read_text() if path.exists() else "{}"
        self.pointer = json.loads(text)
        for file in self.pointer.get("files", []):
            text = self.check(text, file["file"], file["sha256"])
        if forgotten := self.pointer.get("forgotten"):
            text = self.check(text, forgotten["file"], forgotten["sha256"])
            text = re.sub(r"(forgotten-)[0-9a-f]+", r"\1<hash>", text)
        if ledger := self.pointer.get("ledger"):
            text = text.replace(ledger["id"], "<id>")
        yield "manifest.json", mask(text).strip()

    def check(self, text, name, sha256):
        path = self.output / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
        return text.replace(sha256, "<of file>" if found == sha256 else "<of another file>")

    def forgotten(self):
        if forgotten := self.pointer.get("forgotten"):
            content = json.loads((self.output / forgotten["file"]).read_text())
            keys = " ".join(str(seal["key"]) for seal in content["seals"])
            yield "forgotten marks", f"{len(content['marks'])} sealed under {keys}"

    def lines(self):
        for number, file in enumerate(self.pointer.get("files", []), 1):
            for line in (self.output / file["file"]).read_bytes().split(b"\n")[:-1]:
                fields = json.loads(line)
                name = "/".join(fields[key] for key in ("tenant", "lead", "slot"))
                yield f"{number} {name}", f"{digest(self.masked_line(line, fields))} {fields['state']}"

    def masked_line(self, line, fields):
        text = mask(line.decode())
        page = fields["page"]
        if page and self.files.get(page["sha256"]) == page["bytes"]:
            text = text.replace(page["sha256"], "<of file>", 1).replace(f'"bytes":{page["bytes"]},', '"bytes":0,', 1)
        return text.encode()

    def rejects(self):
        path = self.output / "rejects.ndjson"
        for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
            yield f"{number}", re.sub(r'("source":")[^"]*/', r"\1", line)

    # The ledger

    def ledger(self):
        path = self.output / "ledger.db"
        if not path.exists():
            return
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        found = {name for (name,) in database.execute(sql)}
        for name in sorted(found ^ TABLES.keys()):
            self.say(f"table {name}", "unknown" if name in found else "missing")
        for table in sorted(found & TABLES.keys()):
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for name in sorted(columns ^ set(TABLES[table])):
                self.say(f"column {table}.{name}", "unknown" if name in columns else "missing")
            known = [name for name in TABLES[table] if name in columns]
            rows = database.execute(f"SELECT {', '.join(known)} FROM {table} ORDER BY {known[0]}, {known[1]}")
            self.say_all(f"ledger {table}", self.rows(table, known, rows))
        database.close()

    def rows(self, table, columns, rows):
        numbers = {}
        for row in rows:
            values = [self.value(table, name, value, row, numbers) for name, value in zip(columns, row)]
            count = NAMED_BY[table]
            pairs = zip(columns[count:], values[count:])
            yield " ".join(values[:count]), " ".join(f"{name}={value}" for name, value in pairs)

    def value(self, table, name, value, row, numbers):
        if value is None:
            return "-"
        if name == "recipient":
            return f"#{numbers.setdefault(value, len(numbers) + 1)}"
        if table == "facts" and name == "value" and row[0] in RANDOM_FACTS:
            return "<random>"
        if name in ("fingerprint", "mark"):
            return f"<{len(value)} bytes>"
        if name == "sha256":
            return "<of file>" if value.hex() in self.files else value.hex()[:16]
        if name == "bytes" and row[3].hex() in self.files:
            return "<of file>" if self.files[row[3].hex()] == value else f"{value}"
        if isinstance(value, bytes):
            return value.replace(b"\0", b"/").decode()
        return mask(str(value))


def report(text):
    """What a report tells that is the same in every run."""
    for name, value in json.loads(text or "{}").items():
        if name in ("problems", "unsendable"):
            # Reasons that are as frequent come in any order.
            value = sorted(value, key=lambda reason: json.dumps(reason, sort_keys=True))
        if name in ("counts", "fields", "problems", "unsendable"):
            yield name, json.dumps(value, sort_keys=True)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--large"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    site = Site(pathlib.Path(arguments[0]), FIRST if "--large" in sys.argv else math.inf)
    site.say_each("report", report(sys.stdin.read()))
    site.say_all("site", site.served())
    site.say_each("output", itertools.chain(site.others(), site.read_pointer()))
    site.say_each("output", site.forgotten())
    site.say_all("line", site.lines())
    site.say_each("reject", site.rejects())
    site.ledger()


if __name__ == "__main__":
    main()
