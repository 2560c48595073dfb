"use strict";
/* The list of awards as a form: tiers, awards and organisations are added and taken out. */

(() => {
const form = document.getElementById("form");

function labelled(name, control) {
  const node = element("label");
  node.append(element("span", "", say(name)), control);
  return node;
}

function field(name, required) {
  const input = element("input");
  Object.assign(input, { name, required, maxLength: 400, autocomplete: "off" });
  return input;
}

const asked = {
  "add-tier": () => {
    const of = element("select");
    of.name = "of";
    for (const [value, words] of [["cases", "of-cases-tier"], ["organisations", "of-bodies-tier"]]) of.append(new Option(say(words), value));
    return [labelled("tier-name", field("name", true)), labelled("tier-of", of), labelled("entry-reason", field("reason", true))];
  },
  "add-award": () => [labelled("organisation", field("organisation", true)), labelled("title", field("title", true)), labelled("region", field("region", false)), labelled("entry-reason", field("reason", true))],
  "add-organisation": () => [labelled("organisation", field("organisation", true)), labelled("region", field("region", false)), labelled("entry-reason", field("reason", true))],
  "remove-award": () => [labelled("entry-reason", field("reason", true))],
  "remove-tier": () => [labelled("entry-reason", field("reason", true))],
};

function send(button, given) {
  const { entry, id, award } = button.dataset;
  const reason = `reason=${encodeURIComponent(given.reason)}`;
  switch (entry) {
    case "add-tier": return ask("POST", "/api/tier", given);
    case "remove-tier": return ask("DELETE", `/api/tier/${encodeURIComponent(id)}?${reason}`);
    case "remove-award": return ask("DELETE", `/api/award/${encodeURIComponent(id)}?${reason}`, undefined, { "if-match": `"${award}"` });
    default: return ask("POST", "/api/award", { tier: id, people: {}, lines: "", title: null, ...given });
  }
}

form.addEventListener("click", event => {
  const button = event.target.closest("[data-entry]");
  if (!button) return;
  if (document.getElementById("form-said").textContent === say("unsaved")) {
    document.getElementById("form-said").textContent = say("save-first");
    return;
  }
  const dialog = element("dialog"), inner = element("form"), told = element("p", "bad"), buttons = element("p", "buttons");
  const keep = element("button", "", say("entry-confirm")), leave = element("button", "", say("cancel"));
  leave.type = "button";
  told.setAttribute("role", "alert");
  buttons.append(keep, leave);
  const title = element("h2", "", button.textContent);
  title.id = "entry-title";
  dialog.setAttribute("aria-labelledby", title.id);
  inner.append(title, ...asked[button.dataset.entry](), told, buttons);
  dialog.append(inner);
  document.body.append(dialog);
  leave.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
  inner.addEventListener("submit", async sent => {
    sent.preventDefault();
    const answer = await send(button, Object.fromEntries([...new FormData(inner)].map(([key, value]) => [key, value.trim()])));
    if (answer.ok) { location.reload(); return; }
    told.textContent = answer.status === 409 ? say("form-meets") : faults(answer.data);
  });
  dialog.showModal();
});
})();
