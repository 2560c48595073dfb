"use strict";
/* The first page: make a book, open one, or make the example; then go to its desk. */

const made = document.getElementById("new");
if (made) {
  const title = document.getElementById("title"), name = document.getElementById("folder-name");
  const place = document.getElementById("place"), stands = document.getElementById("will-stand");
  let own = false;  // whether the name of the folder was written by hand

  const folderName = words => words.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, " ").replace(/\s+/g, " ").replace(/^[ .]+|[ .]+$/g, "");
  const follow = () => {
    if (!own) name.value = folderName(title.value).slice(0, 40);
    const last = folderName(name.value);
    const mark = place.value.includes("\\") ? "\\" : "/";
    stands.textContent = last ? `${place.value}${place.value.endsWith(mark) ? "" : mark}${last}` : "";
    stands.closest("p").hidden = !last;
  };
  title.addEventListener("input", follow);
  place.addEventListener("input", follow);
  name.addEventListener("input", () => { own = name.value !== ""; follow(); });
  follow();

  const go = async (section, path, body) => {
    const refusal = section.querySelector(".refusal");
    const buttons = [...document.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    refusal.textContent = "";
    status.textContent = say("making-book");
    const { ok, status: code, data } = await ask("POST", path, body);
    if (ok) { location.href = data.to; return; }
    status.textContent = "";
    for (const button of buttons) button.disabled = false;
    refusal.textContent = code ? faults(data) : say("desk-silent");
  };

  made.addEventListener("submit", event => {
    event.preventDefault();
    const layout = made.querySelector("input[name=layout]:checked").value;
    go(made, "/api/start/new", { title: title.value, layout, place: place.value, name: folderName(name.value) });
  });

  const opening = document.getElementById("opening"), folder = document.getElementById("folder");
  const open = at => go(opening, "/api/start/open", { folder: at });
  opening.addEventListener("click", event => {
    const button = event.target.closest("button[data-folder]");
    if (button) open(button.dataset.folder);
  });
  document.getElementById("open").addEventListener("submit", event => { event.preventDefault(); if (folder.value.trim()) open(folder.value); });

  const look = document.getElementById("look"), folders = document.getElementById("folders");
  async function list(at) {
    const { ok, data } = await ask("GET", `/api/start/folders?at=${encodeURIComponent(at)}`);
    if (!ok) { opening.querySelector(".refusal").textContent = faults(data); return; }
    opening.querySelector(".refusal").textContent = "";
    folder.value = data.at;
    const row = (words, act, about) => {
      const item = element("li"), button = element("button", "", words);
      button.type = "button";
      button.addEventListener("click", act);
      item.append(button);
      if (about) item.append(element("span", "good", about));
      return item;
    };
    const rows = data.folders.map(each => row(each.book ? `${say("open")} ${each.name}` : each.name,
      () => each.book ? open(each.path) : list(each.path), each.book ? say("is-book") : ""));
    if (data.above) rows.unshift(row(`↑ ${say("folder-above")}`, () => list(data.above)));
    if (!data.folders.length) rows.push(element("li", "place", say("no-folders")));
    folders.replaceChildren(...rows);
    const first = folders.querySelector("button");
    if (first) first.focus();
  }
  look.addEventListener("click", () => {
    folders.hidden = !folders.hidden;
    look.setAttribute("aria-expanded", `${!folders.hidden}`);
    if (!folders.hidden) list(folder.value.trim());
  });

  const example = document.getElementById("example");
  document.getElementById("make-example").addEventListener("click", () =>
    go(example, "/api/start/example", { place: place.value, name: lang === "zh" ? "样书" : "casebook example" }));
}
