/** How pixels are sampled: the settings of the whole pipeline, below its steps. */

import { byId, make, spoken } from "./dom.js";
import { note } from "./notes.js";

/** Return `show(state, notes)`; `set(name, value)` sets an option, null for its default. */
export function makeOptions(known, set) {
  const controls = known.map((option) => [option.name, control(option)]);
  byId("options").append(...controls.map(([, { element }]) => element));

  function control({ name, words, default: usual, help }) {
    const change = (event) =>
      set(name, event.target.value === String(usual) ? null : event.target.value);
    const input = words
      ? make("select", { onchange: change }, ...words.map((text) => make("option", { text })))
      : make("input", { onchange: change, size: 10, autocomplete: "off" });
    const element = make(
      "label",
      { class: "word", title: help },
      make("span", { text: spoken(name) }),
      input,
    );
    return {
      element,
      show: (value) => {
        input.value = value ?? usual;
      },
    };
  }

  return function show({ options }, notes) {
    for (const [name, { show: put }] of controls) put(options[name]);
    const general = notes.filter((one) => !one.step);
    byId("general").replaceChildren(...general.map((one) => note({ ...one, tag: "li" })));
  };
}
