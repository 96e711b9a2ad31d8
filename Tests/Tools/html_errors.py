"""Prints the errors that the HTML standard's parser finds in pages, and fails when there are any.

usage: html_errors.py PAGE.html…      (`-` reads paths from standard input)

Besides those of the parser: an id that stands twice.
"""

import sys

import dom
from html5lib.constants import E


def errors(path):
    parser, document = dom.parse(path)
    found = [f"{path}:{place[0]}:{place[1]}: {E.get(code, code) % data}" for place, code, data in parser.errors]
    seen = set()
    for node in document.iter():
        name = node.attrib.get("id") if dom.is_element(node) else None
        if name in seen:
            found.append(f"{path}: the id {name!r} stands twice")
        if name is not None:
            seen.add(name)
    return found


def main():
    paths = dom.paths_of(sys.argv[1:])
    if not paths:
        sys.exit(__doc__)
    found = [error for page in dom.for_each(errors, paths) for error in page]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
