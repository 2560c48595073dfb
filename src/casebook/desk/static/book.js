"use strict";
/* The whole book: pages as they are bound, the outline on one side, the errata on the other.

   Only the pages near the window are in the document. All pages have one size, so where each stands
   follows from its number; the container is as high as all of them, and scrolls as if they were. */

const contents = document.getElementById("contents");
const list = document.getElementById("errata");
const leaves = document.getElementById("leaves");
const cases = new Map();  // section -> what /api/case says of it
const WIDE = 1280, GAP = 13, CAPTION = 24, MOST_WIDE = 608, LEAST = 700, SPINE = 2, AROUND = 1;  // pixels; windows
let shown = "", outline = [], arrived = false;
let sheets = [];  // what is known of every page: section, version, number, label
let starts = new Map();  // section -> index of its first page
let trim = [170, 240], columns = 1, width = 0, height = 0, drawn = new Map();  // index -> node

/* How pages are shown: as wide as there is room, as the whole page fits, small, or in percent of the
   paper on a screen of 96 dots an inch; one, or an opening of two. Kept in this browser. */
const zoomer = document.getElementById("zoom"), spreader = document.getElementById("spread");
const THUMB = 130, INCH = 96 / 72, SIZES = [50, 75, 100, 125, 150, 200];
let manner = {};
try { manner = JSON.parse(localStorage.getItem("pages-shown") || "{}"); } catch { /* as at first */ }
zoomer.value = manner.zoom || "auto";
if (!zoomer.value) zoomer.value = "auto";

function measure() {
  const style = getComputedStyle(pages);
  const room = pages.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const zoom = zoomer.value, two = manner.spread === undefined ? innerWidth > WIDE : manner.spread;
  spreader.setAttribute("aria-pressed", two);
  spreader.disabled = zoom === "small";
  columns = zoom === "small" ? Math.max(3, Math.floor(room / (THUMB + SPINE))) : two ? 2 : 1;
  const fits = (room - SPINE * (columns - 1)) / columns;
  const depth = pages.clientHeight - CAPTION - GAP * 2;
  width = { auto: Math.min(MOST_WIDE, fits), width: fits, page: Math.min(fits, depth * trim[0] / trim[1]), small: Math.min(THUMB, fits) }[zoom];
  if (width === undefined) width = trim[0] * INCH * zoom / 100;
  width = Math.max(60, Math.floor(width));
  height = Math.round(width * trim[1] / trim[0]) + CAPTION + GAP;
  leaves.style.width = `${width * columns + SPINE * (columns - 1)}px`;
  leaves.style.height = `${(sheets.length ? row(sheets.length - 1) + 1 : 0) * height}px`;
}

const row = index => columns === 2 ? (index + 1) >> 1 : Math.floor(index / columns);  // of two, the first stands on the right
const top_ = index => leaves.offsetTop + row(index) * height;

function first(position) {  // the first page of the row at a height of the container
  const at = Math.max(0, Math.floor((position - leaves.offsetTop) / height));
  return Math.max(0, Math.min(sheets.length - 1, columns === 2 ? at * 2 - 1 : at * columns));
}

function leaf(index) {
  const { section, version, number, label } = sheets[index];
  const node = element("div", "leaf");
  const figure = sheet(section, version, number, label, pixelsOf(width, LEAST), true);
  if (section.startsWith("case-")) {
    const link = element("a", "", `${label} · ${section.slice(5)}`);
    link.href = `/case/${section.slice(5)}#p${number}y0`;
    link.title = say("to-desk");
    figure.querySelector("figcaption").replaceChildren(link);
  }
  node.setAttribute("role", "listitem");
  node.setAttribute("aria-setsize", sheets.length);
  node.setAttribute("aria-posinset", index + 1);
  node.append(figure);
  node.dataset.key = `${section} ${version} ${number}`;
  return node;
}

function put(node, index) {
  node.style.top = `${row(index) * height}px`;
  const column = columns === 2 ? (index + 1) % 2 : index % columns;
  node.style.left = `${column * (width + SPINE)}px`;
  node.classList.toggle("small", zoomer.value === "small");
  node.style.width = `${width}px`;
  sharpen(node.querySelector("img"), pixelsOf(width, LEAST));
}

/* Put the pages around the window into the document, in their order, and take the others out. What
   holds the focus stays. */
function draw() {
  if (!sheets.length) return;
  const depth = pages.clientHeight;
  const from = first(pages.scrollTop - depth * AROUND);
  const to = Math.min(sheets.length - 1, first(pages.scrollTop + depth * (1 + AROUND)) + columns - 1);
  for (const [index, node] of drawn) {
    if ((index < from || index > to) && !node.contains(document.activeElement)) {
      forget(node.querySelector("img"));
      node.remove();
      drawn.delete(index);
    }
  }
  let before = null;
  for (let index = from; index <= to; index++) {
    let node = drawn.get(index);
    if (!node) {
      node = leaf(index);
      put(node, index);
      drawn.set(index, node);
      if (before) before.after(node); else leaves.prepend(node);
    }
    before = node;
  }
}

function figureOf(index) {
  const node = drawn.get(index);
  return node ? node.firstChild : null;
}

function indexOf(section, number) {
  const start = starts.get(section);
  return start === undefined || !sheets[start + number] || sheets[start + number].section !== section
    ? -1 : start + number;
}

function go(index) {
  if (index < 0 || index >= sheets.length) return;
  pages.scrollTop = top_(index) - GAP / 2;
  draw();
  mark();
}

const current = depth => first(pages.scrollTop + depth);

function place() {
  if (!sheets.length) return null;
  const at = sheets[current(40)];
  return { section: at.section, number: at.number, gap: top_(current(40)) - pages.scrollTop };
}

function back(where) {  // to the page somebody looked at, at the height it had
  if (!where) return;
  const start = starts.get(where.section);
  if (start === undefined) return;
  const at = indexOf(where.section, where.number);
  pages.scrollTop = top_(at < 0 ? start : at) - where.gap;
}

function showPages(data) {
  const where = place();
  if (data.trim) { trim = data.trim; pages.style.setProperty("--trim", trim.join(" / ")); }
  const kept = new Map([...drawn.values()].map(node => [node.dataset.key, node]));
  sought = "";
  sheets = [];
  starts = new Map();
  for (const section of data.sections) {
    starts.set(section.id, sheets.length);
    section.labels.forEach((label, number) => sheets.push({ section: section.id, version: section.version, number, label }));
  }
  measure();
  drawn = new Map();
  sheets.forEach((page, index) => {
    const node = kept.get(`${page.section} ${page.version} ${page.number}`);
    if (!node) return;
    kept.delete(node.dataset.key);
    node.setAttribute("aria-posinset", index + 1);
    node.setAttribute("aria-setsize", sheets.length);
    put(node, index);
    drawn.set(index, node);
  });
  for (const node of kept.values()) { forget(node.querySelector("img")); node.remove(); }
  back(where);
  draw();
  document.getElementById("of-pages").textContent = `/ ${sheets.length}`;
  outline = data.contents;
  contents.replaceChildren(...outline.map(entry => {
    const button = element("button", `level${entry.level}`, entry.label);
    button.type = "button";
    button.addEventListener("click", () => go(entry.page));
    return button;
  }));
}

/* Errata: closed under the section they stand in, opened by hand, the one being read marked. */
function showErrata(data) {
  const open = new Set([...list.querySelectorAll("details[open]")].map(d => d.dataset.section));
  const titles = new Map(data.sections.map(s => [s.id, s.title]));
  const order = [...data.sections.map(s => s.id), ""].filter(id => data.errata[id]);
  let errata = 0, queries = 0;
  const nodes = order.map(id => {
    const mine = data.errata[id], node = element("details");
    const bad = mine.filter(e => e.kind === "erratum").length;
    errata += bad;
    queries += mine.length - bad;
    const summary = element("summary", "", `${titles.get(id) || say("whole")} `);
    if (bad) summary.append(element("span", "bad", `${bad}`), " ");
    if (mine.length - bad) summary.append(element("span", "ask", `? ${mine.length - bad}`));
    node.dataset.section = id;
    node.append(summary);
    node.addEventListener("toggle", () => {
      if (node.open && node.children.length === 1) node.append(...mine.map(erratum => carded(id, erratum)));
    });
    node.open = open.has(id);
    return node;
  });
  list.replaceChildren(...nodes);
  if (!nodes.length) list.append(element("p", "", say("none")));
  document.getElementById("count-errata").textContent = `${errata} · ${say("queries")} ${queries}`;
}

function carded(section, erratum) {
  const node = card(erratum);
  if (section) leads(node, () => light(section, erratum, node));
  return node;
}

/* Light rectangles on the pages and bring the first into the window. */
function lightOn(found) {
  go(found[0].index);
  for (const at of found) {
    const figure = figureOf(at.index);
    if (!figure) continue;
    const page = figure.querySelector(".sheet");
    if (!page.querySelector("svg")) page.append(svg("svg", { viewBox: `0 0 ${at.page.w} ${at.page.h}`, "aria-hidden": "true" }));
    page.querySelector("svg").append(svg("rect", { x: at.x, y: at.y, width: Math.max(at.w, 2), height: at.h, class: "lit" }));
  }
  bring(pages.querySelector("rect.lit"));
}

function unlight() {
  for (const old of document.querySelectorAll(".lit")) { if (old.tagName === "rect") old.remove(); else old.classList.remove("lit"); }
}

async function light(section, erratum, node) {
  unlight();
  node.classList.add("lit");
  const first = indexOf(section, 0);
  if (!section.startsWith("case-")) { go(first); return; }
  if (!cases.has(section)) {
    const { ok, data } = await ask("GET", `/api/case/${section.slice(5)}`);
    if (!ok) { go(first); return; }
    cases.set(section, data);
  }
  const data = cases.get(section);
  const part = erratum.block !== undefined ? [erratum.block, erratum.start, erratum.end] : partOf(data, erratum.line);
  const found = part ? rectangles(data, part[0], part[1], Math.max(part[2], part[1] + 1)) : [];
  if (!found.length) { go(first); return; }
  lightOn(found.map(at => ({ ...at, index: indexOf(section, at.number), page: data.pages[at.number] })));
}

let asked = 0;
async function show() {
  const turn = ++asked;
  const { ok, data } = await ask("GET", "/api/book");
  if (!ok || turn !== asked) return;
  cases.clear();
  showPages(data);
  showErrata(data);
  mark();
  if (!arrived && location.hash) {
    const [section, number] = decodeURIComponent(location.hash.slice(1)).split("/");
    go(indexOf(section, +number || 0));
  }
  arrived = true;
}

function mark() {
  if (!sheets.length) return;
  let page = current(pages.clientHeight / 2);
  if (columns === 2 && page % 2 === 1 && page + 1 < sheets.length) page += 1;  // of an opening, the page on the right
  const section = sheets[page].section;
  let last = -1;
  outline.forEach((entry, index) => { if (entry.page <= page) last = index; });
  [...contents.children].forEach((button, index) => {
    if (index === last && !button.classList.contains("here")) button.scrollIntoView({ block: "nearest" });
    button.classList.toggle("here", index === last);
  });
  for (const node of list.children) {
    const here = node.dataset.section === section;
    if (here && !node.classList.contains("here")) node.scrollIntoView({ block: "nearest" });
    node.classList.toggle("here", here);
  }
}

/* The desk hears which sections are in the window: they come first when something changes. The
   address keeps the place, for who loads the page again or changes the language. */
let looking = 0;
function look() {
  clearTimeout(looking);
  looking = setTimeout(() => {
    if (!sheets.length) return;
    const middle = current(pages.clientHeight / 2), seen = [];
    for (let index = current(0); index <= Math.min(sheets.length - 1, current(pages.clientHeight) + columns - 1); index++) seen.push(sheets[index].section);
    const at = sheets[middle];
    ask("POST", "/api/look", { view, sections: [...new Set([at.section, ...seen])] });
    history.replaceState(null, "", `#${encodeURIComponent(at.section)}/${at.number}`);
  }, 250);
}

let waiting = false;
pages.addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; draw(); mark(); look(); });
}, { passive: true });

function measureAgain() {
  const where = place();
  measure();
  for (const [index, node] of drawn) put(node, index);
  back(where);
  draw();
}

let resized = 0;
new ResizeObserver(() => {
  cancelAnimationFrame(resized);
  resized = requestAnimationFrame(measureAgain);
}).observe(pages);

function showAs(more) {
  manner = { ...manner, ...more };
  if (more.zoom) zoomer.value = more.zoom;
  try { localStorage.setItem("pages-shown", JSON.stringify(manner)); } catch { /* for this page */ }
  measureAgain();
}

function larger(way) {
  const now = Math.round(100 * width / (trim[0] * INCH));
  const next = way > 0 ? SIZES.find(size => size > now + 2) : SIZES.findLast(size => size < now - 2);
  if (next) showAs({ zoom: `${next}` });
}

zoomer.addEventListener("change", () => { showAs({ zoom: zoomer.value }); pages.focus({ preventScroll: true }); });
spreader.addEventListener("click", () => showAs({ spread: columns !== 2 }));
document.addEventListener("keydown", event => {
  if (writes(event)) return;
  switch (event.key) {
    case "+": case "=": larger(1); break;
    case "-": larger(-1); break;
    case "0": showAs({ zoom: "width" }); break;
    case "p": case "P": showAs({ zoom: "page" }); break;
    case "s": case "S": showAs({ spread: columns !== 2 }); break;
    case "t": case "T": showAs({ zoom: zoomer.value === "small" ? "auto" : "small" }); break;
    default: return;
  }
  event.preventDefault();
});

pages.addEventListener("click", event => {
  const page = event.target.closest(".sheet");
  const figure = page && page.closest("figure");
  if (!figure) return;
  const box = page.getBoundingClientRect();
  const y = Math.round((event.clientY - box.top) / box.height * 1000);
  const section = figure.dataset.section;
  location.href = `${section.startsWith("case-") ? `/case/${section.slice(5)}` : `/section/${section}`}#p${figure.dataset.number}y${y}`;
});

/* To a page by its number: the field above, or g and the number. Home and End lead to the first and
   the last page, J and K to the next and the one before. */
const toPage = document.getElementById("to-page");

function turnTo(label) {
  const wanted = label.trim();
  if (!wanted) return;
  let index = sheets.findIndex(page => page.label === wanted);
  if (index < 0) index = sheets.findIndex(page => page.label.toLowerCase() === wanted.toLowerCase());
  toPage.setCustomValidity(index < 0 ? say("no-page") : "");
  if (index < 0) toPage.reportValidity(); else { go(index); pages.focus({ preventScroll: true }); }
}

toPage.addEventListener("input", () => toPage.setCustomValidity(""));
toPage.addEventListener("keydown", event => {
  if (event.key === "Enter") { event.preventDefault(); turnTo(toPage.value); }
  if (event.key === "Escape") pages.focus({ preventScroll: true });
});
/* On paper the whole book is its PDF: that is what is printed from here. */
document.addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "p") return;
  event.preventDefault();
  window.open("/files/print.pdf", "_blank", "noopener");
});

/* Words on all pages, also those that are not in the document: Enter for the next. */
const finder = document.getElementById("find"), report = document.getElementById("found");
let hits = [], hit = -1, sought = "";

async function find(step) {
  const words = finder.value.trim();
  if (!words) { hits = []; sought = ""; report.textContent = ""; return; }
  if (words !== sought) {
    report.textContent = "…";
    const { ok, data } = await ask("GET", `/api/find?words=${encodeURIComponent(words)}`);
    if (!ok || words !== finder.value.trim()) return;
    hits = data.hits;
    sought = words;
    const here = sheets.length ? current(40) : 0;
    const next = hits.findIndex(at => indexOf(at.section, at.number) >= here);
    hit = Math.max(next, 0) - (step > 0 ? 1 : 0);
  }
  if (!hits.length) { report.textContent = say("not-found"); return; }
  hit = (hit + step + hits.length) % hits.length;
  report.textContent = say("found-in").replace("%", hit + 1).replace("#", hits.length);
  const at = hits[hit], index = indexOf(at.section, at.number);
  if (index < 0) { sought = ""; return; }
  unlight();
  lightOn(at.boxes.map(([x, y, w, h]) => ({ x, y, w, h, index, page: { w: at.size[0], h: at.size[1] } })));
}

finder.addEventListener("keydown", event => {
  if (event.key === "Enter") { event.preventDefault(); find(event.shiftKey ? -1 : 1); }
  if (event.key === "Escape") pages.focus({ preventScroll: true });
});
document.getElementById("find-next").addEventListener("click", () => find(1));
document.getElementById("find-previous").addEventListener("click", () => find(-1));
document.addEventListener("keydown", event => {  // the browser's own would find what is in the document
  const plain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!(plain && event.key.toLowerCase() === "f") && !(event.key === "/" && !writes(event))) return;
  event.preventDefault();
  finder.select();
  finder.focus();
});
document.getElementById("turning-pages").addEventListener("submit", event => event.preventDefault());
document.addEventListener("keydown", event => {
  if (writes(event)) return;
  const step = { j: columns, k: -columns }[event.key.toLowerCase()];
  if (event.key.toLowerCase() === "g") { toPage.select(); toPage.focus(); }
  else if (event.key === "Home") go(0);
  else if (event.key === "End") { pages.scrollTop = pages.scrollHeight; draw(); mark(); }
  else if (step) go(Math.max(0, Math.min(sheets.length - 1, current(40) + step)));
  else return;
  event.preventDefault();
});

listeners.push(state => {
  const now = `${state.versions} ${state.errata}`;
  if (state.listed && state.book && now !== shown) { shown = now; show(); }
});
