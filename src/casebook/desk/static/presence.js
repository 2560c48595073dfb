"use strict";
/* The name that is typed once, and who else is here. */

const NAMES = "#by, #signer, #writer, #form-by, #own-name";
const nameDialog = document.getElementById("naming"), nameButton = document.getElementById("who");
let writingNow = false;

const ownName = () => (localStorage.getItem("name") || "").trim();

function showName() {
  if (nameButton) nameButton.querySelector("span").textContent = ownName() || say("nameless");
  for (const field of document.querySelectorAll(NAMES)) if (document.activeElement !== field) field.value = ownName();
}

function announce() {
  ask("POST", "/api/present", { view, name: ownName(), writing: writingNow });
}

function keepName(name) {
  localStorage.setItem("name", name.trim());
  showName();
  announce();
}

document.addEventListener("change", event => { if (event.target.matches(NAMES)) keepName(event.target.value); });
window.addEventListener("storage", event => { if (event.key === "name") { showName(); announce(); } });
document.addEventListener("writing", event => { writingNow = event.detail; announce(); });
if (nameButton) {
  nameButton.addEventListener("click", () => { showName(); nameDialog.showModal(); });
  nameDialog.querySelector("form").addEventListener("submit", () => keepName(document.getElementById("own-name").value));
}
showName();

/* Others: on the page of a section beside its name, in the ledger in its row. */
const called = viewer => viewer.writing ? `${viewer.name}（${say("writes")}）` : viewer.name;
const names = viewers => viewers.map(called).join(say("list-comma"));

function showPeople(people) {
  const here = document.getElementById("present"), room = document.querySelector("[data-section][data-round]");
  if (here) {
    const mine = people.filter(viewer => viewer.section === room.dataset.section);
    const words = mine.length ? `${say("also-here")}${names(mine)}` : "";
    if (here.textContent !== words) here.textContent = words;
    here.hidden = !words;
  }
  for (const row of document.querySelectorAll(".ledger tr.case-row")) {
    const id = row.querySelector("a[href^='/case/']").getAttribute("href").slice(6);
    const words = names(people.filter(viewer => viewer.section === `case-${id}`));
    let node = row.querySelector(".people");
    if (!node && words) { node = element("span", "people"); row.children[2].append(node); }
    if (node && node.textContent !== words) node.textContent = words;
  }
}
listeners.push(state => showPeople(state.people));
