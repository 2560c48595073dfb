"use strict";
/* One case: its pages with text over them, its manuscript, errata and marks, each leading to the
   others. The place one reads at is kept when the pages change. */

const desk = document.querySelector(".case");
const key = desk.dataset.case, round = desk.dataset.round;
const pages = document.getElementById("pages");
const dialog = document.getElementById("marking");
const field = id => document.getElementById(id);
let data = null, marked = null, loading = false, again = false, seen = { version: "", errata: "" };
let selected = null, editing = null;

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

function textOf(block, offset) {
  let best = null;
  for (const text of pages.querySelectorAll(`text[data-b="${block}"]`)) {
    const offsets = text.dataset.o.split(",").map(Number);
    if (!best || offsets[0] <= offset) best = text;
    if (offsets[0] <= offset && offset <= offsets[offsets.length - 1]) return text;
  }
  return best;
}

function overlay(page) {
  const layer = svg("svg", { viewBox: `0 0 ${page.w} ${page.h}`, "aria-hidden": "true" });
  layer.append(svg("g", { class: "tints" }));
  for (const run of page.runs) {
    const height = run.y[1] - run.y[0];
    const text = svg("text", { x: run.x.slice(0, -1).join(" "), y: run.y[1] - height * .2, "font-size": height * .72 });
    if (run.b !== null) { text.dataset.b = run.b; text.dataset.o = run.o.join(","); }
    text.textContent = run.t;
    layer.append(text);
  }
  layer.append(svg("g", { class: "numbers" }));
  return layer;
}

function near(figure) {
  const box = figure.getBoundingClientRect(), height = pages.clientHeight;
  return box.bottom > -height && box.top < 2 * height;
}

function showPages() {
  const where = reading();
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
    const text = textOf(where.block, where.offset);
    if (text) pages.scrollTop += text.getBoundingClientRect().top - pages.getBoundingClientRect().top - where.gap;
  }
}

/* Places: characters of a block -> rectangles on the pages */
function rectangles(block, start, end) {
  const found = [];
  data.pages.forEach((page, number) => {
    for (const run of page.runs) {
      if (run.b !== block) continue;
      let first = -1, last = -1;
      run.o.forEach((offset, index) => { if (offset >= start && offset < end) { if (first < 0) first = index; last = index; } });
      if (first >= 0) found.push({ number, x: run.x[first], y: run.y[0], w: run.x[last + 1] - run.x[first], h: run.y[1] - run.y[0] });
    }
  });
  return found;
}

function tint(block, start, end, className, number) {
  const found = rectangles(block, start, Math.max(end, start + 1));
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

function light(block, start, end) {
  for (const old of document.querySelectorAll(".lit")) {
    if (old instanceof SVGElement) old.remove(); else old.classList.remove("lit");
  }
  const found = tint(block, start, end, "lit");
  const first = found[0] && pages.querySelector("rect.lit");
  if (first) first.scrollIntoView({ block: "center" });
  const sides = (data.blocks[block] || { lines: [] }).lines.filter(l => l[1] < end && l[2] > start);
  for (const [line] of sides) {
    const item = document.querySelector(`.source li[data-line="${line}"]`);
    if (item) item.classList.add("lit");
  }
  return sides.length ? sides[0][0] : 0;
}

function toSource(line) {
  choose(tabs[0]);
  const item = document.querySelector(`.source li[data-line="${line}"]`);
  if (item) item.scrollIntoView({ block: "center" });
}

function partOf(line) {
  for (const [number, block] of data.blocks.entries()) {
    for (const [at, start, end] of block.lines) if (at === line) return [number, start, end];
  }
  return null;
}

function showSource() {
  const pane = field("pane-text");
  const top = pane.scrollTop;
  const list = element("ol", "source");
  const bad = new Set(data.errata.map(e => e.line));
  data.source.forEach((text, index) => {
    const item = element("li", bad.has(index + 1) ? "bad" : "");
    item.dataset.line = index + 1;
    item.append(element("span", "", text || " "));
    item.addEventListener("click", () => {
      const part = partOf(index + 1);
      if (part) light(...part);
    });
    list.append(item);
  });
  pane.replaceChildren(data.source.length ? list : element("p", "", say("no-text")));
  pane.scrollTop = top;
}

function showErrata() {
  const nodes = data.errata.map(erratum => {
    const node = card(erratum);
    const part = erratum.block !== undefined ? [erratum.block, erratum.start, erratum.end] : partOf(erratum.line);
    if (part || erratum.line) {
      node.classList.add("link");
      node.tabIndex = 0;
      node.setAttribute("role", "button");
      const follow = () => {
        const line = part ? light(...part) : erratum.line;
        const item = document.querySelector(`.source li[data-line="${erratum.line || line}"]`);
        if (item) { item.classList.add("lit"); item.scrollIntoView({ block: "center" }); }
        node.classList.add("lit");
      };
      node.addEventListener("click", follow);
      node.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); follow(); } });
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
    if (mark.block !== null && mark.open) tint(mark.block, mark.offset, mark.offset + mark.quote.length, "mark", index + 1);
  });
}

async function load() {
  if (loading) { again = true; return; }
  loading = true;
  const answer = await ask("GET", `/api/case/${key}`);
  if (answer.ok) {
    const fresh = !data || data.version !== answer.data.version;
    data = answer.data;
    if (fresh) showPages();
    showSource();
    showErrata();
    tints();
    if (round) await loadMarks();
  }
  loading = false;
  if (again) { again = false; load(); }
}

/* Clicks on the page lead to the manuscript; a selection may be marked. */
function placeAt(node, offset) {
  const text = node && (node.nodeType === 3 ? node.parentNode : node);
  if (!text || !text.dataset || text.dataset.b === undefined) return null;
  const offsets = text.dataset.o.split(",").map(Number);
  const at = node.nodeType === 3 ? offset : 0;
  return { block: +text.dataset.b, offset: at < offsets.length ? offsets[at] : offsets[offsets.length - 1] + 1 };
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
  const offsets = text.dataset.o.split(",").map(Number);
  const at = Math.max(0, xs.filter(left => left <= x).length - 1);
  const block = +text.dataset.b;
  const part = (data.blocks[block] || { lines: [] }).lines.find(l => l[1] <= offsets[at] && offsets[at] < l[2]);
  light(block, part ? part[1] : offsets[0], part ? part[2] : offsets[offsets.length - 1] + 1);
  if (part) toSource(part[0]);
});

function chosenWords() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !pages.contains(chosen.anchorNode)) return null;
  const range = chosen.getRangeAt(0);
  const start = placeAt(range.startContainer, range.startOffset);
  const end = placeAt(range.endContainer, range.endOffset);
  if (!start || !end) return null;
  const stop = end.block === start.block ? end.offset : data.blocks[start.block].text.length;
  return stop > start.offset ? { block: start.block, start: start.offset, end: stop } : null;
}

function openDialog() {
  if (!round || !selected) return;
  const words = data.blocks[selected.block].text;
  field("quoted").textContent = words.slice(selected.start, selected.end);
  field("by").value = localStorage.getItem("name") || "";
  field("refusal").textContent = "";
  if (!editing) { field("wanted").value = ""; field("note").value = ""; field("asks").value = "replace"; }
  dialog.showModal();
  field("asks").focus();
}

pages.addEventListener("pointerup", () => setTimeout(() => {
  selected = chosenWords();
  editing = null;
  if (selected) openDialog();
}, 0));
document.addEventListener("keydown", event => {
  if (event.key === "m" && event.altKey) { selected = chosenWords(); editing = null; openDialog(); event.preventDefault(); }
});
field("leave").addEventListener("click", () => dialog.close());

dialog.querySelector("form").addEventListener("submit", async event => {
  event.preventDefault();
  localStorage.setItem("name", field("by").value);
  if (!field("signer").value) field("signer").value = field("by").value;
  const text = data.blocks[selected.block].text;
  const mark = editing ? { ...editing } : {
    id: "", paragraph: selected.block, start: selected.start, quote: text.slice(selected.start, selected.end),
    before: text.slice(Math.max(0, selected.start - 12), selected.start), after: text.slice(selected.end, selected.end + 12),
  };
  delete mark.block; delete mark.offset;
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

function showMarks(sheetOfMarks) {
  marked = sheetOfMarks;
  const names = Object.fromEntries([...field("asks").options].map(o => [o.value, o.textContent]));
  field("marks").replaceChildren(...marked.marks.map(mark => {
    const item = element("li");
    const node = element("article", "link");
    node.append(element("p", "", `${names[mark.asks]}${mark.text ? ` → ${mark.text}` : ""}`), element("q", "", mark.quote));
    if (mark.note) node.append(element("p", "", mark.note));
    node.append(element("p", "place", `${mark.by} ${mark.at.slice(0, 16).replace("T", " ")}`));
    const show = element("button", "", say("where-page"));
    const drop = element("button", "", say("delete-mark"));
    show.type = drop.type = "button";
    show.disabled = mark.block === null;
    show.addEventListener("click", () => light(mark.block, mark.offset, mark.offset + mark.quote.length));
    drop.addEventListener("click", async () => {
      const answer = await ask("DELETE", `/api/marks/${key}/${mark.id}`, undefined, { "if-match": `"${mark.revision}"` });
      if (answer.data.marks) showMarks(answer.data);
    });
    const edit = element("button", "", say("edit"));
    const withdraw = element("button", "", say(mark.open ? "withdraw" : "reinstate"));
    edit.type = withdraw.type = "button";
    edit.disabled = mark.block === null;
    edit.addEventListener("click", () => {
      selected = { block: mark.block, start: mark.offset, end: mark.offset + mark.quote.length };
      editing = mark;
      field("asks").value = mark.asks; field("wanted").value = mark.text; field("note").value = mark.note;
      openDialog();
      field("by").value = mark.by;
    });
    withdraw.addEventListener("click", async () => {
      const { block, offset, ...kept } = mark;
      const answer = await ask("PUT", `/api/marks/${key}/${mark.id}`, { ...kept, open: !mark.open });
      if (answer.data.marks) showMarks(answer.data);
    });
    node.classList.toggle("withdrawn", !mark.open);
    node.append(show, " ", edit, " ", withdraw, " ", drop);
    item.append(node);
    return item;
  }));
  if (!marked.marks.length) field("marks").append(element("p", "", say("no-marks")));
  field("count-marks").textContent = marked.marks.length || "";
  const signed = field("signed");
  if (signed) {
    signed.textContent = marked.signed ? `${say("signed")} ${marked.signed.name} ${marked.signed.date}` : "";
    field("sign").hidden = Boolean(marked.signed);
    field("unsign").hidden = !marked.signed;
    field("signer").parentNode.hidden = Boolean(marked.signed);
  }
  tints();
}

async function sign(name) {
  const answer = await ask("POST", `/api/sign/${key}`, { name }, { "if-match": `"${marked.revision}"` });
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
  if (state.version !== seen.version || state.errata !== seen.errata || !data) {
    seen = { version: state.version, errata: state.errata };
    load();
  }
});
