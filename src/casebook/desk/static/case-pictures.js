"use strict";
/* The pictures of a text: dropped on its page, its text or its list; captioned, cropped, taken out. */

(() => {
const host = document.getElementById("editor"), pane = document.getElementById("pane-pictures");
if (!host || !pane) return;
const path = host.dataset.path, address = `/api/pictures/${path.split("/").map(encodeURIComponent).join("/")}`;
const told = document.getElementById("pictures-told"), listed = document.getElementById("pictures"), chooser = document.getElementById("picture-file");
let shown = "";

function button(name, act) {
  const node = element("button", "", say(name));
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

async function change(picture, facts) {
  const answer = await ask("PUT", address, { number: picture.number, path: picture.path, ...facts });
  told.textContent = answer.ok ? "" : answer.status === 409 ? say("picture-meets") : faults(answer.data);
  await show();
  return answer.ok;
}

function cardOf(picture) {
  const node = element("article", "picture"), view = element("img");
  const name = picture.path.split("/").pop();
  view.src = `/media/${encodeURIComponent(name)}?side=400`;
  view.alt = picture.caption || name;
  const caption = element("input");
  caption.defaultValue = picture.caption;
  caption.maxLength = 1000;
  caption.addEventListener("change", () => change(picture, { caption: caption.value }));
  const label = element("label");
  label.append(element("span", "", say("caption")), caption);
  const facts = element("p", "place", `${picture.original} · ${picture.size.join(" × ")}${picture.crop ? ` → ${picture.crop[2] - picture.crop[0]} × ${picture.crop[3] - picture.crop[1]}` : ""}`);
  const tools = element("p", "buttons");
  tools.append(button("crop", () => crop(picture)));
  if (picture.crop) tools.append(button("crop-whole", () => change(picture, { whole: true })));
  tools.append(button("where-page", () => toLine(picture.line)), button("picture-out", () => change(picture, { out: true })));
  tools.firstChild.disabled = !picture.sound;
  const faults_ = [];
  if (picture.replaced) {
    const again = button("crop-again", () => change(picture, { crop: picture.crop }));
    again.disabled = picture.crop[2] > picture.size[0] || picture.crop[3] > picture.size[1];
    const note = element("p", "bad", say("crop-outdated"));
    note.append(" ", again);
    faults_.push(note);
  }
  node.append(...(picture.sound ? [view] : [element("p", "bad", say("picture-unsound"))]), ...faults_, facts, label, tools);
  return node;
}

function toLine(line) {
  document.dispatchEvent(new CustomEvent("to-source", { detail: line }));
  if (typeof toSource === "function") toSource(line);
}

async function show() {
  const answer = await ask("GET", address);
  if (!answer.ok) return;
  const now = JSON.stringify(answer.data.pictures);
  document.getElementById("count-pictures").textContent = answer.data.pictures.length || "";
  const field = document.activeElement;
  const typing = pane.contains(field) && field.tagName === "INPUT" && field.value !== field.defaultValue;
  if (now === shown || typing) return;
  shown = now;
  listed.replaceChildren(...answer.data.pictures.map(cardOf));
  if (!answer.data.pictures.length) listed.append(element("p", "", say("no-pictures")));
}

/* Dropped or chosen: behind the block it is dropped on, else where one writes, else at the end. */
const isPicture = file => /^image\//.test(file.type) || /\.(jpe?g|png)$/i.test(file.name);

async function put(files, line) {
  const seen = line && data && data.source[line - 1] !== undefined ? data.source[line - 1] : "";
  for (const file of files) {
    told.textContent = `${say("sending")} ${file.name}`;
    const query = new URLSearchParams({ name: file.name, line: seen ? line : 0, seen });
    const answer = await ask("POST", `${address}?${query}`, file);
    told.textContent = answer.ok ? "" : answer.status === 409 ? say("picture-meets") : `${file.name}: ${faults(answer.data)}`;
    if (!answer.ok) break;
  }
  await show();
  document.getElementById("tab-pictures").click();
}

function lineAt(event) {
  const item = event.target.closest && event.target.closest(".source li");
  if (item) return +item.dataset.line;
  const text = document.elementsFromPoint(event.clientX, event.clientY).find(node => node.matches && node.matches("text[data-b]"));
  if (!text || !data) return 0;
  const block = data.blocks[+text.dataset.b];
  return block && block.lines.length ? block.lines[block.lines.length - 1][0] : 0;
}

for (const target of [document.querySelector(".paged"), document.querySelector(".panes")]) {
  target.addEventListener("dragover", event => {
    if (![...event.dataTransfer.items].some(item => item.kind === "file" && /^image\//.test(item.type))) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  target.addEventListener("drop", event => {
    const files = [...event.dataTransfer.files].filter(isPicture);
    if (!files.length || event.target.closest(".dropping")) return;
    event.preventDefault();
    event.stopPropagation();
    put(files, lineAt(event));
  }, true);
}
chooser.addEventListener("change", () => { put([...chooser.files], 0); chooser.value = ""; });

/* The part that is printed: drawn with the pointer, or by four numbers of pixels. */
function crop(picture) {
  const [wide, high] = picture.size;
  let part = picture.crop ? [...picture.crop] : [0, 0, wide, high];
  const dialog = element("dialog", "wide cropping"), form = element("form"), stage = element("div", "stage");
  const view = element("img"), frame = element("div", "frame"), numbers = element("div", "buttons"), keys = element("p", "buttons");
  const heading = element("h2", "", say("crop"));
  heading.id = "crop-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  view.src = `/media/${encodeURIComponent(picture.original)}?side=1600`;
  view.alt = picture.caption || picture.original;
  view.draggable = false;
  const fields = ["crop-left", "crop-top", "crop-right", "crop-bottom"].map((name, side) => {
    const label = element("label"), input = element("input");
    Object.assign(input, { type: "number", min: 0, max: side % 2 ? high : wide, required: true, name });
    input.addEventListener("input", () => { if (input.value) { part[side] = +input.value; draw(); } });
    label.append(element("span", "", say(name)), input);
    numbers.append(label);
    return input;
  });
  function draw(drawn = false) {
    frame.style.left = `${part[0] / wide * 100}%`;
    frame.style.top = `${part[1] / high * 100}%`;
    frame.style.width = `${(part[2] - part[0]) / wide * 100}%`;
    frame.style.height = `${(part[3] - part[1]) / high * 100}%`;
    fields.forEach((input, side) => { if (drawn || document.activeElement !== input) input.value = part[side]; });
    fields[2].setCustomValidity(part[2] > part[0] ? "" : say("crop-nothing"));
    fields[3].setCustomValidity(part[3] > part[1] ? "" : say("crop-nothing"));
  }
  let from = null;
  const at = event => {
    const box = stage.getBoundingClientRect();
    return [Math.round(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * wide), Math.round(Math.max(0, Math.min(1, (event.clientY - box.top) / box.height)) * high)];
  };
  stage.addEventListener("pointerdown", event => { from = at(event); stage.setPointerCapture(event.pointerId); event.preventDefault(); });
  stage.addEventListener("pointermove", event => {
    if (!from) return;
    const to = at(event);
    if (Math.abs(to[0] - from[0]) < wide / 100 && Math.abs(to[1] - from[1]) < high / 100) return;
    part = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    draw(true);
  });
  stage.addEventListener("pointerup", () => { from = null; });
  const keep = element("button", "", say("crop-keep")), leave = button("cancel", () => dialog.close());
  keys.append(keep, button("crop-whole", () => { part = [0, 0, wide, high]; draw(true); }), leave);
  stage.append(view, frame);
  form.append(heading, element("p", "", say("crop-says")), stage, numbers, keys);
  dialog.append(form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (await change(picture, { crop: part })) dialog.close();
    else keys.append(element("span", "bad", told.textContent));
  });
  draw();
  dialog.showModal();
}

listeners.push(state => { if (state.version || state.errata) show(); });
})();
