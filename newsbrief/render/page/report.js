"use strict";
// Pointing at, focusing or clicking an item of the brief lights up its evidence; a passage of the article, its items.
// Without this script the same page is read by following its links.
(() => {
  const DELAY = 90; // milliseconds: a pointer that only passes lights nothing
  const [article, text, card, strip] = ["article", "text", "card", "strip"].map((id) => document.getElementById(id));
  const here = strip.querySelector(".here");
  const wide = matchMedia("(min-width: 60rem)");
  const ids = (mark, name) => (mark.dataset[name] ?? "").split(" ").filter(Boolean);
  document.documentElement.classList.add("js");

  // For each item the marks that it rests on, those beside it, and where in the text each mark stands.
  const [resting, beside, places] = [new Map(), new Map(), new Map()];
  const put = (map, id, mark) => (map.has(id) ? map.get(id).push(mark) : map.set(id, [mark]));
  for (const mark of text.querySelectorAll("mark")) {
    for (const id of ids(mark, "on")) put(resting, id, mark);
    for (const id of ids(mark, "by")) put(beside, id, mark);
  }
  let length = 0;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentNode.matches("noscript")) continue; // its text, as it stands when there is a script
    places.set(node.parentNode, [length, (length += node.length)]);
  }

  let lit = [];
  let pinned = false;

  function clear() {
    for (const element of lit) element.classList.remove("lit", "by");
    lit = [];
    pinned = false;
    card.replaceChildren();
    text.classList.remove("lights");
    here.setAttribute("d", "");
  }

  function add(element, name) {
    element.classList.add(name);
    lit.push(element);
  }

  // Light items, and of the first one, the most specific, its evidence.
  function light(items) {
    clear();
    for (const item of items) add(item, "lit");
    if (!items.length) return;
    const kind = items[0].closest("[data-kind]").dataset.kind;
    const marks = resting.get(items[0].id) ?? [];
    here.dataset.kind = kind;
    text.classList.add("lights");
    for (const mark of marks) {
      mark.dataset.kind = kind;
      add(mark, "lit");
    }
    for (const mark of beside.get(items[0].id) ?? []) {
      if (mark.classList.contains("lit")) continue;
      mark.dataset.kind = kind;
      add(mark, "by");
    }
    here.setAttribute("d", marks.map((mark) => bar(...places.get(mark).map((at) => at / length))).join(""));
  }

  // A bar over the whole height of the strip, from one share of the text to another.
  function bar(from, to) {
    const width = Math.max((to - from) * 1000, 5);
    return `M${from * 1000} 0h${width}v${strip.viewBox.baseVal.height}h${-width}z`;
  }

  // Bring a mark into view: in the article's pane where it has one, else in the page.
  function reveal(mark) {
    if (!mark) return;
    if (!wide.matches) return void mark.scrollIntoView({ block: "center" });
    const [box, pane] = [mark.getBoundingClientRect(), article.getBoundingClientRect()];
    const top = pane.top + strip.parentNode.offsetHeight;
    const bottom = pane.bottom - card.offsetHeight;
    if (box.top < top + 8 || box.bottom > bottom - 8) article.scrollBy({ top: box.top - top - (bottom - top) / 3 });
  }

  const itemOf = (target) => target.closest(".item[id]");
  const shown = (item) => item && item.checkVisibility();
  const itemsOn = (mark, name) => ids(mark, name).map((id) => document.getElementById(id)).filter(shown);

  function itemsAt(target) {
    const mark = target.closest("mark");
    if (mark) return itemsOn(mark, mark.dataset.on ? "on" : "by");
    if (!target.matches(".no[href]")) return [];
    const marks = [...target.nextElementSibling.querySelectorAll("mark")];
    return [...new Set(marks.flatMap((one) => itemsOn(one, "on")))];
  }

  // Where a reference in an item points, else where its evidence begins.
  function evidenceOf(item, target) {
    const marks = resting.get(item.id) ?? [];
    const sentence = target.closest(".ref") && document.querySelector(target.closest(".ref").hash).nextElementSibling;
    return marks.find((mark) => sentence?.contains(mark)) ?? marks[0];
  }

  function showCard(items) {
    card.replaceChildren(...items.map((item) => {
      const link = document.createElement("a");
      link.href = `#${item.id}`;
      const part = item.closest("[data-kind]");
      const about = [...[item.closest(".speaker")?.querySelector(".who")].filter(Boolean), ...item.querySelectorAll(".what")];
      for (const [name, words] of [["dot", ""], ["kind", part.dataset.name], ["about", about.map((one) => one.textContent).join(" – ")]]) {
        const span = document.createElement("span");
        span.className = name;
        span.textContent = words;
        link.append(span);
      }
      link.dataset.kind = part.dataset.kind;
      return link;
    }));
  }

  // What an element stands for: an item with its evidence, or a passage with the items that rest on it.
  function attend(target, { scroll = false, pin = false } = {}) {
    const item = itemOf(target);
    const items = item ? [item] : itemsAt(target);
    if (!items.length) return false;
    light(items);
    pinned = pin;
    if (!item || !wide.matches) showCard(items);
    if (item && (scroll || wide.matches)) reveal(evidenceOf(item, target));
    if (!item && scroll && wide.matches) items[0].scrollIntoView({ block: "center" });
    return true;
  }

  let waiting;
  document.addEventListener("pointerover", (event) => {
    clearTimeout(waiting);
    if (event.pointerType !== "mouse" || pinned) return;
    waiting = setTimeout(() => pinned || attend(event.target), DELAY);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".ref, .no") && event.target.matches(":focus-visible")) attend(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("header, summary, #card, .strip") || !getSelection().isCollapsed) return;
    if (!attend(event.target, { scroll: true, pin: true })) clear();
    else if (event.detail && event.target.closest(".ref, .no")) event.preventDefault(); // the keyboard follows the link
  });
  card.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.stopPropagation(); // lighting empties the card: what is clicked is nowhere by then
    light([document.querySelector(link.hash)]);
    pinned = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  document.querySelector("fieldset").addEventListener("change", clear);

  // A link of the bar leads to what a filter or a fold may hide.
  document.querySelector(".coverage").addEventListener("click", (event) => {
    const target = event.target.matches("a") && document.querySelector(event.target.hash);
    if (!target) return;
    if (!shown(target)) document.getElementById("show-all").click();
    if (target.matches("details")) target.open = true;
  });

  // The strip shows which part of the text is in view, and leads to where it is clicked.
  function view() {
    const [box, pane] = [text.getBoundingClientRect(), article.getBoundingClientRect()];
    const [top, bottom] = [Math.max(pane.top, 0), Math.min(pane.bottom, innerHeight)];
    const share = (at) => Math.min(Math.max((at - box.top) / box.height, 0), 1);
    strip.querySelector(".view").setAttribute("d", bar(share(top), share(bottom)));
  }
  let drawing = false;
  function redraw() {
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      view();
    });
  }
  for (const [target, name] of [[article, "scroll"], [window, "scroll"], [window, "resize"]]) target.addEventListener(name, redraw, { passive: true });
  strip.addEventListener("click", (event) => {
    const [box, words] = [strip.getBoundingClientRect(), text.getBoundingClientRect()];
    const share = (event.clientX - box.left) / box.width;
    const top = words.top + words.height * (strip.classList.contains("rtl") ? 1 - share : share);
    (wide.matches ? article : window).scrollBy({ top: top - (wide.matches ? article.getBoundingClientRect().top : 0) - innerHeight / 3 });
  });
  view();
})();
