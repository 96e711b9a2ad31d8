"""Writes leads of newline-delimited JSON in another form.

usage: convert_leads.py LEADS.ndjson csv|sqlite|shuffled FILE
"""

import csv
import json
import random
import sqlite3
import sys


def cell(value):
    """What a table has for a value."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def write_csv(leads, columns, path):
    # With a byte order mark and semicolons, as spreadsheets write it here.
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(columns)
        rows.writerows([cell(lead.get(column)) for column in columns] for lead in leads)


def write_sqlite(leads, columns, path):
    database = sqlite3.connect(path)
    database.execute(f"CREATE TABLE leads({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    rows = ([cell(lead.get(column)) for column in columns] for lead in leads)
    database.executemany(f"INSERT INTO leads VALUES({marks})", rows)
    database.commit()
    database.close()


def write_shuffled(leads, columns, path):
    with open(path, "w", encoding="utf-8") as file:
        for lead in random.Random(20261123).sample(leads, len(leads)):
            # The columns in another order, and everything beyond ASCII as escapes.
            file.write(json.dumps(dict(sorted(lead.items(), reverse=True))) + "\n")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        leads = [json.loads(line) for line in file]
    columns = list(dict.fromkeys(column for lead in leads for column in lead))
    writers = {"csv": write_csv, "sqlite": write_sqlite, "shuffled": write_shuffled}
    writers[sys.argv[2]](leads, columns, sys.argv[3])


if __name__ == "__main__":
    main()
