"use strict";
/* The history: what was done, newest first; differences, undo, redo, restore. */

const room = document.querySelector(".journal"), list = document.getElementById("steps");
const of = room.dataset.of, place = id => document.getElementById(id);
const seenKey = `seen-journal:${of}`;
const seen = +(localStorage.getItem(seenKey) || 0);
let oldest = 0, parted = false;

const by = () => place("writer").value.trim();

function day(text) {
  return text.slice(0, 16).replace("T", " ");
}

function button(name, act) {
  const node = element("button", "", say(name));
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

function fileLine(step, file) {
  const node = element("div", "file");
  const counts = [file.in ? `${say("put-in")} ${file.in}` : "", file.out ? `${say("took-out")} ${file.out}` : ""].filter(Boolean);
  node.append(element("span", "place", `${file.path.replace(/^manuscript\//, "")}${counts.length ? ` · ${counts.join(" · ")}` : ""}`));
  if (file.old) node.append(element("del", "", file.old));
  if (file.new) node.append(element("ins", "", file.new));
  if (!file.path.startsWith("proofs/")) node.append(button("differences", () => compare(step, file.path)));
  if (step.can && !file.path.startsWith("proofs/")) node.append(button("restore", () => act("/api/journal/restore", { number: step.numbers[step.numbers.length - 1], path: file.path })));
  return node;
}

function stepNode(step) {
  const item = element("li");
  const head = element("p", "head");
  const deed = room.getAttribute(`data-deed-${step.deed}`);
  const began = step.numbers.length > 1 && day(step.began) !== day(step.at) ? `${day(step.began).slice(11)}–` : "";
  head.append(
    element("time", "", `${day(step.at).slice(0, 11)}${began}${day(step.at).slice(11)}`), " ",
    element("strong", "", step.by || (step.via === "outside" ? "" : say("nobody"))), " ", element("span", "deed", deed));
  if (step.case && step.case !== of) {
    const link = element("a", "", step.case);
    link.href = `/case/${encodeURIComponent(step.case)}`;
    head.append(" ", link);
  }
  if (step.of.length) head.append(" ", element("span", "place", `← ${step.of[0]}${step.of.length > 1 ? `–${step.of[step.of.length - 1]}` : ""}`));
  if (step.facts["broken-off"]) head.append(" ", element("span", "bad", say("broken-off")));
  if (step.undone) head.append(" ", element("span", "ask", say("undone")));
  head.append(" ", element("span", "place number", `#${step.numbers[0]}${step.numbers.length > 1 ? `–${step.numbers[step.numbers.length - 1]}` : ""}`));
  item.append(head);
  item.classList.toggle("undone", step.undone);
  if (step.deed === "conflict") item.append(fileLine({ ...step, can: false }, { path: step.facts.path }));
  if (step.deed === "build") item.append(element("p", "place", `${(step.facts.editions || "").split(" ").filter(Boolean).map(name => say(`edition-${name}`)).join(say("list-comma"))} · ${say(`ended-${step.facts.ended}`)}`));
  const { find, replace, about, put, because } = step.facts;
  if (find !== undefined) item.append(element("p", "place", `${find} → ${replace || "␡"}`));
  if (step.facts.settled) item.append(element("p", "place", [about, put && `→ ${put}`, because].filter(Boolean).join(" ")));
  const shown = step.deed === "begin" ? [] : step.files;
  item.append(...shown.map(file => fileLine(step, file)));
  if (step.count > shown.length) item.append(element("p", "place", `${step.count} ${say("files-of")}`));
  const tools = element("p", "buttons");
  const final = room.getAttribute(`data-final-${step.deed}`);
  if (final && (!step.can || step.undone)) item.append(element("p", "place", final));
  else if (step.can) tools.append(button(step.undone ? "redo" : "undo", () => act("/api/journal/undo", { numbers: step.numbers, case: of, again: step.undone })));
  if (!of && !["mark", "sign", "withdraw", "build", "round"].includes(step.deed)) {
    tools.append(button("restore-book", () => { if (confirm(say("restore-sure"))) act("/api/journal/restore", { number: step.numbers[step.numbers.length - 1] }); }));
  }
  if (tools.childNodes.length) item.append(tools);
  return item;
}

async function act(path, facts) {
  const answer = await ask("POST", path, { ...facts, by: by() });
  place("told").textContent = answer.ok ? (answer.data.files.length ? "" : say("no-change")) : faults(answer.data);
  if (answer.ok) show();
}

async function compare(step, path) {
  const numbers = step.numbers.join(",");
  const answer = await ask("GET", `/api/journal/differences?numbers=${numbers}&path=${encodeURIComponent(path)}`);
  if (!answer.ok) { place("told").textContent = faults(answer.data); return; }
  const { before, after } = answer.data;
  place("compared").textContent = path.replace(/^manuscript\//, "");
  place("comparing").showModal();
  if (before === null && after === null) { textView.root(place("differences")).append(say("no-text-file")); return; }
  await textView.load();
  const names = [...document.querySelectorAll("#comparing .sides span")].map(node => node.textContent);
  const sides = textView.sides(place("differences"), before || "", after || "", path, names, false);
  place("comparing").addEventListener("close", sides.close, { once: true });
}

async function show(more = false) {
  const below = more ? `&before=${oldest}` : "";
  const answer = await ask("GET", `/api/journal?case=${encodeURIComponent(of)}${below}`);
  if (!answer.ok) { place("told").textContent = faults(answer.data); return; }
  const { steps, errata, size, last } = answer.data;
  if (!more) { list.replaceChildren(); parted = false; }
  for (const step of steps) {
    const number = step.numbers[step.numbers.length - 1];
    if (seen && !parted && number <= seen) {
      parted = true;
      if (list.children.length) list.append(element("li", "parting", say("since-last")));
    }
    list.append(stepNode(step));
    oldest = number;
  }
  place("more").hidden = !answer.data.more;
  place("size").textContent = `${say("book-size")} ${(size / 1e6).toFixed(1)} MB`;
  if (errata.length) place("told").textContent = faults(answer.data);
  localStorage.setItem(seenKey, last);
}

place("more").addEventListener("click", () => show(true));
let shown = "";
listeners.push(state => {
  if (state.status !== "making" && shown && shown !== state.errata + state.book && !document.querySelector("dialog[open]")) show();
  shown = state.errata + state.book;
});
show();
