"use strict";
/* Find in manuscript and pages; replace with a preview, text by text, as one step of the journal. */

const at = id => document.getElementById(id);
const room = document.querySelector(".find"), list = at("hits");
let turn = 0, shown = { texts: [], pages: [], sections: {} }, replacing = null;

at("writer").value = localStorage.getItem("name") || "";
at("writer").addEventListener("change", () => localStorage.setItem("name", at("writer").value));
const who = () => (localStorage.getItem("name") || "").trim();
const asked = () => ({ words: at("search").value, mode: at("mode").value, exact: at("exact").checked });

const caseOf = section => section.startsWith("case-") ? `/case/${encodeURIComponent(section.slice(5))}` : `/section/${encodeURIComponent(section)}`;
const pageAddress = hit => `${caseOf(hit.section)}#p${hit.number}y${hit.down}`;

function addressOf(text, hit) {
  if (text.section) return `${caseOf(text.section)}#l${hit.line}w${encodeURIComponent(hit.words.slice(0, 60))}`;
  if (text.path === "notice.txt") return "/notice";
  return `/form/${text.path.split("/").map(encodeURIComponent).join("/")}`;
}

function inContext(hit) {
  const node = element("span", "words"), kept = replacing && !hit.why;
  node.append(hit.before, element(kept ? "del" : "mark", "", hit.words));
  if (kept) node.append(element("ins", "", hit.put || "␡"));
  node.append(hit.after);
  return node;
}

function link(address, place, hit) {
  const node = element("a", "hit");
  node.href = address;
  node.append(element("span", "place", place), inContext(hit));
  return node;
}

function hitNode(text, hit) {
  const node = element("li");
  if (replacing) {
    const box = element("input"), without = replacing.without(text);
    box.type = "checkbox";
    box.setAttribute("aria-label", say("replace-this"));
    box.disabled = Boolean(hit.why);
    box.checked = !hit.why && !without.has(hit.start);
    box.addEventListener("change", () => {
      if (box.checked) without.delete(hit.start); else without.add(hit.start);
      count();
    });
    node.append(box);
  }
  node.append(link(addressOf(text, hit), say("line").replace("%", hit.line), hit));
  if (replacing && hit.why) node.append(element("span", "why", room.getAttribute(`data-why-${hit.why}`)));
  return node;
}

function pageNode(hit) {
  const node = element("li");
  node.append(link(pageAddress(hit), say("page-n").replace("%", hit.label), { ...hit, why: "page" }));
  return node;
}

/* By text, in the order of the book; what stands open is filled when it is opened. */
function groups() {
  const by = new Map();
  const of = (key, title) => {
    if (!by.has(key)) by.set(key, { key, title, text: null, pages: [] });
    return by.get(key);
  };
  const order = new Map(Object.keys(shown.sections).map((id, index) => [id, index]));
  for (const text of shown.texts) of(text.section || text.path, text.title).text = text;
  for (const hit of shown.pages) of(hit.section, shown.sections[hit.section] || hit.section).pages.push(hit);
  return [...by.values()].sort((a, b) => (order.get(a.key) ?? 1e6) - (order.get(b.key) ?? 1e6));
}

function groupNode(group, open) {
  const node = element("details"), summary = element("summary", "", group.title);
  const counts = [group.text && `${say("in-texts")} ${group.text.hits.length}`, group.pages.length && `${say("on-pages")} ${group.pages.length}`];
  summary.append(" ", element("span", "place", counts.filter(Boolean).join(" · ")));
  node.dataset.key = group.key;
  node.append(summary);
  const fill = () => {
    if (!node.open || node.children.length > 1) return;
    const items = element("ol");
    if (group.text) {
      if (replacing) node.append(chooser(group.text, items));
      items.append(...group.text.hits.map(hit => hitNode(group.text, hit)));
    }
    items.append(...group.pages.map(pageNode));
    node.append(items);
  };
  node.addEventListener("toggle", fill);
  node.open = open;
  fill();
  return node;
}

function chooser(text, items) {
  const line = element("p", "chooser"), label = element("label"), box = element("input");
  const free = text.hits.filter(hit => !hit.why), without = replacing.without(text);
  box.type = "checkbox";
  box.checked = free.length > 0 && without.size < free.length;
  box.disabled = !free.length;
  box.addEventListener("change", () => {
    without.clear();
    if (!box.checked) for (const hit of free) without.add(hit.start);
    items.replaceChildren(...text.hits.map(hit => hitNode(text, hit)));
    count();
  });
  label.append(box, ` ${say("choose-all")}`);
  line.append(label);
  if (text.reshapes) line.append(" ", element("span", "bad", say("reshapes")));
  return line;
}

const MOST_OPEN = 12;
function show(searching = false) {
  const opened = new Map([...list.children].map(node => [node.dataset.key, node.open]));
  const all = groups(), few = all.length <= MOST_OPEN;
  list.replaceChildren(...all.map((group, at) => groupNode(group, opened.get(group.key) ?? (few || at === 0))));
  const texts = shown.texts.reduce((sum, text) => sum + text.hits.length, 0);
  at("counted").textContent = (!all.length && !searching ? say("no-hits")
    : say("hits-of").replace("%", texts).replace("#", shown.pages.length).replace("@", all.length))
    + (searching ? ` ${say("searching-pages")}` : "") + (shown.more ? ` ${say("more-hits")}` : "");
}

async function request(where, from = 0) {
  const { words, mode, exact } = asked();
  const query = new URLSearchParams({ words, mode, exact: exact ? "1" : "0", where, from });
  return ask("GET", `/api/search?${query}`);
}

async function search() {
  const mine = ++turn, where = at("where").value;
  stopReplacing();
  at("refusal").textContent = "";
  if (!at("search").value.trim()) { list.replaceChildren(); at("counted").textContent = ""; return; }
  remember();
  at("counted").textContent = "…";
  list.replaceChildren();
  shown = { texts: [], pages: [], sections: {}, more: false };
  for (const part of ["texts", "pages"]) {
    if (where !== "all" && where !== part) continue;
    for (let from = 0, again = 1; ;) {
      const answer = await request(part, from);
      if (mine !== turn) return;
      if (!answer.ok && again-- > 0 && (answer.data.errata || [{}])[0].rule === "pages-replaced") {
        from = 0;
        shown = { ...shown, pages: [] };
        continue;
      }
      if (!answer.ok) {
        list.replaceChildren();
        at("counted").textContent = "";
        at("refusal").textContent = faults(answer.data);
        return;
      }
      const { texts, pages, sections, more, next } = answer.data;
      shown = { texts: [...shown.texts, ...texts], pages: [...shown.pages, ...pages], sections, more: shown.more || more };
      show(Boolean(next) || (part === "texts" && where === "all"));
      if (!next || more) break;
      from = next;
    }
  }
}

/* The address keeps what was looked for, for who comes back or changes the language. */
function remember() {
  const { words, mode, exact } = asked();
  const query = new URLSearchParams({ words, mode, exact: exact ? "1" : "0", where: at("where").value });
  history.replaceState(null, "", `/find?${query}`);
}

/* Replacing */
function stopReplacing() {
  replacing = null;
  at("replacing-bar").hidden = true;
}

async function preview() {
  const mine = ++turn;
  at("refusal").textContent = "";
  if (!at("search").value.trim()) { at("search").focus(); return; }
  if (at("mode").value === "pinyin") { at("refusal").textContent = say("no-pinyin-replace"); return; }
  remember();
  const facts = { ...asked(), put: at("put").value };
  const answer = await ask("POST", "/api/replace/preview", facts);
  if (mine !== turn) return;
  if (!answer.ok) { at("refusal").textContent = faults(answer.data); return; }
  shown = answer.data;
  const free = text => text.hits.filter(hit => !hit.why).map(hit => hit.start);
  const left = new Map(shown.texts.map(text => [text.path, new Set(text.reshapes ? free(text) : [])]));
  replacing = { facts, without: text => left.get(text.path) };
  show();
  at("replacing-bar").hidden = false;
  count();
}

const freeOf = text => text.hits.filter(hit => !hit.why && !replacing.without(text).has(hit.start));

function count() {
  const texts = shown.texts.filter(text => freeOf(text).length);
  const many = texts.reduce((sum, text) => sum + freeOf(text).length, 0);
  const every = shown.texts.reduce((sum, text) => sum + text.hits.length, 0);
  at("to-replace").textContent = say("to-replace-n").replace("%", many).replace("@", texts.length).replace("#", every - many);
  at("replace").disabled = !many || shown.more;
}

async function replace() {
  const chosen = shown.texts.filter(text => freeOf(text).length);
  at("replace").disabled = true;
  const files = chosen.map(text => ({ path: text.path, revision: text.revision, without: [...replacing.without(text)] }));
  const answer = await ask("POST", "/api/replace", { ...replacing.facts, files, by: who() });
  at("replace").disabled = false;
  if (!answer.ok) {
    at("refusal").textContent = answer.status === 409 && answer.data.changed
      ? say("changed-since-preview") + answer.data.changed.join(" ") : faults(answer.data);
    return;
  }
  const { count: many, files: changed, number } = answer.data;
  await search();
  done(say("replaced-n").replace("%", many).replace("@", changed.length), number);
}

function done(words, number) {
  at("counted").replaceChildren(element("span", "good", words));
  if (!number) return;
  const undo = element("button", "", say("undo"));
  undo.type = "button";
  undo.addEventListener("click", async () => {
    const answer = await ask("POST", "/api/journal/undo", { numbers: [number], case: "", by: who() });
    if (!answer.ok) { at("refusal").textContent = faults(answer.data); return; }
    await search();
    done(say("undone"), 0);
  });
  at("counted").append(" ", undo);
}

at("searching").addEventListener("submit", event => { event.preventDefault(); search(); });
at("replacing").addEventListener("submit", event => { event.preventDefault(); preview(); });
at("replace").addEventListener("click", replace);
at("leave-replacing").addEventListener("click", search);
for (const id of ["mode", "where", "exact"]) at(id).addEventListener("change", () => { if (at("search").value.trim()) search(); });
document.addEventListener("keydown", event => {
  if (writes(event)) return;
  const by = { j: 1, k: -1 }[event.key];
  if (!by) return;
  const links = [...list.querySelectorAll("a.hit")], index = links.indexOf(document.activeElement);
  const next = links[index < 0 ? 0 : Math.max(0, Math.min(links.length - 1, index + by))];
  if (next) { next.focus(); event.preventDefault(); }
});

const given = new URLSearchParams(location.search);
if (given.get("words")) {
  at("search").value = given.get("words");
  if (given.get("mode")) at("mode").value = given.get("mode");
  if (given.get("where")) at("where").value = given.get("where");
  at("exact").checked = given.get("exact") === "1";
  let begun = false;
  listeners.push(state => { if (!begun && state.listed) { begun = true; search(); } });
} else {
  at("search").focus();
}
