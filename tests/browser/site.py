"""Looks at pages of the site in headless Chromium. Arguments: the browser, the site's directory, a directory for screenshots.

Every page is opened as a file at two widths and in both colour schemes. Then the search is tried.
"""

import pathlib
import sys
import tempfile

from driver import SCHEMES, WIDTHS, Browser, faults

PAGES = [
    "index", "550", "250", "334", "5xx", "x.7.26", "5.7.26", "x.7", "5.x.x", "provider-gmail", "provider-postfix",
    "rule-gmail-dmarc", "blocklist-spamhaus-zen", "no-reply-connection-timed-out", "450-vs-550", "5.7.1-vs-5.7.26",
]


def check_pages(browser, site, shots):
    wrong = []
    for device, width in WIDTHS.items():
        for scheme in SCHEMES:
            browser.look(width, scheme)
            for name in PAGES:
                where = f"{name}.html, {device}, {scheme}"
                wrong += faults(browser, (site / f"{name}.html").as_uri(), where)
                browser.shoot(shots / f"{name}-{device}-{scheme}.png")
    return wrong


def check_search(browser, site, shots):
    index = (site / "index.html").as_uri()
    first = "document.querySelector('.results a')?.getAttribute('href')"
    wrong = []

    def expect(what, script, want):
        found = browser.run(script)
        if found != want:
            wrong.append(f"search: {what}: expected {want}, found {found}")

    browser.look(WIDTHS["desktop"], "light")
    for query, page in [("550", "550.html"), ("5.7.26", "5.7.26.html"), ("gmail-dmarc", "rule-gmail-dmarc.html"),
                        ("450 vs 550", "450-vs-550.html"), ("%EF%BC%95%EF%BC%95%EF%BC%90", "550.html")]:
        wrong += browser.open(f"{index}?q={query}")
        expect(query, first, page)
    expect("the list is hidden", "document.getElementById('catalogue').checkVisibility()", False)
    browser.shoot(shots / "search-desktop-light.png")
    type_in = "(() => { const i = document.querySelector('input'); i.value = %s; i.dispatchEvent(new Event('input')); })()"
    browser.run(type_in % "'greylist'")
    expect("words of a text", "document.querySelectorAll('.results li').length > 3", True)
    browser.run(type_in % "'no-such-word'")
    expect("nothing", "document.querySelectorAll('.results li').length", 0)
    browser.run(type_in % "''")
    expect("the list is back", "document.getElementById('catalogue').checkVisibility()", True)

    # From another page, by its form; and without scripts.
    browser.open((site / "550.html").as_uri())
    browser.events.clear()
    browser.run("(() => { document.querySelector('input').value = '421'; document.querySelector('button').click(); })()")
    while not any(event.get("method") == "Page.loadEventFired" for event in browser.events):
        browser.events.append(browser.receive())
    expect("from another page", first, "421.html")
    wrong += browser.complaints()
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    wrong += browser.open(f"{index}?q=550")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    expect("without scripts", "document.getElementById('catalogue').checkVisibility()", True)
    return wrong


def main():
    program, site, shots = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3])
    shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        wrong = check_pages(browser, site, shots) + check_search(browser, site, shots)
        browser.close()
    for text in wrong:
        print(text)
    print(f"{site.name}: {len(PAGES)} pages at {len(WIDTHS)} widths in {len(SCHEMES)} schemes, and the search: {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
