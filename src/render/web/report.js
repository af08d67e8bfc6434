// Sorts tables by a click on a heading, and filters long ones. The page is complete without it.
const LONG = 15;
const words = document.getElementById("words").dataset;

/** What a cell is sorted by: its time, its number, or its text. "<0.1 %" lies below "0.1 %". */
function key(cell, isNumber) {
  const text = cell?.textContent.trim() ?? "";
  if (!isNumber) return cell?.querySelector("time")?.dateTime ?? text.toLowerCase();
  const number = parseFloat(text.replace(/[^\d.]/g, "")) || 0;
  return text.startsWith("<") ? number / 2 : text.startsWith(">") ? number + 0.05 : number;
}

const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang, { numeric: true }));

/** Rows stay in their group, below its name. */
function sort(table, heading, column) {
  const isNumber = heading.classList.contains("number");
  const first = isNumber ? "descending" : "ascending";
  const other = isNumber ? "ascending" : "descending";
  const order = heading.getAttribute("aria-sort") === first ? other : first;
  table.querySelectorAll("thead th").forEach((one) => one.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter((row) => !row.querySelector("[scope=rowgroup]"));
    const keyed = rows.map((row) => [key(row.cells[column], isNumber), row]);
    keyed.sort(([a], [b]) => sign * compare(a, b));
    body.append(...keyed.map(([, row]) => row));
  }
}

/** Sizes and times in several units have no order that their text tells. */
function isPlain(table, heading, column) {
  if (!heading.classList.contains("number")) return true;
  const texts = [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => row.cells[column]?.textContent ?? "");
  return texts.every((text) => /^[<>]?[\d,.]*\s?%?$/.test(text.trim()));
}

function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    if (!isPlain(table, heading, column)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, heading, column));
    heading.append(button);
  });
}

function makeFilter(table) {
  const rows = [...table.querySelectorAll("tbody tr:has(td)")];
  if (rows.length < LONG) return;
  const box = document.createElement("div");
  box.className = "filter";
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = words.filter;
  input.setAttribute("aria-label", words.filter);
  const shown = document.createElement("output");
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/);
    const fits = (row) => wanted.every((word) => row.textContent.toLowerCase().includes(word));
    rows.forEach((row) => { row.hidden = !fits(row); });
    const n = rows.filter((row) => !row.hidden).length;
    shown.textContent = input.value ? words.shown.replace("{n}", n).replace("{all}", rows.length) : "";
  });
  box.append(input, shown);
  table.parentElement.before(box);
}

/** What scrolls sideways can be reached by the keyboard, and has the name of its section. */
function reach(scroller) {
  const isWide = scroller.scrollWidth > scroller.clientWidth;
  const name = scroller.closest("section")?.getAttribute("aria-labelledby");
  scroller.toggleAttribute("tabindex", isWide);
  if (isWide) scroller.tabIndex = 0;
  if (isWide && name) {
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-labelledby", name);
  }
}

for (const table of document.querySelectorAll("table")) {
  if (!table.tHead) continue;
  makeSortable(table);
  makeFilter(table);
}
const sizes = new ResizeObserver((entries) => entries.forEach((entry) => reach(entry.target)));
document.querySelectorAll(".scroll, .contents ul").forEach((one) => sizes.observe(one));

// On paper everything is unfolded.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.folded:not([open])")];
  folded.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));
