/** A knob of a step: a slider between numbers that can be typed, with its warnings below. */

import { icon, make, say, spoken } from "./dom.js";
import { note } from "./notes.js";
import { ends, parse, written } from "./scale.js";
import { makeSlider } from "./slider.js";
import { inUnit, splitUnit } from "./units.js";

const ENDS = { 1: [""], 2: [" from", " to"] };

let made = 0; // knobs: browsers make random ids only for pages of this machine or of https

/**
 * Return a knob: `element`, and `show(values, unit, notes)`, which shows its numbers and warnings.
 *
 * `knob` is as the catalogue describes it, `owner` the name of its step. `onmove(values,
 * unit)` gets one number or two, as many as `count`; null for the values means the default.
 * `ondone()` is called when a change is complete.
 */
export function makeKnob({ knob, owner, count, onmove, ondone }) {
  let values = [];
  let unit = "";
  const short = spoken(knob.name);
  const name = `${owner} ${short}`;
  const names = ENDS[count].map((end) => name + end);
  const slider = makeSlider({ names, onmove: (next) => onmove(next, unit), ondone });
  const wrong = make("p", { id: `wrong-${++made}`, class: "wrong", role: "alert", hidden: true });
  const notes = make("div", { id: `notes-${made}` });
  const fields = names.map((label, index) =>
    make("input", {
      class: index === count - 1 ? "high" : "low",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-label": `${label}, typed`,
      "aria-errormessage": wrong.id,
      onchange: () => typed(index),
      onkeydown: leave,
    }),
  );
  const reset = make(
    "button",
    {
      class: "plain reset",
      "aria-label": `Reset ${name}`,
      title: "Back to the default",
      onclick: restore,
    },
    icon("reset"),
  );
  const unitText = make("span", { class: "unit", title: knob.rule });
  const label = make("div", { class: "label" }, make("span", { text: short }), unitText, reset);
  slider.thumbs.forEach((thumb) => thumb.setAttribute("aria-describedby", notes.id));
  const element = make(
    "div",
    {
      class: count === 1 ? "knob single" : "knob",
      role: "group",
      "aria-label": name,
    },
    label,
    fields[count - 2],
    slider.element,
    fields[count - 1],
    make("div", { class: "notes" }, wrong, notes),
  );

  function show(shown, shownUnit, lines) {
    const isOther = String([shown, shownUnit]) !== String([values, unit]);
    [values, unit] = [shown, shownUnit];
    if (isOther) showFields(); // else a text that is being typed, or was refused, stays
    const own = inUnit(knob, unit);
    say(unitText, own.unit.startsWith(short) ? "" : own.unit); // not "degrees degrees"
    slider.show(values, { ...ends(own, values), knob: own }, (number) =>
      `${written(number)} ${own.unit}`.trim(),
    );
    notes.replaceChildren(...lines.map(note));
  }

  /** Show the numbers in place of any text that was typed. */
  function showFields() {
    const { suffix = "" } = inUnit(knob, unit);
    fields.forEach((field, index) => {
      field.value = written(values[index]) + suffix;
      field.removeAttribute("aria-invalid");
    });
    say(wrong, "");
    wrong.hidden = true;
    allowReset();
  }

  function typed(index) {
    const field = fields[index];
    const split = splitUnit(field.value, knob, unit);
    const own = inUnit(knob, split.unit);
    const number = parse(split.text, own);
    const problem = refusal(number, field.value, own);
    if (problem) return refuse(field, problem);
    const next = split.unit === unit ? [...values] : mirrored(number, own).slice(-count);
    next[index] = number;
    if (count > 1) next[1 - index] = index ? Math.min(next[0], number) : Math.max(next[1], number);
    take(next, split.unit);
    showFields();
  }

  /** Take numbers that are a change of their own. */
  function take(next, nextUnit) {
    ondone();
    onmove(next, nextUnit);
    ondone();
  }

  function refuse(field, problem) {
    say(wrong, problem);
    wrong.hidden = false;
    field.setAttribute("aria-invalid", "true");
    allowReset();
  }

  function allowReset() {
    const isDefault = !unit && String(values) === String(knob.default.slice(-count));
    reset.disabled = isDefault && wrong.hidden;
  }

  /** Go back to the default, also from a text that was refused. */
  function restore() {
    take(null, "");
    showFields();
  }

  function leave(event) {
    if (event.key === "Escape") showFields();
  }

  return { element, show };
}

const mirrored = (number, { neutral, low }) => {
  const other = (neutral ?? 0) * 2 - number;
  return other < low ? [low, number] : [Math.min(other, number), Math.max(other, number)];
};

function refusal(number, text, knob) {
  if (number === null)
    return `“${text}” is no number.\nType one such as ${written(knob.default[1])}.`;
  if (number < knob.low || number > knob.high) return `${text} is out of range.\n${knob.rule}.`;
  if (knob.whole && number % 1) return `${text} is no whole number.\n${knob.rule}.`;
  return "";
}
