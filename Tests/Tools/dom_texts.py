"""Prints what a browser makes of the probed elements of pages: one JSON object a line, in the order of the files.

usage: dom_texts.py PAGE.html…      (`-` reads paths from standard input)

An element is probed by an attribute `data-probe="NAME"`. The output of a page is
{"file": PATH, "probes": [{"name": NAME, "element": "a", "text": "…", "attributes": {"href": "…"},
"query": [["text", "…"]]}, …]}: the text with all it contains, every attribute decoded, and the pairs of the query in the
address that the element has, percent-decoded; `query` is null without an address.
"""

import json
import sys
import urllib.parse

import dom


def probe(node):
    attributes = {str(name): value for name, value in node.attrib.items() if name != "data-probe"}
    address = attributes.get("href", attributes.get("src"))
    query = None
    if address is not None:
        # By hand, for parse_qsl takes a plus sign for a space, and wrong UTF-8 must be seen.
        pairs = [pair.partition("=") for pair in urllib.parse.urlsplit(address).query.split("&") if pair]
        query = [[urllib.parse.unquote(key), urllib.parse.unquote(value)] for key, _, value in pairs]
    return {
        "name": node.attrib["data-probe"], "element": node.tag, "text": dom.text_of(node),
        "attributes": attributes, "query": query,
    }


def page(path):
    _, document = dom.parse(path)
    found = [probe(node) for node in document.iter() if dom.is_element(node) and "data-probe" in node.attrib]
    return json.dumps({"file": path, "probes": found})


def main():
    paths = dom.paths_of(sys.argv[1:])
    if not paths:
        sys.exit(__doc__)
    print("\n".join(dom.for_each(page, paths)))


if __name__ == "__main__":
    main()
