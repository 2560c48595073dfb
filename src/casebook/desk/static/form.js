"use strict";
/* A form of a file: what was changed is sent, each fault comes back to its field. */

(() => {
const form = document.getElementById("form"), said = document.getElementById("form-said");
const tabs = [...document.querySelectorAll(".formed [role=tab]")];
const draftKey = `form:${document.getElementById("editor").dataset.book}:${form.dataset.name}`;

function choose(tab) {
  for (const each of tabs) {
    const on = each === tab;
    each.setAttribute("aria-selected", on);
    each.tabIndex = on ? 0 : -1;
    document.getElementById(each.getAttribute("aria-controls")).hidden = !on;
  }
  if (tab.id === "tab-text" && document.getElementById("editor").hidden) document.getElementById("write").click();
  else if (tab.id === "tab-form" && shown) location.reload();  // the text may be another by now
  shown = true;
}
let shown = false;
tabs.forEach((tab, index) => {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", event => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const next = tabs[(index + 1) % tabs.length];
    next.focus();
    choose(next);
  });
});
tabs[1].tabIndex = -1;

const controls = () => [...form.querySelectorAll("[data-steps]")];
function valueOf(control) {
  switch (control.dataset.kind) {
    case "words": return control.value.split(/[、,，;；]/).map(word => word.trim()).filter(Boolean);
    case "pairs": return [...control.querySelectorAll(".line")].map(line => [...line.querySelectorAll("input")].map(i => i.value.trim())).filter(([key]) => key);
    case "rows": return [...control.querySelectorAll(".line")]
      .map(line => Object.fromEntries([...line.querySelectorAll("input")].map(i => [i.dataset.key, i.value.trim()]).filter(([, value]) => value)))
      .filter(row => Object.keys(row).length);
    default: return control.value;
  }
}
const first = new Map(controls().map(control => [control.dataset.steps, JSON.stringify(valueOf(control))]));

function changes() {
  const list = [];
  for (const control of controls()) {
    const steps = JSON.parse(control.dataset.steps), value = valueOf(control), before = first.get(control.dataset.steps);
    if (JSON.stringify(value) === before) continue;
    if (control.dataset.kind !== "pairs") { list.push([steps, value]); continue; }
    const old = new Map(JSON.parse(before));
    for (const [key, words] of value) if (old.get(key) !== words) list.push([[...steps, key], words]);
  }
  return list;
}

form.addEventListener("click", event => {
  if (!event.target.classList.contains("add")) return;
  const box = event.target.parentElement, last = box.querySelector(".line:last-of-type");
  const line = last ? last.cloneNode(true) : element("p", "line");
  if (!last) line.append(element("input", "key"), element("input"));
  for (const input of line.querySelectorAll("input")) { input.value = ""; input.readOnly = false; }
  for (const [index, input] of [...line.querySelectorAll("input")].entries()) {
    if (box.dataset.kind === "pairs") input.setAttribute("aria-label", say(index ? "pair-value" : "pair-name"));
  }
  event.target.before(line);
  line.querySelector("input").focus();
});

/* What was filled in and not saved is kept in this browser. */
form.addEventListener("input", () => {
  const list = changes();
  said.textContent = list.length ? say("unsaved") : "";
  said.className = "";
  try { if (list.length) localStorage.setItem(draftKey, JSON.stringify(list)); else localStorage.removeItem(draftKey); } catch { /* full */ }
});
for (const [steps, value] of JSON.parse(localStorage.getItem(draftKey) || "[]")) {
  const control = controls().find(each => each.dataset.steps === JSON.stringify(steps) || JSON.stringify(JSON.parse(each.dataset.steps)) === JSON.stringify(steps));
  if (control && control.dataset.kind === "text") { control.value = value; said.textContent = say("drafts-back"); }
}

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
  const list = changes();
  if (!list.length) { said.textContent = say("no-change"); return; }
  said.className = "";
  said.textContent = say("saving");
  const reason = document.getElementById("reason");
  const facts = { base: form.dataset.revision, by: by.value.trim(), reason: reason ? reason.value : "", changes: list };
  const answer = await ask("PUT", `/api/form/${form.dataset.name.split("/").map(encodeURIComponent).join("/")}`, facts);
  if (!answer.status) { said.textContent = say("kept-here"); said.className = "bad"; return; }
  show(answer.data.errata || []);
  if (answer.ok) {
    localStorage.removeItem(draftKey);
    form.dataset.revision = answer.data.revision;
    if (answer.data.merged) { location.reload(); return; }
    for (const control of controls()) first.set(control.dataset.steps, JSON.stringify(valueOf(control)));
    said.textContent = say("saved");
  } else {
    said.className = "bad";
    said.textContent = answer.status === 409 ? say("form-meets") : answer.status === 422 && (answer.data.errata || []).length ? say("see-fields") : faults(answer.data);
  }
});
})();
