// The search of the index: lists the entries that hold all words, the nearest first. Rows: page, id, title, language, text.
"use strict";

(() => {
  const MOST = 200;
  const input = document.querySelector("input[name=q]");
  const found = document.getElementById("found");
  const status = found.querySelector("[role=status]");
  const list = found.querySelector("ul");
  const all = document.getElementById("catalogue");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const rows = CATALOGUE.map(([page, id, title, lang, text]) => ({
    page, id, title, lang, text,
    key: plain(id),
    name: plain(title),
    whole: plain([id, title, text].join(" ")),
  }));

  /** 0 for the entry itself, more for what only mentions the words. */
  function distance(row, query, words) {
    if (row.key === query) return 0;
    if (row.key.startsWith(query) || row.key.includes(" " + query)) return 1;
    return words.every((word) => row.key.includes(word) || row.name.includes(word)) ? 2 : 3;
  }

  function shown(row) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = row.page;
    if (row.id) {
      const id = document.createElement("span");
      id.className = "id";
      id.textContent = row.id;
      link.append(id, " ");
    }
    const title = document.createElement("span");
    title.lang = row.lang;
    title.textContent = row.title;
    link.append(title);
    item.append(link);
    if (row.text) {
      const text = document.createElement("p");
      text.lang = row.lang;
      text.textContent = row.text.length > 160 ? row.text.slice(0, 160).trimEnd() + " …" : row.text;
      item.append(text);
    }
    return item;
  }

  function search() {
    const query = plain(input.value).trim();
    const words = query.split(/\s+/);
    found.hidden = query === "";
    all.hidden = query !== "";
    if (query === "") return;
    const hits = rows.filter((row) => words.every((word) => row.whole.includes(word)));
    const order = new Map(hits.map((row) => [row, distance(row, query, words)]));
    hits.sort((a, b) => order.get(a) - order.get(b));
    status.textContent = hits.length ? found.dataset.entries.replace("{n}", hits.length) : found.dataset.none;
    list.replaceChildren(...hits.slice(0, MOST).map(shown));
  }

  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  input.addEventListener("input", search);
  // The links to the parts of the index lead out of the search.
  addEventListener("hashchange", () => {
    input.value = "";
    search();
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });
  input.value = input.value || new URLSearchParams(location.search).get("q") || "";
  search();
})();
