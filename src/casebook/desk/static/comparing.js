"use strict";
/* Two states of the book: pages side by side, with what differs lit up, and the words that changed. */

(() => {
const at = id => document.getElementById(id);
const form = at("comparing-states");
if (!form) return;
const WIDE = 900;
let running = null;

/* Lines of JSON as they come, each heard by its name; returns the last. */
async function steps(answer, heard) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", last = null;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return last;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const said = JSON.parse(line);
      const name = ["step", "begun", "pair"].find(each => said[each]);
      if (name) heard[name](said); else last = said;
    }
  }
}

function progress(said) {
  const known = said.count !== null && said.of > 0;
  at("compare-step").textContent = `${said.step[lang]}${said.count === null ? "" : ` ${said.count} / ${said.of} ${say("of-pages")}`} `;
  if (known) at("compare-progress").value = Math.min(99, Math.round(100 * said.count / said.of));
  else at("compare-progress").removeAttribute("value");
}

function busy(on) {
  at("compare").disabled = on;
  at("compare-stop").hidden = at("compare-progress").hidden = !on;
  if (!on) at("compare-step").textContent = "";
}

const SVG = "http://www.w3.org/2000/svg";
function figure(data, side, page) {
  const node = element("figure", page ? "" : "no-page");
  if (!page) { node.append(element("p", "", say("no-such-page"))); return node; }
  const sheet = element("div", "sheet"), picture = element("img"), layer = document.createElementNS(SVG, "svg");
  sheet.style.aspectRatio = data.sizes[side].join(" / ");
  picture.loading = "lazy";
  picture.alt = `${say(side)} ${say("page")} ${page.label}`;
  picture.src = `/compare/${data.key}/${side}/${page.number}.jpg?width=${WIDE}`;
  layer.setAttribute("viewBox", `0 0 ${data.sizes[side].join(" ")}`);
  layer.setAttribute("aria-hidden", "true");
  for (const [x0, y0, x1, y1] of page.boxes) {
    const box = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x: x0, y: y0, width: Math.max(x1 - x0, 1.5), height: y1 - y0, class: side })) box.setAttribute(name, value);
    layer.append(box);
  }
  sheet.append(picture, layer);
  node.append(sheet, element("figcaption", "", `${say(side)} · ${page.label}`));
  return node;
}

function pairNode(data, pair) {
  const node = element("section", "page-pair"), label = (pair.new || pair.old).label;
  node.append(element("h2", "", `${say("page")} ${label} · ${say(!pair.old ? "page-new" : !pair.new ? "page-gone" : `differ-${pair.differ}`)}`));
  const sides = element("div", "page-sides");
  sides.append(figure(data, "old", pair.old), figure(data, "new", pair.new));
  node.append(sides);
  return node;
}

function wordsNode(change) {
  const node = element("li");
  const link = element("a", "place", change.case);
  if (/^[\d-]+$/.test(change.case)) link.href = `/case/${change.case}`;
  node.append(link, " ");
  if (change.before) node.append(element("del", "", change.before), " ");
  if (change.after) node.append(element("ins", "", change.after), " ");
  if (change.around) node.append(element("span", "place", change.around));
  return node;
}

let data = null, differing = 0;
const heard = {
  step: progress,
  begun(said) { data = said.begun; differing = 0; at("page-pairs").replaceChildren(); },
  pair(said) { differing += 1; at("page-pairs").append(pairNode(data, said.pair)); },
};

function show({ words, count }) {
  const sum = say("compare-sum").replace("%", differing).replace("#", data.pages[1]).replace("*", count);
  at("compare-sum").textContent = differing || count ? sum : say("compare-same");
  at("word-changes").replaceChildren(...words.map(wordsNode));
  at("changed-words").hidden = !words.length;
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  at("told").textContent = at("compare-sum").textContent = "";
  at("page-pairs").replaceChildren();
  at("changed-words").hidden = true;
  running = new AbortController();
  busy(true);
  try {
    const answer = await fetch("/api/compare/pages", {
      method: "POST", headers: { ...whose(), "content-type": "application/json" }, signal: running.signal,
      body: JSON.stringify({ old: at("old").value, new: at("new").value }),
    });
    const last = answer.ok ? await steps(answer, heard) : await answer.json().catch(() => ({}));
    if (last && last.done) show(last.done); else at("told").textContent = faults(last || {});
  } catch (fault) {
    at("told").textContent = say(fault.name === "AbortError" ? "broken-off" : "no-answer");
  }
  busy(false);
});
at("compare-stop").addEventListener("click", () => running.abort());

/* J and K lead from one pair of pages to the next. */
document.addEventListener("keydown", event => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || writes(event)) return;
  const pairs = [...at("page-pairs").children];
  const here = pairs.findIndex(pair => pair.getBoundingClientRect().bottom > 120);
  const next = pairs[Math.max(0, Math.min(pairs.length - 1, (here < 0 ? pairs.length - 1 : here) + step))];
  if (next) { next.scrollIntoView({ block: "start" }); event.preventDefault(); }
});
})();
