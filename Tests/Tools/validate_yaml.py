"""Validates settings, themes and the front matter of texts by the JSON Schemas.

usage: validate_yaml.py SCHEMAS FILE…      (welcome.yml, theme.yml or <locale>.md)

Prints every problem as `file: place: problem` and exits with 1 when there is one.
"""

import os
import re
import sys

import yaml

import validate_manifest


class Loader(yaml.SafeLoader):
    """YAML 1.2's idea of plain words: no dates, no yes and no."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":int", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))


def front_matter(text):
    lines = text.split("\n")
    if lines[0].rstrip("\r") != "---":
        return None
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip("\r") == "---":
            return "\n".join(lines[1:index])
    raise ValueError("front matter never closes")


def problems(schemas, path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    name = "theme" if path.endswith(".md") or path.endswith("theme.yml") else "settings"
    fragment = None
    if path.endswith(".md"):
        text, fragment = front_matter(text), "frontMatter"
        if text is None:
            return
    validator = validate_manifest.validator_of(os.path.join(schemas, f"{name}.schema.json"), fragment)
    yield from validate_manifest.schema_problems(validator, yaml.load(text, Loader))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    found = [f"{path}: {problem}" for path in sys.argv[2:] for problem in problems(sys.argv[1], path)]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
