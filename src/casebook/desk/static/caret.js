"use strict";
/* The page by keyboard: a line is lit, arrows move in it and over it, Shift chooses words, M marks
   them, Enter leads to the manuscript. What is chosen is the browser's own selection. */

const spoken = document.getElementById("spoken");
let caret = null;  // a run of words and a place among its characters

/* Lines as the eye reads them: runs side by side are one. */
function lines() {
  const found = [];
  for (const text of pages.querySelectorAll("text[data-b]")) {
    const box = text.getBoundingClientRect(), last = found[found.length - 1];
    const middle = (box.top + box.bottom) / 2;
    if (last && last.figure === text.closest("figure") && last.top < middle && middle < last.bottom) last.runs.push(text);
    else found.push({ figure: text.closest("figure"), top: box.top, bottom: box.bottom, runs: [text] });
  }
  return found;
}

const count = text => text.firstChild.length;

function showCaret(speak) {
  for (const old of pages.querySelectorAll("rect.line, rect.caret")) old.remove();
  if (!caret || !caret.text.isConnected) { caret = null; return; }
  const line = lines().find(one => one.runs.includes(caret.text));
  const boxes = line.runs.map(text => text.getBBox());
  const left = Math.min(...boxes.map(b => b.x)), right = Math.max(...boxes.map(b => b.x + b.width));
  const top = Math.min(...boxes.map(b => b.y)), bottom = Math.max(...boxes.map(b => b.y + b.height));
  const tints = line.figure.querySelector(".tints");
  tints.append(svg("rect", { class: "line", x: left - 3, y: top - 1, width: right - left + 6, height: bottom - top + 2 }));
  const at = caret.at < count(caret.text) ? caret.text.getStartPositionOfChar(caret.at) : caret.text.getEndPositionOfChar(caret.at - 1);
  const box = caret.text.getBBox();
  tints.append(svg("rect", { class: "caret", x: at.x - .6, y: box.y - 1, width: 1.6, height: box.height + 2 }));
  const seen = caret.text.getBoundingClientRect(), frame = pages.getBoundingClientRect();
  if (seen.top < frame.top + 30 || seen.bottom > frame.bottom - 30) bring(caret.text);
  if (speak) {
    const parts = chosenWords();
    spoken.textContent = parts.length ? `${say("chosen-says")}：${wordsOf(parts)}` : line.runs.map(text => text.textContent).join("");
  }
}

function visibleLine() {
  const frame = pages.getBoundingClientRect();
  const shown = lines().filter(line => line.top >= frame.top && line.bottom <= frame.bottom);
  return shown.find(line => line.runs.some(text => !text.dataset.k)) || shown[0] || lines()[0];
}

/* Where the caret stands after a key, or null when the key is not its own. */
function moved(key) {
  const all = lines(), at = all.findIndex(line => line.runs.includes(caret.text));
  const line = all[at], run = line.runs.indexOf(caret.text);
  const x = caret.at < count(caret.text) ? caret.text.getStartPositionOfChar(caret.at).x : caret.text.getEndPositionOfChar(caret.at - 1).x;
  const first = one => ({ text: one.runs[0], at: 0 });
  const end = one => ({ text: one.runs[one.runs.length - 1], at: count(one.runs[one.runs.length - 1]) });
  const level = one => {
    for (const text of one.runs) {
      for (let n = 0; n < count(text); n++) if (text.getEndPositionOfChar(n).x > x + 1) return { text, at: n };
    }
    return end(one);
  };
  switch (key) {
    case "ArrowDown": case "j": case "J": return at + 1 < all.length ? level(all[at + 1]) : end(line);
    case "ArrowUp": case "k": case "K": return at > 0 ? level(all[at - 1]) : first(line);
    case "Home": return first(line);
    case "End": return end(line);
    case "ArrowRight":
      if (caret.at < count(caret.text)) return { text: caret.text, at: caret.at + 1 };
      if (run + 1 < line.runs.length) return { text: line.runs[run + 1], at: 1 };
      return at + 1 < all.length ? first(all[at + 1]) : caret;
    case "ArrowLeft":
      if (caret.at > 0) return { text: caret.text, at: caret.at - 1 };
      if (run > 0) return { text: line.runs[run - 1], at: count(line.runs[run - 1]) - 1 };
      return at > 0 ? end(all[at - 1]) : caret;
  }
  return null;
}

function chooseLine() {
  const line = lines().find(one => one.runs.includes(caret.text));
  const last = line.runs[line.runs.length - 1];
  document.getSelection().setBaseAndExtent(line.runs[0].firstChild, 0, last.firstChild, count(last));
}

const MOVES = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "j", "k", "J", "K"];

pages.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const chosen = document.getSelection();
  if (event.key === "Escape") {
    chosen.removeAllRanges();
    caret = null;
  } else if (event.key === "m" || event.key === "M") {
    if (!chosenWords().length && caret) chooseLine();
    if (!chosenWords().length) return;
    markChosen();
  } else if (event.key === "Enter" && caret) {
    follow(caret.text, Math.min(caret.at, count(caret.text) - 1));
  } else if (MOVES.includes(event.key)) {
    if (!caret || !caret.text.isConnected) {
      const line = visibleLine();
      if (!line) return;
      caret = { text: line.runs[0], at: 0 };
    } else {
      const before = caret;
      caret = moved(event.key);
      if (event.shiftKey) {
        if (chosen.isCollapsed || !pages.contains(chosen.anchorNode)) chosen.setBaseAndExtent(before.text.firstChild, before.at, caret.text.firstChild, caret.at);
        else chosen.extend(caret.text.firstChild, caret.at);
      } else {
        chosen.removeAllRanges();
      }
    }
  } else {
    return;
  }
  event.preventDefault();
  showCaret(true);
});

/* The caret stands where one clicks, and stays where it was when the pages change. */
pages.addEventListener("click", event => {
  const text = event.target.closest && event.target.closest("text[data-b]");
  if (text) { caret = { text, at: 0 }; showCaret(false); }
});
let stood = null;
rests.push(() => {
  stood = caret && caret.text.isConnected ? { block: +caret.text.dataset.b, offset: +caret.text.dataset.o.split(",")[0], at: caret.at } : stood;
});
settles.push(() => {
  const text = stood && textOf(nowAt(stood.block), stood.offset);
  caret = text ? { text, at: Math.min(stood.at, count(text)) } : null;
  stood = null;
  showCaret(false);
});
