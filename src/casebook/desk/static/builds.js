"use strict";
/* Have editions made; a finished run is shown at once. */

const buttons = [...document.querySelectorAll("[data-editions]")];
let was = null;

for (const button of buttons) {
  button.addEventListener("click", async () => {
    const { ok, data } = await ask("POST", "/api/build", { editions: button.dataset.editions.split(" ") });
    if (!ok) document.getElementById("told").textContent = faults(data);
  });
}
listeners.push(state => {
  const build = state.build;
  for (const button of buttons) {
    const wanted = button.dataset.editions.split(" ");
    const queued = [...build.editions, ...build.waiting];
    button.disabled = build.status === "making" && wanted.every(edition => queued.includes(edition));
  }
  document.getElementById("build-faults").replaceChildren(...(build.status === "failed" ? build.faults.map(card) : []));
  const now = `${build.status} ${state.book}`;
  if (was !== null && was !== now && build.status !== "making") location.reload();
  was = now;
});
