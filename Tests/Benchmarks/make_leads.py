"""Writes N invented leads, always the same, as CSV, NDJSON, JSON and SQLite.

usage: make_leads.py N FOLDER
"""

import csv
import json
import pathlib
import random
import sqlite3
import sys

NAMES = "Айгүл Ерлан Нұрлан Динара Әсел Бауыржан Гүлнұр Сергей Ольга Марат Жанна Тимур Қанат Мадина Роман Ирина".split()
CITIES = "Алматы Астана Шымкент Қарағанды Ақтөбе Тараз Павлодар Өскемен Семей Атырау".split()
COLUMNS = ["id", "theme", "phone", "name", "city", "locale", "created_at"]


def leads(count):
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    for number in range(count):
        yield {
            "id": f"c{number:08x}" + "".join(chance.choices(letters, k=16)),
            "theme": "panels",
            "phone": f"+7701{chance.randrange(10**7):07d}",
            "name": chance.choice(NAMES) if number % 10 else "",
            "city": chance.choice(CITIES) if number % 3 else "",
            "locale": chance.choice(["kk", "ru"]),
            "created_at": f"2026-{chance.randint(7, 9):02d}-{chance.randint(1, 28):02d}T10:00:00Z",
        }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "leads.db").unlink(missing_ok=True)
    database = sqlite3.connect(folder / "leads.db")
    database.execute(f"CREATE TABLE leads({', '.join(COLUMNS)}, PRIMARY KEY(id))")
    with (
        open(folder / "leads.csv", "w", newline="", encoding="utf-8") as table,
        open(folder / "leads.ndjson", "w", encoding="utf-8") as lines,
        open(folder / "leads.json", "w", encoding="utf-8") as array,
    ):
        writer = csv.DictWriter(table, COLUMNS)
        writer.writeheader()
        array.write("[")
        for number, lead in enumerate(leads(count)):
            text = json.dumps(lead, ensure_ascii=False)
            writer.writerow(lead)
            lines.write(text + "\n")
            array.write(("," if number else "") + text)
            database.execute(f"INSERT INTO leads VALUES({', '.join('?' * len(COLUMNS))})", list(lead.values()))
        array.write("]")
    database.commit()


if __name__ == "__main__":
    main()
