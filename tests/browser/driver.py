"""A headless Chromium that is told what to do over a pipe (--remote-debugging-pipe), and what holds for every page.

Python's own library is enough.
"""

import base64
import json
import os
import subprocess

WIDTHS = {"desktop": 1280, "phone": 390}
SCHEMES = ["light", "dark"]

# The least contrast of text with its ground, and where: WCAG 2.2 asks for 4.5.
CONTRAST = r"""
(() => {
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255, v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  let worst = [21, ""];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, element.outerHTML.slice(0, 120)];
  }
  return worst;
})()
"""

# What sticks out on the right, if anything; what lies in a box that scrolls by itself does not.
OVERFLOW = r"""
(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => element && (getComputedStyle(element).overflowX === "auto" || scrolls(element.parentElement));
  const wide = (element) => element.getBoundingClientRect().right > width + 1 && element.checkVisibility()
    && !scrolls(element.parentElement);
  const out = [...document.querySelectorAll("body *:not(.skip)")].filter(wide).map((element) => element.outerHTML.slice(0, 120));
  return [document.documentElement.scrollWidth - width, out.slice(0, 3)];
})()
"""


class Browser:
    """A headless browser with one page."""

    def __init__(self, program, profile):
        to_read, self.to_write = os.pipe()
        self.to_read, to_write = os.pipe()

        def give_pipes():
            read, write = os.dup(to_read), os.dup(to_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        options = ["--headless", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--disable-gpu", "--hide-scrollbars",
                   "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")
        self.process = subprocess.Popen([program, *options], preexec_fn=give_pipes, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.last = 0
        self.session = None
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log"]:
            self.call(f"{domain}.enable")

    def receive(self):
        while b"\0" not in self.rest:
            more = os.read(self.to_read, 1 << 16)
            if not more:
                raise SystemExit("the browser has gone")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        """Opens a page; returns what stood on the console until it was complete."""
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())
        self.run("document.fonts.ready.then(() => true)")
        return self.complaints()

    def complaints(self):
        kinds = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}
        return [json.dumps(event["params"])[:300] for event in self.events if event.get("method") in kinds]

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{script[:80]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def look(self, width, scheme):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def shoot(self, path):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 4000), "scale": 1}
        image = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"]
        path.write_bytes(base64.b64decode(image))

    def close(self):
        self.call("Browser.close")
        self.process.wait(timeout=30)


def faults(browser, url, where):
    """Opens a page: it must not complain on the console, not scroll sideways, and its text must stand out from its ground."""
    wrong = [f"{where}: console: {text}" for text in browser.open(url)]
    beyond, elements = browser.run(OVERFLOW)
    if beyond > 0 or elements:
        wrong.append(f"{where}: {beyond} pixels too wide: {elements}")
    ratio, element = browser.run(CONTRAST)
    if ratio < 4.5:
        wrong.append(f"{where}: contrast {ratio:.2f}: {element}")
    if browser.run("document.styleSheets.length && getComputedStyle(document.body).marginTop") != "0px":
        wrong.append(f"{where}: the style is not used")
    return wrong
