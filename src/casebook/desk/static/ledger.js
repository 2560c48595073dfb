"use strict";
/* Search and filter the ledger; take in manuscripts that are dropped on it. */

const ROWS = ".ledger tr.case-row";
const rows = [...document.querySelectorAll(ROWS)];
const fields = ["search", "tier", "region", "kind"].map(id => document.getElementById(id));
const count = document.getElementById("count");
const drop = document.getElementById("drop");
const report = document.getElementById("report");
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

async function take(files) {
  for (const file of [...files].slice(0, 50)) {
    const item = element("li", "", `${say("receiving")} ${file.name} …`);
    report.append(item);
    const { ok, data } = await ask("POST", `/api/receive?name=${encodeURIComponent(file.name)}`, file);
    item.textContent = ok ? `${file.name} → ` : `${file.name}：${faults(data)}`;
    if (ok) {
      for (const name of data.cases) {
        const link = element("a", "", name);
        link.href = `/case/${name}`;
        item.append(link, " ");
      }
      if (data.errata.length) {
        const list = element("ul");
        list.append(...data.errata.map(e => element("li", e.kind, e.message[lang] + (e.quote ? `：${e.quote}` : ""))));
        item.append(list);
      }
    }
  }
}

if (drop) {
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
  }
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files);
  });
  document.getElementById("files").addEventListener("change", event => take(event.target.files));
}

/* New rows come when the book was made again; what somebody is typing is not taken from him. */
listeners.push(async state => {
  if (state.status === "making") return;
  const now = `${state.book} ${state.errata}`;
  if (known !== null && known !== now) {
    const answer = await fetch("/");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".ledger");
    const old = document.querySelector(".ledger");
    if (fresh && old) {
      const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      old.replaceWith(document.adoptNode(fresh));
      rows.splice(0, rows.length, ...document.querySelectorAll(ROWS));
      const again = held && document.querySelector(`.ledger a[href="${held}"]`);
      if (again) again.focus({ preventScroll: true });
      filter();
    } else {
      location.reload();
    }
  } else if (known === null && !rows.length && state.book) {
    location.reload();
  }
  known = now;
});
