"""Validates the lines of a manifest file by its JSON Schema, and by what a schema cannot say.

usage: validate_manifest.py SCHEMA FILE.ndjson…

Prints every problem as `file:line: place: problem` and exits with 1 when there is one.
"""

import json
import re
import sys

import jsonschema


def without_repeated_names(pairs):
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value


def read_json(text):
    return json.loads(text, object_pairs_hook=without_repeated_names)


def validator_of(path, fragment=None):
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    if fragment:
        schema = {"$ref": f"#/$defs/{fragment}", "$defs": schema["$defs"]}
    return jsonschema.Draft202012Validator(schema)


def schema_problems(validator, value):
    for error in sorted(validator.iter_errors(value), key=lambda error: list(map(str, error.absolute_path))):
        place = "/".join(map(str, error.absolute_path)) or "the whole"
        yield f"{place}: {error.message[:300]}"


def agreement_problems(line):
    """What must agree within a line."""
    if not line["url"].endswith("/" + line["code"]):
        yield "url: does not end with the code"
    page, message = line["page"], line["message"]
    if page is not None and not page["file"].startswith(f"p/{line['code'][:2]}/{line['code']}."):
        yield "page/file: is not named by the code"
    if message is not None:
        text = message["text"]
        if text.split("\n")[-1] != line["url"]:
            yield "message/text: the last line is not the link"
        if message["characters"] != len(text):
            yield "message/characters: is wrong"
        if message["utf16"] != len(text.encode("utf-16-le")) // 2:
            yield "message/utf16: is wrong"
    recipient = line["recipient"]
    if recipient is not None and recipient["e164"] is not None:
        if recipient["jid"] != recipient["e164"][1:] + "@s.whatsapp.net":
            yield "recipient: jid and e164 are two numbers"
    for index, request in enumerate(line["requests"]):
        query = dict(map(tuple, request["query"]))
        blanks = {blank["name"] for blank in request["fill"]}
        yield from (f"requests/{index}/{problem}" for problem in template_problems(request, message))
        if request["channel"] != "chatflow":
            continue
        if query.get("msg") != message["text"]:
            yield f"requests/{index}/query: msg is not the message"
        if (recipient is None) != ("jid" in blanks) or query.get("jid") != (recipient and recipient["jid"]):
            yield f"requests/{index}: jid is not the recipient's"


def template_problems(request, message):
    """What is wrong with the places of values, and with sizes."""
    blanks = request["secrets"] + request["fill"]
    named = sorted(re.findall(r"{([a-z_]+)}", request["url"]))
    if named != sorted(blank["name"] for blank in blanks if blank["where"] == "path"):
        yield "url: its names are not those that are put in"
    for blank in blanks:
        if blank["where"] == "body" and member(request["body"], blank["key"]) is not None:
            yield f"body: {blank['key']} is there and is to be put in"
    for limit in request["limits"]:
        if limit["actual"] > limit["max"]:
            yield f"limits: {limit['of']} is beyond its limit"
        value = request["body"] if limit["of"] == "body" else member(request["body"], limit["of"])
        if value is None:
            value = dict(map(tuple, request["query"])).get(limit["of"])
        if size(value, limit["counted_as"], message) != limit["actual"]:
            yield f"limits: {limit['of']} has another size"


def size(value, unit, message):
    if unit == "utf16":
        return len((value or "").encode("utf-16-le")) // 2
    if unit == "bytes":
        return len((value or "").encode())
    # Short messages are the message as it stands, whose parts were counted.
    return message["sms_parts"] if value == message["text"] else None


def member(body, path):
    """A member of a body by the names on the way to it; of a form, by its name."""
    if isinstance(body, list):
        return next((value for name, value in body if name == path), None)
    for step in path.split("."):
        if isinstance(body, list):
            body = body[int(step)] if int(step) < len(body) else None
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body


def identity_of(line):
    return tuple(line[name].encode() for name in ("tenant", "lead", "slot"))


def order_problems(line, previous):
    if previous and identity_of(line) == previous:
        yield "tenant, lead and slot repeat the line before"
    elif previous and identity_of(line) < previous:
        yield "the line belongs before the one above it"


def file_problems(validator, path):
    with open(path, "rb") as file:
        data = file.read()
    if data and not data.endswith(b"\n"):
        yield f"{path}: the last line has no end"
    previous, keys = None, {}
    for number, text in enumerate(data.split(b"\n")[:-1], 1):
        try:
            line = read_json(text.decode("utf-8"))
        except ValueError as error:
            yield f"{path}:{number}: {error}"
            continue
        problems = list(schema_problems(validator, line))
        if not problems:
            problems = list(agreement_problems(line)) + list(order_problems(line, previous))
            previous = identity_of(line)
            for request in line["requests"]:
                if request["dedup_key"] in keys:
                    problems.append(f"dedup_key: is that of line {keys[request['dedup_key']]} too")
                keys[request["dedup_key"]] = number
        for problem in problems:
            yield f"{path}:{number}: {problem}"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    validator = validator_of(sys.argv[1])
    problems = [problem for path in sys.argv[2:] for problem in file_problems(validator, path)]
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
