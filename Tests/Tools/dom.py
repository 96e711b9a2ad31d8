"""What the tools share: pages parsed as browsers parse them, many at a time."""

import concurrent.futures
import gzip
import sys

import html5lib


def parse(path, scripting=False):
    """Returns the parser, which has the errors, and the document of one file, which may be compressed by gzip."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        data = file.read()
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return parser, parser.parse(data, transport_encoding="utf-8", scripting=scripting)


def is_element(node):
    """Comments and doctypes are nodes of the tree too, but have no name of their own."""
    return isinstance(node.tag, str) and node.tag not in ("DOCUMENT_ROOT", "<!DOCTYPE>")


def text_of(node):
    """Returns the text of an element and of what it contains, without comments."""
    parts = [node.text or ""]
    for child in node:
        if is_element(child):
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def paths_of(arguments):
    """Takes `-` for a list of paths on standard input, one a line."""
    paths = []
    for argument in arguments:
        paths += sys.stdin.read().splitlines() if argument == "-" else [argument]
    return paths


def for_each(function, paths):
    """Calls the function for every path on every core, and gives the results in the order of the paths."""
    if len(paths) < 8:
        return [function(path) for path in paths]
    # Not multiprocessing.Pool, which ends its workers by a signal: a parent may have blocked it for all its children.
    with concurrent.futures.ProcessPoolExecutor() as pool:
        return list(pool.map(function, paths, chunksize=8))
