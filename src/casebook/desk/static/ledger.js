"use strict";
/* Search and filter the ledger. */

const ROWS = ".ledger tr.case-row";
const rows = [...document.querySelectorAll(ROWS)];
const fields = ["search", "tier", "region", "kind"].map(id => document.getElementById(id));
const count = document.getElementById("count");
let known = null;

function filter() {
  const [words, tier, region, kind] = fields.map(field => field ? field.value : "");
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const data = row.dataset;
    const fits = wanted.every(word => data.words.includes(word))
      && (!tier || data.tier === tier) && (!region || data.region === region)
      && (!kind || data.kinds.split(" ").includes(kind));
    if (row.hidden === fits) row.hidden = !fits;
    shown += fits;
  }
  for (const heading of document.querySelectorAll(".ledger tr.tier")) {
    const empty = ![...heading.parentNode.children].some(row => row !== heading && !row.hidden);
    if (heading.hidden !== empty) heading.hidden = empty;
  }
  const nothing = document.getElementById("nothing");
  if (nothing) nothing.hidden = shown > 0 || !rows.length;
  if (count) count.textContent = `${shown} / ${rows.length} ${say("of-cases")}`;
  sessionStorage.setItem("filters", JSON.stringify(fields.map(field => field ? field.value : "")));
}

for (const field of fields) if (field) field.addEventListener("input", filter);
try {
  const kept = JSON.parse(sessionStorage.getItem("filters")) || [];
  fields.forEach((field, index) => { if (field && kept[index]) field.value = kept[index]; });
} catch { /* nothing kept */ }
filter();
const form = document.querySelector(".filters");
if (form) {
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter, 0));
}

/* Rows of the last time, or of awards and files alone, give way to those of the book that was read. */
const first = () => (document.querySelector(".ledger") || { dataset: {} }).dataset.first;

/* New rows come when the book was read or made again; what somebody is typing is not taken from him. */
let coming = false;

async function renew() {
  if (coming) return;
  coming = true;
  try {
    const answer = await fetch("/");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".ledger");
    const old = document.querySelector(".ledger");
    if (!fresh || !old) { if (fresh) location.reload(); return; }
    const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    old.replaceWith(document.adoptNode(fresh));
    document.getElementById("as-before").replaceWith(document.adoptNode(page.getElementById("as-before")));
    rows.splice(0, rows.length, ...document.querySelectorAll(ROWS));
    const again = held && document.querySelector(`.ledger a[href="${held}"]`);
    if (again) again.focus({ preventScroll: true });
    filter();
  } catch { missed(); } finally { coming = false; }
}

listeners.push(state => {
  if (!rows.length && state.listed) { location.reload(); return; }
  if (first() === "unread" && !state.listed && state.faults.length) { location.reload(); return; }
  const now = `${state.versions} ${state.errata} ${state.listed} ${state.marks}`;
  const behind = first() === "unread" ? state.listed > 0 : first() === "unmade" && state.status === "good";
  if (state.status === "making" && known !== null && !behind) return;
  if (behind || (known !== null && known !== now)) renew();
  known = now;
});
