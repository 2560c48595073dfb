"use strict";
/* A layout chosen and changed; what is filled in is shown on pages of the book before it is saved. */

(() => {
const PAUSE = 700;
const at = id => document.getElementById(id), form = at("form"), layouts = form.querySelector(".layouts");
const controls = () => [...form.querySelectorAll("[data-steps]")];
const first = new Map(controls().map(control => [control, control.value]));
let turn = 0, timer = 0, busy = false, again = false, undoable = 0;

const changes = () => controls().filter(control => control.value !== first.get(control)).map(control => [JSON.parse(control.dataset.steps), control.value.trim()]);
const chosen = () => form.querySelector("[name=layout]:checked").value;
const facts = () => ({ layout: chosen(), changes: chosen() === form.dataset.layout ? changes() : [] });

function show(errata) {
  for (const node of form.querySelectorAll(".fault")) { node.hidden = true; node.textContent = ""; }
  for (const node of form.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
  const others = [];
  for (const erratum of errata) {
    const control = controls().find(each => JSON.stringify(JSON.parse(each.dataset.steps)) === JSON.stringify(erratum.steps));
    const place = control && control.closest(".field").querySelector(".fault");
    if (!place) { others.push(card(erratum)); continue; }
    place.textContent = `${place.textContent} ${erratum.message[lang]}${erratum.hint ? ` → ${erratum.hint[lang]}` : ""}`.trim();
    place.hidden = false;
    control.setAttribute("aria-invalid", "true");
    for (let up = place.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  }
  at("layout-faults").replaceChildren(...others);
}

async function draw() {
  if (busy) { again = true; return; }
  busy = true;
  const now = ++turn;
  at("layout-working").textContent = say("working");
  const answer = await ask("POST", "/api/layout/try", facts());
  busy = false;
  if (again) { again = false; draw(); return; }
  if (now !== turn) return;
  show(answer.data.errata || []);
  at("layout-working").textContent = answer.ok ? "" : say("layout-last");
  if (!answer.ok) return;
  at("layout-picture").src = answer.data.picture;
  at("layout-picture").hidden = false;
}

/* Decisions that another changed, too: each with what both have. */
function meet(data) {
  form.dataset.seen = JSON.stringify(data.seen);
  for (const box of form.querySelectorAll(".meets")) box.remove();
  for (const field of data.meets) {
    const steps = JSON.stringify(field.steps);
    const control = controls().find(each => JSON.stringify(JSON.parse(each.dataset.steps)) === steps) || layouts;
    fieldValues.meet(control, field.steps, field);
  }
  fieldValues.choose(form, at("layout-said"));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(draw, PAUSE);
  at("layout-said").textContent = changes().length || chosen() !== form.dataset.layout ? say("unsaved") : "";
}

form.addEventListener("input", event => {
  if (event.target.name === "layout") {
    const other = chosen() !== form.dataset.layout;
    form.querySelector(".fields").inert = other;  // its own decisions are shown once it is chosen
    at("layout-name").placeholder = chosen();
  }
  if (event.target.id !== "layout-name") later();
});

form.addEventListener("submit", async event => {
  event.preventDefault();
  clearTimeout(timer);
  if (fieldValues.open(form).length) { fieldValues.choose(form, at("layout-said")); return; }
  const seen = JSON.parse(form.dataset.seen), name = at("layout-name").value.trim();
  if (chosen() !== form.dataset.layout) {  // it is opened for what its own file says
    const page = new DOMParser().parseFromString(await (await fetch(`/layout?name=${encodeURIComponent(chosen())}`)).text(), "text/html");
    Object.assign(seen, JSON.parse(page.getElementById("form").dataset.seen));
  }
  at("layout-said").textContent = say("saving");
  const keep = layouts.dataset.value !== undefined && layouts.dataset.value !== (name || chosen());  // another's choice stays
  const answer = await ask("PUT", "/api/layout", { ...facts(), seen, new: name, keep });
  show(answer.data.errata || []);
  if (answer.ok) { sessionStorage.setItem("layout-saved", answer.data.number); location.href = "/layout"; return; }
  if (answer.status === 409 && answer.data.meets) { meet(answer.data); return; }
  at("layout-said").textContent = answer.status === 409 ? say(answer.data.said === "name-taken" ? "layout-taken" : "form-meets") : answer.status === 422 && (answer.data.errata || []).length ? say("see-fields") : faults(answer.data);
  at("layout-said").className = "bad";
});

undoable = +(sessionStorage.getItem("layout-saved") || 0);
sessionStorage.removeItem("layout-saved");
if (undoable) { at("layout-said").textContent = say("saved"); at("layout-undo").hidden = false; }
at("layout-undo").addEventListener("click", async () => {
  const answer = await ask("POST", "/api/journal/undo", { numbers: [undoable], by: localStorage.getItem("name") || "" });
  if (answer.ok) location.reload(); else at("layout-said").textContent = faults(answer.data);
});
draw();
})();
