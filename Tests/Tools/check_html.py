"""Looks at pages with the Nu HTML checker.

usage: check_html.py VNU

VNU is the file vnu.jar. Reads paths of pages, a line each. Prints `page:line: type: message` for each finding and exits with
1 when there is one. Left out is what the checker cannot know; the reasons stand in EXPLAINED.
"""

import json
import os
import re
import subprocess
import sys

EXPLAINED = [
    # Its CSS checker knows neither env() nor the other functions of the last years; browsers drop what they do not know.
    r"CSS: ",
    # It reads files, which have no origin, and compares no hashes. check_accessibility.py has the browser's own word.
    r"(Inline style|Resource) violates Content Security Policy",
    # How cmark-gfm aligns the cells of a table. The other way is a style attribute, which the policy refuses.
    r"The “align” attribute on the “t[dh]” element is obsolete",
]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    pages = sys.stdin.read().splitlines()
    command = ["java", "-jar", sys.argv[1], "--format", "json", "--exit-zero-always", *pages]
    checked = subprocess.run(command, capture_output=True, text=True, check=True)
    failed = False
    for message in json.loads(checked.stderr)["messages"]:
        if any(re.match(pattern, message["message"]) for pattern in EXPLAINED):
            continue
        failed = True
        page = os.path.basename(message.get("url", ""))
        kind = message.get("subType", message["type"])
        print(f"{page}:{message.get('lastLine', 0)}: {kind}: {message['message']}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
