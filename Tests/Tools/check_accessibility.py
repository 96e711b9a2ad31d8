"""Looks at the pages of a site with axe, in a real browser as small as a small phone.

usage: check_accessibility.py AXE SITE light|dark

AXE is the file axe.min.js, SITE the folder that is served. Reads paths of pages below it, a line each. Prints a violation
a line, `page: rule: element: what axe says`, and what axe could not decide with `?` before the rule. Exits with 1 when
there is a violation.
"""

import functools
import http.server
import json
import sys
import threading

from follow_links import Browser

# `target-size` is off unless the tag that it belongs to is named.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
const done = arguments[arguments.length - 1];
const options = {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations', 'incomplete']};
axe.run(document, options).then(
  found => done({
    violations: found.violations, incomplete: found.incomplete, wide: document.documentElement.scrollWidth > innerWidth,
  }), error => done({error: String(error)}));
""" % json.dumps(TAGS)


class Files(http.server.SimpleHTTPRequestHandler):
    """Serves the site and keeps quiet about it."""

    def log_message(self, *_):
        pass


def findings(browser, axe, url):
    browser.call("/url", {"url": url})
    # What is lazy or folded is looked at too.
    browser.call("/execute/sync", {"script": "for (const d of document.querySelectorAll('details')) d.open = true", "args": []})
    browser.call("/execute/sync", {"script": axe, "args": []})
    found = browser.call("/execute/async", {"script": RUN, "args": []})
    if "error" in found:
        raise RuntimeError(found["error"])
    for mark, results in (("", found["violations"]), ("?", found["incomplete"])):
        for result in results:
            for node in result["nodes"]:
                summary = " ".join((node.get("failureSummary") or result["help"]).split())
                yield mark, f"{mark}{result['id']}: {' '.join(map(str, node['target']))}: {summary}"
    for entry in browser.call("/se/log", {"type": "browser"}):
        if "Content Security Policy" in entry["message"]:
            yield "", f"policy: html: {entry['message']}"
    if found["wide"]:
        yield "", "reflow: html: the page is wider than the screen"


def main():
    if len(sys.argv) != 4 or sys.argv[3] not in ("light", "dark"):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        axe = file.read()
    handler = functools.partial(Files, directory=sys.argv[2])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser()
    failed = False
    try:
        cdp = lambda command, parameters: browser.call("/goog/cdp/execute", {"cmd": command, "params": parameters})
        cdp("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 640, "deviceScaleFactor": 2, "mobile": True})
        scheme = [{"name": "prefers-color-scheme", "value": sys.argv[3]}]
        cdp("Emulation.setEmulatedMedia", {"features": scheme})
        for page in sys.stdin.read().splitlines():
            for mark, line in findings(browser, axe, f"http://127.0.0.1:{server.server_port}/{page}"):
                print(f"{page}: {line}")
                failed = failed or not mark
    finally:
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
