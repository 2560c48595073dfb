"use strict";
/* The whole book: pages as they are bound, the outline beside them, the reader's place kept. */

const pages = document.getElementById("pages");
const contents = document.getElementById("contents");
let shown = "", outline = [];

function current() {
  const top = pages.getBoundingClientRect().top;
  return Math.max([...pages.children].findIndex(f => f.getBoundingClientRect().bottom > top + 40), 0);
}

function place() {
  const figure = pages.children[current()];
  return figure ? { section: figure.dataset.section, number: figure.dataset.number } : null;
}

function go(index) {
  const figure = pages.children[Math.min(index, pages.children.length - 1)];
  if (figure) figure.scrollIntoView({ block: "start" });
}

async function show() {
  const { ok, data } = await ask("GET", "/api/book");
  if (!ok) return;
  const where = place();
  const old = new Map([...pages.children].map(f => [`${f.dataset.key}`, f]));
  const fresh = [];
  for (const section of data.sections) {
    section.labels.forEach((label, number) => {
      const key = `${section.id} ${section.version} ${number}`;
      const figure = old.get(key) || sheet(section.id, section.version, number, label, 900);
      figure.dataset.key = key;
      figure.dataset.section = section.id;
      fresh.push(figure);
    });
  }
  pages.replaceChildren(...fresh);
  outline = data.contents;
  contents.replaceChildren(...outline.map(entry => {
    const button = element("button", `level${entry.level}`, entry.label);
    button.type = "button";
    button.addEventListener("click", () => go(entry.page));
    return button;
  }));
  if (where) {
    const at = fresh.findIndex(f => f.dataset.section === where.section && f.dataset.number === where.number);
    if (at >= 0) go(at);
  }
}

pages.addEventListener("scroll", () => {
  const page = current();
  let last = -1;
  outline.forEach((entry, index) => { if (entry.page <= page) last = index; });
  [...contents.children].forEach((button, index) => button.classList.toggle("here", index === last));
}, { passive: true });

listeners.push(state => {
  if (state.book && state.book !== shown) { shown = state.book; show(); }
});
