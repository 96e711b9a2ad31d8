"""Tells where a browser finds a mark in each of many HTML documents.

usage: html_contexts.py MARK      (reads a JSON array of documents from standard input)

Prints a JSON array with an array for each document: `["text", element]`, `["attribute", element, name, value]`,
`["name"]` for the name of a tag or attribute, `["comment"]`. A document is parsed with scripting off and on, and where
both differ both answers are there.
"""

import json
import sys

import html5lib


def places(document, mark, scripting):
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(document, scripting=scripting)
    found = []
    nodes = [(tree, "")]
    while nodes:
        node, parent = nodes.pop()
        is_element = isinstance(node.tag, str) and node.tag not in ("DOCUMENT_ROOT", "<!DOCTYPE>")
        name = str(node.tag).split("}")[-1].lower() if is_element else ""
        if is_element:
            if mark in name:
                found.append(["name"])
            for key, value in node.attrib.items():
                key = (":".join(filter(None, key)) if isinstance(key, tuple) else str(key)).split("}")[-1].lower()
                if mark in key:
                    found.append(["name"])
                if mark in value.lower():
                    found.append(["attribute", name, key, value])
        elif node.tag != "DOCUMENT_ROOT" and mark in str(node.text).lower():
            found.append(["comment"])
        if is_element and mark in (node.text or "").lower():
            found.append(["text", name])
        for child in node:
            if mark in (child.tail or "").lower():
                found.append(["text", name])
            nodes.append((child, name))
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    mark = sys.argv[1].lower()
    result = []
    for document in json.load(sys.stdin):
        found = places(document, mark, False)
        found += [place for place in places(document, mark, True) if place not in found]
        result.append(found)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
