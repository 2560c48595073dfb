"use strict";
/* Open and close rounds; compare. */

const turning = document.getElementById("turning");
const turn = document.getElementById("turn-round");
const told = document.getElementById("told");
const form = document.getElementById("compare");

turning.addEventListener("submit", async event => {
  event.preventDefault();
  turn.disabled = true;
  told.textContent = say("working");
  const due = document.getElementById("due");
  const { ok, data } = await ask("POST", `/api/rounds/${turn.dataset.do}`, due ? { due: due.value, head: document.getElementById("head").value } : {});
  if (ok) location.reload();
  else { told.textContent = faults(data); turn.disabled = false; }
});

if (form) form.addEventListener("submit", async event => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  told.textContent = say("working");
  const body = { old: document.getElementById("old").value, new: document.getElementById("new").value };
  const { ok, data } = await ask("POST", "/api/compare", body);
  button.disabled = false;
  told.textContent = ok ? "" : faults(data);
  if (!ok) return;
  const names = lang === "zh"
    ? { done: "已改", missed: "漏改", wrong: "错改", unasked: "擅改", "by-eye": "须人工核对" }
    : { done: "carried out", missed: "missed", wrong: "carried out wrongly", unasked: "changed without a mark", "by-eye": "to be checked by eye" };
  const line = Object.entries(names).map(([fate, name]) => `${name} ${data.counts[fate]}`).join(" · ");
  const item = element("li", data.failed ? "bad" : "good", `${line} · ${lang === "zh" ? "须重读的页" : "pages to be read again"} ${data.reread.length} `);
  const kinds = lang === "zh" ? { html: "网页", pdf: "标色 PDF" } : { html: "page", pdf: "marked PDF" };
  for (const file of data.files) {
    const kind = kinds[file.split(".").pop()];
    if (!kind) continue;
    const link = element("a", "", kind);
    link.href = `/files/${file}`;
    item.append(link, " ");
  }
  document.getElementById("reports").prepend(item);
});
