"use strict";
/* What every page of the desk does: hear what the press does, say it, and ask things of the desk. */

const say = name => document.body.getAttribute(`data-w-${name}`) || name;
const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const status = document.getElementById("status");
const stop = document.getElementById("stop");
const listeners = [];

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/* Which book a page is of: a desk on which another was opened meanwhile writes nothing for it. */
const book = () => document.body.dataset.book || "";
const whose = () => ({ "x-casebook": "desk", "x-casebook-book": book(), "x-casebook-by": encodeURIComponent(localStorage.getItem("name") || "") });

/* Every answer has `ok` and `data`; of a desk that does not answer, `data` says so. What somebody
   typed stays where it is. */
async function ask(method, path, body, more = {}) {
  const headers = { ...whose(), ...more };
  if (body !== undefined && !(body instanceof Blob)) headers["content-type"] = "application/json";
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: sent });
  } catch {
    missed();
    return { ok: false, status: 0, data: { said: say("no-answer") } };
  }
  const data = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, data };
}

function faults(data) {
  const said = (data.errata || []).map(e => e.message[lang] + (e.hint ? ` ${e.hint[lang]}` : ""));
  return said.join(" ") || data.said || say("refused");
}

const placeOf = erratum => `${erratum.path}${erratum.line ? `:${erratum.line}` : ""}`;

function card(erratum) {
  const node = element("article", erratum.kind);
  node.append(element("p", "place", `${placeOf(erratum)} · ${erratum.rule}`));
  node.append(element("p", "", erratum.message[lang]));
  if (erratum.quote) node.append(element("q", "", erratum.quote));
  if (erratum.hint) node.append(element("p", "", `→ ${erratum.hint[lang]}`));
  return node;
}

/* A card that leads somewhere: anywhere by mouse, by its first line from the keyboard. */
function leads(node, follow) {
  const place = node.querySelector(".place");
  const button = element("button", "place", place.textContent);
  button.type = "button";
  place.replaceWith(button);
  node.classList.add("link");
  node.addEventListener("click", event => {
    if (document.getSelection().isCollapsed && !event.target.closest(".settling")) follow();
  });
}

const building = document.getElementById("building");

function stepOf(state) {
  const step = state.step ? state.step[lang] : "";
  return `${step}${state.count === null ? "" : ` ${state.count} ${say("page")}`}`;
}

function hear(state) {
  status.className = state.status;
  stop.hidden = state.status !== "making" && state.build.status !== "making";
  if (state.status === "making") {
    status.textContent = `${say("making")}：${stepOf(state)}`;
  } else if (state.status === "good") {
    status.textContent = say("good-in").replace("%", state.seconds.toFixed(1));
  } else {
    status.textContent = say(state.status);
  }
  if (state.faults.length) {
    const first = state.faults[0];
    status.textContent = `${say("failed")} · ${placeOf(first)} ${first.message[lang]}`;
    status.className = "failed";
  }
  if (state.work) {
    status.textContent = `${state.work.said[lang]} ${state.work.done} / ${state.work.total}`;
    status.className = "making";
  }
  status.title = status.textContent;
  const build = state.build;
  building.hidden = build.status !== "making" && build.status !== "failed";
  building.className = build.status;
  if (build.status === "making") building.textContent = `${say("building")}：${stepOf(build)}`;
  if (build.status === "failed") building.textContent = `${say("build-failed")} · ${build.faults[0].message[lang]}`;
  building.title = building.textContent;
  for (const listener of listeners) listener(state);
}

/* A browser keeps few connections to one desk, so a tab that nobody sees holds none. */
const view = `v${Date.now().toString(36)}${Math.random().toString(36).slice(2, 12)}`;
let source = null, retry = 0;

function missed() {
  status.className = "lost";
  status.textContent = status.title = say("lost");
}

function listen() {
  if (source || document.hidden || document.body.classList.contains("view-start")) return;
  clearTimeout(retry);
  const desk = document.querySelector("[data-round]");
  const about = desk ? `&section=${encodeURIComponent(desk.dataset.section)}` : "";
  const by = encodeURIComponent(localStorage.getItem("name") || "");
  source = new EventSource(`/events?view=${view}&by=${by}${about}`);
  source.onmessage = event => hear(JSON.parse(event.data));
  source.onerror = () => {
    missed();
    if (source.readyState !== EventSource.CLOSED) return;
    rest();  // it will not try again by itself
    retry = setTimeout(listen, 2000);
  };
}

function rest() {
  if (source) source.close();
  source = null;
}

document.addEventListener("visibilitychange", () => { if (document.hidden) rest(); else listen(); });
window.addEventListener("pagehide", rest);
stop.addEventListener("click", () => ask("POST", "/api/cancel", {}));
window.addEventListener("load", listen);

/* Help: “?” anywhere but where one writes. */
const helping = document.getElementById("helping");
const writes = event => event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")
  || (event.target.closest && event.target.closest("input, textarea, select, #editor"));
function showHelp() {
  helping.showModal();
  helping.scrollTop = 0;  // what has the focus stands at its end
}
document.getElementById("help").addEventListener("click", showHelp);
document.addEventListener("keydown", event => {
  if (writes(event)) return;
  const search = document.getElementById("search");
  if (event.key === "?") showHelp();
  else if (event.key === "/" && search) search.focus();
  else return;
  event.preventDefault();
});
for (const dialog of document.querySelectorAll("dialog")) {  // a click beside it closes it
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
}

/* The other language shows the same place: what is scrolled, chosen and typed is as it was. */
const LEFT = "place-left";

function keepPlace() {
  const kept = { path: location.pathname, scrolled: {}, fields: {}, tab: "", open: [] };
  for (const node of document.querySelectorAll("[id]")) {
    if (node.scrollTop) kept.scrolled[node.id] = node.scrollTop;
    if (node.matches("textarea, select, input:not([type=file], [type=password])")) kept.fields[node.id] = node.value;
    if (node.matches("details[open]")) kept.open.push(node.id);
  }
  const tab = document.querySelector("[role=tab][aria-selected=true]");
  if (tab) kept.tab = tab.id;
  sessionStorage.setItem(LEFT, JSON.stringify(kept));
}

function returnTo(kept) {
  const byId = id => document.getElementById(id);
  if (kept.tab && byId(kept.tab)) byId(kept.tab).click();
  for (const [id, value] of Object.entries(kept.fields)) {
    const field = byId(id);
    if (!field || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const id of kept.open) if (byId(id)) byId(id).open = true;
  const left = new Map(Object.entries(kept.scrolled));
  const until = performance.now() + 10000;
  const scroll = () => {  // as soon as there is enough to scroll through
    for (const [id, top] of left) {
      const node = byId(id);
      if (node) node.scrollTop = top;
      if (!node || Math.abs(node.scrollTop - top) < 2) left.delete(id);
    }
    if (left.size && performance.now() < until) setTimeout(scroll, 50);
  };
  const given = () => left.clear();
  for (const name of ["wheel", "pointerdown", "keydown"]) window.addEventListener(name, given, { once: true });
  scroll();
}

document.querySelector("a.language").addEventListener("click", event => {
  keepPlace();
  event.currentTarget.hash = location.hash;  // it goes on to where the answer leads
});
window.addEventListener("load", () => {
  const kept = JSON.parse(sessionStorage.getItem(LEFT) || "null");
  sessionStorage.removeItem(LEFT);
  if (kept && kept.path === location.pathname) returnTo(kept);
});
