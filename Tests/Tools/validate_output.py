"""Validates an output folder as its readers see it: the pointer, the files it names, and the pages and assets of those.

usage: validate_output.py SCHEMAS OUTPUT      (SCHEMAS is the folder of the JSON Schemas)

Prints every problem and exits with 1 when there is one.
"""

import hashlib
import json
import os
import sys

import dom
import validate_manifest


def digest(data):
    return hashlib.sha256(data).hexdigest()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def assets_of(path):
    """The files of the site that a page names."""
    _, document = dom.parse(path)
    for node in document.iter():
        if dom.is_element(node):
            for name in ("src", "href", "poster"):
                value = node.attrib.get(name, "")
                if value.startswith("/a/"):
                    yield value


def page_problems(site, line):
    path = os.path.join(site, line["page"]["file"])
    if not os.path.isfile(path):
        yield "the page is not there"
        return
    data = read(path)
    if len(data) != line["page"]["bytes"] or digest(data) != line["page"]["sha256"]:
        yield "the page is not the one that the manifest means"
    for asset in assets_of(path):
        if not os.path.isfile(site + asset):
            yield f"the page names {asset}, which is not there"


def problems(schemas, output):
    pointer = json.loads(read(os.path.join(output, "manifest.json")))
    validator = validate_manifest.validator_of(os.path.join(schemas, "manifest-pointer.schema.json"))
    found = list(validate_manifest.schema_problems(validator, pointer))
    if found:
        yield from (f"manifest.json: {problem}" for problem in found)
        return
    lines = {}
    validator = validate_manifest.validator_of(os.path.join(schemas, "manifest.schema.json"))
    for entry in pointer["files"]:
        path = os.path.join(output, entry["file"])
        if not os.path.isfile(path):
            yield f"manifest.json: {entry['file']} is not there"
            continue
        data = read(path)
        if digest(data) != entry["sha256"]:
            yield f"{entry['file']}: is not the file that manifest.json means"
        if data.count(b"\n") != entry["lines"]:
            yield f"{entry['file']}: has another number of lines than manifest.json says"
        yield from validate_manifest.file_problems(validator, path)
        for text in data.splitlines():
            line = json.loads(text)
            lines[validate_manifest.identity_of(line)] = line
    counts = dict.fromkeys(pointer["counts"], 0)
    site = os.path.join(output, "site")
    for line in lines.values():
        counts[line["state"]] += 1
        if line["page"] is not None:
            yield from (f"{line['page']['file']}: {problem}" for problem in page_problems(site, line))
        elif os.path.exists(os.path.join(site, f"p/{line['code'][:2]}/{line['code']}.html")):
            yield f"p/{line['code'][:2]}/{line['code']}.html: is still there, though {line['state']}"
    if counts != pointer["counts"]:
        yield f"manifest.json: counts are {pointer['counts']}, the lines give {counts}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    found = list(problems(sys.argv[1], sys.argv[2]))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
