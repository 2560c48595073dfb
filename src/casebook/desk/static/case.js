"use strict";
/* One case: its pages with text over them, its manuscript, errata and marks, each leading to the
   others. The place one reads at is kept when the pages change. */

const desk = document.querySelector(".case");
const key = desk.dataset.case, round = desk.dataset.round;
const dialog = document.getElementById("marking");
const field = id => document.getElementById(id);
let data = null, marked = null, loading = false, again = false, seen = { version: "", errata: "" };
let selected = [], editing = null;
const rests = [], settles = [];  // called before and after the pages change

/* Tabs */
const tabs = [...document.querySelectorAll("[role=tab]")];
function choose(tab) {
  for (const one of tabs) {
    const on = one === tab;
    one.setAttribute("aria-selected", on);
    one.tabIndex = on ? 0 : -1;
    field(one.getAttribute("aria-controls")).hidden = !on;
  }
}
tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    next.focus();
    choose(next);
  });
});
choose(tabs[0]);

/* Pages */
function reading() {
  const top = pages.getBoundingClientRect().top;
  const figure = [...pages.children].find(f => f.getBoundingClientRect().bottom > top + 40);
  if (!figure) return null;
  for (const text of figure.querySelectorAll("text[data-b]")) {
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

function showPages() {
  const where = reading();
  for (const rest of rests) rest();
  const old = new Map([...pages.children].map(f => [f.dataset.key, f]));
  const fresh = data.pages.map((page, number) => {
    const figure = sheet(data.section, data.version, number, data.labels[number], 1200);
    figure.dataset.key = number;
    figure.querySelector(".sheet").style.aspectRatio = `${page.w} / ${page.h}`;
    figure.querySelector(".sheet").append(overlay(page));
    const before = old.get(`${number}`);
    const picture = figure.querySelector("img");
    if (before && near(before)) {  // the old picture stays until the new one is there
      const stand = before.querySelector("img").src;
      const wanted = picture.src;
      picture.src = stand;
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

function tint(block, start, end, className, number) {
  const found = rectangles(data, block, start, Math.max(end, start + 1));
  found.forEach((at, index) => {
    const figure = pages.children[at.number];
    figure.querySelector(".tints").append(svg("rect", { x: at.x, y: at.y, width: Math.max(at.w, 2), height: at.h, class: className }));
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
  const item = document.querySelector(`.source li[data-line="${line}"]`);
  if (item) bring(item);
}

function showSource() {
  const pane = field("pane-text");
  const top = pane.scrollTop;
  const held = pane.contains(document.activeElement) && document.activeElement.closest("li");
  const list = element("ol", "source");
  const bad = new Set(data.errata.map(e => e.line));
  data.source.forEach((text, index) => {
    const item = element("li", bad.has(index + 1) ? "bad" : "");
    item.dataset.line = index + 1;
    const words = element("span", "", text || " ");
    if (text) { words.tabIndex = -1; words.setAttribute("role", "button"); }
    item.append(words);
    list.append(item);
  });
  pane.replaceChildren(data.source.length ? list : element("p", "", say("no-text")));
  pane.scrollTop = top;
  const again = held && pane.querySelector(`li[data-line="${held.dataset.line}"] > [role]`);
  if (again) again.focus({ preventScroll: true });
}

/* The manuscript by mouse and keyboard: arrows move from line to line, Enter lights the page. */
field("pane-text").addEventListener("click", event => {
  const item = event.target.closest("li");
  const part = item && partOf(data, +item.dataset.line);
  if (part) light(...part);
});
field("pane-text").addEventListener("keydown", event => {
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
  const nodes = data.errata.map(erratum => {
    const node = card(erratum);
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
  field("count-errata").textContent = nodes.length || "";
}

function tints() {
  for (const old of pages.querySelectorAll("rect.erratum, rect.query, rect.note, rect.mark, .numbers > *")) old.remove();
  for (const erratum of data.errata) if (erratum.block !== undefined) tint(erratum.block, erratum.start, erratum.end, erratum.kind);
  if (marked) marked.marks.forEach((mark, index) => {
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
  for (const text of figure.querySelectorAll("text[data-b]")) {
    const line = text.getBoundingClientRect();
    const far = Math.abs((line.top + line.bottom) / 2 - wanted);
    if (far < least) { best = text; least = far; }
  }
  if (best) follow(best, 0); else bring(figure);
}

async function load() {
  if (loading) { again = true; return; }
  loading = true;
  const answer = await ask("GET", `/api/case/${key}`);
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

/* The words chosen on the page, as parts of blocks: [block, start, end] each. What stands between
   in another place of the page (a note, a head) is not among them. */
function chosenWords() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !data || !chosen.rangeCount) return [];
  const range = chosen.getRangeAt(0);
  if (!pages.contains(range.commonAncestorContainer)) return [];
  const texts = [...pages.querySelectorAll("text[data-b]")].filter(text => range.intersectsNode(text));
  if (!texts.length) return [];
  const offsetsOf = text => text.dataset.o.split(",").map(Number);
  const place = (text, container, offset, otherwise) => {
    const offsets = offsetsOf(text);
    const at = container === text.firstChild ? offset : otherwise;
    return [+text.dataset.b, at < offsets.length ? offsets[at] : offsets[offsets.length - 1] + 1];
  };
  const first = texts[0], last = texts[texts.length - 1];
  let from = place(first, range.startContainer, range.startOffset, 0);
  let to = place(last, range.endContainer, range.endOffset, offsetsOf(last).length);
  if (from[0] > to[0] || (from[0] === to[0] && from[1] > to[1])) [from, to] = [to, from];
  const parts = [];
  for (let block = from[0]; block <= to[0]; block++) {
    const length = data.blocks[block].text.length;
    const part = [block, block === from[0] ? from[1] : 0, block === to[0] ? to[1] : length];
    if (part[2] > part[1]) parts.push(part);
  }
  return parts;
}

const wordsOf = parts => parts.map(([block, start, end]) => data.blocks[block].text.slice(start, end)).join("\n");

function openDialog() {
  if (!round || !selected.length) return;
  const words = wordsOf(selected);
  field("quoted").textContent = words.length > 240 ? `${words.slice(0, 120)} …… ${words.slice(-120)}` : words;
  field("by").value = localStorage.getItem("name") || "";
  field("refusal").textContent = "";
  if (!editing) { field("wanted").value = ""; field("note").value = ""; field("asks").value = "replace"; }
  field("chosen").hidden = true;
  dialog.showModal();
  field("asks").focus();
}

function markChosen() {
  selected = chosenWords();
  editing = null;
  openDialog();
}

/* What can be done with chosen words appears beside them. */
let settling = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const chosen = field("chosen");
    chosen.hidden = dialog.open || !chosenWords().length;
    if (chosen.hidden) return;
    const range = document.getSelection().getRangeAt(0).getBoundingClientRect();
    const frame = pages.getBoundingClientRect();
    const top = range.bottom + 44 < frame.bottom ? range.bottom + 6 : Math.max(frame.top + 4, range.top - 44);
    chosen.style.top = `${Math.min(top, frame.bottom - 44)}px`;
    chosen.style.left = `${Math.max(frame.left + 4, Math.min(range.left, frame.right - chosen.offsetWidth - 4))}px`;
  }, 120);
});
field("chosen").addEventListener("pointerdown", event => { if (event.target.closest("button")) event.preventDefault(); });
if (field("mark")) field("mark").addEventListener("click", markChosen);
pages.addEventListener("scroll", () => { field("chosen").hidden = true; }, { passive: true });
field("leave").addEventListener("click", () => dialog.close());
document.addEventListener("keydown", event => {
  const tab = tabs["123".indexOf(event.key)];
  if (event.key.length === 1 && tab && !writes(event)) { choose(tab); tab.focus(); }
});

dialog.querySelector("form").addEventListener("submit", async event => {
  event.preventDefault();
  localStorage.setItem("name", field("by").value);
  if (!field("signer").value) field("signer").value = field("by").value;
  const [block, start] = selected[0], [end, stop] = [selected[selected.length - 1][0], selected[selected.length - 1][2]];
  const mark = editing ? { ...editing } : {
    id: "", paragraph: block, start, quote: wordsOf(selected),
    before: data.blocks[block].text.slice(Math.max(0, start - 12), start), after: data.blocks[end].text.slice(stop, stop + 12),
  };
  delete mark.spans;
  Object.assign(mark, { asks: field("asks").value, text: field("wanted").value, note: field("note").value, by: field("by").value });
  const path = editing ? `/api/marks/${key}/${editing.id}` : `/api/marks/${key}`;
  const answer = await ask(editing ? "PUT" : "POST", path, mark);
  if (answer.ok) {
    dialog.close();
    document.getSelection().removeAllRanges();
    showMarks(answer.data);
    choose(tabs[2]);
  } else {
    if (answer.status === 409 && answer.data.marks) showMarks(answer.data);
    field("refusal").textContent = answer.status === 409 && answer.data.marks ? say("conflict") : faults(answer.data);
    if (editing && answer.data.marks) editing = answer.data.marks.find(m => m.id === editing.id) || null;
  }
});

async function loadMarks() {
  const answer = await ask("GET", `/api/marks/${key}`);
  if (answer.ok) showMarks(answer.data);
}

function markCard(mark) {
  const names = Object.fromEntries([...field("asks").options].map(o => [o.value, o.textContent]));
  const node = element("article");
  node.append(element("p", "", `${names[mark.asks]}${mark.text ? ` → ${mark.text}` : ""}`), element("q", "", mark.quote));
  if (mark.note) node.append(element("p", "", mark.note));
  node.append(element("p", "place", `${mark.by} ${mark.at.slice(0, 16).replace("T", " ")}`));
  if (!mark.spans.length) node.append(element("p", "bad", say("mark-gone")));
  node.classList.toggle("withdrawn", !mark.open || mark.settled);
  const show = element("button", "", say("where-page"));
  show.type = "button";
  show.disabled = !mark.spans.length;
  show.addEventListener("click", () => lightAll(mark.spans));
  node.append(show);
  return node;
}

function ownCard(mark) {
  const node = markCard(mark);
  const button = (name, act) => {
    const one = element("button", "", say(name));
    one.type = "button";
    one.addEventListener("click", act);
    node.append(" ", one);
    return one;
  };
  const edit = button("edit", () => {
    selected = mark.spans;
    editing = mark;
    field("asks").value = mark.asks; field("wanted").value = mark.text; field("note").value = mark.note;
    openDialog();
    field("by").value = mark.by;
  });
  edit.disabled = !mark.spans.length;
  const change = async facts => {
    const { spans, ...kept } = mark;
    const answer = await ask("PUT", `/api/marks/${key}/${mark.id}`, { ...kept, ...facts });
    if (answer.data.marks) showMarks(answer.data);
  };
  button(mark.open ? "withdraw" : "reinstate", () => change({ open: !mark.open }));
  const byEye = ["move", "shift", "align", "query"].includes(mark.asks) || !mark.spans.length;
  if (mark.open && byEye) button(mark.settled ? "unsettle" : "settle", () => change({ settled: !mark.settled }));
  button("delete-mark", async () => {
    const answer = await ask("DELETE", `/api/marks/${key}/${mark.id}`, undefined, { "if-match": `"${mark.revision}"` });
    if (answer.data.marks) showMarks(answer.data);
  });
  return node;
}

function showMarks(sheetOfMarks) {
  marked = sheetOfMarks;
  field("marks").replaceChildren(...marked.marks.map(mark => {
    const item = element("li");
    item.append(ownCard(mark));
    return item;
  }));
  if (!marked.marks.length) field("marks").append(element("li", "none", say("no-marks")));
  field("earlier").replaceChildren(...marked.earlier.map(before => {
    const node = element("details");
    node.append(element("summary", "", `${before.name[lang]} · ${before.marks.length}`), ...before.marks.map(markCard));
    return node;
  }));
  field("count-marks").textContent = marked.marks.length || "";
  const signed = field("signed");
  if (signed) {
    const standing = marked.changed ? say(`since-${marked.changed}`) : say("signed");
    signed.textContent = marked.signed ? `${standing} ${marked.signed.name} ${marked.signed.date}` : "";
    signed.classList.toggle("bad", Boolean(marked.changed));
    field("sign").hidden = Boolean(marked.signed) && !marked.changed;
    field("sign").textContent = say(marked.signed ? "sign-again" : "sign");
    field("unsign").hidden = !marked.signed;
  }
  tints();
}

async function sign(name) {
  const facts = { name, by: field("signer").value, seen: data ? data.version : "" };
  const answer = await ask("POST", `/api/sign/${key}`, facts, { "if-match": `"${marked.revision}"` });
  if (answer.data.marks) showMarks(answer.data);
  if (!answer.ok) field("signed").textContent = answer.status === 409 ? say("conflict") : faults(answer.data);
}
if (field("signing")) {
  field("signer").value = localStorage.getItem("name") || "";
  field("signing").addEventListener("submit", event => {
    event.preventDefault();
    if (!field("signer").value.trim()) { field("signer").focus(); return; }
    localStorage.setItem("name", field("signer").value);
    sign(field("signer").value);
  });
  field("unsign").addEventListener("click", () => sign(""));
}

listeners.push(state => {
  if (state.version !== seen.version) performance.mark("told");
  if (state.version !== seen.version || state.errata !== seen.errata || !data) {
    seen = { ...seen, version: state.version, errata: state.errata };
    load();
    if (marked && marked.signed) loadMarks();
  }
});
