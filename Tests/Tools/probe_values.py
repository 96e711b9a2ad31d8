"""Fails unless every probed text, attribute and address of a page has exactly the cleaned values of its lead.

usage: probe_values.py      (a JSON object a line on standard input)

A line is {"page": PATH, "benign": PATH, "values": {FIELD: TEXT}}. The benign page is the same template for a lead whose
fields hold their own names in capitals, or nothing: what it has in a probed element must be in the page too, with the
cleaned value in place of each such word, percent-encoded where it stands in an address.
"""

import functools
import json
import re
import sys
import urllib.parse

import display_text
import dom
import dom_texts

ADDRESSES = ("href", "src")


def probes_of(path):
    return json.loads(dom_texts.page(path))["probes"]


@functools.lru_cache
def benign_probes(path):
    return probes_of(path)


def filled(text, values):
    for field, value in values.items():
        text = text.replace(field.upper(), value)
    return text


def expected(probe, values):
    encoded = {field: urllib.parse.quote(value, safe="") for field, value in values.items()}
    attributes = {
        name: filled(value, encoded if name in ADDRESSES else values) for name, value in probe["attributes"].items()
    }
    query = probe["query"] and [[filled(key, values), filled(value, values)] for key, value in probe["query"]]
    return dict(probe, text=filled(probe["text"], values), attributes=attributes, query=query)


def with_single_spaces(value):
    """How many spaces a tab or line break leaves beside others is of no account: a browser shows one."""
    return json.loads(re.sub("(?: |%20)+", " ", json.dumps(value)))


def problems(line):
    task = json.loads(line)
    values = {
        field: display_text.clean(text, "paragraph" if field == "note" else "line")
        for field, text in task["values"].items()
    }
    wanted = [expected(probe, values) for probe in benign_probes(task["benign"])]
    found = probes_of(task["page"])
    texts = [f"{task['page']}: has other probed elements than the benign page"] if len(wanted) != len(found) else []
    for left, right in zip(wanted, found):
        if with_single_spaces(left) != with_single_spaces(right):
            texts.append(f"{task['page']}: {task['values']}: expected {left}, found {right}")
    return texts


def main():
    found = [text for texts in dom.for_each(problems, list(sys.stdin)) for text in texts]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
