"""Compares reports with what LibreOffice reads from them. Arguments: the program, a directory with NAME/csv/VIEW.csv and
NAME/report.xlsx of several reports.

CSV: with every column imported as text, each cell must come back as it was. With the standard import (each column "Standard",
UTF-8), a cell may only have been taken for a number or a time of the same value, or be one that NUMBER names. With every
conversion that the import can do, no cell may be a formula.

Workbook: a sheet per view with the cells of the CSV; counts, shares and codes are numbers, times are dates, all else is text; the
header is frozen, the columns have filters; no formula.

Python's own library is enough.
"""

import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

VIEWS = ["rows", "failures", "reasons", "codes", "senders", "sender-domains", "recipient-domains", "relays", "providers", "stages",
         "hours", "messages", "times", "volumes", "logins", "health", "warnings"]
TIMES = {"first_seen", "last_seen", "hour"}
# Columns whose cells are text; all others but times are numbers.
TEXTS = {"enhanced", "kind", "outcome", "origin", "sender", "domain", "relay", "stage", "title", "meaning",
         "resolution", "rule", "provider", "waited", "end", "time", "list", "name", "partners_exact", "side",
         "who_acts", "retry", "replies", "providers", "example", "template", "dsn", "reason", "group", "detail",
         "severity", "daemon"}
# Of these, what the log says.
LOGGED = {"sender", "domain", "relay", "name", "detail", "template", "example"}
# How fields begin that a spreadsheet may calculate; a tab is written `\\t`.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\\t")
MOST_COLUMNS = 40

# Text of a log that the standard import takes for a number: leading zeros, exponents and digits beyond the 15th are lost.
NUMBER = re.compile(r"\d[\d,]*(\.\d+)?(e\d+)?", re.IGNORECASE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")

CSV = "Text - txt - csv (StarCalc)"
# Comma, double quote, UTF-8, from line 1; then formats of columns, language, quoted fields are text, detect special numbers.
READ = "44,34,76,1"
AS_TEXT = READ + "," + "/".join(f"{column}/2" for column in range(1, MOST_COLUMNS + 1)) + ",0,false,false"
STANDARD = READ + ",,0,false,false"
# And with: spaces are trimmed, formulas are evaluated.
WORST = READ + ",,{language},false,true,false,false,true,,true"
# Germans write dates with points, as enhanced status codes are written; the Japanese have wide signs.
LANGUAGES = {"en-US": 1033, "de-DE": 1031, "ja-JP": 1041}
WRITE = f"csv:{CSV}:44,34,76,1,,0,false,true,false"

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Office:
    """The program, with a profile of its own."""

    def __init__(self, program, profile):
        self.command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]

    def convert(self, files, to, out, read=None):
        """Converts files into a directory; `to` is an extension and perhaps a filter, `read` options of the CSV import."""
        options = [f"--infilter={CSV}:{read}"] if read else []
        command = [*self.command, *options, "--convert-to", to, "--outdir", str(out), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stderr}")
        return out


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def sheets_of(path):
    """The cells of every sheet of a flat document, as (type, value, text), without the empty ones at the end."""
    return {table.get(f"{TABLE}name"): cells_of(table) for table in tree.parse(path).iter(f"{TABLE}table")}


def cells_of(table):
    rows = []
    for row in table.iter(f"{TABLE}table-row"):
        cells = []
        for cell in row:
            value = cell.get(f"{OFFICE}date-value") or cell.get(f"{OFFICE}value")
            text = "\n".join(text_of(paragraph) for paragraph in cell.findall(f"{TEXT}p"))
            n = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            # The rest of the sheet is one empty cell that is repeated.
            cells += [(cell.get(f"{OFFICE}value-type"), value, text)] * min(n, MOST_COLUMNS)
        while cells and not cells[-1][0]:
            cells.pop()
        if cells:
            rows += [cells] * int(row.get(f"{TABLE}number-rows-repeated", "1"))
    return rows


def text_of(element):
    """The text of a paragraph; several spaces are an element."""
    text = element.text or ""
    for part in element:
        text += " " * int(part.get(f"{TEXT}c", "1")) if part.tag == f"{TEXT}s" else text_of(part)
        text += part.tail or ""
    return text


def formulas_of(path):
    return re.findall(r'table:formula="[^"]*"', path.read_text(encoding="utf-8"))


def differences(want, found, may_differ):
    """Where two tables differ in a way that is not allowed."""
    if [len(row) for row in want] != [len(row) for row in found]:
        return [f"other numbers of rows or cells: {len(want)} and {len(found)} rows"]
    return [f"row {y + 1}, {want[0][x]}: {a!r} became {b!r}"
            for y, (before, after) in enumerate(zip(want, found)) for x, (a, b) in enumerate(zip(before, after))
            if a != b and not may_differ(want[0][x], a, b)]


def standard(column, before, after):
    """What the standard import may change."""
    if TIME.fullmatch(before) and column in TIMES:
        return after == before.replace("T", " ")
    if column == "share":
        return float(after) == float(before)
    return column in LOGGED and bool(NUMBER.fullmatch(before.strip()))


def check_csv(office, files, work):
    wrong = []
    for name, read, may_differ in [("text", AS_TEXT, lambda *_: False), ("standard", STANDARD, standard)]:
        sheets = office.convert(files, "ods", work / name, read)
        back = office.convert(sorted(sheets.glob("*.ods")), WRITE, work / name)
        for file in files:
            found = differences(rows_of(file), rows_of(back / file.name), may_differ)
            wrong += [f"{file.name}, {name} import: {text}" for text in found]
    for name, language in LANGUAGES.items():
        sheets = office.convert(files, "fods", work / name, WORST.format(language=language))
        for file in files:
            wrong += [f"{file.name}, {name}: {formula}" for formula in formulas_of(sheets / f"{file.stem}.fods")]
    return wrong


def is_wrong(column, written, cell):
    """Whether a cell of a workbook is not what the field of the CSV says."""
    kind, value, text = cell
    if written == "":
        return kind is not None
    if column in TIMES:
        return kind != "date" or value not in (written, written.removesuffix("T00:00:00"))
    if column in TEXTS:
        # The CSV has an apostrophe in front of what would be calculated; a cell of a workbook needs none.
        is_same = text == written or "'" + text == written and text.lstrip().startswith(SIGNS)
        return kind != "string" or not is_same
    number = "percentage" if column == "share" else "float"
    return kind != number or abs(float(value) - float(written)) > 5e-7


def check_books(office, books, work):
    office.convert(books, "fods", work)
    office.convert(books, f"{WRITE},false,false,-1", work)
    return [f"{book.name}, {text}" for book in books for text in check_book(book, work / f"{book.stem}.fods")]


def check_book(book, flat):
    """A workbook, its fields as CSV beside it, and what LibreOffice made of it."""
    sheets = sheets_of(flat)
    if list(sheets) != VIEWS:
        return [f"other sheets: {list(sheets)}"]
    wrong = formulas_of(flat)
    for at, view in enumerate(VIEWS, 1):
        want = rows_of(book.with_name(f"{book.stem}.{view}.csv"))
        found = [row + [(None, None, "")] * (len(want[0]) - len(row)) for row in sheets[view]]
        as_csv = rows_of(flat.with_name(f"{book.stem}-{view}.csv"))
        faults = check_looks(book, at, flat, f"{view}.A1:{view}.{chr(ord('A') + len(want[0]) - 1)}{len(want)}")
        if not [len(row) for row in want] == [len(row) for row in found] == [len(row) for row in as_csv]:
            faults.append(f"{len(found)} rows, as CSV {len(as_csv)}, not {len(want)}; or rows of other lengths")
        elif want[0] != [text for _, _, text in found[0]]:
            faults.append(f"other header: {found[0]}")
        else:
            faults += [f"row {y}, {column}: {a!r} became {b}" for y, (before, after) in enumerate(zip(want[1:], found[1:]), 2)
                       for column, a, b in zip(want[0], before, after) if is_wrong(column, a, b)]
        wrong += [f"{view}: {fault}" for fault in faults]
    return wrong


def check_looks(book, at, flat, cells):
    """A filter over the cells in what LibreOffice made of the file; a frozen header in the file itself, as LibreOffice keeps none
    without a window."""
    wrong = []
    filters = {found.get(f"{TABLE}target-range-address").replace("'", "") for found in tree.parse(flat).iter(f"{TABLE}database-range")
               if found.get(f"{TABLE}display-filter-buttons") == "true"}
    if cells not in filters:
        wrong.append(f"no filter over {cells}")
    with zipfile.ZipFile(book) as package:
        sheet = tree.fromstring(package.read(f"xl/worksheets/sheet{at}.xml"))
    pane = sheet.find(f".//{MAIN}pane")
    if pane is None or (pane.get("ySplit"), pane.get("xSplit"), pane.get("state")) != ("1", None, "frozen"):
        wrong.append("the header is not frozen")
    if sheet.find(f".//{MAIN}f") is not None:
        wrong.append("a formula in the file itself")
    return wrong


def gather(reports, to):
    """Copies NAME/csv/VIEW.csv to NAME.VIEW.csv and NAME/report.xlsx to NAME.xlsx: the program converts many files in one run."""
    to.mkdir()
    for file in reports.glob("*/csv/*.csv"):
        shutil.copy(file, to / f"{file.parent.parent.name}.{file.name}")
    for file in reports.glob("*/report.xlsx"):
        shutil.copy(file, to / f"{file.parent.name}.xlsx")
    return sorted(to.glob("*.csv")), sorted(to.glob("*.xlsx"))


def main():
    program, reports = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        temporary = pathlib.Path(temporary)
        tables, books = gather(reports, temporary / "reports")
        if not books or {file.name for file in tables} != {f"{book.stem}.{view}.csv" for book in books for view in VIEWS}:
            raise SystemExit(f"other views than these: {VIEWS}")
        office = Office(program, temporary / "profile")
        wrong = [*check_csv(office, tables, temporary / "csv"), *check_books(office, books, temporary / "book")]
        n_cells = sum(len(row) for file in tables for row in rows_of(file))
    for text in wrong[:40]:
        print(text)
    print(f"{len(tables)} CSV files and {len(books)} workbooks of them, {n_cells} cells: {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
