"""Fails unless every hostile page is the benign one, but for texts and harmless values.

usage: dom_skeleton.py BENIGN.html HOSTILE.html…      (`-` reads paths from standard input)
       dom_skeleton.py --pairs      (standard input has a path a line, of a benign page and its hostile one in turn)

Compared are the sequence of elements, the names of their attributes, comments, the whole text of scripts and style
sheets, the whole value of attributes that run or style something, and scheme and host of every address.
"""

import functools
import sys
import urllib.parse

import dom

ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite", "background", "ping", "manifest"}
LITERAL_ELEMENTS = {"script", "style", "title", "template", "iframe", "noscript"}


def attribute(name, value):
    if name.startswith("on") or name in ("style", "srcdoc", "srcset", "http-equiv", "rel", "type", "id", "class", "target"):
        return name, value
    if name in ADDRESSES:
        try:
            address = urllib.parse.urlsplit(value)
            return name, address.scheme, address.netloc
        except ValueError:
            return name, "not an address"
    return (name,)


def walk(node, items):
    if not isinstance(node.tag, str):
        items.append(("comment", node.text))
    elif node.tag == "<!DOCTYPE>":
        items.append(("doctype", node.text))
    elif node.tag != "DOCUMENT_ROOT":
        attributes = tuple(sorted(attribute(str(name), value) for name, value in node.attrib.items()))
        literal = dom.text_of(node) if node.tag in LITERAL_ELEMENTS else None
        items.append((node.tag, attributes, literal))
    for child in node:
        walk(child, items)
    if node.tag not in LITERAL_ELEMENTS and isinstance(node.tag, str):
        items.append(("end of", node.tag))
    return items


def skeletons(path):
    """Elements differ by whether scripts run: then the inside of noscript is text."""
    return [walk(dom.parse(path, scripting)[1], []) for scripting in (False, True)]


def difference(benign, path):
    for scripting, (expected, found) in enumerate(zip(benign, skeletons(path))):
        for index in range(max(len(expected), len(found))):
            left = expected[index] if index < len(expected) else "nothing"
            right = found[index] if index < len(found) else "nothing"
            if left != right:
                state = "on" if scripting else "off"
                return f"{path}: node {index}, scripting {state}: {right!r} where the benign page has {left!r}"
    return None


def difference_in_pair(pair):
    return difference(skeletons(pair[0]), pair[1])


def main():
    if sys.argv[1:] == ["--pairs"]:
        paths = sys.stdin.read().splitlines()
        found = dom.for_each(difference_in_pair, list(zip(paths[::2], paths[1::2])))
    else:
        paths = dom.paths_of(sys.argv[1:])
        if len(paths) < 2:
            sys.exit(__doc__)
        found = dom.for_each(functools.partial(difference, skeletons(paths[0])), paths[1:])
    differences = [text for text in found if text]
    print("\n".join(differences), end="\n" if differences else "")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
