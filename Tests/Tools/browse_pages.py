"""Opens pages in a real browser, looks at them in every size and scheme, uses what can be used, and says what is wrong.

usage: browse_pages.py SCREENSHOTS

Reads an object of JSON a line: `name`, `url`, whether there is `script`, and `drive`, what to do with the page: `look`,
`photograph` (look and keep pictures), `focus`, `player`, `gallery`, `links`. Prints an object a line: `name` and `problems`. Pictures of the pages go into the folder
SCREENSHOTS.
"""

import base64
import json
import pathlib
import sys
import time

from follow_links import Browser

SIZES = [(360, 740), (390, 844), (768, 1024), (1280, 800)]
SCHEMES = ["light", "dark"]

# What is wrong with the page as it lies there, in the size that the window has now.
LAYOUT = """(() => {
  const problems = [], seen = element => element.checkVisibility({visibilityProperty: true});
  const name = element => element.outerHTML.slice(0, 90).replace(/\\s+/g, ' ');
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) problems.push(`the page is ${wide} wide in a window of ${innerWidth}`);
  for (const element of document.querySelectorAll('body *')) {
    if (!seen(element) || element.closest('dialog, svg, .unseen')) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.left < -.5 || box.right > innerWidth + .5)) problems.push(`out of the window: ${name(element)}`);
  }
  for (const control of document.querySelectorAll('a, button, summary, input, audio')) {
    if (!seen(control)) continue;
    const box = control.getBoundingClientRect(), least = control.matches('.text a, footer a') ? 24 : 44;
    if (box.width < least || box.height < least)
      problems.push(`${Math.round(box.width)}×${Math.round(box.height)} is too small: ${name(control)}`);
    if (control.tagName != 'INPUT' && control.scrollWidth > Math.ceil(box.width))
      problems.push(`wider than its box: ${name(control)}`);
    for (const part of control.querySelectorAll('span:not(.unseen), b, small')) {
      const inner = part.getBoundingClientRect();
      if (inner.right > box.right + .5 || inner.left < box.left - .5) problems.push(`sticks out: ${name(part)}`);
    }
  }
  for (const image of document.images) {
    if (image.closest('dialog')) continue;
    if (image.loading == 'lazy' && image.getBoundingClientRect().top + scrollY < innerHeight)
      problems.push(`late on the first screen: ${name(image)}`);
    if (!image.getAttribute('width') || !image.getAttribute('height')) problems.push(`no size: ${name(image)}`);
  }
  if (document.querySelectorAll('[fetchpriority=high]').length > 1) problems.push('two pictures come first');
  if (document.querySelector('[style]:not(.player)')) problems.push('a style attribute');
  return problems;
})()"""

# Where the focus is: the element, what covers it, and how far down the document it lies.
FOCUS = """(() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const bar = document.querySelector('.bar'), edge = bar ? bar.getBoundingClientRect().top : innerHeight;
  if (focused == document.body) return null;
  return {
    name: focused.outerHTML.slice(0, 90).replace(/\\s+/g, ' '), inBar: !!focused.closest('.bar'),
    isCovered: box.bottom > edge + 1 || box.top < -1, top: box.top + scrollY,
  };
})()"""

GALLERY = """(() => {
  const viewer = document.querySelector('.viewer'), shown = viewer && viewer.open;
  return {
    open: !!shown, hash: location.hash, focus: document.activeElement.id,
    inside: !!(shown && viewer.contains(document.activeElement)),
    count: shown ? viewer.querySelector('.count').textContent : '',
    still: getComputedStyle(document.body).overflow == 'hidden',
    shown: shown ? [...viewer.querySelectorAll('img')].findIndex(image => {
      const box = image.closest('figure').getBoundingClientRect();
      return image.naturalWidth > 0 && box.left < innerWidth / 2 && box.right > innerWidth / 2;
    }) : -1,
    wanted: shown ? [...viewer.querySelectorAll('img')].filter(image => image.src).length : 0,
  };
})()"""

VOICE = """(() => {
  const audio = document.querySelector('audio'), player = document.querySelector('.player');
  const find = selector => document.querySelector('.voice ' + selector);
  return {
    time: audio.currentTime, paused: audio.paused, rate: audio.playbackRate, controls: audio.controls,
    hidden: player.hidden, name: find('.play').getAttribute('aria-label'), seek: +find('input').value,
    length: +find('input').max, text: find('input').getAttribute('aria-valuetext'), clock: find('time').textContent,
    focus: document.activeElement == find('input'),
  };
})()"""

KEYS = {"Tab": 9, "Escape": 27, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39, "Enter": 13}


class Page:
    """One page in the browser, and what is wrong with it so far."""

    def __init__(self, browser, case, pictures):
        self.browser = browser
        self.case = case
        self.pictures = pictures
        self.problems = []

    def cdp(self, command, **parameters):
        return self.browser.call("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def value(self, expression):
        answer = self.cdp("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def expect(self, holds, text):
        if not holds:
            self.problems.append(text)

    def wait(self, expression, holds, text):
        """Gives the page some seconds until the value of `expression` fits, and returns it."""
        end = time.monotonic() + 8
        while True:
            value = self.value(expression)
            if holds(value):
                return value
            if time.monotonic() > end:
                self.problems.append(f"{text}: {json.dumps(value, ensure_ascii=False)}")
                return value
            time.sleep(0.03)

    def size(self, width, height, scheme="light"):
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 1000,
        )
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, fragment=""):
        # From another document, or an address with another fragment would not load anything.
        self.browser.call("/url", {"url": "about:blank"})
        self.browser.call("/url", {"url": self.case["url"] + fragment})

    def key(self, name):
        for kind in ["rawKeyDown", "keyUp"]:
            self.cdp("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=KEYS[name])

    def click(self, selector):
        """Clicks the middle of an element, as a person would."""
        place = self.value(
            f"""(() => {{ const element = document.querySelector({json.dumps(selector)});
            if (!element) return null;
            if (!element.closest('dialog')) element.scrollIntoView({{block: 'center'}});
            const box = element.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2]; }})()"""
        )
        if not place:
            raise RuntimeError(f"there is no {selector}")
        for kind in ["mousePressed", "mouseReleased"]:
            self.cdp("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def picture(self, name):
        shot = self.cdp("Page.captureScreenshot", format="png", optimizeForSpeed=True)
        (self.pictures / f"{self.case['name']}-{name}.png").write_bytes(base64.b64decode(shot["data"]))

    # What is done with a page.

    def photograph(self):
        """In every size and scheme, for a person to see too."""
        self.look(photographs=True)

    def look(self, photographs=False):
        """In every size and scheme."""
        for width, height in SIZES:
            for scheme in SCHEMES:
                self.size(width, height, scheme)
                for problem in self.value(LAYOUT):
                    self.problems.append(f"{width} {scheme}: {problem}")
                if photographs and width != 390:
                    self.picture(f"{width}-{scheme}")
                if photographs and width == 360:
                    # In a window as high as the page, so that the bar stands where it ends.
                    self.size(width, self.value("document.documentElement.scrollHeight"), scheme)
                    self.wait("[...document.images].every(i => i.complete || i.closest('dialog'))", bool, "no pictures")
                    self.picture(f"{width}-{scheme}-whole")

    def focus(self):
        """The tab key leads from top to bottom through everything, and nothing lies under the bar."""
        self.value("scrollTo(0, 0)")
        top, names = -1, []
        for _ in range(60):
            self.key("Tab")
            place = self.value(FOCUS)
            if not place:
                break
            names.append(place["name"])
            if place["inBar"]:
                continue
            self.expect(not place["isCovered"], f"covered when focused: {place['name']}")
            self.expect(place["top"] >= top - 60, f"the focus goes back up to {place['name']}")
            top = place["top"]
        stops = self.value(
            "[...document.querySelectorAll('a, button, summary, input, audio')]"
            ".filter(e => e.checkVisibility({visibilityProperty: true}) && e.tagName != 'AUDIO').length"
        )
        self.expect(len(names) >= stops, f"only {len(names)} of {stops} can be reached by keyboard")

    def player(self):
        """The voice, by mouse and by keyboard."""
        state = self.value(VOICE)
        if not self.case["script"]:
            self.expect(state["controls"] and state["hidden"], "without script the browser's own control is missing")
            return
        self.expect(not state["controls"] and not state["hidden"], "the player does not show")
        before, length = state["name"], state["length"]
        self.click(".play")
        state = self.wait(VOICE, lambda s: s["time"] > 0.1 and not s["paused"], "no sound after a click")
        self.expect(state["name"] != before, "the button keeps its name while playing")
        self.click(".speed")
        self.wait(VOICE, lambda s: s["rate"] == 1.5, "no faster after a click")
        self.click(".speed")
        self.click(".speed")
        self.wait(VOICE, lambda s: s["rate"] == 1, "the speed does not come round")
        self.click(".play")
        self.wait(VOICE, lambda s: s["paused"] and s["name"] == before, "no pause after a click")
        self.value("document.querySelector('.wave input').focus()")
        self.key("Home")
        self.key("ArrowRight")
        self.key("ArrowRight")
        state = self.wait(VOICE, lambda s: s["seek"] == 2 and abs(s["time"] - 2) < 0.3, "arrows do not seek")
        self.expect(state["text"].startswith("0:02"), f"the place is read out as {state['text']}")
        self.key("End")
        self.wait(VOICE, lambda s: s["seek"] == length, "the end key does not seek")
        # A voice whose files are gone gives the browser's own control back.
        self.open()
        self.value("document.querySelectorAll('source').forEach(s => s.src += 'x'); document.querySelector('audio').load()")
        self.wait(VOICE, lambda s: s["controls"] and s["hidden"], "a broken voice has no control")
        self.browser.call("/se/log", {"type": "browser"})

    def gallery(self):
        """The pictures, by mouse, keyboard, Back and address."""
        first, second = self.value("[...document.querySelectorAll('a[data-picture]')].slice(0, 2).map(a => a.id)")
        self.click(f"#{first}")
        state = self.wait(GALLERY, lambda s: s["open"] and s["shown"] == 0, "a click opens no picture")
        self.expect(state["hash"] == f"#{first}", f"the address ends with {state['hash']}")
        self.expect(state["inside"], "the focus stays behind the pictures")
        self.expect(state["still"], "the page behind can be scrolled")
        self.expect(state["wanted"] <= 2, f"{state['wanted']} pictures are loaded for one")
        self.picture("viewer")
        self.key("ArrowRight")
        self.wait(GALLERY, lambda s: s["hash"] == f"#{second}" and s["shown"] == 1, "no next picture by key")
        self.key("ArrowLeft")
        self.wait(GALLERY, lambda s: s["hash"] == f"#{first}" and s["shown"] == 0, "no picture before by key")
        self.click(".viewer .next")
        self.wait(GALLERY, lambda s: s["hash"] == f"#{second}" and s["shown"] == 1, "no next picture by button")
        self.key("Escape")
        self.wait(
            GALLERY,
            lambda s: not s["open"] and not s["still"] and s["hash"] == "" and s["focus"] == first,
            "after the escape key",
        )
        self.click(f"#{second}")
        self.wait(GALLERY, lambda s: s["open"] and s["shown"] == 1, "a click opens no second picture")
        self.value("history.back()")
        self.wait(
            GALLERY, lambda s: not s["open"] and s["hash"] == "" and s["focus"] == second, "after going back"
        )
        self.value("history.forward()")
        self.wait(GALLERY, lambda s: s["open"] and s["shown"] == 1, "after going forward")
        # A swipe, as far as it can be told from a scroll that snaps.
        self.value("document.querySelector('.strip').scrollTo({left: 0})")
        self.wait(GALLERY, lambda s: s["hash"] == f"#{first}" and s["count"].startswith("1 "), "no swipe")
        self.click(".viewer .shut")
        self.wait(GALLERY, lambda s: not s["open"] and s["hash"] == "", "after closing")
        self.open(f"#{second}")
        self.wait(GALLERY, lambda s: s["open"] and s["shown"] == 1, f"#{second} opens no picture")
        self.click(".viewer .shut")
        self.wait(GALLERY, lambda s: not s["open"] and s["hash"] == "" and s["focus"] == second, "after an address")

    def links(self):
        """What a tap on a picture leads to without script."""
        self.click("a[data-picture]")
        self.wait("document.contentType", lambda kind: kind.startswith("image/"), "the link leads to no picture")
        self.expect(self.value("document.images[0].naturalWidth") >= 200, "the picture behind the link is small")

    def run(self):
        self.cdp("Emulation.setScriptExecutionDisabled", value=not self.case["script"])
        for action in self.case["drive"]:
            self.size(*SIZES[0])
            self.open()
            getattr(self, action)()
        for entry in self.browser.call("/se/log", {"type": "browser"}):
            self.problems.append(entry["message"])
        return {"name": self.case["name"], "problems": self.problems}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    pictures = pathlib.Path(sys.argv[1])
    pictures.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    try:
        for line in sys.stdin.read().splitlines():
            print(json.dumps(Page(browser, json.loads(line), pictures).run(), ensure_ascii=False), flush=True)
    finally:
        browser.close()


if __name__ == "__main__":
    main()
