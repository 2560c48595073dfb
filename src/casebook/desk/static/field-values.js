"use strict";
/* The values of a form's fields, read and put; and a field that another changed meanwhile, with what
   each of the two has, of which one is chosen. */

const fieldValues = {
  of(control) {
    const inputs = line => [...line.querySelectorAll("input")];
    switch (control.dataset.kind) {
      case "words": return control.value.split(/[、,，;；]/).map(word => word.trim()).filter(Boolean);
      case "pairs": return fieldValues.lines(control).map(line => inputs(line).map(i => i.value.trim())).filter(([key]) => key);
      case "rows": return fieldValues.lines(control)
        .map(line => Object.fromEntries(inputs(line).map(i => [i.dataset.key, i.value.trim()]).filter(([, value]) => value)))
        .filter(row => Object.keys(row).length);
      default: return control.value;
    }
  },

  lines: control => [...control.querySelectorAll(".line")],

  /* Add an empty line to a list of lines, and return it. */
  addLine(box) {
    const last = box.querySelector(".line:last-of-type");
    const line = last ? last.cloneNode(true) : element("p", "line");
    if (!last) line.append(element("input", "key"), element("input"));
    for (const [index, input] of [...line.querySelectorAll("input")].entries()) {
      input.value = "";
      input.readOnly = false;
      if (box.dataset.kind === "pairs") input.setAttribute("aria-label", say(index ? "pair-value" : "pair-name"));
    }
    box.querySelector(".add").before(line);
    return line;
  },

  /* Put `value` into the field that `steps` lead to; of pairs, into the one that the last step names. */
  put(control, steps, value) {
    const given = value || "";
    if (control.dataset.kind === "pairs") {
      const key = String(steps.at(-1)), keyOf = line => line.querySelector("input").value.trim();
      const line = fieldValues.lines(control).find(each => keyOf(each) === key) || fieldValues.addLine(control);
      const [name, words] = line.querySelectorAll("input");
      name.value = key;
      words.value = given;
    } else if (control.dataset.kind === "rows") {
      const rows = given || [];
      while (fieldValues.lines(control).length < rows.length) fieldValues.addLine(control);
      for (const [at, line] of fieldValues.lines(control).entries()) {
        for (const input of line.querySelectorAll("input")) input.value = (rows[at] || {})[input.dataset.key] || "";
      }
    } else if (control.tagName === "FIELDSET") {
      control.dataset.value = given;
    } else {
      const words = Array.isArray(given) ? given.join("、") : given;
      if (control.tagName === "SELECT" && ![...control.options].some(option => option.value === words)) control.add(new Option(words, words));
      control.value = words;
    }
    control.dispatchEvent(new Event("input", { bubbles: true }));
  },

  words(value) {
    if (Array.isArray(value)) return value.map(each => fieldValues.words(each)).join("、") || say("field-empty");
    if (value && typeof value === "object") return Object.values(value).map(each => fieldValues.words(each)).join(" ");
    return value || say("field-empty");
  },

  /* Show below `control` what two have for its field. Until one is chosen, `control` keeps mine. */
  meet(control, steps, field) {
    const box = element("div", "meets"), buttons = element("p", "buttons");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", say("field-meets"));
    box.append(element("p", "", say("field-meets")), buttons);
    for (const [whose, value] of [["theirs", field.theirs], ["mine", field.mine]]) {
      const button = element("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.append(element("strong", "", say(`field-${whose}`)), element("span", "", fieldValues.words(value)));
      button.addEventListener("click", () => {
        for (const each of buttons.children) each.setAttribute("aria-pressed", String(each === button));
        fieldValues.put(control, steps, value);
      });
      buttons.append(button);
    }
    (control.closest(".field") || control).append(box);
    fieldValues.put(control, steps, field.mine);
    return box;
  },

  /* Fields of which none is chosen yet. */
  open: form => [...form.querySelectorAll(".meets[role=group]")].filter(box => !box.querySelector("[aria-pressed=true]")),

  /* Say that one of two values must be chosen, and lead to the first such field. */
  choose(form, said) {
    const open = fieldValues.open(form);
    said.textContent = say("field-choose").replace("%", open.length);
    said.className = "bad";
    for (let up = open[0].parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    open[0].scrollIntoView({ block: "center" });
    open[0].querySelector("button").focus({ preventScroll: true });
  },
};
