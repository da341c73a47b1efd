/** The keys of the page, and the dialog that lists them. */

import { byId, make } from "./dom.js";

const FIXED = [
  ["Tab", "go to the next control"],
  ["← →", "on a slider: move it a little; Page Up and Page Down move it further"],
  ["↑ ↓", "on a grip: move the step"],
  ["Delete", "on the name or grip of a step: remove it"],
];

const unsent = new WeakSet(); // fields with text that was typed, and not yet taken

/** Listen for keys. `keys` has for each: `key`, `name`, `text` and `act`, and maybe `ctrl`. */
export function listenForKeys(keys) {
  addEventListener("keydown", (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    const types = isTyping(event.target) && !ctrl;
    if (event.altKey || types || document.querySelector("dialog[open]")) return;
    if (unsent.has(event.target)) return; // Ctrl+Z undoes the typing first
    const found = keys.find(
      (one) =>
        one.key === event.key.toLowerCase() &&
        Boolean(one.ctrl) === ctrl &&
        (one.shift ?? event.shiftKey) === event.shiftKey,
    );
    if (!found) return;
    event.preventDefault();
    found.act();
  });
  addEventListener("input", ({ target }) => unsent.add(target));
  addEventListener("change", ({ target }) => unsent.delete(target));
  const named = keys.filter((one) => one.name);
  document
    .querySelector("#shortcuts dl")
    .append(
      ...[...named.map((one) => [one.name, one.text]), ...FIXED].flatMap(([name, text]) => [
        make("dt", {}, make("kbd", { text: name })),
        make("dd", { text }),
      ]),
    );
}

/** Show the list of keys. */
export const showKeys = () => byId("shortcuts").showModal();

const isTyping = (target) =>
  target.matches("input:not([type=range], [type=checkbox], [type=radio]), select, textarea");
