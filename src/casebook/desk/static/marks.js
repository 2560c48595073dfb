"use strict";
/* Marks: words chosen on a page, what they are words of, and what is asked for them. */

const SIGN = /[^\s\u00ad\u200b-\u200d\u2060\ufeff]/;
let selected = [], editing = null;  // groups of parts: a mark each

/* The runs that are chosen, in the order of the page: its element, first and last character, block,
   and their offsets in it. */
function chosenRuns() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !data || !chosen.rangeCount) return [];
  const range = chosen.getRangeAt(0);
  if (!pages.contains(range.commonAncestorContainer)) return [];
  const runs = [];
  for (const text of pages.querySelectorAll("text[data-b]")) {
    if (!range.intersectsNode(text)) continue;
    const offsets = text.dataset.o.split(",").map(Number);
    const from = text.contains(range.startContainer) ? (range.startContainer === text.firstChild ? range.startOffset : 0) : 0;
    const to = text.contains(range.endContainer) ? (range.endContainer === text.firstChild ? range.endOffset : offsets.length) : offsets.length;
    if (from < to) runs.push({ text, from, to, block: +text.dataset.b, kind: text.dataset.k, start: offsets[from], end: offsets[to - 1] + 1 });
  }
  return onlyMeant(runs);
}

/* Who chooses from one page to the next, or over a line with a note's number in it, means the text,
   and not the folios, notes and numbers between: these are quoted where they are chosen alone. */
function onlyMeant(runs) {
  if (!runs.length) return runs;
  const isNote = run => data.blocks[run.block].kind === "Note";
  const ends = [runs[0], runs[runs.length - 1]];
  let meant = runs;
  if (!ends.some(run => run.kind === "margin")) meant = meant.filter(run => run.kind !== "margin");
  if (!ends.some(isNote)) meant = meant.filter(run => !isNote(run));
  const written = meant.filter(run => data.blocks[run.block].number >= 0);
  return written.length ? written : meant;
}

/* Parts of blocks, [block, start, end] each, in groups: a group is quoted by one mark. Parts of a
   text that follow one another are one group; a title, a fact, a folio is one of its own. */
function grouped(runs) {
  const parts = [];
  for (const run of runs) {
    const last = parts[parts.length - 1];
    const between = last && last[0] === run.block && run.start >= last[2] ? data.blocks[run.block].text.slice(last[2], run.start) : null;
    if (between !== null && (between.length < 4 || !SIGN.test(between))) last[2] = run.end;
    else if (!(last && last[0] === run.block && run.kind === "margin")) parts.push([run.block, run.start, run.end]);
  }
  const groups = [];
  for (const part of parts) {
    const group = groups[groups.length - 1], last = group && group[group.length - 1];
    const block = data.blocks[part[0]], before = last && data.blocks[last[0]];
    const follows = last && !block.field && !before.field && block.sheet === before.sheet && part[0] > last[0]
      && !SIGN.test(before.text.slice(last[2])) && !SIGN.test(block.text.slice(0, part[1]));
    if (follows) { last[2] = before.text.length; part[1] = 0; group.push(part); }
    else groups.push([part]);
  }
  return groups;
}

const chosenWords = () => grouped(chosenRuns());
const wordsOf = groups => groups.map(quoteOf).join("\n");
const quoteOf = group => group.map(([block, start, end]) => data.blocks[block].text.slice(start, end)).join("\n");

/* What is chosen is tinted: just what a mark would quote. */
function showChosen() {
  for (const old of pages.querySelectorAll("rect.chosen")) old.remove();
  for (const { text, from, to } of chosenRuns()) {
    const box = text.getBBox(), left = text.getStartPositionOfChar(from).x, right = text.getEndPositionOfChar(to - 1).x;
    text.ownerSVGElement.querySelector(".tints").append(svg("rect", { class: "chosen", x: left, y: box.y, width: Math.max(right - left, 1), height: box.height }));
  }
}

function openDialog() {
  if (!round || !selected.length) return;
  const said = selected.map(group => {
    const where = data.blocks[group[0][0]].where, words = quoteOf(group);
    return (where ? `【${where[lang]}】` : "") + (words.length > 240 ? `${words.slice(0, 120)} …… ${words.slice(-120)}` : words);
  });
  field("quoted").textContent = said.join("\n");
  field("by").value = localStorage.getItem("name") || "";
  field("refusal").textContent = "";
  const official = selected.some(group => data.blocks[group[0][0]].sheet === "awards");
  for (const option of field("asks").options) option.disabled = official && option.dataset.official === undefined;
  if (!editing) { field("wanted").value = ""; field("note").value = ""; field("asks").value = official ? "query" : "replace"; }
  field("chosen").hidden = true;
  dialog.showModal();
  field("asks").focus();
}

function markChosen() {
  selected = chosenWords();
  editing = null;
  openDialog();
}

/* What can be done with chosen words appears beside them. */
let settling = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const chosen = field("chosen");
    showChosen();
    chosen.hidden = dialog.open || !chosenWords().length;
    if (chosen.hidden) return;
    const range = document.getSelection().getRangeAt(0).getBoundingClientRect();
    const frame = pages.getBoundingClientRect();
    const top = range.bottom + 44 < frame.bottom ? range.bottom + 6 : Math.max(frame.top + 4, range.top - 44);
    chosen.style.top = `${Math.min(top, frame.bottom - 44)}px`;
    chosen.style.left = `${Math.max(frame.left + 4, Math.min(range.left, frame.right - chosen.offsetWidth - 4))}px`;
  }, 80);
});
field("chosen").addEventListener("pointerdown", event => { if (event.target.closest("button")) event.preventDefault(); });
if (field("mark")) field("mark").addEventListener("click", markChosen);
pages.addEventListener("scroll", () => { field("chosen").hidden = true; }, { passive: true });
field("leave").addEventListener("click", () => dialog.close());
settles.push(showChosen);

/* The mark on a group: where it is, and what surrounds it. */
function markOf(group) {
  const [number, start] = group[0], [last, , end] = group[group.length - 1];
  const block = data.blocks[number], mark = { id: "", quote: quoteOf(group), field: block.field, section: "", page: "" };
  if (block.number < 0) return { ...mark, paragraph: 0, start: 0, section, page: block.page };
  return {
    ...mark, paragraph: block.number, start, section: block.field ? section : "",
    before: block.text.slice(Math.max(0, start - 12), start), after: data.blocks[last].text.slice(end, end + 12),
  };
}

function facts(mark) {
  const { spans, where, sheet, gone, ...kept } = mark;
  return kept;
}

dialog.querySelector("form").addEventListener("submit", async event => {
  event.preventDefault();
  localStorage.setItem("name", field("by").value);
  if (field("signer") && !field("signer").value) field("signer").value = field("by").value;
  const said = { asks: field("asks").value, text: field("wanted").value, note: field("note").value, by: field("by").value };
  while (editing || selected.length) {
    const sheet = editing ? editing.sheet : data.blocks[selected[0][0][0]].sheet;
    const mark = { ...(editing ? facts(editing) : markOf(selected[0])), ...said };
    const answer = await ask(editing ? "PUT" : "POST", `/api/marks/${sheet}${editing ? `/${editing.id}` : ""}`, mark);
    if (!answer.ok) {
      const conflict = answer.status === 409 && answer.data.marks;
      field("refusal").textContent = conflict ? say("conflict") : faults(answer.data);
      await loadMarks();
      if (editing) editing = marked.shown.find(m => m.id === editing.id) || null;
      return;
    }
    if (editing) break;
    selected.shift();  // kept: what is refused after it is tried again alone
  }
  dialog.close();
  document.getSelection().removeAllRanges();
  await loadMarks();
  choose(tabs[2]);
});

async function loadMarks() {
  const answer = await ask("GET", `/api/marks/${own}`);
  if (answer.ok) showMarks(answer.data);
}

/* Where a mark's words are on these pages, as parts of the blocks that are shown. */
function placed(mark) {
  if (mark.field.startsWith("@")) {
    if (mark.section !== section) return [];
    const at = data.blocks.findIndex(b => b.field === mark.field && b.page === mark.page && b.text.includes(mark.quote));
    return at < 0 ? [] : [[at, data.blocks[at].text.indexOf(mark.quote), data.blocks[at].text.indexOf(mark.quote) + mark.quote.length]];
  }
  const numbers = new Map(data.blocks.map((b, n) => [`${b.sheet} ${b.number}`, n]));
  return mark.spans.map(([number, start, end]) => [numbers.get(`${mark.sheet} ${number}`), start, end]).filter(span => span[0] !== undefined);
}

/* The marks of the section's own sheet, and those on fields that its pages print. */
function shownOf(sheetOfMarks) {
  const of = sheet => sheet.marks.map(mark => ({ ...mark, sheet: sheet.case, where: sheet.where[mark.id] })).map(mark => ({ ...mark, spans: placed(mark), gone: !mark.spans.length }));
  const here = mark => mark.spans.length || mark.section === section;
  const mine = of(sheetOfMarks).filter(mark => own !== "book-fields" || here(mark));
  return [...mine, ...sheetOfMarks.others.flatMap(of).filter(here)];
}

function markCard(mark) {
  const names = Object.fromEntries([...field("asks").options].map(o => [o.value, o.textContent]));
  const node = element("article");
  if (mark.where) node.append(element("p", "place", mark.where[lang] + (mark.page ? ` · ${say("page")} ${mark.page}` : "")));
  node.append(element("p", "", `${names[mark.asks]}${mark.text ? ` → ${mark.text}` : ""}`), element("q", "", mark.quote));
  if (mark.note) node.append(element("p", "", mark.note));
  node.append(element("p", "place", `${mark.by} ${mark.at.slice(0, 16).replace("T", " ")}`));
  if (!mark.spans.length) node.append(element("p", "bad", say("mark-gone")));
  node.classList.toggle("withdrawn", !mark.open || mark.settled);
  const show = element("button", "", say("where-page"));
  show.type = "button";
  show.disabled = !mark.spans.length;
  show.addEventListener("click", () => lightAll(mark.spans));
  node.append(show);
  return node;
}

/* The marks as they are now; above them why the last change was not taken. */
async function answered(answer) {
  await loadMarks();
  if (!answer.ok) field("marks").prepend(element("li", "none bad", answer.status === 409 && answer.data.marks ? say("conflict") : faults(answer.data)));
}

function ownCard(mark) {
  const node = markCard(mark);
  const button = (name, act) => {
    const one = element("button", "", say(name));
    one.type = "button";
    one.addEventListener("click", act);
    node.append(" ", one);
    return one;
  };
  const edit = button("edit", () => {
    selected = [mark.spans];
    editing = mark;
    field("asks").value = mark.asks; field("wanted").value = mark.text; field("note").value = mark.note;
    openDialog();
    field("by").value = mark.by;
  });
  edit.disabled = !mark.spans.length;
  const change = async changed => {
    answered(await ask("PUT", `/api/marks/${mark.sheet}/${mark.id}`, { ...facts(mark), ...changed }));
  };
  button(mark.open ? "withdraw" : "reinstate", () => change({ open: !mark.open }));
  const byEye = ["move", "shift", "align", "query"].includes(mark.asks) || mark.gone;
  if (mark.open && byEye) button(mark.settled ? "unsettle" : "settle", () => change({ settled: !mark.settled }));
  button("delete-mark", async () => {
    answered(await ask("DELETE", `/api/marks/${mark.sheet}/${mark.id}`, undefined, { "if-match": `"${mark.revision}"` }));
  });
  return node;
}

function showMarks(sheetOfMarks) {
  marked = sheetOfMarks;
  marked.shown = shownOf(sheetOfMarks);
  field("marks").replaceChildren(...marked.shown.map(mark => {
    const item = element("li");
    item.append(ownCard(mark));
    return item;
  }));
  if (!marked.shown.length) field("marks").append(element("li", "none", say("no-marks")));
  field("earlier").replaceChildren(...marked.earlier.flatMap(before => {
    const shown = shownOf({ ...before, others: [] });
    if (!shown.length || (before.case !== own && !shown.some(mark => mark.spans.length))) return [];
    const node = element("details");
    node.append(element("summary", "", `${before.name[lang]} · ${shown.length}`), ...shown.map(markCard));
    return node;
  }));
  field("count-marks").textContent = marked.shown.length || "";
  const signed = field("signed");
  if (signed) {
    const standing = marked.changed ? say(`since-${marked.changed}`) : say("signed");
    signed.textContent = marked.signed ? `${standing} ${marked.signed.name} ${marked.signed.date}` : "";
    signed.classList.toggle("bad", Boolean(marked.changed));
    field("sign").hidden = Boolean(marked.signed) && !marked.changed;
    field("sign").textContent = say(marked.signed ? "sign-again" : "sign");
    field("unsign").hidden = !marked.signed;
  }
  tints();
}

async function sign(name) {
  const said = { name, by: field("signer").value, seen: data ? data.version : "" };
  const answer = await ask("POST", `/api/sign/${own}`, said, { "if-match": `"${marked.revision}"` });
  if (answer.data.marks) showMarks(answer.data);
  if (!answer.ok) field("signed").textContent = answer.status === 409 ? say("conflict") : faults(answer.data);
}
if (field("signing")) {
  field("signer").value = localStorage.getItem("name") || "";
  field("signing").addEventListener("submit", event => {
    event.preventDefault();
    if (!field("signer").value.trim()) { field("signer").focus(); return; }
    localStorage.setItem("name", field("signer").value);
    sign(field("signer").value);
  });
  field("unsign").addEventListener("click", () => sign(""));
}
