"use strict";
/* How large the pages of a section are shown: as the whole book does, and remembered with it. */

(() => {
const zoomer = document.getElementById("zoom");
if (!zoomer) return;
const INCH = 96 / 72, SIZES = [50, 75, 100, 125, 150, 200];
let manner = {};
try { manner = JSON.parse(localStorage.getItem("pages-shown") || "{}"); } catch { /* as at first */ }
zoomer.value = manner.zoom || "auto";
if (!zoomer.value) zoomer.value = "auto";  // as small pictures the whole book alone is shown

const first = () => data && data.pages[0];
function widthOf(zoom) {
  const style = getComputedStyle(pages), page = first() || { w: 482, h: 680 };
  const room = pages.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const depth = pages.clientHeight - 40;
  const known = { auto: Math.min(736, room), width: room, page: Math.min(room, depth * page.w / page.h) };
  return known[zoom] === undefined ? page.w * INCH * zoom / 100 : known[zoom];
}

/* The line one reads at stays where it is. */
function measure() {
  const where = data ? reading() : null;
  pages.style.setProperty("--leaf", `${Math.max(60, Math.floor(widthOf(zoomer.value)))}px`);
  if (!where) return;
  const text = textOf(where.block, where.offset);
  if (text) pages.scrollTop += text.getBoundingClientRect().top - pages.getBoundingClientRect().top - where.gap;
}

function showAs(zoom) {
  zoomer.value = zoom;
  try { localStorage.setItem("pages-shown", JSON.stringify({ ...JSON.parse(localStorage.getItem("pages-shown") || "{}"), zoom })); } catch { /* for this page */ }
  measure();
}

function larger(way) {
  const page = first();
  if (!page) return;
  const now = Math.round(100 * widthOf(zoomer.value) / (page.w * INCH));
  const next = way > 0 ? SIZES.find(size => size > now + 2) : SIZES.findLast(size => size < now - 2);
  if (next) showAs(`${next}`);
}

zoomer.addEventListener("change", () => { showAs(zoomer.value); pages.focus({ preventScroll: true }); });
document.addEventListener("keydown", event => {
  if (writes(event)) return;
  switch (event.key) {
    case "+": case "=": larger(1); break;
    case "-": larger(-1); break;
    case "0": showAs("width"); break;
    case "p": case "P": showAs("page"); break;
    default: return;
  }
  event.preventDefault();
});
new ResizeObserver(measure).observe(pages);
settles.unshift(measure);
measure();
})();
