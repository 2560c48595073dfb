"use strict";
/* The notice: taken in, its awards corrected in place, its lines filtered. */

const live = document.getElementById("live");
let shown = "all";

dropped.notice = async (place, batch) => {
  const progress = place.querySelector(".progress");
  const follow = words => { progress.textContent = words; };
  const answer = await work("/api/notice", { batch }, follow);
  progress.textContent = "";
  tell(place, answer, batch, follow);
};

function tell(place, answer, batch, follow) {
  const outcome = place.querySelector(".outcome");
  if (answer.errata) { outcome.replaceChildren(element("p", "bad", say("notice-refused")), ...answer.errata.map(card)); return; }
  const done = answer.done;
  if (done.taken) {
    const notes = [
      ...done.stays.map(stay => element("li", "", `${say("look-at")} ${stay.name}${say("colon")}${stay.why[lang]}`)),
      ...done.gone.map(award => element("li", "", `${say("gone-awards")}${say("colon")}${award}`)),
    ];
    const list = element("ul");
    list.append(...notes);
    sessionStorage.setItem("taken", JSON.stringify([done.title, notes.map(note => note.textContent)]));
    location.href = "/notice";
    return;
  }
  if (!done.asks) {
    const why = done.refused ? `${say("notice-refused")}${say("colon")}${done.refused[lang]}` : say("notice-refused");
    outcome.replaceChildren(element("p", "bad", why), ...done.errata.filter(e => e.kind !== "note").slice(0, 30).map(card));
    return;
  }
  const over = element("button", "", say("take-over")), leave = element("button", "", say("leave-list"));
  over.type = leave.type = "button";
  over.id = "take-over";
  over.addEventListener("click", async () => {
    over.disabled = leave.disabled = true;
    try {
      tell(place, await work("/api/notice", { batch, replace: true }, follow), batch, follow);
    } catch { complain(place, say("desk-silent")); }
  });
  leave.addEventListener("click", () => { outcome.replaceChildren(); ask("DELETE", `/api/upload/${batch}`); });
  const buttons = element("p", "buttons");
  buttons.append(over, leave);
  outcome.replaceChildren(
    element("p", "bad", say("lists-differ")),
    table([say("tier"), say("equal"), say("changed-n"), say("only-kept"), say("only-read")],
      done.agreement.map(row => [row.tier, row.equal, row.changed, row.only_kept, row.only_read])),
    buttons,
    table([say("what"), say("in-list"), say("in-notice")], done.differences.map(d => [d.what, d.kept || "—", d.read || "—"])),
    element("p", "place", done.count > done.differences.length ? `${say("more-differences")} ${done.count - done.differences.length}` : ""));
}

function table(heads, rows) {
  const node = element("table", "cards"), head = element("thead"), top = element("tr"), body = element("tbody");
  for (const words of heads) { const cell = element("th", "", words); cell.scope = "col"; top.append(cell); }
  head.append(top);
  for (const row of rows) {
    const line = element("tr");
    row.forEach((words, index) => { const cell = element("td", "", `${words}`); cell.dataset.label = heads[index]; line.append(cell); });
    body.append(line);
  }
  node.append(head, body);
  return node;
}

const kept = sessionStorage.getItem("taken");
if (kept) {
  sessionStorage.removeItem("taken");
  const [title, notes] = JSON.parse(kept);
  const list = element("ul");
  list.append(...notes.map(words => element("li", "", words)));
  document.querySelector(".dropping .outcome").replaceChildren(element("p", "good", `${say("notice-taken")}${say("colon")}${title}`), list);
}

/* What is shown of the lines. */
function filter() {
  for (const button of live.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", `${button.dataset.show === shown}`);
  for (const line of live.querySelectorAll(".notice-lines > li")) {
    line.hidden = shown !== "all" && !line.dataset.kinds.split(" ").includes(shown);
  }
}

/* The page anew, the reader where he was. */
async function renew(award) {
  const answer = await fetch("/notice");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  live.replaceChildren(...page.getElementById("live").childNodes);
  document.getElementById("tiers").dataset.tiers = page.getElementById("tiers").dataset.tiers;
  filter();
  const node = award && document.getElementById(`award-${award}`);
  const button = node && node.querySelector("button.edit");
  if (button) button.focus();
}

function refuse(node, words) {
  let said = node.querySelector(":scope > .refusal");
  if (!said) { said = element("p", "refusal bad"); said.setAttribute("role", "alert"); node.append(said); }
  said.textContent = words;
}

async function change(node, method, path, body, award, headers) {
  const { ok, status, data } = await ask(method, path, body, headers);
  if (ok) {
    await renew(award || data.award);
    offerUndo(data.deed);
  } else if (status === 409) {
    await renew(award);
    const fresh = document.getElementById(`award-${award}`);
    if (fresh) refuse(fresh, say("was-changed"));
  } else {
    refuse(node, status ? faults(data) : say("desk-silent"));
    const why = node.querySelector("label.reason");
    if (why && (data.errata || []).some(e => e.rule === "quoted-from-notice")) {
      why.hidden = false;
      why.querySelector("input").focus();
    }
  }
}

const undoing = document.createElement("p");
undoing.className = "undoing";
undoing.setAttribute("role", "status");
document.getElementById("main").append(undoing);

function offerUndo(deed) {
  const button = element("button", "", say("undo"));
  button.type = "button";
  button.addEventListener("click", async () => {
    const { ok, data } = await ask("POST", "/api/take-back", { deed });
    undoing.replaceChildren(element("span", ok ? "good" : "bad", ok ? `${say("undone")}${say("colon")}${data.words[lang]}` : faults(data)));
    await renew();
  });
  undoing.replaceChildren(element("span", "good", `${say("done")} `), button);
}

function labelled(words, input) {
  const label = element("label", "", words);
  label.append(input);
  return label;
}

function field(value, name) {
  const input = element("input");
  input.value = value;
  input.name = name;
  input.autocomplete = "off";
  input.maxLength = 2000;
  return input;
}

/* A form for an award: unit, title, tier, people; `start` is what stands there now. */
function form(start, save, leave) {
  const node = element("form", "award-form");
  const tiers = JSON.parse(document.getElementById("tiers").dataset.tiers);
  const tier = element("select");
  for (const [id, name] of tiers) {
    const option = element("option", "", name);
    option.value = id;
    tier.append(option);
  }
  tier.value = start.tier || (tiers[0] || [""])[0];
  const house = field(start.organisation, "organisation");
  const title = element("textarea");
  title.rows = 2;
  title.maxLength = 2000;
  title.value = start.title || "";
  const titled = labelled(say("award-title"), title);
  const bodies = () => Boolean((tiers.find(([id]) => id === tier.value) || [])[2]);
  const fit = () => { titled.hidden = bodies() && !title.value; };
  tier.addEventListener("change", fit);
  const after = field(start.after || "", "after"), region = field(start.region || "", "region");
  region.setAttribute("list", "regions");
  const behind = labelled(say("after-title"), after);
  behind.hidden = !start.after;
  const people = element("fieldset");
  people.append(element("legend", "", say("people")));
  const row = (key, value) => {
    const line = element("div", "pair");
    line.append(labelled(say("field-name"), field(key, "key")), labelled(say("field-value"), field(value, "value")));
    people.append(line);
    return line;
  };
  for (const [key, value] of Object.entries(start.people)) row(key, value);
  const further = element("button", "", say("add-field"));
  further.type = "button";
  further.addEventListener("click", () => {
    const line = row(lang === "zh" || !people.querySelector("input") ? "作者" : "", "");
    people.append(further);
    line.querySelector("input[name=value]").focus();
  });
  people.append(further);
  const why = labelled(say("reason"), field("", "reason"));
  why.hidden = true;
  why.className = "reason";
  const buttons = element("p", "buttons"), keep = element("button", "", say("save")), back = element("button", "", say("cancel"));
  keep.type = "submit";
  back.type = "button";
  back.addEventListener("click", leave);
  buttons.append(keep, back);
  node.append(labelled(say("organisation"), house), titled, behind, labelled(say("tier"), tier), labelled(say("region"), region), people, why, buttons);
  fit();
  node.addEventListener("keydown", event => { if (event.key === "Escape") leave(); });
  node.addEventListener("submit", event => {
    event.preventDefault();
    const pairs = {};
    for (const line of people.querySelectorAll(".pair")) {
      const key = line.querySelector("[name=key]").value.trim(), value = line.querySelector("[name=value]").value.trim();
      if (key && value) pairs[key] = value;
    }
    const more = start.after ? { after: after.value } : {};
    if (region.value !== (start.region || "")) more.region = region.value;
    if (!why.hidden) more.reason = why.querySelector("input").value;
    save({ ...more, tier: tier.value, organisation: house.value, title: bodies() && !title.value.trim() ? null : title.value, people: pairs });
  });
  return node;
}

function edit(award) {
  if (award.querySelector("form")) return;
  const facts = award.dataset, id = facts.award;
  const start = { tier: facts.tier, organisation: facts.organisation, title: facts.title, after: facts.after, region: facts.region, people: JSON.parse(facts.people) };
  const leave = () => { node.remove(); award.classList.remove("editing"); award.querySelector("button.edit").focus(); };
  const node = form(start, wanted => change(award, "PUT", `/api/award/${id}`, { revision: facts.revision, ...wanted }, id), leave);
  award.classList.add("editing");
  award.append(node);
  node.querySelector("input").focus();
}

function make(button) {
  const place = button.parentNode;
  if (place.querySelector("form")) return;
  const words = button.dataset.words.replace(/^\s*[（(]?\d+[)）]?[.．、\s]*/, "");
  const split = words.match(/^(.*?)[《〈](.+)[》〉]?(.*)$/);
  let line = button.closest("li"), above = null;
  while (line && !above) { above = line.querySelector("article.award"); line = line.previousElementSibling; }
  const start = { tier: above ? above.dataset.tier : "", organisation: split ? split[1].trim() : words, title: split ? split[2].replace(/[》〉]\s*$/, "") : "", people: {} };
  const leave = () => { node.remove(); button.hidden = false; button.focus(); };
  const node = form(start, wanted => change(place, "POST", "/api/award", { ...wanted, lines: button.dataset.lines }), leave);
  button.hidden = true;
  place.append(node);
  node.querySelector("input").focus();
}

live.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  const award = button.closest("article.award");
  if (button.dataset.show) { shown = button.dataset.show; filter(); }
  else if (button.classList.contains("edit")) edit(award);
  else if (button.classList.contains("read-as")) {
    const { award: id, revision, several } = button.dataset;
    change(button.closest("section"), "PUT", `/api/award/${id}`, { revision, several: several === "several" }, id);
  } else if (button.classList.contains("right")) {
    change(award, "PUT", `/api/award/${award.dataset.award}`, { revision: award.dataset.revision, right: true }, award.dataset.award);
  } else if (button.classList.contains("remove")) {
    change(award, "DELETE", `/api/award/${award.dataset.award}`, undefined, "", { "if-match": `"${award.dataset.revision}"` });
  } else if (button.classList.contains("make")) make(button);
  else if (button.id === "read-again") again(button);
});

async function again(button) {
  const place = document.querySelector(".dropping"), progress = place.querySelector(".progress");
  button.disabled = true;
  try {
    const answer = await work("/api/notice/again", {}, words => { progress.textContent = words; });
    progress.textContent = "";
    if (answer.errata) place.querySelector(".outcome").replaceChildren(...answer.errata.map(card));
    else await renew();
  } catch { complain(place, say("desk-silent")); }
}
