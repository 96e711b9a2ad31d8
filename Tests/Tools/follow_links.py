"""Opens addresses in a real browser, one after another, and says where each of them led.

usage: follow_links.py

Reads an object of JSON a line, with `url` and `expected`, the address where the browser should end. Prints an object a
line: `url` and `title` of where it ended, and `log`, what the browser complained about on the way.
"""

import json
import re
import subprocess
import sys
import time
import urllib.request

OPTIONS = {
    "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=500,900",
             # A page is served under its own host; every host is this machine.
             "--host-resolver-rules=MAP * 127.0.0.1"],
}
CAPABILITIES = {"browserName": "chrome", "goog:chromeOptions": OPTIONS, "goog:loggingPrefs": {"browser": "ALL"}}


class Browser:
    """A session of chromedriver."""

    def __init__(self):
        # It takes a free port of IPv4 and then the same of IPv6, and ends where another has that one already.
        for _ in range(5):
            self.driver = subprocess.Popen(
                ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            try:
                if self.begin():
                    return
            except BaseException:
                self.driver.kill()
                raise
            self.driver.wait()
        raise RuntimeError("chromedriver did not start")

    def begin(self):
        """Opens a session, once the driver has said where it listens; returns whether it has."""
        for line in self.driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                self.base = f"http://127.0.0.1:{found[1]}/session"
                session = self.call("", {"capabilities": {"alwaysMatch": CAPABILITIES}})
                self.base = f"{self.base}/{session['sessionId']}"
                return True
        return False

    def call(self, path, body=None, method="POST"):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)["value"]

    def follow(self, url, expected):
        """Opens `url` and gives it some seconds to lead to `expected`."""
        self.call("/url", {"url": url})
        end = time.monotonic() + 5
        while self.call("/url", method="GET") != expected and time.monotonic() < end:
            time.sleep(0.05)
        return {
            "url": self.call("/url", method="GET"),
            "title": self.call("/title", method="GET"),
            "log": [entry["message"] for entry in self.call("/se/log", {"type": "browser"})],
        }

    def close(self):
        try:
            self.call("", method="DELETE")
        finally:
            self.driver.kill()
            self.driver.wait()


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    browser = Browser()
    try:
        for line in sys.stdin.read().splitlines():
            link = json.loads(line)
            print(json.dumps(browser.follow(link["url"], link["expected"])), flush=True)
    finally:
        browser.close()


if __name__ == "__main__":
    main()
