"use strict";
/* Light or dark, before anything is painted: as the machine asks, or as somebody chose. Pages of the
   book and pictures stay as they are printed. */

(() => {
const root = document.documentElement, asked = matchMedia("(prefers-color-scheme: dark)");
const chosen = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const apply = () => { root.dataset.theme = chosen() || (asked.matches ? "dark" : "light"); };

apply();
asked.addEventListener("change", apply);
window.addEventListener("storage", event => { if (event.key === "theme") apply(); });

function turn() {
  const next = root.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", next); } catch { /* it holds for this page */ }
  root.dataset.theme = next;
}

document.addEventListener("click", event => { if (event.target.closest("#theme")) turn(); });
document.addEventListener("keydown", event => {
  if ((event.key === "d" || event.key === "D") && !writes(event)) { turn(); event.preventDefault(); }
});
})();
