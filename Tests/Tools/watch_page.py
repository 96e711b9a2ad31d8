"""Asks for a page again and again until standard input ends, as many readers would.

usage: watch_page.py PORT PATH

Says `watching` after the first answer. At the end prints what came, as JSON: runs of equal answers in their order, each
as `status`, `sha256` of the body, `isWhole` and `count`.
"""

import base64
import hashlib
import json
import select
import sys

from http_requests import exchange, parse


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    request = {"method": "GET", "target": sys.argv[2], "headers": {}, "source": "127.0.0.1"}
    runs = []
    while True:
        answer = parse("GET", exchange(int(sys.argv[1]), request, tls=False))
        found = {
            "status": answer["status"],
            "sha256": hashlib.sha256(base64.b64decode(answer["body"])).hexdigest(),
            "isWhole": answer["isWhole"],
        }
        if runs and all(runs[-1][name] == value for name, value in found.items()):
            runs[-1]["count"] += 1
        else:
            runs.append({**found, "count": 1})
            if len(runs) == 1:
                print("watching", flush=True)
        if select.select([sys.stdin], [], [], 0)[0]:
            break
    print(json.dumps(runs))


if __name__ == "__main__":
    main()
