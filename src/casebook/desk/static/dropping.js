"use strict";
/* Files and folders that are dropped or chosen: sent one by one as one batch, then taken in. What is
   done with them a page says by `dropped.KIND`; what it answers is shown beside the place. */

const LARGEST = 300e6;
const dropped = {};

/* Files of what was dropped, with their paths; folders are opened. */
async function filesOf(transfer) {
  const entries = [...transfer.items].filter(item => item.kind === "file")
    .map(item => item.webkitGetAsEntry ? item.webkitGetAsEntry() : null);
  if (!entries.length || entries.some(entry => !entry)) return [...transfer.files].map(file => ({ file, path: file.name }));
  const found = [];
  const open = async (entry, path) => {
    if (entry.isFile) {
      const file = await new Promise((take, fail) => entry.file(take, fail));
      found.push({ file, path: `${path}${file.name}` });
      return;
    }
    const reader = entry.createReader();
    for (;;) {  // a reader gives a hundred at a time
      const part = await new Promise((take, fail) => reader.readEntries(take, fail));
      if (!part.length) return;
      for (const inner of part) await open(inner, `${path}${entry.name}/`);
    }
  };
  for (const entry of entries) await open(entry, "");
  return found;
}

/* Ask for work that takes long; `step` hears what is being done. */
async function work(path, body, step) {
  const answer = await fetch(path, {
    method: "POST", headers: { ...whose(), "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) return { errata: (await answer.json().catch(() => ({}))).errata || [] };
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", last = null;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const said = JSON.parse(line);
      if (said.step) step(said.step[lang]); else last = said;
    }
  }
  if (!last) throw new Error("the answer broke off");
  return last;
}

const megabytes = bytes => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

function upload(path, file, part) {
  return new Promise(resolve => {
    const way = new XMLHttpRequest();
    way.open("POST", path);
    for (const [name, value] of Object.entries(whose())) way.setRequestHeader(name, value);
    way.responseType = "json";
    way.upload.onprogress = event => { if (event.lengthComputable) part(event.loaded); };
    way.onload = () => resolve({ ok: way.status < 300, data: way.response || {} });
    way.onerror = () => resolve({ ok: false, data: { said: say("no-answer") } });
    way.send(file);
  });
}

/* Send `list` as a batch; return its name, or null when it was refused (and said). */
async function send(place, list) {
  const progress = place.querySelector(".progress");
  const total = list.reduce((sum, each) => sum + each.file.size, 0);
  if (total > LARGEST) { complain(place, `${say("too-much")} ${megabytes(total)}`); return null; }
  const opened = await ask("POST", "/api/upload", {});
  if (!opened.ok) { complain(place, faults(opened.data)); return null; }
  let sent = 0;
  for (const [index, { file, path }] of list.entries()) {
    const follow = part => {
      progress.textContent = `${say("sending")} ${index + 1}/${list.length} ${path} · ${megabytes(sent + part)} / ${megabytes(total)}`;
    };
    follow(0);
    const query = `path=${encodeURIComponent(path)}&written=${file.lastModified || ""}`;
    const { ok, data } = await upload(`/api/upload/${opened.data.batch}?${query}`, file, follow);
    if (!ok) { complain(place, `${path}${say("colon")}${faults(data)}`); return null; }
    sent += file.size;
  }
  return opened.data.batch;
}

function complain(place, words) {
  place.querySelector(".progress").textContent = "";
  place.querySelector(".outcome").replaceChildren(element("p", "bad", words));
}

let shownVersion = null;
listeners.push(state => {
  if (awaited !== null && state.version !== awaited) location.reload();
  shownVersion = state.version;
});

let busy = false;

async function takeIn(place, listing) {
  if (busy) return;
  busy = true;
  place.classList.add("busy");
  place.querySelector(".outcome").replaceChildren();
  try {
    const list = await listing;
    if (!list.length) { complain(place, say("nothing-dropped")); return; }
    const batch = await send(place, list);
    if (batch) await dropped[place.dataset.kind](place, batch);
  } catch {
    complain(place, say("desk-silent"));
  } finally {
    busy = false;
    place.classList.remove("busy");
  }
}

/* What became of manuscripts, file by file. */
function report(place, answer) {
  const outcome = place.querySelector(".outcome");
  place.querySelector(".progress").textContent = "";
  if (answer.errata) {
    outcome.replaceChildren(...answer.errata.map(card));
    if (!answer.errata.length) complain(place, say("refused"));
    return;
  }
  const done = answer.done;
  const list = element("ul");
  for (const row of done.rows) {
    const item = element("li", row.state === "refused" ? "bad" : "", "");
    item.append(element("span", "", `${row.words[lang]}　${row.file}`));
    if (row.case) {
      const link = element("a", "", row.case);
      link.href = `/case/${row.case}`;
      item.append(" → ", link);
    }
    const told = row.errata.filter(e => e.kind !== "note");
    if (told.length) {
      const details = element("details");
      details.open = row.state === "refused";
      details.append(element("summary", "ask", `${told.length} · ${told[0].message[lang]}`), ...told.map(card));
      item.append(details);
    }
    list.append(item);
  }
  for (const words of done.others) list.append(element("li", "place", words[lang]));
  outcome.replaceChildren(
    element("p", "good", done.summary[lang]), list,
    ...done.errata.filter(e => e.kind !== "note").map(card));
}

/* A case that came is shown as soon as its pages are made. */
let awaited = null;

dropped.manuscripts = dropped.case = async (place, batch) => {
  const progress = place.querySelector(".progress");
  const answer = await work("/api/inbox", { batch, award: place.dataset.award || "" }, words => { progress.textContent = words; });
  report(place, answer);
  if (place.dataset.kind === "case" && answer.done && answer.done.cases.length) awaited = shownVersion;
  document.dispatchEvent(new CustomEvent("received"));
};

for (const place of document.querySelectorAll(".dropping")) {
  for (const input of place.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const list = [...input.files].map(file => ({ file, path: file.webkitRelativePath || file.name }));
      input.value = "";
      takeIn(place, Promise.resolve(list));
    });
  }
}
const only = document.querySelector(".dropping");
if (only) {  // anywhere on the page
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, event => { event.preventDefault(); only.classList.add("over"); });
  }
  document.addEventListener("dragleave", event => { if (!event.relatedTarget) only.classList.remove("over"); });
  document.addEventListener("drop", event => {
    event.preventDefault();
    only.classList.remove("over");
    takeIn(only, filesOf(event.dataTransfer));
  });
}
