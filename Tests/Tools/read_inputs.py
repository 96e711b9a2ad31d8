"""Reads inputs as Python does, for tests that compare our readers with it.

    read_inputs.py csv|json

Standard input has an input a line, in base64; standard output gets a JSON value a line: what was read, or null where
Python refuses the input. Texts are in base64 again, numbers as they were written.
"""

import base64
import csv
import io
import json
import sys


def encoded(text):
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def read_csv(data):
    """The rows, blank ones left out."""
    text = data.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [[encoded(field) for field in row] for row in rows if row]


class Number(str):
    pass


def refuse(constant):
    raise ValueError(constant)


def members(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return pairs


def value(read):
    """A value by its kind: `n`umber, `s`tring, `l`ist, `o`bject, `b`oolean or null."""
    if read is None:
        return None
    if isinstance(read, bool):
        return ["b", read]
    if isinstance(read, Number):
        return ["n", str(read)]
    if isinstance(read, str):
        return ["s", encoded(read)]
    if isinstance(read, list) and not is_object(read):
        return ["l", [value(element) for element in read]]
    return ["o", [[encoded(key), value(element)] for key, element in read]]


def is_object(read):
    return isinstance(read, Members)


class Members(list):
    pass


def read_json(data):
    """The members of the one object."""
    text = data.decode("utf-8")
    read = json.loads(
        text,
        object_pairs_hook=lambda pairs: Members(members(pairs)),
        parse_int=Number,
        parse_float=Number,
        parse_constant=refuse,
    )
    if not is_object(read):
        raise ValueError("no object")
    return value(read)[1]


def main():
    csv.field_size_limit(1 << 30)
    read = {"csv": read_csv, "json": read_json}[sys.argv[1]]
    for line in sys.stdin:
        try:
            result = read(base64.b64decode(line))
        # A lone surrogate cannot be encoded, and depth has a limit of its own.
        except (ValueError, csv.Error, RecursionError):
            result = None
        print(json.dumps(result))


if __name__ == "__main__":
    main()
