"use strict";
/* Pages as pictures, their words over them, and rectangles where something is said of them. */

const pages = document.getElementById("pages");
const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/* Of many pages, those that stay in sight are asked for, few at a time: those in the middle of the
   window sharp at once, then the others outwards, small first, then sharp. What leaves the window
   before it came is given up. */
const SMALL = 240, SETTLED = 60, AT_ONCE = 2;
const timers = new WeakMap();
const wanted = new Set();  // pictures in or near the window that are not sharp
const coming = new Map();  // of these, those on their way -> what loads

function request(picture) {
  if (picture.dataset.state === "sharp") return;
  timers.set(picture, setTimeout(() => { wanted.add(picture); loadNext(); }, SETTLED));
}

function loadNext() {
  if (coming.size >= AT_ONCE || coming.size === wanted.size) return;
  const window_ = pages.getBoundingClientRect(), middle = (window_.top + window_.bottom) / 2;
  const away = picture => {
    const { top, bottom } = picture.getBoundingClientRect();
    return Math.max(0, top - middle, middle - bottom);
  };
  const free = [...wanted].filter(picture => !coming.has(picture)).map(picture => [away(picture), picture]);
  free.sort((a, b) => a[0] - b[0]);
  const [distance, next] = free.find(([to, picture]) => !to || picture.dataset.state !== "small") || free[0];
  const small = distance > 0 && next.dataset.state !== "small";
  load(next, small ? "small" : "sharp", small ? SMALL : next.dataset.width);
  loadNext();
}

function load(picture, state, width) {
  const loader = new Image();
  const end = () => { coming.delete(picture); loadNext(); };
  coming.set(picture, loader);
  loader.onload = () => {
    picture.src = loader.src;
    picture.dataset.state = state;
    if (state === "sharp") wanted.delete(picture);
    end();
  };
  loader.onerror = () => { wanted.delete(picture); end(); };
  loader.src = `${picture.dataset.page}?width=${width}`;
}

function abandon(picture) {
  clearTimeout(timers.get(picture));
  wanted.delete(picture);
  const loader = coming.get(picture);
  if (!loader) return;
  coming.delete(picture);
  loader.onload = loader.onerror = null;
  loader.src = "";
  loadNext();
}

/* A picture that is shown larger than it was painted is painted anew. */
function sharpen(picture, width) {
  if (+picture.dataset.width >= width) return;
  picture.dataset.width = width;
  if (picture.dataset.state !== "sharp") return;
  picture.dataset.state = "small";
  inSight.unobserve(picture);
  inSight.observe(picture);
}

function forget(picture) {  // one that leaves the document
  inSight.unobserve(picture);
  abandon(picture);
}

const inSight = new IntersectionObserver(entries => {
  for (const entry of entries) (entry.isIntersecting ? request : abandon)(entry.target);
}, { root: pages, rootMargin: "50% 0px" });

/* Pixels of a picture `width` wide on the page: as many as the screen shows, in steps of a hundred. */
function pixelsOf(width, least) {
  return Math.min(2400, Math.max(least, Math.ceil(width * devicePixelRatio / 100) * 100));
}

function pictureOf(section, version, number, width) {
  return `/page/${section}/${version}/${number}.jpg?width=${width}`;
}

function sheet(section, version, number, label, width, many = false) {
  const figure = element("figure");
  const page = element("div", "sheet");
  const picture = element("img");
  const address = `/page/${section}/${version}/${number}.jpg`;
  picture.alt = `${say("page")} ${label}`;
  if (many) {
    Object.assign(picture.dataset, { page: address, width, state: "" });
    inSight.observe(picture);
  } else {
    picture.loading = "lazy";
    picture.src = pictureOf(section, version, number, width);
  }
  page.append(picture);
  figure.append(page, element("figcaption", "", label));
  Object.assign(figure.dataset, { number, section, label });
  stamp(figure);
  return figure;
}

/* Pages that show what was there before the last change say so, until there are new ones. */
let old = new Set(), stamped = "";

function stamp(figure) {
  const words = old.has("*") || old.has(figure.dataset.section) ? say(stamped) : "";
  const label = figure.querySelector(".stamp");
  figure.classList.toggle("old", Boolean(words));
  figure.querySelector("img").alt = `${say("page")} ${figure.dataset.label} ${words}`.trim();
  if (!words) { if (label) label.remove(); return; }
  if (label) label.textContent = words; else figure.querySelector(".sheet").append(element("p", "stamp", words));
}

/* What stopped the press, by the pages it spoils: the case's own faults and those of the layout;
   of faults in other cases, that there are some. */
const MOST = 12;

function showFaults(state) {
  const panel = document.getElementById("faults");
  const desk = document.querySelector("[data-path]");
  const own = fault => !desk || fault.path === desk.dataset.path || !fault.path.startsWith("cases/");
  const here = state.faults.filter(own), others = state.faults.length - here.length;
  const nodes = here.slice(0, MOST).map(card);
  if (here.length) nodes.unshift(element("p", "bad", say("spoiled")));
  if (here.length > MOST) nodes.push(element("p", "", say("more-faults").replace("%", here.length - MOST)));
  if (others) {
    const link = element("a", "", say("elsewhere").replace("%", others));
    link.href = "/book";
    const line = element("p");
    line.append(link);
    nodes.push(line);
  }
  const said = nodes.map(node => node.textContent).join("\n");
  if (panel.dataset.said !== said) { panel.replaceChildren(...nodes); panel.dataset.said = said; }
  panel.hidden = !nodes.length;
}

listeners.push(state => {
  old = new Set(state.old);
  stamped = state.status === "making" && !state.faults.length ? "coming-page" : "old-page";
  for (const figure of pages.querySelectorAll("figure")) stamp(figure);
  showFaults(state);
});

/* The words of a page, unseen, so that they can be chosen and found. */
function overlay(page) {
  const layer = svg("svg", { viewBox: `0 0 ${page.w} ${page.h}`, "aria-hidden": "true" });
  layer.append(svg("g", { class: "tints" }));
  for (const run of page.runs) {
    const height = run.y[1] - run.y[0];
    const text = svg("text", { x: run.x.slice(0, -1).join(" "), y: run.y[1] - height * .2, "font-size": height * .72 });
    Object.assign(text.dataset, { b: run.b, o: run.o.join(","), k: run.k });
    text.textContent = run.t;
    layer.append(text);
  }
  layer.append(svg("g", { class: "numbers" }));
  return layer;
}

/* Characters of a block -> rectangles on the pages of its section. */
function rectangles(data, block, start, end) {
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

/* What marks an erratum on a page: a tint, and a line below that says by its form how grave it is. */
function underlined(at, kind) {
  const width = Math.max(at.w, 2), foot = at.y + at.h;
  return [svg("rect", { x: at.x, y: at.y, width, height: at.h, class: kind }),
    svg("line", { x1: at.x, y1: foot, x2: at.x + width, y2: foot, class: kind })];
}

/* The part of a block that stands in a source line: block, start, end. */
function partOf(data, line) {
  for (const [number, block] of data.blocks.entries()) {
    for (const [at, start, end] of block.lines) if (at === line) return [number, start, end];
  }
  return null;
}

function bring(node) {
  node.scrollIntoView({ block: "center", inline: "nearest" });
}
