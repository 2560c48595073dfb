"use strict";
/* Shows the pages of the last good run, keeps the reader's place over runs: the place is the
   division he reads in and the page within it, so pages added before it do not move him. */

const zh = document.documentElement.lang === "zh";
const words = zh
  ? { building: "正在排版……", good: s => `已更新，用时 ${s} 秒`, failed: "排版没有成功，显示的是上一次的版面", none: "没有差错", page: "第", }
  : { building: "Setting…", good: s => `Up to date, set in ${s} s`, failed: "The run failed; these are the last good pages", none: "No errata", page: "p." };
const pages = document.getElementById("pages");
const contents = document.getElementById("contents");
const errata = document.getElementById("errata");
const status = document.getElementById("state");
let shown = { good: 0, contents: [] };

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function currentPage() {
  const top = pages.getBoundingClientRect().top;
  const figures = [...pages.children];
  const at = figures.findIndex(f => f.getBoundingClientRect().bottom > top + 40);
  return Math.max(at, 0);
}

function place() {
  const page = currentPage();
  let division = null;
  for (const entry of shown.contents) if (entry.page <= page) division = entry;
  return division ? { label: division.label, offset: page - division.page } : { label: null, offset: page };
}

function pageOf(where, list) {
  const division = list.find(entry => entry.label === where.label);
  return (division ? division.page : 0) + where.offset;
}

function go(page) {
  const figure = pages.children[Math.min(page, pages.children.length - 1)];
  if (figure) figure.scrollIntoView({ block: "start" });
}

function showPages(state) {
  const where = place();
  pages.replaceChildren(...state.labels.map((label, index) => {
    const figure = element("figure");
    const picture = element("img");
    picture.loading = "lazy";
    picture.alt = `${words.page} ${label}`;
    picture.src = `/page/${state.good}/${index}.png?width=1000`;
    picture.addEventListener("load", () => {
      pages.style.setProperty("--shape", `${picture.naturalWidth} / ${picture.naturalHeight}`);
    }, { once: true });
    figure.append(picture, element("figcaption", "", label));
    return figure;
  }));
  contents.replaceChildren(...state.contents.map(entry => {
    const button = element("button", `level${entry.level}`, entry.label);
    button.addEventListener("click", () => go(entry.page));
    return button;
  }));
  const first = shown.good === 0;
  shown = state;
  if (!first) go(pageOf(where, state.contents));
}

function showErrata(list) {
  errata.replaceChildren(...list.map(one => {
    const card = element("article", one.kind);
    const line = one.line ? `:${one.line}` : "";
    card.append(element("p", "place", `${one.path}${line} · ${one.rule}`));
    card.append(element("p", "", one.message[zh ? "zh" : "en"]));
    if (one.quote) card.append(element("q", "", one.quote));
    if (one.hint) card.append(element("p", "hint", `→ ${one.hint[zh ? "zh" : "en"]}`));
    return card;
  }));
  if (!list.length) errata.append(element("p", "", words.none));
}

function show(state) {
  status.className = state.building ? "building" : state.failed ? "failed" : "";
  status.textContent = state.building ? words.building : state.failed ? words.failed : words.good(state.seconds);
  if (state.good && state.good !== shown.good) showPages(state);
  if (!state.building) showErrata(state.errata);
}

pages.addEventListener("scroll", () => {
  const page = currentPage();
  let last = -1;
  shown.contents.forEach((entry, index) => { if (entry.page <= page) last = index; });
  [...contents.children].forEach((button, index) => button.classList.toggle("here", index === last));
}, { passive: true });

new EventSource("/events").onmessage = event => show(JSON.parse(event.data));
