/** The controls of a step: its ranges, its chance, its words and its switches. */

import { make, spoken } from "./dom.js";
import { makeKnob } from "./knob.js";
import { rangeIn, readRange } from "./units.js";

const CHANCE = {
  name: "chance",
  unit: "",
  rule: "Chances from 0 to 1",
  low: 0,
  high: 1,
  neutral: null,
  whole: false,
  percents: true,
  units: {},
};

// Each returns `element`, and `show(step, notes)`. `card` has the `name` of the step,
// `edit(key, change)` and `settle()`, which ends a drag.

/** Return the control of a knob with a range. */
export function makeRange(knob, card) {
  const { name, edit, settle } = card;
  const onmove = (values, unit) =>
    edit(knob.name, (step) => put(step, knob.name, values && rangeIn(values, unit, knob)));
  const { element, show } = makeKnob({ knob, owner: name, count: 2, onmove, ondone: settle });
  return {
    element,
    show(step, notes) {
      const { values, unit } = readRange(step[knob.name], knob);
      show(values, unit, notesOf(notes, knob.name));
    },
  };
}

/** Return the control of how often a step runs; `usual` is how often it does by default. */
export function makeChance(usual, card) {
  const { name, edit, settle } = card;
  const onmove = (values) => edit("chance", (step) => put(step, "chance", values && values[0]));
  const knob = { ...CHANCE, default: [0, usual] };
  const { element, show } = makeKnob({ knob, owner: name, count: 1, onmove, ondone: settle });
  return {
    element,
    show: (step, notes) => show([step.chance ?? usual], "", notesOf(notes, "chance")),
  };
}

/** Return the control of a choice among words, the first of which is the default. */
export function makeWord(choice, card) {
  const select = make(
    "select",
    { "aria-label": `${card.name} ${spoken(choice.name)}`, onchange: choose },
    ...choice.words.map((text) => make("option", { text })),
  );

  function choose() {
    const value = select.value === choice.words[0] ? null : select.value;
    card.edit(null, (step) => put(step, choice.name, value));
  }

  return {
    element: make(
      "label",
      { class: "word", title: choice.help },
      make("span", { text: spoken(choice.name) }),
      select,
    ),
    show(step) {
      select.value = step[choice.name] ?? choice.words[0];
    },
  };
}

/** Return the control of a switch. Turning it on turns off the one that it excludes. */
export function makeSwitch(one, card) {
  const label = `${card.name} ${spoken(one.name)}`;
  const box = make("input", { type: "checkbox", "aria-label": label, onchange: turn });

  function turn() {
    card.edit(null, (step) => {
      put(step, one.name, box.checked || null);
      if (box.checked && one.excludes) delete step[one.excludes];
    });
  }

  return {
    element: make(
      "label",
      { class: "check", title: one.help },
      box,
      make("span", { text: spoken(one.name) }),
    ),
    show(step) {
      box.checked = Boolean(step[one.name]);
    },
  };
}

/** Set a key of a step, or remove it if its value is null: what is missing has its default. */
export function put(step, key, value) {
  if (value === null) delete step[key];
  else step[key] = value;
}

const notesOf = (notes, knob) => notes.filter((one) => one.knob === knob);
