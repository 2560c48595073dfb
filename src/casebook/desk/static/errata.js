"use strict";
/* The queue: every erratum of the book, one after the other; questions to authors; what was settled. */

const at = id => document.getElementById(id);
const list = at("findings");
let book_ = { errata: [], rules: {}, sections: {}, questions: [], settled: [] };
let shown = [], current = "", card_ = null, asked = 0;
const filters = ["rule", "case", "kind"];

at("settler").value = localStorage.getItem("name") || "";
at("settler").addEventListener("change", () => localStorage.setItem("name", at("settler").value));

const tabs = [...document.querySelectorAll("[role=tab]")];
const choose = tabbed(tabs);
choose(tabs[0]);

/* What each erratum is grouped and chosen by. */
const ORDER = ["erratum", "query", "note"];
const nameOf = {
  rule: e => (book_.rules[e.rule] || {})[lang] || e.rule,
  case: e => (book_.sections[e.section] || { title: e.path }).title,
  kind: e => say(`kind-${e.kind}`),
};
const keyOf = { rule: e => e.rule, case: e => e.section || e.path, kind: e => e.kind };

function counts(name, errata) {
  const by = new Map();
  for (const erratum of errata) {
    const key = keyOf[name](erratum), row = by.get(key) || { key, name: nameOf[name](erratum), count: 0 };
    row.count += 1;
    by.set(key, row);
  }
  return [...by.values()];
}

const fits = (erratum, but = "") => filters.every(name => {
  const wanted = at(`by-${name}`).value;
  return name === but || !wanted || keyOf[name](erratum) === wanted;
});

/* The fields say how many there are of each, under the other fields as they are set. */
function fill() {
  for (const name of filters) {
    const field = at(`by-${name}`), kept = field.value;
    const rows = counts(name, open().filter(e => fits(e, name)));
    if (name === "kind") rows.sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key));
    else if (name === "rule") rows.sort((a, b) => b.count - a.count);
    const first = new Option(`${say(name === "kind" ? "weight" : name)}${say("colon")}${say("all")}`, "");
    field.replaceChildren(first, ...rows.map(row => new Option(`${row.name}（${row.count}）`, row.key)));
    if (kept && !rows.some(row => row.key === kept)) field.append(new Option(`${kept}（0）`, kept));
    field.value = kept;
  }
}

const open = () => book_.errata.filter(e => !e.asked && !e.fault && e.kind !== "note").concat(book_.errata.filter(e => !e.asked && !e.fault && e.kind === "note"));

function ordered() {
  const name = at("by-group").value, groups = counts(name, open().filter(e => fits(e)));
  if (name === "rule") groups.sort((a, b) => b.count - a.count);
  if (name === "kind") groups.sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key));
  if (name === "case") {
    const order = Object.keys(book_.sections);
    groups.sort((a, b) => (order.indexOf(a.key) + 1 || 1e6) - (order.indexOf(b.key) + 1 || 1e6));
  }
  const by = new Map(groups.map(group => [group.key, { ...group, errata: [] }]));
  for (const erratum of open()) if (fits(erratum)) by.get(keyOf[name](erratum)).errata.push(erratum);
  return [...by.values()];
}

function lineOf(erratum, group) {
  const node = element("button", `finding ${erratum.kind}`);
  node.type = "button";
  node.dataset.id = erratum.id;
  const where = group === "case" ? nameOf.rule(erratum) : nameOf.case(erratum);
  node.append(element("span", "mark", { erratum: "!", query: "?", note: "i" }[erratum.kind]),
    element("span", "what", erratum.words || erratum.quote || erratum.message[lang]), element("span", "where", where));
  node.addEventListener("click", () => show(erratum.id, true));
  return node;
}

/* Groups show their lines when they are opened, or hold the current one. */
function showList() {
  fill();
  const group = at("by-group").value, groups = ordered();
  shown = groups.flatMap(each => each.errata);
  const opened = new Set([...list.querySelectorAll("details[open]")].map(node => node.dataset.key));
  const nodes = groups.map(each => {
    const node = element("details");
    node.dataset.key = each.key;
    const summary = element("summary", "", each.name);
    summary.append(" ", element("span", "count", each.errata.length));
    node.append(summary);
    node.addEventListener("toggle", () => {
      if (node.open && node.children.length === 1) { node.append(...each.errata.map(e => lineOf(e, group))); here(); }
    });
    if (opened.has(each.key) || each.errata.some(e => e.id === current)) node.open = true;
    return node;
  });
  list.replaceChildren(...nodes);
  at("count-to-settle").textContent = open().length || "";
}

function here() {
  for (const node of list.querySelectorAll(".finding")) {
    const on = node.dataset.id === current;
    node.classList.toggle("here", on);
    if (on) node.setAttribute("aria-current", "true"); else node.removeAttribute("aria-current");
  }
  const found = list.querySelector(".finding.here");
  if (found) found.scrollIntoView({ block: "nearest" });
}

/* One erratum: what it is, its words, what settles it, and its page. */
function show(id, focus = false) {
  const index = shown.findIndex(e => e.id === id);
  const erratum = shown[index];
  const room = at("current");
  current = erratum ? id : "";
  at("nth").textContent = erratum ? say("nth-of").replace("%", index + 1).replace("#", shown.length) : "";
  if (!erratum) {
    room.replaceChildren(element("p", "good", say("all-settled")));
    card_ = null;
    pages.replaceChildren();
    here();
    return;
  }
  const group = [...list.children].find(node => node.dataset.key === keyOf[at("by-group").value](erratum));
  if (group && !group.open) group.open = true;
  const node = element("article", erratum.kind);
  const place = element("p", "place");
  const link = element("a", "", nameOf.case(erratum));
  link.href = settlements.placeOfText(erratum) || "/book";
  place.append(link, ` · ${say(`kind-${erratum.kind}`)} · ${nameOf.rule(erratum)}`);
  node.append(place, settlements.inContext(erratum), element("p", "", erratum.message[lang]));
  if (erratum.hint) node.append(element("p", "hint", `→ ${erratum.hint[lang]}`));
  if (erratum.answer) node.append(element("p", "good", say("author-answered") + erratum.answer));
  const alike = book_.errata.filter(e => e.alike === erratum.alike && !e.fault);
  const checked = card_ && card_.dataset.id === id && card_.querySelector(".alike input:checked");
  card_ = settlements.controls(erratum, alike);
  card_.dataset.id = id;
  if (checked) card_.acts.all();
  node.append(card_);
  room.replaceChildren(node);
  here();
  if (focus) node.querySelector("button").focus({ preventScroll: true });
  preview(erratum);
}

function step(by) {
  const index = shown.findIndex(e => e.id === current);
  const next = shown[Math.max(0, Math.min(shown.length - 1, index + by))];
  if (next) show(next.id, true);
}

/* The page on which it stands, tinted. */
const sections = new Map();
let looking = 0;
async function preview(erratum) {
  const turn = ++looking;
  if (!erratum.section || erratum.block === undefined) { pages.replaceChildren(); return; }
  if (!sections.has(erratum.section)) {
    const answer = await ask("GET", `/api/section/${encodeURIComponent(erratum.section)}`);
    if (!answer.ok || turn !== looking) return;
    sections.set(erratum.section, answer.data);
    while (sections.size > 12) sections.delete(sections.keys().next().value);
  }
  const data = sections.get(erratum.section);
  const found = rectangles(data, erratum.block, erratum.start, Math.max(erratum.end, erratum.start + 1));
  if (!found.length) { pages.replaceChildren(element("p", "", say("no-page-yet"))); return; }
  const { number } = found[0], page = data.pages[number];
  const figure = sheet(data.section, data.version, number, data.labels[number], 1000);
  figure.querySelector(".sheet").style.aspectRatio = `${page.w} / ${page.h}`;
  const layer = svg("svg", { viewBox: `0 0 ${page.w} ${page.h}`, "aria-hidden": "true" });
  for (const at of found) if (at.number === number) layer.append(...underlined(at, erratum.kind));
  figure.querySelector(".sheet").append(layer);
  pages.replaceChildren(figure);
  const box = layer.querySelector("rect").getBoundingClientRect();
  pages.scrollTop += box.top - pages.getBoundingClientRect().top - pages.clientHeight / 2;
}

/* Questions to authors, by case. */
function questionNode(question) {
  const node = element("article", "query");
  node.append(element("p", "place", [question.date, question.by].filter(Boolean).join(" ")),
    element("q", "", question.quote), element("p", "", question.note || (question.message || {})[lang] || question.rule));
  if (!question.id) node.append(element("p", "good", say("gone-from-text")));
  const form = element("form", "writing-words"), label = element("label", "", say("the-answer")), input = element("input");
  input.maxLength = 1000;
  label.append(input);
  const told = element("p", "refusal");
  told.setAttribute("role", "alert");
  const act = (name, deed, errata, facts) => {
    const one = element("button", "", say(name));
    one.type = "button";
    one.addEventListener("click", async () => {
      const answer = await settlements.settle(deed, errata, facts());
      if (!answer.ok) told.textContent = faults(answer.data);
    });
    return one;
  };
  const value = () => input.value.trim();
  form.append(label);
  if (question.id && question.words) form.append(act("as-answered", "repair", [question], () => ({ words: value(), because: value() })));
  if (question.id) form.append(act("answered-stet", "keep", [question], () => ({ because: say("author-answered") + (value() || say("it-stays")) })));
  form.append(act("answered-only", "answer", [{ id: question.name }], () => ({ because: value() })), act("ask-no-more", "withdraw", [{ id: question.name }], () => ({})));
  form.addEventListener("submit", event => event.preventDefault());
  node.append(form, told);
  return node;
}

function showQuestions() {
  const by = new Map();
  for (const question of book_.questions) {
    const found = /^cases\/([^/]+)\.md$/.exec(question.path), key = found ? found[1] : question.path;
    if (!by.has(key)) by.set(key, []);
    by.get(key).push(question);
  }
  const nodes = [...by].flatMap(([key, questions]) => {
    const section = book_.sections[`case-${key}`];
    const head = element("h2", "", section ? section.title : key);
    if (section) {
      const link = element("a", "place", say("letter-case"));
      link.href = `/questions.docx?lang=${lang}&case=${encodeURIComponent(key)}`;
      head.append(" ", link);
    }
    return [head, ...questions.map(questionNode)];
  });
  if (!nodes.length) nodes.push(element("p", "", say("no-questions")));
  at("letters").hidden = !book_.questions.some(q => q.id);
  at("questions").replaceChildren(...nodes);
  at("count-asked").textContent = book_.questions.length || "";
}

function showSettled() {
  const nodes = book_.settled.map(step => {
    const node = element("li", step.undone ? "undone" : "");
    const head = element("p", "", `${step.at.slice(0, 16).replace("T", " ")} ${step.by} `);
    head.append(element("strong", "", say(`deed-of-${step.settled}`)), ` ${step.count} ${say("places")}`);
    if (step.case) head.append(" ", step.case);
    node.append(head);
    if (step.name[lang]) head.append(` · ${step.name[lang]}`);
    if (step.about) {
      const words = element("p", "words");
      words.append(element(step.put ? "del" : "q", "", step.about));
      if (step.put) words.append(" ", element("ins", "", step.put));
      node.append(words);
    }
    if (step.because) node.append(element("p", "place", step.because));
    const undo = element("button", "", say(step.undone ? "undone" : "undo"));
    undo.type = "button";
    undo.disabled = step.undone;
    undo.addEventListener("click", async () => told(await settlements.undo(step.number)));
    node.append(undo);
    return node;
  });
  if (!nodes.length) nodes.push(element("li", "", say("none-settled")));
  at("settled").replaceChildren(...nodes);
}

function told(answer) {
  if (answer && !answer.ok) at("settled-said").textContent = faults(answer.data);
}

/* What is settled leaves the queue at once, and the next one comes; the rest follows. */
settlements.lists.push((data, deed) => {
  const line = element("span", "", settlements.words(data, deed));
  at("settled-said").replaceChildren(line);
  if (deed !== "undo" && data.number) {
    const back = element("button", "", say("undo"));
    back.type = "button";
    back.append(element("kbd", "", "U"));
    back.addEventListener("click", async () => told(await settlements.undo(data.number)));
    at("settled-said").append(" ", back);
  }
  const done = new Set(data.done), index = shown.findIndex(e => e.id === current);
  if (["repair", "keep", "ask"].includes(deed)) {
    const next = shown.slice(index).concat(shown.slice(0, Math.max(index, 0))).find(e => !done.has(e.id));
    book_.errata = book_.errata.filter(e => !done.has(e.id));
    current = next ? next.id : "";
    showList();
    if (!at("pane-to-settle").hidden) show(current, true);
  }
  sections.clear();
  const loaded = load(deed === "undo");
  return deed === "undo" ? loaded : null;
});

async function load(again = false) {
  const turn = ++asked;
  const answer = await ask("GET", "/api/errata");
  if (!answer.ok || turn !== asked) return;
  const was = current, before = JSON.stringify(book_.errata.find(e => e.id === was));
  book_ = answer.data;
  showList();
  showQuestions();
  showSettled();
  const index = shown.findIndex(e => e.id === was);
  const writing = document.activeElement && document.activeElement.closest("#current form");
  const focus = at("current").contains(document.activeElement);
  if (index < 0) show(shown[0] ? shown[0].id : "");
  else if (!writing && (again || before !== JSON.stringify(shown[index]))) show(was, focus);
  else {
    at("nth").textContent = say("nth-of").replace("%", index + 1).replace("#", shown.length);
    here();
    preview(shown[index]);
  }
}

for (const name of ["group", ...filters]) {
  at(`by-${name}`).addEventListener("change", () => { showList(); show(shown.some(e => e.id === current) ? current : (shown[0] || {}).id); });
}
document.querySelector(".queue .filters").addEventListener("submit", event => event.preventDefault());
function openText() {
  if (current) location.href = settlements.placeOfText(shown.find(e => e.id === current)) || "/book";
  return !current;
}
async function undoLast() {
  const answer = await settlements.undo();
  told(answer);
  return !answer || answer.ok;
}
document.addEventListener("keydown", event => {
  if (at("pane-to-settle").hidden || writes(event)) return;
  if (settlements.key(event, () => card_)) return;
  const by = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && !event.target.closest("#pages, [role=tablist]")) settlements.inTurn(() => step(by));
  else if (event.key === "u") settlements.inTurn(undoLast);
  else if (event.key === "e") settlements.inTurn(openText);
  else return;
  event.preventDefault();
});
let heard = "";
listeners.push(state => {
  const now = `${state.errata} ${state.listed}`;
  if (now !== heard) { heard = now; sections.clear(); load(); }
});
