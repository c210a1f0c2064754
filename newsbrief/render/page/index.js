"use strict";
// Searches and sorts the briefs of a run, and shows as many as are looked at.
(() => {
  const CHUNK = 100; // rows or speakers made at once
  const [search, rows, speakers, shown] = ["search", "rows", "speakers", "shown"].map((id) => document.getElementById(id));
  const COUNTS = ["statements", "quantities", "key_figures", "open_questions", "rejected", "unaccounted"];
  const NUMBERS = [...COUNTS, "tokens", "cost"];
  const STATUS = { ok: "complete", partial: "partial", failed: "failed" };
  const number = new Intl.NumberFormat("en");
  const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumFractionDigits: 4 });

  const counted = (count, what) => `${number.format(count)} ${what}${count === 1 ? "" : "s"}`;

  const all = JSON.parse(document.getElementById("data").textContent).map(
    ([title, link, status, published, counts, said, tokens, cost, error, hint]) => ({
      title, link, status, published, said, tokens, cost, error, hint,
      ...Object.fromEntries(COUNTS.map((name, index) => [name, counts[index]])),
      words: [title, published, error, ...said.map(([name]) => name)].join("\n").toLowerCase(),
    }),
  );

  function make(name, words = "", properties = {}) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(words);
    return element;
  }

  function row(entry) {
    const tr = make("tr");
    const title = make("td", "", { dir: "auto" });
    title.append(entry.link ? make("a", entry.title, { href: entry.link }) : make("b", entry.title));
    if (entry.error) title.append(make("p", entry.hint ? `${entry.error} (${entry.hint})` : entry.error, { className: "error" }));
    if (entry.said.length) title.append(make("p", entry.said.map(([name]) => name).join(" · "), { className: "soft" }));
    tr.append(title, make("td", entry.published));
    for (const key of NUMBERS) {
      const none = entry[key] === null || (entry.status === "failed" && key !== "tokens");
      const words = none ? "–" : (key === "cost" ? dollars : number).format(entry[key]);
      tr.append(make("td", words, { className: key === "unaccounted" && entry[key] ? "number bad" : "number" }));
    }
    tr.append(make("td", STATUS[entry.status], { className: entry.status === "ok" ? "" : "bad" }));
    return tr;
  }

  function speaker([name, [statements, articles]]) {
    const button = make("button", name, { type: "button", dir: "auto" });
    button.addEventListener("click", () => {
      search.value = name;
      show();
      search.focus();
    });
    const item = make("li");
    item.append(button, make("p", `${counted(statements, "statement")} in ${counted(articles, "article")}`, { className: "soft" }));
    return item;
  }

  // A list of which only as much exists as has been looked at.
  function lazily(list, render) {
    let [values, made] = [[], 0];
    const end = make(list.matches("tbody") ? "tr" : "li", "", { className: "end", ariaHidden: "true" });
    const more = () => {
      end.before(...values.slice(made, (made += CHUNK)).map(render));
      if (made >= values.length) end.remove();
    };
    const observer = new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) return;
      more();
      observer.unobserve(end); // observed anew, it reports again if it is still in view
      if (end.isConnected) observer.observe(end);
    }, { rootMargin: "600px" });
    addEventListener("beforeprint", () => {
      while (end.isConnected) more();
    });
    return (next) => {
      [values, made] = [next, 0];
      list.replaceChildren(end);
      more();
      if (end.isConnected) observer.observe(end);
    };
  }
  const [showRows, showSpeakers] = [lazily(rows, row), lazily(speakers, speaker)];

  let sorting = { key: null, down: false };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a ?? "").localeCompare(String(b ?? "")));

  function found() {
    const words = search.value.toLowerCase().trim();
    const status = document.querySelector("input[name=status]:checked").value;
    const hits = all.filter((entry) => entry.words.includes(words) && (!status || entry.status === status));
    if (sorting.key) hits.sort((a, b) => (sorting.down ? -1 : 1) * compare(a[sorting.key], b[sorting.key]));
    return hits;
  }

  function whoSpeaks(entries) {
    const who = new Map();
    for (const { said } of entries)
      for (const [name, statements] of said) {
        const [sum, articles] = who.get(name) ?? [0, 0];
        who.set(name, [sum + statements, articles + 1]);
      }
    return [...who].sort(([, a], [, b]) => b[1] - a[1] || b[0] - a[0]);
  }

  function show() {
    const entries = found();
    shown.textContent = `${number.format(entries.length)} of ${number.format(all.length)}`;
    showRows(entries);
    showSpeakers(whoSpeaks(entries));
  }

  for (const button of document.querySelectorAll("th button"))
    button.addEventListener("click", () => {
      const key = button.dataset.key;
      sorting = { key, down: sorting.key === key ? !sorting.down : NUMBERS.includes(key) };
      for (const th of document.querySelectorAll("th")) th.removeAttribute("aria-sort");
      button.parentNode.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      show();
    });
  search.addEventListener("input", show);
  document.querySelector("fieldset").addEventListener("change", show);
  document.getElementById("live").hidden = false;
  show();
})();
