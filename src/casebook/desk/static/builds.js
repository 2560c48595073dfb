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
  for (const button of buttons) button.disabled = state.status === "making";
  if (was === "making" && state.status !== "making") location.reload();
  was = state.status;
});
