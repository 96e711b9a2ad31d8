"""What a developer would write instead: SQLite, cmark-gfm, Jinja2 and HMAC, one file a lead and a manifest.

usage: peer.py LEADS.db LAYOUT OUTPUT
"""

import hashlib
import hmac
import json
import os
import re
import sqlite3
import sys

import cmarkgfm
import jinja2

TEXT = """## Алюминиевые сэндвич-панели

Мы производим **панели** для фасада и кровли.

- толщина 50–150 мм
- гарантия *10 лет*
- доставка по Казахстану

| Толщина | Цена |
|---|---|
| 50 | 7 900 |
| 100 | 10 500 |
"""


def template(layout):
    """The layout that Hugo has, in the words of Jinja2."""
    with open(layout, encoding="utf-8") as file:
        text = file.read()
    name = r"\{\{ with \.Params\.name \}\}\{\{ \. \}\}(.*?)\{\{ else \}\}(.*?)\{\{ end \}\}"
    text = re.sub(name, r"{% if name %}{{ name }}\1{% else %}\2{% endif %}", text)
    city = r"\{\{ with \.Params\.city \}\}(.*?)\{\{ \. \}\}(.*?)\{\{ end \}\}"
    text = re.sub(city, r"{% if city %}\1{{ city }}\2{% endif %}", text)
    photos = re.search(r"\{\{ range seq 6 \}\}(.*?)\{\{ end \}\}", text)
    loop = "{% for i in range(1,7) %}" + photos[1].replace("{{ . }}", "{{ i }}") + "{% endfor %}"
    text = text.replace(photos[0], loop).replace("{{ .Params.locale }}", "{{ locale }}")
    text = text.replace("{{ .Title }}", "Приветствие {{ name }}").replace("{{ .Content }}", "{{ content|safe }}")
    return jinja2.Environment(autoescape=True).from_string(text)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    database, layout, output = sys.argv[1:]
    page = template(layout)
    content = cmarkgfm.github_flavored_markdown_to_html(TEXT)
    os.makedirs(f"{output}/w", exist_ok=True)
    rows = sqlite3.connect(database)
    rows.row_factory = sqlite3.Row
    with open(f"{output}/manifest.ndjson", "w", encoding="utf-8") as manifest:
        for row in rows.execute("SELECT * FROM leads"):
            code = hmac.new(b"k" * 32, row["id"].encode(), hashlib.sha256).hexdigest()[:20]
            with open(f"{output}/w/{code}.html", "w", encoding="utf-8") as file:
                file.write(page.render(name=row["name"], city=row["city"], locale=row["locale"], content=content))
            line = {"lead_id": row["id"], "url": f"https://w.example.kz/w/{code}"}
            manifest.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
