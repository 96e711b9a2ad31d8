"""Measures builds side by side with what else makes such pages, and prints tables of medians and ratios.

usage: measure_builds.py WELCOME FOLDER COUNT [ROUNDS]

WELCOME is the program, FOLDER a place to work in (a tmpfs for figures that no disk is part of), COUNT how many leads.
Rivals and floor run once in every round, between the builds, so that a busy minute meets all of them. Hugo and the
Jinja2 script are expected in FOLDER/rivals (see Scripts/bench); without them their lines are left out.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
NOW = "2026-10-01T10:{:02d}:00+05:00"
STYLE = "\n".join(
    f".c{n}{{display:grid;gap:{n}px;padding:{n}px;color:#1{n % 10}2{n % 10}3{n % 10};border-radius:{n}px}}"
    for n in range(55)
)
SETTINGS = """base_url: https://w.example.kz
leads: {leads}
locales: {{default: ru, available: [kk, ru]}}
links: {{expires_after_days: 180}}
pages: {{store: {store}}}
"""
TEXT = """---
title: Алюминиевые сэндвич-панели
message: |
  {{#lead.name}}{{lead.name}}, здравствуйте!{{/lead.name}}{{^lead.name}}Здравствуйте!{{/lead.name}} Собрали для вас цены:
  {{url}}
---
"""


def run(command, path=""):
    """Runs a command, with Python packages in the folder `path`; returns seconds, processor seconds and peak bytes, and
    what it said."""
    start = time.monotonic()
    # What it says goes into files, for of two pipes one may fill while the other is read.
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        child = subprocess.Popen(
            [str(part) for part in command], stdout=said, stderr=complained,
            env={**os.environ, "PYTHONPATH": str(path)},
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        said.seek(0)
        complained.seek(0)
        output, errors = said.read(), complained.read()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]}: {errors.decode(errors='replace')[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return {"seconds": seconds, "cpu": cpu, "bytes": usage.ru_maxrss * 1024, "output": output}


def remove(folder):
    """Removes a folder, in a process of its own: with its list of files ours would grow, and what we start begins with
    our size as its peak."""
    subprocess.run(["rm", "-rf", folder], check=True)


class Site:
    """A site with the page that the rivals have, and leads of one format."""

    def __init__(self, welcome, folder, leads, store="html"):
        self.welcome, self.folder, self.minute = welcome, folder, 0
        remove(folder)
        theme = folder / "themes" / "base"
        theme.mkdir(parents=True)
        (folder / "welcome.yml").write_text(SETTINGS.format(leads=leads, store=store))
        subprocess.run([welcome, "keys", "new", "--site", folder], check=True, capture_output=True)
        self.write_theme("7 900")
        (theme / "theme.yml").write_text("title: Панели\n")
        (folder / "themes" / "panels").mkdir()
        (folder / "themes" / "panels" / "theme.yml").write_text("extends: base\n")

    def write_theme(self, price):
        layout = (HERE / "rivals" / "single.html").read_text().replace("@STYLE@", STYLE)
        for old, new in [
            ("{{ .Params.locale }}", "{{lang}}"), ("{{ .Title }}", "{{title}}"), ("{{ .Content }}", "{{{content}}}"),
            (
                "{{ with .Params.name }}{{ . }}, здравствуйте!{{ else }}Здравствуйте!{{ end }}",
                "{{#lead.name}}{{lead.name}}, здравствуйте!{{/lead.name}}{{^lead.name}}Здравствуйте!{{/lead.name}}",
            ),
            (
                "{{ with .Params.city }}<p>Доставим в город {{ . }}</p>{{ end }}",
                "{{#lead.city}}<p>Доставим в город {{lead.city}}</p>{{/lead.city}}",
            ),
        ]:
            layout = layout.replace(old, new)
        photo = layout[layout.index("{{ range seq 6 }}") + 17 : layout.index("{{ end }}")]
        photos = "".join(photo.replace("{{ . }}", str(number)) for number in range(1, 7))
        layout = layout.replace("{{ range seq 6 }}" + photo + "{{ end }}", photos)
        text = (HERE / "rivals" / "peer.py").read_text().split('TEXT = """')[1].split('"""')[0]
        theme = self.folder / "themes" / "base"
        (theme / "layout.mustache").write_text(layout)
        for locale in ["kk", "ru"]:
            (theme / f"{locale}.md").write_text(TEXT + text.replace("7 900", price))

    def build(self, *arguments):
        self.minute += 1
        when = ["--now", NOW.format(self.minute), "-q"]
        result = run([self.welcome, "build", "--site", self.folder, *when, "--json", *arguments])
        report = json.loads(result.pop("output"))
        result["pages"] = report["counts"]["pages_written"]
        result["phases"] = {phase["name"]: phase["seconds"] for phase in report["phases"]}
        return result


def hugo(folder, leads):
    site = folder / "hugo"
    remove(site)
    for place in ["layouts/w", "layouts/_default", "content/w", "assets"]:
        (site / place).mkdir(parents=True)
    layout = (HERE / "rivals" / "single.html").read_text().replace("@STYLE@", STYLE)
    for place in ["w", "_default"]:
        (site / "layouts" / place / "single.html").write_text(layout)
    shutil.copy(HERE / "rivals" / "hugo.toml", site)
    shutil.copy(HERE / "rivals" / "_content.gotmpl", site / "content" / "w")
    shutil.copy(leads / "leads.json", site / "assets")
    return run([folder / "rivals/bin/hugo", "-s", site, "--destination", folder / "out-hugo"], folder / "rivals")


def peer(folder, leads):
    layout = folder / "single.html"
    layout.write_text((HERE / "rivals" / "single.html").read_text().replace("@STYLE@", STYLE))
    command = [sys.executable, HERE / "rivals/peer.py", leads / "leads.db", layout, folder / "out-peer"]
    return run(command, folder / "rivals")


def floor(folder, count):
    place = folder / "out-floor"
    place.mkdir()
    return run([folder / "floor", place, count, 6300, os.cpu_count()])


def rounds(welcome, folder, count):
    """One round: the name of each case and what it took."""
    leads = folder / f"leads-{count}"
    if not leads.exists():
        subprocess.run([sys.executable, HERE / "make_leads.py", str(count), leads], check=True)
    shutil.copy(leads / "leads.db", folder / "leads.db")
    results = {"floor (C, same files)": floor(folder, count)}
    site = Site(welcome, folder / "site", folder / "leads.db")
    results["full build, SQLite"] = site.build()
    results["nothing changed"] = site.build()
    lead = subprocess.run(
        ["sqlite3", folder / "leads.db", "SELECT id FROM leads LIMIT 1 OFFSET 500"], capture_output=True, text=True
    ).stdout.strip()
    results["one lead, --lead"] = site.build("--lead", lead)
    subprocess.run(["sqlite3", folder / "leads.db", f"UPDATE leads SET name = 'Шынар' WHERE id = '{lead}'"], check=True)
    results["one lead changed, all read"] = site.build()
    site.write_theme("8 100")
    results["theme changed"] = site.build()
    remove(site.folder)
    for kind in ["csv", "ndjson"]:
        site = Site(welcome, folder / "site", leads / f"leads.{kind}")
        results[f"full build, {kind.upper()}"] = site.build()
        remove(site.folder)
    site = Site(welcome, folder / "site", leads / "leads.ndjson", store="gzip")
    results["full build, pages as .gz"] = site.build()
    remove(site.folder)
    if (folder / "rivals").exists() and count <= 100_000:
        results["Jinja2 and cmark-gfm"] = peer(folder, leads)
        results["Hugo"] = hugo(folder, leads)
    for name in ["out-floor", "out-peer", "out-hugo"]:
        remove(folder / name)
    return results


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    welcome, folder, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    repeats = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cc", "-O2", "-o", folder / "floor", HERE / "floor.c"], check=True)
    every = [rounds(welcome, folder, count) for _ in range(repeats)]
    start = [run([welcome, "--version"])["seconds"] for _ in range(5)]
    median = {
        name: {key: statistics.median(result[name][key] for result in every) for key in ["seconds", "cpu", "bytes"]}
        for name in every[0]
    }
    full = median["full build, SQLite"]["seconds"]
    print(f"{count:,} leads, {os.cpu_count()} processors, medians of {repeats}; start-up {statistics.median(start) * 1e3:.0f} ms\n")
    print("| | wall clock | processor | memory | pages written | to a full build |\n|---|--:|--:|--:|--:|--:|")
    for name, values in median.items():
        pages = every[0][name].get("pages")
        print(
            f"| {name} | {values['seconds']:.2f} s | {values['cpu']:.2f} s | {values['bytes'] / 1e6:.0f} MB "
            f"| {'' if pages is None else f'{pages:,}'} | {values['seconds'] / full:.2f} |"
        )
    print_phases(every, ["full build, SQLite", "theme changed", "one lead changed, all read", "nothing changed"])


def print_phases(every, names):
    """Prints how long each phase of some builds took, medians of all rounds; those of less than 10 ms are left out."""
    phases = list(dict.fromkeys(phase for name in names for phase in every[0][name]["phases"]))
    print("\n| phase | " + " | ".join(names) + " |\n|---|" + "--:|" * len(names))
    for phase in phases:
        times = [statistics.median(result[name]["phases"].get(phase, 0) for result in every) for name in names]
        if max(times) >= 0.01:
            print(f"| {phase} | " + " | ".join(f"{time:.2f} s" if time >= 0.01 else "" for time in times) + " |")


if __name__ == "__main__":
    main()
