"""Measures built pages in a real browser on a slow network: what comes for the first screen, and when it is there.

usage: measure_pages.py WELCOME SITE

WELCOME is the program, SITE a site's folder that was built. nginx serves it as `welcome nginx` says; Chromium opens a
page of every theme and locale five times with an empty cache, as a phone of 412×823 at 1.75 pixels a point, in
Lighthouse's profile of slow 4G: 562.5 ms a request, 1474.6 kbit/s down, 675 up, processor four times slower.

Prints a table of medians; ends with 1 where a budget does not hold.
"""

import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from follow_links import Browser

ROUNDS = 5
# Bytes on the wire, shifts, and seconds until the largest thing of the first screen is painted.
BUDGETS = {"html": 14_000, "script": 6_000, "first": 120_000, "shift": 0.001, "lcp": 1.8}
NETWORK = {
    "offline": False, "latency": 562.5, "downloadThroughput": 1474.6 * 125, "uploadThroughput": 675 * 125,
}
OBSERVER = """
window.seen = {lcp: 0, shift: 0, fcp: 0};
const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note)).observe(
    {type, buffered: true});
watch('largest-contentful-paint', entry => seen.lcp = entry.startTime);
watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
watch('paint', entry => { if (entry.name == 'first-contentful-paint') seen.fcp = entry.startTime; });
"""
READ = """JSON.stringify({...seen,
    shown: [...document.images].filter(image => image.getBoundingClientRect().top < innerHeight)
        .map(image => image.currentSrc),
    files: [performance.getEntriesByType('navigation')[0],
    ...performance.getEntriesByType('resource')].map(entry => ({name: entry.name, bytes: entry.encodedBodySize, status: entry.responseStatus}))})"""


def serve(welcome, site, folder):
    """Starts nginx on a free port; returns it and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listen = ["--listen", f"127.0.0.1:{port}", "--log", f"{folder}/access.log"]
    fragment = subprocess.run(
        [welcome, "nginx", "--site", site, *listen], check=True, capture_output=True, text=True
    ).stdout
    (folder / "site.conf").write_text(fragment)
    (folder / "nginx.conf").write_text(f"""
        daemon off; pid "{folder}/nginx.pid"; error_log stderr error; user root root;
        events {{ }}
        http {{ include /etc/nginx/mime.types; gzip on; include "{folder}/site.conf"; }}
        """)
    server = subprocess.Popen(["/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return server, port
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit("nginx did not start")


def pages(site):
    """A page of every theme and locale: their names, hosts and codes."""
    output = pathlib.Path(site) / "output"
    found = {}
    for file in json.loads((output / "manifest.json").read_text())["files"]:
        for text in (output / file["file"]).read_text().splitlines():
            line = json.loads(text)
            if line["state"] == "ready":
                host = urllib.parse.urlsplit(line["url"]).hostname
                found.setdefault(f"{line['theme']} {line['locale']}", (host, line["code"]))
    return sorted(found.items())


def measure(browser, url):
    """Opens `url` with an empty cache and returns what was seen."""
    browser.call("/goog/cdp/execute", {"cmd": "Network.clearBrowserCache", "params": {}})
    browser.call("/url", {"url": url})
    time.sleep(1.5)
    seen = json.loads(browser.call("/execute/sync", {"script": f"return {READ}", "args": []}))
    page, *others = seen["files"]
    if page["status"] != 200:
        sys.exit(f"a page was answered with {page['status']}")
    script = sum(file["bytes"] for file in others if file["name"].endswith(".js"))
    # A browser fetches lazy pictures further down as it sees fit.
    shown = sum(file["bytes"] for file in others if file["name"] in seen["shown"])
    return {
        "html": page["bytes"], "script": script, "first": page["bytes"] + script + shown,
        "all": sum(file["bytes"] for file in seen["files"]), "requests": len(seen["files"]), "shift": round(seen["shift"], 4), "fcp": seen["fcp"] / 1000,
        "lcp": seen["lcp"] / 1000,
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    welcome, site = sys.argv[1:]
    isHeld = True
    with tempfile.TemporaryDirectory() as folder:
        server, port = serve(welcome, site, pathlib.Path(folder))
        browser = Browser()
        try:
            def cdp(command, **parameters):
                browser.call("/goog/cdp/execute", {"cmd": command, "params": parameters})

            cdp("Network.enable")
            cdp("Network.emulateNetworkConditions", **NETWORK)
            cdp("Emulation.setCPUThrottlingRate", rate=4)
            cdp("Emulation.setDeviceMetricsOverride", width=412, height=823, deviceScaleFactor=1.75, mobile=True)
            cdp("Page.addScriptToEvaluateOnNewDocument", source=OBSERVER)
            print("| page | HTML | script | first screen | all | requests | FCP | LCP | shift |")
            print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
            for name, (host, code) in pages(site):
                rounds = [measure(browser, f"http://{host}:{port}/{code}") for _ in range(ROUNDS)]
                median = {key: statistics.median(entry[key] for entry in rounds) for key in rounds[0]}
                broken = [key for key, limit in BUDGETS.items() if median[key] > limit]
                isHeld = isHeld and not broken
                print(
                    "| {name} | {html:,.0f} B | {script:,.0f} B | {first:,.0f} B | {all:,.0f} B | {requests:.0f} | {fcp:.2f} s "
                    "| {lcp:.2f} s | {shift:g} |{note}".format(
                        name=name, note=f" over budget: {', '.join(broken)}" if broken else "", **median),
                    flush=True,
                )
        finally:
            browser.close()
            server.terminate()
            server.wait()
    sys.exit(0 if isHeld else 1)


if __name__ == "__main__":
    main()
