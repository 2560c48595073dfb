"use strict";
/* What settles an erratum: repair, let it stand with a reason, ask the author. A card of controls is
   made for one erratum; a key or a click does it, and whoever made the card shows the next one. Keys
   that come meanwhile wait their turn, so that each of a fast series acts once. */

const settlements = (() => {
const lists = [];    // called when something was settled or undone
const steps = [];    // steps of the journal that were made here, the last one first to be undone
const waits = [];    // what must be saved before anything is settled
const waiting = [];  // acts of keys whose turn comes
let acting = false, sending = 0, leaving = "";

const who = () => (localStorage.getItem("name") || "").trim();
const reasonKey = rule => `reason:${rule}`;
const known = rule => localStorage.getItem(reasonKey(rule)) || "";
const inText = erratum => erratum.block !== undefined;

/* Where an erratum was seen: of equal words, one that was repaired leaves its name to the next. */
const placeOn = e => inText(e) ? [e.path, e.rule, e.block, e.start, e.words] : null;

async function settle(deed, errata, more = {}) {
  let answer;
  sending += 1;
  try {
    for (const wait of waits) await wait();
    const ids = errata.map(e => e.id), seen = errata.map(placeOn);
    answer = await ask("POST", "/api/errata/settle", { deed, ids, seen, by: who(), ...more });
  } finally { sending -= 1; }
  if (answer.ok) {
    if (answer.data.number) steps.push(answer.data.number);
    for (const told of lists) told(answer.data, deed);
  } else leaving = "";
  leave();
  return answer;
}

async function undo(number = steps[steps.length - 1]) {
  if (!number) return null;
  sending += 1;
  const answer = await ask("POST", "/api/journal/undo", { numbers: [number], case: "", by: who() });
  sending -= 1;
  if (answer.ok) {
    if (steps.includes(number)) steps.splice(steps.indexOf(number), 1);
    await Promise.all(lists.map(told => told({ number, done: [], refused: [] }, "undo")));
  } else leaving = "";
  leave();
  return answer;
}

/* What was done, in words, with what was refused. */
const DONE = { repair: "repaired-n", keep: "kept-n", ask: "asked-n", withdraw: "withdrawn-n", answer: "answered-n" };
function words(data, deed) {
  if (deed === "undo") return say("undone");
  const done = data.done.length ? say(DONE[deed]).replace("%", data.done.length) : "";
  const why = [...new Set(data.refused.map(e => e.message[lang]))].join(" ");
  const left = data.refused.length ? say("refused-n").replace("%", data.refused.length) + why : "";
  return [done, left].filter(Boolean).join(" ");
}

function button(name, key, act, more = "") {
  const node = element("button", "", say(name) + more);
  node.type = "button";
  if (key) node.append(element("kbd", "", key));
  node.addEventListener("click", act);
  return node;
}

/* Where a person mends what no program can: the text, or the form of the awards. */
function placeOfText(erratum) {
  if (erratum.path === "awards.yaml" || erratum.path === "book.yaml") return `/form/${erratum.path}`;
  const found = /^cases\/([^/]+)\.md$/.exec(erratum.path);
  const at = erratum.line ? `#l${erratum.line}` : "";
  if (found) return `/case/${encodeURIComponent(found[1])}${at}`;
  return erratum.section ? `/section/${encodeURIComponent(erratum.section)}${at}` : "";
}

/* The words at fault where they stand, and what is proposed instead. */
function inContext(erratum) {
  const node = element("p", "context");
  if (!erratum.words) { if (erratum.quote) node.append(element("q", "", erratum.quote)); return node; }
  node.append(erratum.before || "", element("mark", erratum.kind, erratum.words));
  if (erratum.put !== null && erratum.put !== undefined) node.append(element("ins", "", erratum.put || "␡"));
  node.append(erratum.after || "");
  return node;
}

/* Acts, one after the other. One that returns false ends the series: it was refused, or asks for words. */
async function inTurn(act) {
  waiting.push(act);
  if (acting) return;
  acting = true;
  while (waiting.length) {
    const goes = await Promise.resolve().then(waiting.shift()).catch(fault => { console.error(fault); return false; });
    if (goes === false) { waiting.length = 0; leaving = ""; }
    tellLeaving();
  }
  acting = false;
  leave();
}

/* Who follows a link meanwhile gets there when all is done, and stays where something was refused; a
   window that is closed asks first. */
const unsettled = () => waiting.length + sending;
function leave() {
  if (leaving && !acting && !sending) location.href = leaving;
}

function tellLeaving() {
  const left = unsettled();
  if (leaving && left) document.getElementById("settled-said").textContent = say("leaving-after").replace("%", left);
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[href]"), plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (event.defaultPrevented || !unsettled() || !link || !plain || link.target || link.hasAttribute("download")) return;
  leaving = link.href;
  tellLeaving();
  event.preventDefault();
});
window.addEventListener("beforeunload", event => { if (unsettled()) event.preventDefault(); });

/* The controls of one erratum. `alike` are equal ones, itself among them. */
function controls(erratum, alike = []) {
  const node = element("div", "settling"), row = element("div", "buttons"), more = element("div", "buttons more");
  const told = element("p", "refusal");
  told.setAttribute("role", "alert");
  let all = null, busy = false, form = null;

  async function go(deed, facts) {
    if (busy) return false;
    busy = true;
    told.textContent = "";
    const answer = await settle(deed, all && all.checked ? alike : [erratum], facts);
    busy = false;
    if (!answer.ok) told.textContent = faults(answer.data);
    return answer.ok;
  }

  function write(name, value, done) {
    if (form) form.remove();
    form = element("form", "writing-words");
    const label = element("label", "", say(name)), input = element("input");
    input.value = value;
    input.maxLength = 1000;
    input.autocomplete = "off";
    label.append(input);
    const enter = element("button", "", say("do-it")), leave = element("button", "", say("cancel"));
    enter.type = "submit";
    leave.type = "button";
    const close = () => { form.remove(); form = null; first.focus(); };
    leave.addEventListener("click", close);
    form.append(label, enter, leave);
    form.addEventListener("submit", event => { event.preventDefault(); done(input.value); });
    form.addEventListener("keydown", event => { if (event.key === "Escape") { close(); event.stopPropagation(); } });
    node.append(form);
    input.focus();
    input.select();
    return false;
  }

  const proposed = inText(erratum) && erratum.put !== null && erratum.put !== undefined;
  const acts = {
    repair: () => proposed ? go("repair") : inText(erratum) ? acts.words() : follow(),
    words() {
      if (!inText(erratum)) return follow();
      return write("set-words", proposed ? erratum.put : erratum.words, value => go("repair", { words: value }));
    },
    keep() {
      const because = known(erratum.rule);
      return because ? go("keep", { because }) : acts.reason();
    },
    reason: () => write("reason-why", known(erratum.rule), value => {
      if (value.trim()) localStorage.setItem(reasonKey(erratum.rule), value.trim());
      go("keep", { because: value });
    }),
    ask: () => go("ask"),
    question: () => write("ask-words", "", value => go("ask", { because: value })),
    all() { if (all) all.checked = !all.checked; },
  };
  const goal = placeOfText(erratum);
  const follow = () => { if (goal) location.href = goal; return false; };

  const first = inText(erratum) ? button("repair", "G", acts.repair)
    : button(erratum.path.endsWith(".yaml") ? "in-awards" : "in-text", "G", acts.repair);
  if (!inText(erratum)) first.disabled = !goal;
  row.append(first);
  const because = known(erratum.rule);
  row.append(button("stet", "L", acts.keep, because ? `（${because}）` : ""));
  if (erratum.asked) row.append(element("span", "ask", say("is-asked")));
  else row.append(button("query-author", "W", acts.ask));
  if (inText(erratum)) more.append(button("repair-with", "", acts.words));
  if (because) more.append(button("stet-because", "", acts.reason));
  if (!erratum.asked) more.append(button("ask-what", "", acts.question));
  if (alike.length > 1) {
    const label = element("label", "alike");
    all = element("input");
    all.type = "checkbox";
    label.append(all, ` ${say("alike").replace("%", alike.length)}`, element("kbd", "", "A"));
    more.append(label);
  }
  node.append(row, more, told);
  node.acts = acts;
  return node;
}

/* A key pressed on a card does what it says; with Shift it asks for words first. `card` gives the
   controls that are shown when its turn comes. One that is held down acts once. */
const KEYS = { g: "repair", G: "words", l: "keep", L: "reason", w: "ask", W: "question", a: "all", A: "all" };
function key(event, card) {
  const act = KEYS[event.key];
  if (!act || writes(event) || !(acting || card())) return false;
  event.preventDefault();
  if (!event.repeat) inTurn(() => { const node = card(); return node ? node.acts[act]() : false; });
  return true;
}

return { settle, undo, words, controls, key, inTurn, inContext, placeOfText, who, lists, waits, steps };
})();
