"use strict";
/* A form of a file: what was changed is sent, each fault comes back to its field. What another saved
   meanwhile in other fields stays; of a field that both changed one value is chosen. */

(() => {
const AGAIN = 1500;
const form = document.getElementById("form"), said = document.getElementById("form-said");
const tabs = [...document.querySelectorAll(".formed [role=tab]")];
const draftKey = `form:${document.getElementById("editor").dataset.book}:${form.dataset.name}`;
const address = `/api/form/${form.dataset.name.split("/").map(encodeURIComponent).join("/")}`;

let shown = false;
tabbed(tabs, tab => {
  if (tab.id === "tab-text" && document.getElementById("editor").hidden) document.getElementById("write").click();
  else if (tab.id === "tab-form" && shown) location.reload();  // the text may be another by now
  shown = true;
});
tabs[1].tabIndex = -1;

const reason = document.getElementById("reason");
const controls = () => [...form.querySelectorAll("[data-steps]")];
const stepsOf = node => JSON.stringify(JSON.parse(node.dataset.steps));
const first = new Map(controls().map(control => [control.dataset.steps, JSON.stringify(fieldValues.of(control))]));

function changes() {
  const list = [];
  for (const control of controls()) {
    const steps = JSON.parse(control.dataset.steps), value = fieldValues.of(control), before = first.get(control.dataset.steps);
    if (JSON.stringify(value) === before) continue;
    if (control.dataset.kind !== "pairs") { list.push([steps, value]); continue; }
    const old = new Map(JSON.parse(before));
    for (const [key, words] of value) if (old.get(key) !== words) list.push([[...steps, key], words]);
  }
  return list;
}

/* The field that `steps` lead to; to one of its lines where it holds pairs. */
function controlAt(steps) {
  const find = way => controls().find(each => stepsOf(each) === JSON.stringify(way));
  const inPairs = find(steps.slice(0, -1));
  return find(steps) || (inPairs && inPairs.dataset.kind === "pairs" ? inPairs : null);
}

form.addEventListener("click", event => {
  if (event.target.classList.contains("add")) fieldValues.addLine(event.target.parentElement).querySelector("input").focus();
});

/* What was filled in and not saved is kept in this browser, with the revision it was filled in on. */
let meeting = [], gone = [];
function keepDraft() {
  const list = changes();
  const open = [...meeting.filter(({ box }) => fieldValues.open(form).includes(box)).map(({ field }) => field), ...gone];
  try {
    const kept = { base: form.dataset.revision, changes: list, meets: open, reason: reason ? reason.value : "" };
    if (list.length || open.length) localStorage.setItem(draftKey, JSON.stringify(kept));
    else localStorage.removeItem(draftKey);
    return true;
  } catch { return false; }  // full
}

form.addEventListener("input", () => {
  said.textContent = changes().length ? say("unsaved") : "";
  said.className = "";
  if (!form.inert) keepDraft();
});

function settled() {
  for (const box of form.querySelectorAll(".meets")) box.remove();
  meeting = [];
  gone = [];
}

/* Put back what was filled in, into the file as it is now. */
async function bringBack(kept) {
  const looked = kept.changes.length ? await look(kept) : { changes: [], meets: [] };
  if (looked.revision && looked.revision !== form.dataset.revision) { location.reload(); return; }
  for (const [steps, value] of looked.changes) {
    const control = controlAt(steps);
    if (control) fieldValues.put(control, steps, value);
    else lost({ steps, mine: value });
  }
  const told = new Set(looked.meets.map(meant));
  for (const field of [...looked.meets, ...(kept.meets || []).filter(each => !told.has(meant(each)))]) {
    const control = field.now && controlAt(field.now);
    if (control) meeting.push({ field, box: fieldValues.meet(control, field.now, field) });
    else lost(field);
  }
  if (reason) reason.value = kept.reason || "";
  form.inert = false;
  said.textContent = say("drafts-back");
  if (fieldValues.open(form).length) fieldValues.choose(form, said);
  keepDraft();
}

/* Return where each change of a draft belongs in the file as it is, and what it would meet. Where
   nobody can say, because the file is another by now, no change has a place. */
async function look(kept) {
  let answer;
  while (!(answer = await ask("POST", address, { base: kept.base, changes: kept.changes })).status) {
    said.textContent = say("kept-here");
    await new Promise(done => setTimeout(done, AGAIN));
  }
  if (answer.ok) return answer.data;
  if (kept.base === form.dataset.revision) return { changes: kept.changes, meets: [] };
  return { changes: [], meets: kept.changes.map(([steps, mine]) => ({ steps, now: null, mine })) };
}

/* A field by its place in the file as it is; one that has none there by the place that it had. */
const meant = field => JSON.stringify(field.now || ["", ...field.steps]);

/* What belonged to an entry that another took out can only be read, and copied; it stays until the
   form is saved. */
function lost(field) {
  gone.push({ ...field, now: null });
  const words = element("p", "meets", `${say("field-gone")} ${field.steps.join(" · ")}：`);
  words.append(element("q", "", fieldValues.words(field.mine)));
  form.querySelector(".fields").prepend(words);
}

const draft = JSON.parse(localStorage.getItem(draftKey) || "null");
if (draft && draft.changes && draft.changes.length + (draft.meets || []).length) bringBack(draft); else form.inert = false;

function show(errata) {
  for (const node of form.querySelectorAll(".fault")) { node.hidden = true; node.textContent = ""; }
  for (const node of form.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
  let top = null;
  for (const erratum of errata) {
    const wanted = JSON.stringify(erratum.steps || []);
    const box = [...form.querySelectorAll(".fault")].find(node => wanted.startsWith(JSON.stringify(JSON.parse(node.dataset.at)).slice(0, -1)) && node.parentElement.querySelector("[data-steps]"));
    const exact = [...form.querySelectorAll(".fault")].find(node => JSON.stringify(JSON.parse(node.dataset.at)) === wanted);
    const place = exact || box;
    const words = erratum.message[lang] + (erratum.hint ? ` → ${erratum.hint[lang]}` : "");
    if (!place) { said.textContent = words; said.className = "bad"; continue; }
    place.textContent = `${place.textContent} ${words}`.trim();
    place.hidden = false;
    for (let up = place.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    const control = place.parentElement.querySelector("[data-steps]");
    if (control) control.setAttribute("aria-invalid", "true");
    top ||= control || place;
  }
  if (top) { top.scrollIntoView({ block: "center" }); if (top.focus) top.focus({ preventScroll: true }); }
}

const by = document.getElementById("form-by");
by.value = localStorage.getItem("name") || "";
form.addEventListener("submit", async event => {
  event.preventDefault();
  localStorage.setItem("name", by.value);
  if (fieldValues.open(form).length) { fieldValues.choose(form, said); return; }
  const list = changes();
  if (!list.length) { settled(); keepDraft(); said.textContent = say("no-change"); return; }
  said.className = "";
  said.textContent = say("saving");
  const facts = { base: form.dataset.revision, by: by.value.trim(), reason: reason ? reason.value : "", changes: list };
  const sent = new Map(controls().map(control => [control.dataset.steps, JSON.stringify(fieldValues.of(control))]));
  const answer = await ask("PUT", address, facts);
  if (!answer.status) { said.textContent = say("kept-here"); said.className = "bad"; return; }
  show(answer.data.errata || []);
  if (answer.ok) {
    settled();
    for (const [steps, value] of sent) first.set(steps, value);
    if (!answer.data.merged) form.dataset.revision = answer.data.revision;
    keepDraft();  // what was filled in while this was saved
    if (answer.data.merged) { location.reload(); return; }
    said.textContent = say(changes().length ? "unsaved" : "saved");
  } else if (answer.status === 409 && answer.data.meets && keepDraft()) {
    location.reload();  // as the file is now, with what was filled in and what meets it
  } else {
    said.className = "bad";
    said.textContent = answer.status === 409 ? say("form-meets") : answer.status === 422 && (answer.data.errata || []).length ? say("see-fields") : faults(answer.data);
  }
});
})();
