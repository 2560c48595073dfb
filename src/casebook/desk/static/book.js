"use strict";
/* The whole book: pages as they are bound, the outline on one side, the errata on the other. */

const contents = document.getElementById("contents");
const list = document.getElementById("errata");
const cases = new Map();  // section -> what /api/case says of it
let shown = "", outline = [], arrived = false;

function current(depth) {  // the first page that does not end above a depth of the window
  const figures = pages.children, edge = pages.scrollTop + depth;
  let low = 0, high = figures.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (figures[middle].offsetTop + figures[middle].offsetHeight > edge) high = middle; else low = middle + 1;
  }
  return Math.max(low, 0);
}

function place() {
  const figure = pages.children[current(40)];
  return figure ? { section: figure.dataset.section, number: figure.dataset.number, gap: figure.offsetTop - pages.scrollTop } : null;
}

function figureOf(section, number) {
  return [...pages.children].find(f => f.dataset.section === section && f.dataset.number === `${number}`);
}

function go(figure) {
  if (figure) figure.scrollIntoView({ block: "start" });
}

function showPages(data) {
  const where = place();
  if (data.trim) pages.style.setProperty("--trim", data.trim.join(" / "));
  const old = new Map([...pages.children].map(f => [f.dataset.key, f]));
  const fresh = [];
  for (const section of data.sections) {
    section.labels.forEach((label, number) => {
      const key = `${section.id} ${section.version} ${number}`;
      let figure = old.get(key);
      if (!figure) {
        figure = sheet(section.id, section.version, number, label, 900, true);
        if (section.id.startsWith("case-")) {
          const link = element("a", "", `${label} · ${section.id.slice(5)}`);
          link.href = `/case/${section.id.slice(5)}#p${number}y0`;
          link.title = say("to-desk");
          figure.querySelector("figcaption").replaceChildren(link);
        }
      }
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
    button.addEventListener("click", () => go(pages.children[entry.page]));
    return button;
  }));
  const again = where && figureOf(where.section, where.number);
  if (again) pages.scrollTop = again.offsetTop - where.gap;
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

async function light(section, erratum, node) {
  for (const old of document.querySelectorAll(".lit")) { if (old.tagName === "rect") old.remove(); else old.classList.remove("lit"); }
  node.classList.add("lit");
  const first = figureOf(section, 0);
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
  for (const at of found) {
    const page = figureOf(section, at.number).querySelector(".sheet");
    if (!page.querySelector("svg")) {
      const size = data.pages[at.number];
      page.append(svg("svg", { viewBox: `0 0 ${size.w} ${size.h}`, "aria-hidden": "true" }));
    }
    page.querySelector("svg").append(svg("rect", { x: at.x, y: at.y, width: Math.max(at.w, 2), height: at.h, class: "lit" }));
  }
  bring(pages.querySelector("rect.lit"));
}

async function show() {
  const { ok, data } = await ask("GET", "/api/book");
  if (!ok) return;
  cases.clear();
  showPages(data);
  showErrata(data);
  mark();
  if (!arrived && location.hash) {
    go(figureOf(decodeURIComponent(location.hash.slice(1)), 0));
  }
  arrived = true;
}

function mark() {
  let page = current(pages.clientHeight / 2);
  const beside = pages.children[page + 1];  // of an opening, the page on the right
  if (beside && beside.offsetTop === pages.children[page].offsetTop) page += 1;
  const figure = pages.children[page];
  let last = -1;
  outline.forEach((entry, index) => { if (entry.page <= page) last = index; });
  [...contents.children].forEach((button, index) => {
    if (index === last && !button.classList.contains("here")) button.scrollIntoView({ block: "nearest" });
    button.classList.toggle("here", index === last);
  });
  for (const node of list.children) {
    const here = Boolean(figure) && node.dataset.section === figure.dataset.section;
    if (here && !node.classList.contains("here")) node.scrollIntoView({ block: "nearest" });
    node.classList.toggle("here", here);
  }
}

let waiting = false;
pages.addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; mark(); });
}, { passive: true });

pages.addEventListener("click", event => {
  const page = event.target.closest(".sheet");
  const figure = page && page.closest("figure");
  if (!figure) return;
  const box = page.getBoundingClientRect();
  const y = Math.round((event.clientY - box.top) / box.height * 1000);
  const section = figure.dataset.section;
  location.href = `${section.startsWith("case-") ? `/case/${section.slice(5)}` : `/section/${section}`}#p${figure.dataset.number}y${y}`;
});

listeners.push(state => {
  const now = `${state.book} ${state.errata}`;
  if (state.book && now !== shown) { shown = now; show(); }
});
