"use strict";
/* Tabs: one of several panes is shown, chosen by click or by the arrow keys. */

/* `chosen` is told of the tab whose pane is shown. Returns what shows the pane of a tab. */
function tabbed(tabs, chosen = () => {}) {
  function choose(tab) {
    for (const each of tabs) {
      const on = each === tab;
      each.setAttribute("aria-selected", on);
      each.tabIndex = on ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !on;
    }
    chosen(tab);
  }
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      next.focus();
      choose(next);
    });
  });
  return choose;
}
