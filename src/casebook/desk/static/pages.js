"use strict";
/* Pages as pictures, their words over them, and rectangles where something is said of them. */

const pages = document.getElementById("pages");
const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/* Of many pages, those that stay in sight are asked for: small first, then sharp. What leaves the
   window before it came is given up. */
const SMALL = 240, SETTLED = 90;
const sharp = new WeakMap();  // picture -> the sharp one on its way
const timers = new WeakMap();

function request(picture) {
  if (picture.dataset.state === "sharp") return;
  timers.set(picture, setTimeout(() => {
    if (picture.dataset.state !== "small") {
      picture.onload = () => { picture.dataset.state = "small"; picture.onload = null; sharpen(picture); };
      picture.src = `${picture.dataset.page}?width=${SMALL}`;
    } else {
      sharpen(picture);
    }
  }, SETTLED));
}

function sharpen(picture) {
  const better = new Image();
  sharp.set(picture, better);
  better.onload = () => { picture.src = better.src; picture.dataset.state = "sharp"; sharp.delete(picture); };
  better.src = `${picture.dataset.page}?width=${picture.dataset.width}`;
}

function abandon(picture) {
  clearTimeout(timers.get(picture));
  const better = sharp.get(picture);
  if (better) { better.onload = null; better.src = ""; sharp.delete(picture); }
  if (picture.onload) { picture.onload = null; picture.removeAttribute("src"); }
}

const inSight = new IntersectionObserver(entries => {
  for (const entry of entries) (entry.isIntersecting ? request : abandon)(entry.target);
}, { root: pages, rootMargin: "50% 0px" });

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
    picture.src = `${address}?width=${width}`;
  }
  page.append(picture);
  figure.append(page, element("figcaption", "", label));
  figure.dataset.number = number;
  return figure;
}

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
