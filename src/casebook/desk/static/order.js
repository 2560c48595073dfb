"use strict";
/* The order of the book. A line is moved by its handle: dragged by mouse, pen or finger, or by the
   arrow keys; it is saved when it is dropped, or when the keys rest. */

(() => {
const REST = 700;
const at = id => document.getElementById(id);
let room = at("order"), undoable = 0, resting = 0;
let held = null;  // the line that is moved, and where it stood

const seen = () => JSON.parse(room.dataset.seen);
const listOf = line => line.parentElement;
const lines = list => [...list.children].filter(node => node.tagName === "LI");
const family = line => listOf(line).dataset.family;

function tell(words, bad = false, number = 0) {
  at("order-said").textContent = words;
  at("order-said").className = bad ? "bad" : "";
  undoable = number;
  at("order-undo").hidden = !number;
}

/* The way to a line as the lists are now; within a part, by the place the part has now. */
function stepsOf(line) {
  const list = listOf(line), place = lines(list).indexOf(line);
  const part = list.parentElement.closest("#order li");
  if (list.dataset.family === "cases" && part) return [...stepsOf(part), "cases", place];
  return [...JSON.parse(list.dataset.steps), place];
}

const allowed = (line, list) => list.dataset.family === family(line) && list.dataset.steps !== "[]"
  && (!line.dataset.only || JSON.parse(list.dataset.steps)[1] === line.dataset.only);

function take(line) {
  if (held) return;
  held = { line, list: listOf(line), next: line.nextElementSibling, steps: stepsOf(line), loose: listOf(line).dataset.steps === "[]" };
  line.classList.add("held");
}

function putBack() {
  if (!held) return;
  held.list.insertBefore(held.line, held.next);
  release();
}

function release() {
  clearTimeout(resting);
  held.line.classList.remove("held");
  held.line.querySelector(".handle").removeAttribute("aria-pressed");
  held = null;
}

function speak(line) {
  const list = listOf(line);
  at("order-spoken").textContent = `${line.querySelector(".named").textContent} · ${list.getAttribute("aria-label")} ${lines(list).indexOf(line) + 1} / ${lines(list).length}`;
}

async function drop() {
  if (!held) return;
  const { line, list, next, steps, loose } = held;
  const stays = listOf(line) === list && line.nextElementSibling === next;
  release();
  if (stays) return;
  const target = stepsOf(line), key = line.dataset.key, kind = line.dataset.kind;
  if (loose) await change("/api/order/put", { kind, key, target }, key);
  else await change("/api/order/move", { source: steps, target }, key);
}

/* Send a change; the page is then as the files are, the focus where it was. */
async function change(path, facts, key) {
  tell(say("saving"));
  const before = seen();
  room.inert = true;  // until it shows what the files say
  const answer = await ask("POST", path, { ...facts, seen: before });
  await renew(key, true);
  room.inert = false;
  if (answer.ok) tell(say("saved"), false, answer.data.number);
  else tell(answer.status === 409 ? say("order-meets") : faults(answer.data), true);
  return answer;
}

async function renew(key, forced = Boolean(key)) {
  let text;
  try {
    const answer = await fetch("/order", { headers: whose() });
    if (!answer.ok) return;
    text = await answer.text();
  } catch { missed(); return; }
  if (held) return;
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("order");
  if (!forced && fresh.dataset.seen === room.dataset.seen && fresh.textContent === room.textContent) return;
  const open = [...room.querySelectorAll("details[open]")].map(node => node.id);
  fresh.querySelectorAll("details").forEach(node => { node.open = open.includes(node.id); });
  if (!forced) keepChoices(fresh);
  const active = document.activeElement.closest("#order li");
  const focused = key || (active && active.dataset.key);
  const part = !key && document.activeElement.matches("li a") ? "a" : ".handle";
  fresh.inert = room.inert && !forced;
  room.replaceWith(fresh);
  room = fresh;
  const line = focused && [...room.querySelectorAll("li")].find(node => node.dataset.key === focused);
  if (line) (line.querySelector(part) || line.querySelector(".handle")).focus({ preventScroll: true });
}

/* What somebody is choosing while others change the order. */
function keepChoices(fresh) {
  for (const form of room.querySelectorAll(".order-adding")) {
    const anew = fresh.querySelector(`.order-adding[data-list=${form.dataset.list}]`);
    if (!anew) continue;
    anew.querySelector("select").value = form.querySelector("select").value;
    anew.querySelector("input").value = form.querySelector("input").value;
    anew.querySelector("label").hidden = form.querySelector("label").hidden;
    const focused = form.contains(document.activeElement) && document.activeElement.tagName;
    if (focused) requestAnimationFrame(() => anew.querySelector(focused.toLowerCase()).focus());
  }
}

/* By keyboard */
function step(line, way) {
  take(line);
  const list = listOf(line), next = way > 0 ? line.nextElementSibling : line.previousElementSibling;
  if (next) {
    if (way > 0) next.after(line); else next.before(line);
  } else {
    const lists = [...room.querySelectorAll(".order-list")].filter(each => each === list || allowed(line, each));
    const other = lists[lists.indexOf(list) + way];
    if (!other) return;
    const details = other.closest("details");
    if (details && other !== list) details.open = true;
    if (way > 0) other.prepend(line); else other.append(line);
  }
  const handle = line.querySelector(".handle");
  handle.focus();
  handle.scrollIntoView({ block: "nearest" });
  speak(line);
}

document.addEventListener("keydown", event => {
  const handle = event.target.closest && event.target.closest("#order .handle");
  if (!handle || event.ctrlKey || event.metaKey) return;
  const line = handle.closest("li");
  if (held && held.line !== line) return;
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (way) {
    step(line, way);
    clearTimeout(resting);
    resting = setTimeout(drop, handle.getAttribute("aria-pressed") ? 60000 : REST);
  } else if (event.key === "Enter" || event.key === " ") {
    if (held) drop();
    else { take(line); handle.setAttribute("aria-pressed", "true"); speak(line); }
  } else if (event.key === "Escape" && held) {
    putBack();
    handle.focus();
    speak(line);
  } else return;
  event.preventDefault();
});

/* By mouse, pen or finger */
document.addEventListener("pointerdown", event => {
  const handle = event.target.closest("#order .handle");
  if (!handle || event.button !== 0) return;
  putBack();
  take(handle.closest("li"));
  handle.setPointerCapture(event.pointerId);
  handle.focus();
  event.preventDefault();
});

document.addEventListener("pointermove", event => {
  if (!held || !event.buttons) return;
  const { line } = held;
  const main = at("main"), edge = main.getBoundingClientRect();
  if (event.clientY < edge.top + 48) main.scrollTop -= 12;
  if (event.clientY > edge.bottom - 48) main.scrollTop += 12;
  const under = document.elementsFromPoint(Math.min(event.clientX, innerWidth - 2), event.clientY);
  const summary = under.find(node => node.tagName === "SUMMARY");
  if (summary && !summary.parentElement.open && allowed(line, summary.parentElement.querySelector(".order-list"))) summary.parentElement.open = true;
  for (const node of under) {
    const other = node.closest("#order li"), list = node.closest("#order .order-list");
    if (other && other !== line && !line.contains(other) && allowed(line, listOf(other))) {
      const box = other.querySelector(".order-row").getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) other.before(line); else other.after(line);
      return;
    }
    if (list && !lines(list).length && allowed(line, list)) { list.append(line); return; }
  }
});
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", putBack);

/* Taken out, put in, begun */
document.addEventListener("click", event => {
  const out = event.target.closest("#order .out");
  if (out) change("/api/order/out", { source: stepsOf(out.closest("li")) });
});

document.addEventListener("change", event => {
  if (!event.target.matches(".adding")) return;
  const chosen = JSON.parse(event.target.value || "[]"), label = event.target.parentElement.querySelector("label");
  label.hidden = !(chosen[0] === "part" || chosen[0] === "begin");
  label.querySelector("input").required = chosen[0] === "part" || chosen[1] === "text";
});

document.addEventListener("submit", async event => {
  const form = event.target.closest(".order-adding");
  if (!form) return;
  event.preventDefault();
  const chosen = JSON.parse(form.querySelector("select").value || "[]"), title = form.querySelector("input").value.trim();
  if (!chosen.length) { form.querySelector("select").focus(); return; }
  const list = [...room.querySelectorAll(".order-list")].find(each => each.dataset.family === "matter" && JSON.parse(each.dataset.steps)[1] === form.dataset.list);
  const target = ["order", form.dataset.list, lines(list).length];
  if (chosen[0] === "begin") {
    const answer = await change("/api/order/begin", { template: chosen[1], title, target });
    if (answer.ok) focusOn(answer.data.path);
  } else if (chosen[0] === "part") {
    const answer = await change("/api/order/put", { kind: "part", key: title, target });
    if (answer.ok) focusOn(`part-${title}`);
  } else {
    const answer = await change("/api/order/put", { kind: chosen[1], key: chosen[2], target });
    if (answer.ok) focusOn(chosen[2]);
  }
});

function focusOn(key) {
  const line = [...room.querySelectorAll("li")].find(node => node.dataset.key === key);
  if (!line) return;
  line.scrollIntoView({ block: "center" });
  (line.querySelector("a") || line.querySelector(".handle")).focus({ preventScroll: true });
}

at("order-undo").addEventListener("click", async () => {
  const answer = await ask("POST", "/api/journal/undo", { numbers: [undoable], by: localStorage.getItem("name") || "" });
  tell(answer.ok ? say("undone") : faults(answer.data), !answer.ok);
  renew("", true);
});

let known = "";
listeners.push(state => {
  const now = state.book + state.errata;
  if (known && known !== now && !held) renew();
  known = now;
});
})();
