"use strict";
/* One section: its pages with text over them, its manuscript, errata and marks, each leading to the
   others. The place one reads at is kept when the pages change. What is marked: marks.js. */

const desk = document.querySelector(".case");
const section = desk.dataset.section, own = desk.dataset.sheet, round = desk.dataset.round;
const dialog = document.getElementById("marking");
const field = id => document.getElementById(id);
const PAGE_WIDTH = pixelsOf(46 * 16, 1000);  // pixels; as wide as desk.css lets a page be
let data = null, marked = null, loading = false, again = false, seen = { version: "", errata: "" };
const rests = [], settles = [];  // called before and after the pages change

const tabs = [...document.querySelectorAll("[role=tab]")];
const choose = tabbed(tabs);
choose(tabs[0]);

/* Pages. The section's own text says where one reads; a page without any, whatever is on it. */
function ownTexts(figure) {
  const texts = [...figure.querySelectorAll('text[data-k=""]')];
  return texts.length ? texts : [...figure.querySelectorAll("text[data-b]")];
}

function reading() {
  const top = pages.getBoundingClientRect().top;
  const figure = [...pages.children].find(f => f.getBoundingClientRect().bottom > top + 40);
  if (!figure) return null;
  for (const text of ownTexts(figure)) {
    const box = text.getBoundingClientRect();
    if (box.bottom > top + 40) return { block: +text.dataset.b, offset: +text.dataset.o.split(",")[0], gap: box.top - top };
  }
  return null;
}

/* A block of the pages shown before, as the pages now number it: what precedes and what follows
   an edit stays what it was. */
let before = [];
function nowAt(block) {
  const now = data.blocks.map(one => one.text), most = Math.min(before.length, now.length);
  let head = 0, tail = 0;
  while (head < most && before[head] === now[head]) head++;
  while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return block >= Math.max(head, before.length - tail) ? block + now.length - before.length : block;
}

function textOf(block, offset) {
  let best = null;
  for (const text of pages.querySelectorAll(`text[data-b="${block}"]`)) {
    const offsets = text.dataset.o.split(",").map(Number);
    if (!best || offsets[0] <= offset) best = text;
    if (offsets[0] <= offset && offset <= offsets[offsets.length - 1]) return text;
  }
  return best;
}

function near(figure) {
  const box = figure.getBoundingClientRect(), height = pages.clientHeight;
  return box.bottom > -height && box.top < 2 * height;
}

/* New pages in sight are asked for before their words, and shown as soon as they come. */
function askAhead(version) {
  for (const figure of pages.children) {
    const box = figure.getBoundingClientRect(), top = pages.getBoundingClientRect().top;
    if (box.bottom < top || box.top > top + pages.clientHeight) continue;
    const picture = figure.querySelector("img"), loader = new Image();
    loader.onload = () => { picture.src = loader.src; performance.mark("painted"); };
    loader.src = pictureOf(section, version, figure.dataset.key, PAGE_WIDTH);
  }
}

function showPages() {
  const where = reading();
  for (const rest of rests) rest();
  const old = new Map([...pages.children].map(f => [f.dataset.key, f]));
  const fresh = data.pages.map((page, number) => {
    const figure = sheet(data.section, data.version, number, data.labels[number], PAGE_WIDTH);
    figure.dataset.key = number;
    figure.querySelector(".sheet").style.aspectRatio = `${page.w} / ${page.h}`;
    figure.querySelector(".sheet").append(overlay(page));
    const before = old.get(`${number}`);
    const picture = figure.querySelector("img");
    if (before && near(before)) {  // the old picture stays until the new one is there
      const stand = before.querySelector("img").src;
      const wanted = picture.src;
      if (stand !== wanted) picture.src = stand;
      const loader = new Image();
      loader.onload = () => { picture.src = wanted; picture.dataset.version = data.version; performance.mark("painted"); };
      loader.src = wanted;
    } else {
      picture.dataset.version = data.version;
    }
    return figure;
  });
  pages.replaceChildren(...fresh);
  if (!fresh.length) pages.append(element("p", "", say("no-pages")));
  if (where) {
    const text = textOf(nowAt(where.block), where.offset);
    if (text) pages.scrollTop += text.getBoundingClientRect().top - pages.getBoundingClientRect().top - where.gap;
  }
  for (const settle of settles) settle();
  before = data.blocks.map(one => one.text);
}

const KINDS = ["erratum", "query", "note"];
function tint(block, start, end, className, number) {
  const found = rectangles(data, block, start, Math.max(end, start + 1));
  found.forEach((at, index) => {
    const figure = pages.children[at.number];
    figure.querySelector(".tints").append(...(KINDS.includes(className) ? underlined(at, className)
      : [svg("rect", { x: at.x, y: at.y, width: Math.max(at.w, 2), height: at.h, class: className })]));
    if (number && index === 0) {
      const label = svg("text", { x: at.x, y: at.y + 2, class: "number" });
      label.textContent = number;
      figure.querySelector(".numbers").append(label);
    }
  });
  return found;
}

function light(...part) {
  return lightAll([part]);
}

function lightAll(parts) {
  for (const old of document.querySelectorAll(".lit")) {
    if (old instanceof SVGElement) old.remove(); else old.classList.remove("lit");
  }
  for (const part of parts) tint(...part, "lit");
  const first = pages.querySelector("rect.lit");
  if (first) bring(first);
  const sides = parts.flatMap(([block, start, end]) =>
    (data.blocks[block] || { lines: [] }).lines.filter(l => l[1] < end && l[2] > start));
  for (const [line] of sides) {
    const item = document.querySelector(`.source li[data-line="${line}"]`);
    if (item) item.classList.add("lit");
  }
  return sides.length ? sides[0][0] : 0;
}

function toSource(line) {
  choose(tabs[0]);
  document.dispatchEvent(new CustomEvent("to-source", { detail: line }));
  const item = document.querySelector(`.source li[data-line="${line}"]`);
  if (item) bring(item);
}

function showSource() {
  const pane = field("source");
  const top = pane.scrollTop;
  const held = pane.contains(document.activeElement) && document.activeElement.closest("li");
  const lit = new Set([...pane.querySelectorAll("li.lit")].map(item => item.dataset.line));
  const list = element("ol", "source");
  const bad = new Set(data.errata.map(e => e.line));
  data.source.forEach((text, index) => {
    const item = element("li", bad.has(index + 1) ? "bad" : "");
    item.dataset.line = index + 1;
    item.classList.toggle("lit", lit.has(item.dataset.line));
    const words = element("span", "", text || " ");
    if (text) { words.tabIndex = -1; words.setAttribute("role", "button"); }
    item.append(words);
    list.append(item);
  });
  const instead = desk.dataset.case ? [element("p", "", say("no-text"))] : fieldCards();
  pane.replaceChildren(...(data.source.length ? [list] : instead));
  pane.scrollTop = top;
  const again = held && pane.querySelector(`li[data-line="${held.dataset.line}"] > [role]`);
  if (again) again.focus({ preventScroll: true });
}

/* What a section without a text of its own prints: facts of the book, titles, names; a card each. */
function fieldCards() {
  return data.blocks.flatMap((block, number) => {
    if (!block.where || block.number < 0) return [];
    const node = element("article");
    node.append(element("p", "place", block.where[lang]), element("p", "", block.text));
    leads(node, () => light(number, 0, block.text.length));
    return [node];
  });
}

/* The manuscript by mouse and keyboard: arrows move from line to line, Enter lights the page. */
field("source").addEventListener("click", event => {
  const item = event.target.closest("li");
  const part = item && partOf(data, +item.dataset.line);
  if (part) light(...part);
});
field("source").addEventListener("keydown", event => {
  const pane = event.currentTarget;
  const item = event.target.closest("li");
  if (item && (event.key === "Enter" || event.key === " ")) { item.click(); event.preventDefault(); return; }
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  const lines = [...pane.querySelectorAll("li > [role]")];
  const top = pane.getBoundingClientRect().top;
  const at = item ? lines.indexOf(item.firstChild) + step : lines.findIndex(l => l.getBoundingClientRect().top >= top);
  const next = lines[Math.max(0, Math.min(lines.length - 1, at))];
  if (next) { next.focus(); event.preventDefault(); }
});

function showErrata() {
  if (field("pane-errata").contains(document.activeElement) && document.activeElement.closest("form")) return;  // somebody writes
  const nodes = data.errata.map(erratum => {
    const node = card(erratum);
    node.dataset.id = erratum.id;
    node.append(settlements.controls(erratum, alike(erratum)));
    const part = erratum.block !== undefined ? [erratum.block, erratum.start, erratum.end] : partOf(data, erratum.line);
    if (part || erratum.line) {
      leads(node, () => {
        const line = part ? light(...part) : erratum.line;
        const item = document.querySelector(`.source li[data-line="${erratum.line || line}"]`);
        if (item) { item.classList.add("lit"); bring(item); }
        node.classList.add("lit");
      });
    }
    return node;
  });
  field("pane-errata").replaceChildren(...nodes);
  if (!nodes.length) field("pane-errata").append(element("p", "", say("none")));
  const errata = data.errata.filter(e => e.kind === "erratum").length;
  const queries = data.errata.filter(e => e.kind === "query").length;
  field("count-errata").textContent = [errata || "", queries ? `? ${queries}` : ""].filter(Boolean).join(" ");
}

const alike = erratum => data.errata.filter(e => e.alike === erratum.alike);

function tints() {
  for (const old of pages.querySelectorAll("rect.erratum, rect.query, rect.note, rect.mark, .tints line, .numbers > *")) old.remove();
  for (const erratum of data.errata) if (erratum.block !== undefined) tint(erratum.block, erratum.start, erratum.end, erratum.kind);
  if (marked) marked.shown.forEach((mark, index) => {
    if (mark.open) mark.spans.forEach((span, part) => tint(...span, "mark", part === 0 ? index + 1 : 0));
  });
}

/* #p2y350: the line on the third page at 350 thousandths of its height. */
function arrive() {
  const found = /^#p(\d+)y(\d+)$/.exec(location.hash);
  const figure = found && pages.children[+found[1]];
  if (!figure) return;
  const box = figure.querySelector(".sheet").getBoundingClientRect();
  const wanted = box.top + box.height * +found[2] / 1000;
  let best = null, least = Infinity;
  for (const text of ownTexts(figure)) {
    const line = text.getBoundingClientRect();
    const far = Math.abs((line.top + line.bottom) / 2 - wanted);
    if (far < least) { best = text; least = far; }
  }
  if (best) follow(best, 0); else bring(figure);
}

async function load() {
  if (loading) { again = true; return; }
  loading = true;
  const answer = await ask("GET", `/api/section/${section}`);
  if (answer.ok) {
    const fresh = !data || data.version !== answer.data.version;
    data = answer.data;
    const arriving = fresh && !seen.shown;
    if (fresh) showPages();
    showSource();
    if (arriving && data.pages.length) { seen.shown = true; arrive(); }
    showErrata();
    tints();
    if (round) await loadMarks();
  }
  loading = false;
  if (again) { again = false; load(); }
}

/* Clicks on the page lead to the manuscript; a selection may be marked. */
function follow(text, at) {
  const offsets = text.dataset.o.split(",").map(Number);
  const block = +text.dataset.b;
  const part = (data.blocks[block] || { lines: [] }).lines.find(l => l[1] <= offsets[at] && offsets[at] < l[2]);
  light(block, part ? part[1] : offsets[0], part ? part[2] : offsets[offsets.length - 1] + 1);
  if (part) toSource(part[0]);
  else if (data.blocks[block].where) field("spoken").textContent = data.blocks[block].where[lang];
}

pages.addEventListener("click", event => {
  const chosen = document.getSelection();
  if (chosen && !chosen.isCollapsed) return;
  const text = event.target.closest && event.target.closest("text[data-b]");
  if (!text) return;
  const box = text.ownerSVGElement.getBoundingClientRect();
  const scale = text.ownerSVGElement.viewBox.baseVal.width / box.width;
  const x = (event.clientX - box.left) * scale;
  const xs = text.getAttribute("x").split(" ").map(Number);
  follow(text, Math.max(0, xs.filter(left => left <= x).length - 1));
});

document.addEventListener("keydown", event => {
  const tab = tabs["1234".indexOf(event.key)];
  if (event.key.length === 1 && tab && !writes(event)) { choose(tab); tab.focus(); }
});

listeners.push(state => {
  if (state.version !== seen.version) {
    performance.mark("told");
    if (data) askAhead(state.version);
  }
  if (state.version !== seen.version || state.errata !== seen.errata || !data) {
    seen = { ...seen, version: state.version, errata: state.errata };
    load();
    if (marked && marked.signed) loadMarks();
  }
  if (round && seen.marks !== undefined && state.marks !== seen.marks && !dialog.open) loadMarks();
  if (!dialog.open) seen.marks = state.marks;
});
