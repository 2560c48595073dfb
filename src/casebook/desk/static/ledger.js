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

/* One file after another; what has gone is told, because 300 MB take their time. */
const LARGEST = 300e6;

function upload(file, told) {
  return new Promise(resolve => {
    const way = new XMLHttpRequest();
    way.open("POST", `/api/receive?name=${encodeURIComponent(file.name)}`);
    way.setRequestHeader("x-casebook", "desk");
    way.responseType = "json";
    way.upload.onprogress = event => { if (event.lengthComputable) told(event.loaded / event.total); };
    way.onload = () => resolve({ ok: way.status < 300, status: way.status, data: way.response || {} });
    way.onerror = () => resolve({ ok: false, status: 0, data: { said: say("no-answer") } });
    way.send(file);
  });
}

async function take(files) {
  for (const file of files) {
    const item = element("li", "", `${say("receiving")} ${file.name} …`);
    report.append(item);
    item.scrollIntoView({ block: "nearest" });
    const size = (file.size / 1e6).toFixed(1);
    const { ok, status, data } = file.size > LARGEST ? { ok: false, status: 413, data: {} }
      : await upload(file, part => { item.textContent = `${say("receiving")} ${file.name} · ${say("uploaded")} ${Math.floor(part * 100)}%（${size} MB）`; });
    if (status === 413) data.said = say("too-large");
    item.textContent = ok ? `${file.name} → ` : `${file.name}：${faults(data)}`;
    item.classList.toggle("bad", !ok);
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

/* The files of what was dropped: folders with all that is in them. */
async function dropped(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry && item.webkitGetAsEntry());
  if (!entries.some(entry => entry && entry.isDirectory)) return [...transfer.files];
  const found = [];
  async function walk(entry) {
    if (!entry || entry.name.startsWith(".")) return;
    if (entry.isFile) { found.push(await new Promise((give, fail) => entry.file(give, fail))); return; }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((give, fail) => reader.readEntries(give, fail));
      if (!some.length) return;
      for (const inner of some) await walk(inner);
    }
  }
  for (const entry of entries) await walk(entry);
  return found;
}

if (drop) {
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
  }
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    dropped(event.dataTransfer).then(take);
  });
  document.getElementById("files").addEventListener("change", event => take(event.target.files));
}

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
    rows.splice(0, rows.length, ...document.querySelectorAll(ROWS));
    const again = held && document.querySelector(`.ledger a[href="${held}"]`);
    if (again) again.focus({ preventScroll: true });
    filter();
  } catch { missed(); } finally { coming = false; }
}

listeners.push(state => {
  if (!rows.length && state.listed) { location.reload(); return; }
  const now = `${state.versions} ${state.errata} ${state.listed}`;
  if (state.status === "making" && known !== null) return;
  if (known !== null && known !== now) renew();
  known = now;
});
