"use strict";
/* Errata settled where they stand: beside the words on the page, in the list, in the text one writes. */

const errataHere = (() => {
const panel = element("div");
panel.id = "here";
panel.hidden = true;
panel.setAttribute("role", "dialog");
panel.setAttribute("aria-label", say("errata"));
document.getElementById("main").append(panel);
const told = element("div");
told.id = "settled-said";
told.setAttribute("role", "status");
document.querySelector(".panes").append(told);
let current = "", back = null, card_ = null;

const settled_ = erratum => erratum.kind !== "note";
const partOfErratum = e => e.block !== undefined ? [e.block, e.start, Math.max(e.end, e.start + 1)] : partOf(data, e.line);

/* Beside the words on the page, or, of what is not on it, in the middle of the pages. */
function place() {
  const frame = pages.getBoundingClientRect(), lit = pages.querySelector("rect.lit");
  const at = lit ? lit.getBoundingClientRect() : { left: frame.left + 20, bottom: frame.top + 40, top: frame.top + 40 };
  const below = at.bottom + panel.offsetHeight + 12 < innerHeight;
  panel.style.top = `${Math.max(4, below ? at.bottom + 8 : at.top - panel.offsetHeight - 8)}px`;
  panel.style.left = `${Math.max(4, Math.min(at.left, innerWidth - panel.offsetWidth - 8))}px`;
}

function show(errata, focus = true) {
  const nodes = errata.map(erratum => {
    const node = element("article", erratum.kind);
    node.append(element("p", "place", `${say(`kind-${erratum.kind}`)} · ${erratum.rule}`), settlements.inContext(erratum), element("p", "", erratum.message[lang]));
    if (erratum.hint) node.append(element("p", "hint", `→ ${erratum.hint[lang]}`));
    node.controls = settlements.controls(erratum, alike(erratum));
    node.append(node.controls);
    return node;
  });
  if (panel.hidden) back = document.activeElement;
  current = errata[0].id;
  card_ = nodes[0].controls;
  panel.replaceChildren(...nodes);
  panel.hidden = false;
  place();
  if (focus) panel.querySelector("button:not(:disabled)").focus({ preventScroll: true });
}

function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  card_ = null;
  if (back && back.isConnected) back.focus({ preventScroll: true }); else pages.focus({ preventScroll: true });
}

function go(erratum) {
  const part = partOfErratum(erratum);
  if (part) light(...part);
  for (const node of document.querySelectorAll("#pane-errata article")) node.classList.toggle("lit", node.dataset.id === erratum.id);
  show([erratum]);
}

/* The next one, from the one that is shown; `from` is its place in the list. */
function step(by, from = data ? data.errata.findIndex(e => e.id === current) : -1) {
  const all = data ? data.errata.filter(settled_) : [];
  if (!all.length) return false;
  const index = Math.max(-1, from);
  const next = by > 0 ? data.errata.slice(index + 1).find(settled_) || all[0]
    : data.errata.slice(0, Math.max(0, index)).reverse().find(settled_) || all[all.length - 1];
  go(next);
  return true;
}

/* Errata beside a point of a page, the nearest alone: a comma is narrower than a finger. */
const NEAR = { touch: 20, mouse: 3 };  // pixels
function beside(figure, x, y, pointer) {
  const box = figure.querySelector(".sheet svg").getBoundingClientRect();
  let nearest = [], least = NEAR[pointer] || NEAR.mouse;
  for (const erratum of data.errata) {
    if (erratum.block === undefined) continue;
    for (const at of rectangles(data, ...partOfErratum(erratum))) {
      if (`${at.number}` !== figure.dataset.number) continue;
      const scale = box.width / data.pages[at.number].w;
      const left = box.left + at.x * scale, top = box.top + at.y * scale;
      const far = Math.hypot(Math.max(left - x, 0, x - left - at.w * scale), Math.max(top - y, 0, y - top - at.h * scale));
      if (far <= least) { least = far; nearest = [erratum]; }
    }
  }
  return nearest;
}

/* Looked for before anything else hears of the click, and scrolls. */
let near = [];
pages.addEventListener("click", event => {
  const figure = data && event.target.closest && event.target.closest("figure");
  near = figure ? beside(figure, event.clientX, event.clientY, event.pointerType) : [];
}, true);

/* Words on the page that are underlined: a click shows what is said of them. */
pages.addEventListener("click", event => {
  const text = event.target.closest && event.target.closest("text[data-b]");
  const chosen = document.getSelection();
  if (!data || (chosen && !chosen.isCollapsed)) { if (!panel.contains(event.target)) close(); return; }
  if (!text) {
    if (near.length) { lightAll(near.map(partOfErratum)); show(near, false); } else if (!panel.contains(event.target)) close();
    return;
  }
  const box = text.ownerSVGElement.getBoundingClientRect();
  const x = (event.clientX - box.left) * text.ownerSVGElement.viewBox.baseVal.width / box.width;
  const xs = text.getAttribute("x").split(" ").map(Number), offsets = text.dataset.o.split(",").map(Number);
  const at = offsets[Math.max(0, xs.filter(left => left <= x).length - 1)], block = +text.dataset.b;
  const exact = data.errata.filter(e => e.block === block && e.start <= at && at < Math.max(e.end, e.start + 1));
  const found = exact.length ? exact : near;
  if (!found.length) { close(); return; }
  lightAll(found.map(partOfErratum));
  show(found, false);
});

/* The controls that a key acts on: of the card or the panel that holds the focus, or of the panel. A
   card that was settled has left the document: the one that holds the focus by now is meant. */
function shownControls(target) {
  const focused = target.isConnected && target.closest ? target : document.activeElement;
  const card = focused && focused.closest("#pane-errata article");
  if (card) return card.querySelector(".settling");
  const inPanel = !panel.hidden && focused && panel.contains(focused) && focused.closest("article");
  return inPanel ? inPanel.controls : panel.hidden ? null : card_;
}

async function undoLast() {
  const answer = await settlements.undo();
  refused(answer);
  return !answer || answer.ok;
}

document.addEventListener("keydown", event => {
  if (event.key === "F8" && !event.ctrlKey && !event.altKey && !(event.target.closest && event.target.closest("#editor"))) {
    if (step(event.shiftKey ? -1 : 1)) event.preventDefault();
    return;
  }
  if (event.key === "Escape" && !panel.hidden) { close(); return; }
  if (settlements.key(event, () => shownControls(event.target))) return;
  if (event.key === "u" && !writes(event) && settlements.steps.length) { settlements.inTurn(undoLast); event.preventDefault(); }
}, true);

function refused(answer) {
  if (answer && !answer.ok) told.textContent = faults(answer.data);
}

/* What is settled is underlined no more, and the next one comes. */
settlements.lists.push((answer, deed) => {
  told.replaceChildren(element("span", "", settlements.words(answer, deed)));
  if (deed !== "undo" && answer.number) {
    const undo = element("button", "", say("undo"));
    undo.type = "button";
    undo.append(element("kbd", "", "U"));
    undo.addEventListener("click", async () => refused(await settlements.undo(answer.number)));
    told.append(" ", undo);
  }
  if (!data) return;
  const first = data.errata.findIndex(e => answer.done.includes(e.id));
  const pane = field("pane-errata"), here = pane.contains(document.activeElement), open_ = !panel.hidden;
  if (document.activeElement && document.activeElement.closest("form")) document.activeElement.blur();
  data.errata = data.errata.filter(e => !answer.done.includes(e.id));
  showErrata();
  tints();
  if (first < 0) { if (deed === "undo") load(); return; }
  if (here) {
    const cards = [...pane.querySelectorAll("article")], next = cards[Math.min(first, cards.length - 1)];
    const button = next && next.querySelector(".settling button:not(:disabled)");
    if (button) { next.querySelector(".place").click(); button.focus({ preventScroll: true }); }
  } else if (open_) {
    if (!step(1, first - 1)) close();
  }
});

/* In the text one writes: on the words by Alt and a key, or by the buttons of what is said of them. */
function at(view) {
  const head = view.state.selection.main.head;
  let found = null;
  CodeMirror.forEachDiagnostic(view.state, (diagnostic, from, to) => {
    if (!found && from <= head && head <= to && diagnostic.erratum) found = diagnostic.erratum;
  });
  return found;
}

function act(name) {
  return view => {
    const erratum = at(view);
    if (!erratum) return false;
    const known = data && data.errata.find(e => e.id === erratum.id) || erratum;
    back = view.contentDOM;
    const part = partOfErratum(known);
    if (part) light(...part);
    const node = settlements.controls(known, data ? alike(known) : []);
    show([known], false);
    panel.querySelector("article").controls.acts[name]();
    const next = () => { const f8 = CodeMirror.lintKeymap.find(k => k.key === "F8"); f8.run(view); };
    if (!panel.contains(document.activeElement)) { close(); view.focus(); setTimeout(next, 60); }
    return Boolean(node);
  };
}

const keys = [["Alt-g", "repair"], ["Alt-l", "keep"], ["Alt-w", "ask"]].map(([key, name]) => ({ key, run: act(name), preventDefault: true }));
const actions = erratum => [["repair", "repair"], ["stet", "keep"], ["query-author", "ask"]].map(([name, deed]) => ({
  name: say(name),
  apply: view => { view.dispatch({ selection: { anchor: diagnosticStart(view, erratum) } }); act(deed)(view); },
}));

function diagnosticStart(view, erratum) {
  let start = view.state.selection.main.head;
  CodeMirror.forEachDiagnostic(view.state, (diagnostic, from) => { if (diagnostic.erratum === erratum) start = from; });
  return start;
}

/* #l12: the twelfth line of the text, and where it stands on the pages; #l12w…: words of it. */
const goal = /^#l(\d+)(?:w(.+))?$/.exec(location.hash);
let arriving = Boolean(goal);
for (const name of ["wheel", "pointerdown", "keydown"]) window.addEventListener(name, () => { arriving = false; }, { once: true });
settles.push(() => {  // again when newer pages come, until somebody does anything
  const found = goal;
  if (!arriving || !data || !data.pages.length) return;
  const part = partOf(data, +found[1]);
  setTimeout(() => {
    if (part) light(...narrowed(part, decodeURIComponent(found[2] || "")));
    toSource(+found[1]);
  }, 0);
});

/* Of a part of a block, the words, whatever white space stands between them. */
function narrowed([block, start, end], words) {
  const signs = [...words.replace(/\s+/g, "")].map(sign => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = signs.length && new RegExp(signs.join("\\s*"), "i").exec(data.blocks[block].text.slice(start));
  return found ? [block, start + found.index, start + found.index + found[0].length] : [block, start, end];
}

return { keys, actions };
})();
