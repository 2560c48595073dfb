"use strict";
/* Have editions made; how far a build is, what it has done; a finished run is shown at once. Two
   builds compared by their texts. */

(() => {
const at = id => document.getElementById(id);
const buttons = [...document.querySelectorAll("[data-editions]")];
let was = null;

for (const button of buttons) {
  button.addEventListener("click", async () => {
    const { ok, data } = await ask("POST", "/api/build", { editions: button.dataset.editions.split(" ") });
    if (!ok) at("told").textContent = faults(data);
  });
}
at("build-stop").addEventListener("click", () => ask("POST", "/api/cancel", {}));

const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function progress(build) {
  const making = build.status === "making";
  at("build-now").hidden = !making && !build.log.length;
  at("build-stop").hidden = !making;
  at("build-progress").hidden = !making;
  const editions = build.editions.map(name => say(`edition-${name}`)).join(say("list-comma"));
  at("build-step").textContent = making ? `${say("building")}：${editions}${build.step ? ` · ${build.step[lang]}` : ""}` : `${say("build-last")}${editions}`;
  const known = making && build.count !== null && build.expected > 0;
  const percent = known ? Math.min(99, Math.round(100 * build.count / build.expected)) : 0;
  at("build-count").textContent = known ? ` ${build.count} / ${build.expected} ${say("of-pages")} ${percent}%` : making && build.count !== null ? ` ${build.count} ${say("page")}` : "";
  if (known) at("build-progress").value = percent; else at("build-progress").removeAttribute("value");
  const lines = build.log.map(step => element("li", "", `${clock(step.at)} ${step.step[lang]}${step.count === null ? "" : ` ${step.count} ${say("page")}`}`));
  if (lines.length !== at("build-log").children.length || making) at("build-log").replaceChildren(...lines);
}

listeners.push(state => {
  const build = state.build;
  for (const button of buttons) {
    const wanted = button.dataset.editions.split(" ");
    const queued = [...build.editions, ...build.waiting];
    button.disabled = build.status === "making" && wanted.every(edition => queued.includes(edition));
  }
  progress(build);
  at("build-faults").replaceChildren(...(build.status === "failed" ? build.faults.map(card) : []));
  const now = `${build.status} ${state.book}`;
  if (was !== null && was !== now && build.status !== "making") location.reload();
  was = now;
});

const form = at("compare-builds");
if (!form) return;
const query = more => new URLSearchParams({ old: at("old").value, new: at("new").value, ...more });

function fileLine(file) {
  const node = element("article", "file"), counts = [file.in ? `${say("put-in")} ${file.in}` : "", file.out ? `${say("took-out")} ${file.out}` : ""].filter(Boolean);
  node.append(element("span", "place", `${file.path.replace(/^manuscript\//, "")}${counts.length ? ` · ${counts.join(" · ")}` : ""}`));
  if (file.old) node.append(element("del", "", file.old));
  if (file.new) node.append(element("ins", "", file.new));
  const open = element("button", "", say("differences"));
  open.type = "button";
  open.addEventListener("click", async () => {
    const answer = await ask("GET", `/api/builds/differences?${query({ path: file.path })}`);
    if (!answer.ok) { at("told").textContent = faults(answer.data); return; }
    const { before, after } = answer.data;
    at("compared").textContent = file.path.replace(/^manuscript\//, "");
    at("comparing").showModal();
    if (before === null && after === null) { textView.root(at("differences")).append(say("no-text-file")); return; }
    await textView.load();
    const names = [...document.querySelectorAll("#comparing .sides span")].map(span => span.textContent);
    const sides = textView.sides(at("differences"), before || "", after || "", file.path, names, false);
    at("comparing").addEventListener("close", sides.close, { once: true });
  });
  node.append(open);
  return node;
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  const answer = await ask("GET", `/api/builds/compare?${query({})}`);
  if (!answer.ok) { at("told").textContent = faults(answer.data); return; }
  at("compared-files").replaceChildren(...answer.data.files.map(fileLine));
  if (!answer.data.count) at("compared-files").append(element("p", "", say("same-texts")));
});
})();
