"use strict";
/* A text written beside its page. It saves when one pauses; what others did meanwhile is merged in,
   and where two edits meet both are shown. Words that are not saved stay in this browser. */

(() => {
const host = document.getElementById("editor");
if (!host) return;
const at = id => document.getElementById(id);
const path = host.dataset.path, address = `/api/text/${path.split("/").map(encodeURIComponent).join("/")}`;
const draftKey = `draft:${host.dataset.book}:${path}`;
const PAUSE = 250, LONGEST = 1200, AGAIN = 1500;
let view = null;
let base = "", acked = null;       // the revision that is saved, and its text
let sending = false, since = null; // on its way, and what was written since it left
let timer = 0, waiting = 0, retry = 0;
let meeting = null;                // what another wrote in the same place
let failing = "";
let errata = [];

function tell(name, words = "") {
  at("saved").textContent = say(name) + words;
  at("saved").className = { "kept-here": "bad", "not-saved": "bad", meeting: "bad" }[name] || "";
}

/* Words that are not saved */
function draft() {
  try { return JSON.parse(localStorage.getItem(draftKey)); } catch { return null; }
}

let keeping = 0;
function keepDraft() {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    if (isSaved()) return;
    try { localStorage.setItem(draftKey, JSON.stringify({ text: view.state.doc.toString(), base })); }
    catch { /* full: the words stay in this window */ }
  }, 60);
}

const isSaved = () => !view || view.state.doc.eq(acked);

/* Saving */
function later() {
  clearTimeout(timer);
  const now = Date.now();
  waiting ||= now;
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE, waiting + LONGEST - now)));
}

async function put(text, from) {
  const by = (localStorage.getItem("name") || "").trim();
  return ask("PUT", address, { text, base: from, by });
}

async function save() {
  clearTimeout(timer);
  clearTimeout(retry);
  waiting = 0;
  if (sending || meeting || isSaved()) return;
  const doc = view.state.doc;
  sending = true;
  since = CodeMirror.ChangeSet.empty(doc.length);
  tell("saving");
  const answer = await put(doc.toString(), base);
  sending = false;
  if (!answer.status || answer.status >= 500 || answer.status === 401) {
    tell("kept-here");
    retry = setTimeout(save, AGAIN);
    return;
  }
  if (answer.ok) accept(answer.data, doc);
  else if (answer.status === 409) meet(answer.data, doc, since);
  else { failing = faults(answer.data); tell("not-saved", failing); return; }
  if (!meeting && !isSaved()) later();
}

function accept(data, doc) {
  base = data.revision;
  failing = "";
  acked = doc;
  if (data.merged) {
    acked = CodeMirror.Text.of(data.text.split("\n"));
    take(doc, data.text, since);
  }
  if (isSaved()) localStorage.removeItem(draftKey); else keepDraft();
  tell(data.merged ? "merged-in" : "saved");
  performance.mark("saved");
}

/* Put into the editor what leads from `before` to `text`, under what was written since. */
function take(before, text, written) {
  const changes = CodeMirror.ChangeSet.of(textView.changes(before.toString(), text), before.length);
  view.dispatch({ changes: written ? changes.map(written) : changes, annotations: [
    CodeMirror.Transaction.remote.of(true), CodeMirror.Transaction.addToHistory.of(false),
  ] });
}

/* What another program or another editor did while nothing is written here. */
let asking = false;
async function refresh() {
  if (!view || sending || meeting || asking || failing) return;
  asking = true;
  const answer = await ask("GET", address);
  asking = false;
  if (!answer.ok || sending || meeting || answer.data.revision === base) return;
  if (!isSaved()) { save(); return; }
  const before = acked;
  base = answer.data.revision;
  acked = CodeMirror.Text.of(answer.data.text.split("\n"));
  take(before, answer.data.text, null);
}

/* Two edits of the same words */
let sides = null;
/* What another did elsewhere is taken in; where both wrote, this editor's words stand until somebody
   decides. `doc` is what was sent, `written` what was written since. */
function meet(data, doc, written) {
  meeting = data;
  take(doc, data.together, written);
  keepDraft();
  tell("meeting");
  at("look").hidden = false;
  look();
}

function look() {
  if (!meeting || at("meeting").open) return;
  at("meeting").showModal();
  sides = textView.sides(at("sides"), meeting.text, view.state.doc.toString(), path, [say("theirs"), say("mine")], true);
}

at("look").addEventListener("click", look);
at("meeting-later").addEventListener("click", () => at("meeting").close());
at("meeting").addEventListener("close", () => { if (sides) sides.close(); sides = null; });
at("meeting").querySelector("form").addEventListener("submit", () => {
  const text = sides.text();
  base = meeting.revision;
  acked = CodeMirror.Text.of(meeting.text.split("\n"));
  meeting = null;
  at("look").hidden = true;
  view.dispatch({ changes: textView.changes(view.state.doc.toString(), text) });
  save();
});

/* Errata, where they stand */
const SEVERITY = { erratum: "error", query: "warning", note: "info" };
function underline() {
  if (!view) return;
  const doc = view.state.doc;
  const marks = errata.filter(e => e.line && e.line <= doc.lines).map(erratum => {
    const line = doc.line(erratum.line), words = erratum.words || "";
    const near = line.from + Math.max(0, (erratum.column || 1) - 1);
    let from = words && !words.includes("\n") ? nearest(line.text, words, near - line.from) : -1;
    from = from < 0 ? Math.min(near, line.to) : line.from + from;
    const end = words && line.text.startsWith(words, from - line.from) ? from + words.length : line.to;
    const hint = erratum.hint ? `\n→ ${erratum.hint[lang]}` : "";
    const actions = typeof errataHere === "undefined" ? [] : errataHere.actions(erratum);
    return { from: erratum.column || words ? from : line.from, to: Math.max(end, from), severity: SEVERITY[erratum.kind],
             message: erratum.message[lang] + hint, source: erratum.rule, actions, erratum };
  });
  view.dispatch(CodeMirror.setDiagnostics(view.state, marks));
}

function nearest(text, words, near) {
  let best = -1;
  for (let i = text.indexOf(words); i >= 0; i = text.indexOf(words, i + 1)) {
    if (best < 0 || Math.abs(i - near) < Math.abs(best - near)) best = i;
  }
  return best;
}

async function askErrata() {
  const answer = await ask("GET", address);
  if (!answer.ok) return;
  errata = answer.data.errata;
  if (isSaved() && answer.data.revision === base) underline();
}

/* Opening */
let lighting = 0;
function watch(update) {
  const remote = update.transactions.some(t => t.annotation(CodeMirror.Transaction.remote));
  if (update.docChanged) {
    if (sending) since = since.compose(update.changes);
    if (!remote) { failing = ""; keepDraft(); later(); }
  }
  const moved = update.transactions.some(t => t.isUserEvent("select"));
  if (moved && typeof light === "function" && data) {
    clearTimeout(lighting);
    lighting = setTimeout(() => {
      const part = partOf(data, update.state.doc.lineAt(update.state.selection.main.head).number);
      if (part) light(...part);
    }, 120);
  }
}

function extensions() {
  const cm = CodeMirror;
  return [
    textView.common(path, host.dataset.label, host.dataset.phrases), cm.history(), cm.highlightActiveLine(),
    cm.search({ top: true }), cm.lintGutter(), cm.EditorView.updateListener.of(watch),
    cm.keymap.of([
      { key: "Mod-s", run: () => { save(); return true; }, preventDefault: true },
      ...(typeof errataHere === "undefined" ? [] : errataHere.keys),
      ...cm.searchKeymap, ...cm.historyKeymap, ...cm.lintKeymap, ...cm.defaultKeymap,
    ]),
  ];
}

/* For what settles errata in the text: nothing of it is unsaved, and what changed is shown. */
const atRest = async () => { await save(); while (sending) await new Promise(done => setTimeout(done, 20)); };
if (typeof settlements !== "undefined") {
  settlements.waits.push(() => view ? atRest() : null);
  settlements.lists.push(settled => {
    errata = errata.filter(e => !settled.done.includes(e.id));
    if (view) refresh().then(() => { underline(); askErrata(); });
  });
}

async function open() {
  if (!view) {
    await textView.load();
    const answer = await ask("GET", address);
    if (!answer.ok) { tell("not-saved", faults(answer.data)); return false; }
    base = answer.data.revision;
    errata = answer.data.errata;
    const root = textView.root(host), doc = answer.data.text;
    view = new CodeMirror.EditorView({ doc, root, parent: root, extensions: extensions() });
    acked = view.state.doc;
    underline();
    await bringBack(answer.data);
  }
  return true;
}

/* Words that a window which is gone had not saved: merged as any other edit. */
async function bringBack(now) {
  const kept = draft();
  if (!kept || kept.text === now.text) { localStorage.removeItem(draftKey); return; }
  if (kept.base === base) {
    view.dispatch({ changes: textView.changes(now.text, kept.text) });
    await save();
  } else {
    const answer = await put(kept.text, kept.base);
    if (!answer.status) return;
    if (answer.status === 409) {
      meet(answer.data, view.state.doc, null);
      return;
    }
    if (!answer.ok) { tell("not-saved", faults(answer.data)); return; }
    accept({ ...answer.data, merged: true, text: answer.data.text ?? kept.text }, acked);
  }
  tell("drafts-back");
}

async function toggle(on) {
  const button = at("write");
  if (on && !await open()) return;
  host.hidden = !on;
  at("source").hidden = on;
  at("writing-name").hidden = !on;
  button.setAttribute("aria-pressed", on);
  button.firstChild.data = say(on ? "read-here" : "write-here");
  host.parentElement.classList.toggle("writing", on);
  localStorage.setItem("writing", on ? "1" : "");
  document.dispatchEvent(new CustomEvent("writing", { detail: on }));
  if (on) { view.requestMeasure(); view.focus(); } else save();
}

at("write").addEventListener("click", () => toggle(host.hidden));
document.addEventListener("keydown", event => {
  if ((event.key === "e" || event.key === "E") && !writes(event)) { toggle(host.hidden); event.preventDefault(); }
});
document.addEventListener("to-source", event => {
  if (host.hidden || !view || event.detail > view.state.doc.lines) return;
  const line = view.state.doc.line(event.detail);
  view.dispatch({ selection: { anchor: line.from }, effects: CodeMirror.EditorView.scrollIntoView(line.from, { y: "center" }) });
});
window.addEventListener("pagehide", () => { if (view && !isSaved()) save(); });
let told = "";
listeners.push(state => {
  if (!view) return;
  if (at("saved").className === "bad" && !meeting && !failing) save();
  const now = `${state.version} ${state.errata} ${state.status} ${state.edition}`;
  if (now === told) return;
  const newErrata = told.split(" ")[1] !== state.errata;
  told = now;
  if (state.status !== "making" || newErrata) refresh().then(() => { if (newErrata) askErrata(); });
});
if (localStorage.getItem("writing") || draft()) toggle(true);
})();
