"""Checks the schemas that the program prints against samples made by hand.

usage: check_schemas.py SCHEMAS SAMPLES

Every good sample must be accepted and every bad one refused; `leads.sql` must make the tables of the contract.
Prints every disagreement and exits with 1 when there is one.
"""

import copy
import json
import os
import sqlite3
import sys

import validate_manifest

COLUMNS = {
    "leads": [
        "id", "tenant", "slot", "theme", "locale", "phone", "channel", "channel_address", "name", "city", "note",
        "voice", "images", "documents", "created_at", "expires_on", "sent_at", "revoked", "address",
    ],
    "tenants": [
        "id", "name", "base_url", "theme", "locale", "region", "channel", "phone", "whatsapp", "stop_words", "timezone",
    ],
    "themes": [
        "tenant", "theme", "locale", "markdown", "title", "description", "message", "voice", "images", "documents",
        "address",
    ],
}
REFUSED_ROWS = [
    "INSERT INTO leads(id) VALUES (NULL)",
    "INSERT INTO leads(id) VALUES ('')",
    "INSERT INTO leads(id, revoked) VALUES ('b', 2)",
    "INSERT INTO leads(id) VALUES ('a')",
    "INSERT INTO tenants(id, region) VALUES ('t', 'US')",
    "INSERT INTO themes(theme) VALUES ('panels')",
]


def changed(value, change):
    """Applies one change, given by a JSON pointer."""
    value = copy.deepcopy(value)
    steps = change["at"].split("/")[1:]
    if not steps:
        return change["value"]
    place = value
    for step in steps[:-1]:
        place = place[int(step) if isinstance(place, list) else step]
    last = int(steps[-1]) if isinstance(place, list) else steps[-1]
    if "value" in change:
        place[last] = change["value"]
    else:
        del place[last]
    return value


def sample_problems(schemas, path):
    with open(path, encoding="utf-8") as file:
        samples = json.load(file)
    good = samples["good"]
    if isinstance(good, str):
        with open(os.path.join(os.path.dirname(path), good), encoding="utf-8") as file:
            good = [json.loads(line) for line in file]
    schema = os.path.join(schemas, samples["schema"] + ".schema.json")
    validator = validate_manifest.validator_of(schema, samples.get("fragment"))
    for index, value in enumerate(good):
        for problem in validate_manifest.schema_problems(validator, value):
            yield f"{path}: good sample {index} is refused: {problem}"
    for change in samples["bad"]:
        if validator.is_valid(changed(good[change["from"]], change)):
            yield f"{path}: accepted in spite of: {change['why']}"


def table_problems(path):
    database = sqlite3.connect(":memory:")
    with open(path, encoding="utf-8") as file:
        database.executescript(file.read())
    for table, expected in COLUMNS.items():
        found = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        if found != expected:
            yield f"{path}: {table} has the columns {found}"
    database.execute("INSERT INTO leads(id) VALUES ('a')")
    database.execute("INSERT INTO leads(id, slot) VALUES ('a', 'second')")
    database.execute("INSERT INTO themes(theme) VALUES ('panels')")
    database.execute("INSERT INTO themes(theme, locale) VALUES ('panels', 'kk')")
    row = database.execute("SELECT tenant, slot, revoked, sent_at FROM leads ORDER BY slot DESC LIMIT 1").fetchone()
    if row != ("default", "welcome", 0, None):
        yield f"{path}: the defaults of a lead are {row}"
    for statement in REFUSED_ROWS:
        try:
            database.execute(statement)
            yield f"{path}: accepted in spite of its rules: {statement}"
        except sqlite3.IntegrityError:
            pass


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    schemas, samples = sys.argv[1:]
    names = sorted(name for name in os.listdir(samples) if name.endswith(".json"))
    found = [problem for name in names for problem in sample_problems(schemas, os.path.join(samples, name))]
    found += table_problems(os.path.join(schemas, "leads.sql"))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
