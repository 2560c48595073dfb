"use strict";
/* Say which chapter is open, also when a link within the book led to it. */

const frame = document.querySelector("iframe");
const chapters = [...document.querySelectorAll("nav ol a")];

frame.addEventListener("load", () => {
  const { pathname, hash } = frame.contentWindow.location;
  const here = chapters.find(link => link.pathname === pathname && link.hash === hash)
    || chapters.find(link => link.pathname === pathname);
  for (const link of chapters) {
    if (link === here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  if (here) here.scrollIntoView({ block: "nearest" });
});
