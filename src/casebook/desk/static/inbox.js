"use strict";
/* The inbox: one click assigns, another takes it back; the page follows what is filed. */

const live = document.getElementById("live");

async function renew(focus) {
  const answer = await fetch("/inbox");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("live");
  if (!live || !fresh) { location.reload(); return; }
  const open = new Set([...live.querySelectorAll("details[open]")].map(node => node.closest("[data-case]").dataset.case));
  live.replaceChildren(...fresh.childNodes);
  for (const node of live.querySelectorAll("details")) node.open = open.has(node.closest("[data-case]").dataset.case);
  const goal = focus && live.querySelector(focus);
  if (goal) goal.focus();
}

async function act(node, path, body) {
  for (const button of node.querySelectorAll("button")) button.disabled = true;
  const { ok, status, data } = await ask("POST", path, body);
  if (ok) {
    await renew(data.deed ? `[data-deed="${data.deed}"]` : "");
    spoken(data);
    return;
  }
  for (const button of node.querySelectorAll("button")) button.disabled = false;
  const place = node.querySelector(".refusal") || node;
  const words = status ? faults(data) : say("desk-silent");
  if (place.classList.contains("refusal")) place.textContent = words;
  else place.append(element("span", "bad", ` ${words}`));
}

const said = element("div", "undoing");
said.setAttribute("role", "status");
document.getElementById("main").append(said);

/* What was done, the way back beside it, and what is to be looked at. */
function spoken(data) {
  const line = element("p", "good", `${data.deed ? say("done") : say("undone")}${say("colon")}${data.words[lang]} `);
  if (data.deed) {
    const button = element("button", "undo", say("undo"));
    button.type = "button";
    button.addEventListener("click", () => act(said, "/api/take-back", { deed: data.deed }));
    line.append(button);
  }
  said.replaceChildren(line, ...(data.errata || []).map(card));
}

if (live) {
  live.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("[data-case]");
    if (button.classList.contains("assign")) act(item, "/api/assign", { case: item.dataset.case, award: button.dataset.award });
    else if (button.classList.contains("version")) act(item, "/api/version", { case: item.dataset.case, kept: button.dataset.kept });
    else if (button.classList.contains("undo")) act(button.closest("li"), "/api/take-back", { deed: button.dataset.deed });
  });
  live.addEventListener("submit", event => {
    event.preventDefault();
    const item = event.target.closest("[data-case]");
    if (!item) return;
    const wanted = event.target.querySelector("input").value.trim();
    const known = [...document.getElementById("awards").options].find(option => option.value === wanted || option.textContent === wanted);
    if (!known) { item.querySelector(".refusal").textContent = say("no-such-award"); return; }
    act(item, "/api/assign", { case: item.dataset.case, award: known.value });
  });
  live.addEventListener("input", event => {
    if (event.target.id === "due") {
      document.getElementById("letters").href = `/missing/reminders.docx${event.target.value ? `?due=${event.target.value}` : ""}`;
    }
  });
}
document.addEventListener("received", () => renew());
