"""Looks at reports in headless Chromium. Arguments: the browser, a directory of reports, a directory for screenshots, axe.min.js or -.

Every report is opened as a file at two widths and in both colour schemes: folded, unfolded, and without scripts. Tables are sorted
and filtered. It must ask nobody for anything and run nothing that stood in a log. axe-core must find nothing serious.
"""

import pathlib
import sys
import tempfile

from driver import CONTRAST, OVERFLOW, SCHEMES, WIDTHS, Browser, faults

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# What a text of the log would leave behind, had it become more than text.
TRACES = """
(() => {
  const odd = document.querySelectorAll("img, iframe, object, embed, base, form, [onerror], [onload], [style], a[href^=javascript]");
  const scripts = document.scripts.length;
  return [...odd].map((element) => element.outerHTML.slice(0, 120)).concat(scripts === 1 ? [] : [`${scripts} scripts`]);
})()
"""
AXE = """
typeof axe.version !== "string" ? ["axe-core is not there"] : axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`))
"""
SORT = """
(() => {
  const table = [...document.querySelectorAll("table")].find((one) => one.tHead && one.querySelectorAll("td.number").length > 3);
  const column = [...table.tHead.rows[0].cells].findIndex((cell, at) => at > 0 && cell.classList.contains("number"));
  const button = table.tHead.rows[0].cells[column].querySelector("button");
  const read = () => [...table.tBodies].map((body) => [...body.rows].filter((row) => row.cells[column])
    .map((row) => parseFloat(row.cells[column].textContent.replaceAll(",", "")) || 0));
  const isSorted = (sign) => read().every((group) => group.every((n, at) => at === 0 || sign * (n - group[at - 1]) >= 0));
  button.click();
  const falls = isSorted(-1) && button.parentElement.getAttribute("aria-sort") === "descending";
  button.click();
  return falls && isSorted(1) && button.parentElement.getAttribute("aria-sort") === "ascending";
})()
"""
FILTER = """
(() => {
  const input = document.querySelector(".filter input");
  if (!input) return "no filter";
  const rows = [...input.closest(".filter").nextElementSibling.querySelectorAll("tbody tr:has(td)")];
  input.value = rows[0].cells[0].textContent;
  input.dispatchEvent(new Event("input"));
  const left = rows.filter((row) => row.checkVisibility()).length;
  input.value = "";
  input.dispatchEvent(new Event("input"));
  return left >= 1 && left < rows.length && rows.every((row) => !row.hidden);
})()
"""
FOLLOW = """
(() => {
  const link = [...document.querySelectorAll("a[href^='#failure-']")].at(-1);
  if (!link) return true;
  link.click();
  return new Promise((done) => setTimeout(() => done(document.querySelector(link.hash).checkVisibility()), 100));
})()
"""
# Every mark lies within its drawing, labels do not run into numbers, and every drawing has a name and a description.
DRAWN = """
[...document.querySelectorAll("figure svg[role=img]")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const box = (mark) => mark.getBoundingClientRect();
  const isOutside = ({ left, right, top, bottom }) =>
    !(left >= frame.left - 1 && right <= frame.right + 1 && top >= frame.top - 1 && bottom <= frame.bottom + 1);
  const shown = (scope, names) => [...scope.querySelectorAll(names)].filter((mark) => getComputedStyle(mark).display !== "none");
  const runsIntoNumber = (row) => {
    const [label, amount] = shown(row, "text");
    return amount && box(label).right > box(amount).left;
  };
  const bad = shown(svg, "rect, text, line").filter((mark) => isOutside(box(mark)))
    .concat(shown(svg, "g").filter(runsIntoNumber)).map((mark) => mark.outerHTML.slice(0, 160));
  const isNamed = svg.querySelector("title")?.textContent && svg.querySelector("desc")?.textContent;
  return bad.concat(isNamed ? [] : ["a drawing without name"]);
})
"""


def requests(browser):
    """What was asked for but the page itself, and dialogs."""
    asked = [event["params"]["request"]["url"] for event in browser.events if event.get("method") == "Network.requestWillBeSent"]
    dialogs = [event["params"]["message"] for event in browser.events if event.get("method") == "Page.javascriptDialogOpening"]
    return [url for url in asked if not url.startswith("file:")][:3] + asked[1:3] + dialogs


def check(browser, report, shots, axe):
    wrong = []

    def expect(where, what, script, want):
        found = browser.run(script)
        if found != want:
            wrong.append(f"{where}: {what}: expected {want}, found {found}")

    for device, width in WIDTHS.items():
        for scheme in SCHEMES:
            where = f"{report.name}, {device}, {scheme}"
            browser.look(width, scheme)
            wrong += faults(browser, report.as_uri(), where)
            wrong += [f"{where}: asked for {what}" for what in requests(browser)]
            expect(where, "text of the log as mark-up", TRACES, [])
            expect(where, "drawings", DRAWN, [])
            browser.shoot(shots / f"{report.stem}-{device}-{scheme}.png")
            expect(where, "links unfold", FOLLOW, True)
            browser.run(UNFOLD)
            beyond, elements = browser.run(OVERFLOW)
            if beyond > 0 or elements:
                wrong.append(f"{where}, unfolded: {beyond} pixels too wide: {elements}")
            ratio, element = browser.run(CONTRAST)
            if ratio < 4.5:
                wrong.append(f"{where}, unfolded: contrast {ratio:.2f}: {element}")
            browser.shoot(shots / f"{report.stem}-{device}-{scheme}-unfolded.png")
            if axe:
                browser.run(axe)
                expect(where, "axe-core", AXE, [])
            expect(where, "sorting", SORT, True)
            found = browser.run(FILTER)
            if found not in (True, "no filter"):
                wrong.append(f"{where}: filtering: {found}")
            wrong += [f"{where}: console: {text}" for text in browser.complaints()]
    return wrong + check_bare(browser, report, shots)


def check_bare(browser, report, shots):
    """Without scripts, and on paper."""
    browser.look(WIDTHS["desktop"], "light")
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    wrong = [f"{report.name}, without scripts: {text}" for text in browser.open(report.as_uri())]
    browser.call("Emulation.setEmulatedMedia", media="print")
    if not browser.run("[...document.querySelectorAll('details.folded .content')].every((one) => one.checkVisibility())"):
        wrong.append(f"{report.name}: on paper something stays folded")
    browser.shoot(shots / f"{report.stem}-paper.png")
    browser.call("Emulation.setEmulatedMedia", media="")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    return wrong


def main():
    program, reports, shots = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3])
    axe = None if sys.argv[4] == "-" else pathlib.Path(sys.argv[4]).read_text()
    shots.mkdir(parents=True, exist_ok=True)
    wrong = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        browser.call("Network.enable")
        files = sorted(reports.glob("*.html"))
        for report in files:
            wrong += check(browser, report, shots, axe)
        browser.close()
    for text in wrong:
        print(text)
    print(f"{len(files)} reports at {len(WIDTHS)} widths in {len(SCHEMES)} schemes: {len(wrong)} faults")
    sys.exit(1 if wrong or not files else 0)


if __name__ == "__main__":
    main()
