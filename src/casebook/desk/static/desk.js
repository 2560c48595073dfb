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

async function ask(method, path, body, more = {}) {
  const headers = { "x-casebook": "desk", ...more };
  if (body !== undefined && !(body instanceof Blob)) headers["content-type"] = "application/json";
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  const answer = await fetch(path, { method, headers, body: sent });
  const data = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, data };
}

function faults(data) {
  const said = (data.errata || []).map(e => e.message[lang] + (e.hint ? ` ${e.hint[lang]}` : ""));
  return said.join(" ") || `${say("refused")}${data.said ? ` (${data.said})` : ""}`;
}

function card(erratum) {
  const node = element("article", erratum.kind);
  const line = erratum.line ? `:${erratum.line}` : "";
  node.append(element("p", "place", `${erratum.path}${line} · ${erratum.rule}`));
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
  node.addEventListener("click", () => { if (document.getSelection().isCollapsed) follow(); });
}

function hear(state) {
  status.className = state.status;
  stop.hidden = state.status !== "making";
  if (state.status === "making") {
    const step = state.step ? state.step[lang] : "";
    const count = state.count === null ? "" : ` ${state.count} ${say("page")}`;
    status.textContent = `${say("making")}：${step}${count}`;
  } else if (state.status === "good") {
    status.textContent = say("good-in").replace("%", state.seconds.toFixed(1));
  } else {
    status.textContent = say(state.status);
  }
  if (state.faults.length) {
    const first = state.faults[0];
    status.textContent = `${say("failed")} · ${first.place} ${first[lang]}`;
    status.title = status.textContent;
    status.className = "failed";
  }
  for (const listener of listeners) listener(state);
}

/* A browser keeps few connections to one desk, so a tab that nobody sees holds none. */
let source = null;

function listen() {
  if (source || document.hidden) return;
  const desk = document.querySelector("[data-round]");
  const about = desk ? `?section=${encodeURIComponent(desk.dataset.section)}` : "";
  source = new EventSource(`/events${about}`);
  source.onmessage = event => hear(JSON.parse(event.data));
  source.onerror = () => { status.className = "lost"; status.textContent = say("lost"); };
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
  || (event.target.closest && event.target.closest("input, textarea, select"));
document.getElementById("help").addEventListener("click", () => helping.showModal());
document.addEventListener("keydown", event => {
  if (writes(event)) return;
  const search = document.getElementById("search");
  if (event.key === "?") helping.showModal();
  else if (event.key === "/" && search) search.focus();
  else return;
  event.preventDefault();
});
for (const dialog of document.querySelectorAll("dialog")) {  // a click beside it closes it
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
}
