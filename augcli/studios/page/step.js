/** A card of the pipeline: one step with its knobs, switches, words and chance, or a group. */

import { icon, make, spoken } from "./dom.js";
import { makeKnob } from "./knob.js";
import { note } from "./notes.js";
import { groupOf, membersOf, nameOf } from "./steps.js";
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
};
const folded = new Set(); // what is folded is a matter of the screen, so it is not undone

/**
 * Return a card: `element`, and `show(step, warnings)`, where warnings have a `step` and a `knob`.
 *
 * `path` is the place of the step; `page` has `catalogue`, `edit(path, key, change)`, `settle()`,
 * `remove(path)` and `grip(path, name)`.
 */
export function makeStep(step, path, page) {
  const known = page.catalogue.find(step);
  const name = known.title ?? nameOf(step);
  const body = make("div", { class: "body" });
  const element = make(
    "li",
    { class: "step", "aria-label": name, "data-path": path },
    head(),
    body,
  );
  const parts = [
    ...(known.knobs ?? []).map(range),
    ...(known.choices ?? []).map(word),
    ...(known.switches ?? []).map(check),
    ...(groupOf(step) ? [members()] : []),
    chance(),
  ];
  const notes = make("div");
  // Whatever has no knob of its own is said at the top of the card.
  const shown = new Set(["chance", ...(known.knobs ?? []).map((knob) => knob.name)]);
  body.append(notes, ...parts.map((part) => part.element));

  function head() {
    const fold = make(
      "button",
      {
        class: "plain name",
        "aria-expanded": !folded.has(String(path)),
        onclick: toggle,
        title: known.summary,
      },
      icon("chevron"),
      make("span", { text: name }),
    );
    body.hidden = folded.has(String(path));
    return make(
      "div",
      { class: "head" },
      page.grip(path, name),
      fold,
      make("input", {
        type: "checkbox",
        class: "switch",
        role: "switch",
        "aria-label": `Run ${name}`,
        title: "On or off",
        onchange: (event) =>
          edit(null, (it) => {
            put(it, "off", !event.target.checked || null);
          }),
      }),
      make(
        "button",
        {
          class: "plain remove",
          "aria-label": `Remove ${name}`,
          title: "Remove (Delete)",
          onclick: () => page.remove(path),
        },
        icon("close"),
      ),
    );
  }

  function toggle(event) {
    const key = String(path);
    if (!folded.delete(key)) folded.add(key);
    body.hidden = folded.has(key);
    event.currentTarget.setAttribute("aria-expanded", !body.hidden);
  }

  const edit = (key, change) => page.edit(path, key && `${path} ${key}`, change);

  function range(knob) {
    const onmove = (values, unit, done) => {
      edit(knob.name, (it) => put(it, knob.name, values && rangeIn(values, unit, knob)));
      if (done) page.settle();
    };
    const made = makeKnob({ knob, owner: name, count: 2, onmove });
    const show = (it, warnings) => {
      const { values, unit } = readRange(it[knob.name], knob);
      made.show(values, unit, notesOf(warnings, knob.name));
    };
    return { element: made.element, show };
  }

  function chance() {
    const knob = { ...CHANCE, default: [0, known.chance ?? 1] };
    const onmove = (values, unit, done) => {
      edit("chance", (it) => put(it, "chance", values && values[0]));
      if (done) page.settle();
    };
    const made = makeKnob({ knob, owner: name, count: 1, onmove });
    const show = (it, warnings) =>
      made.show([it.chance ?? knob.default[1]], "", notesOf(warnings, "chance"));
    return { element: made.element, show };
  }

  function word(choice) {
    const select = make(
      "select",
      {
        "aria-label": `${name} ${spoken(choice.name)}`,
        onchange: () =>
          edit(null, (it) => {
            it[choice.name] = select.value;
          }),
      },
      ...choice.words.map((text) => make("option", { text })),
    );
    const show = (it) => {
      select.value = it[choice.name] ?? choice.words[0];
    };
    const element = make(
      "label",
      { class: "word", title: choice.help },
      make("span", { text: spoken(choice.name) }),
      select,
    );
    return { element, show };
  }

  function check(one) {
    const box = make("input", {
      type: "checkbox",
      onchange: () =>
        edit(null, (it) => {
          put(it, one.name, box.checked || null);
          if (box.checked && one.excludes) delete it[one.excludes];
        }),
    });
    const show = (it) => {
      box.checked = Boolean(it[one.name]);
    };
    const element = make(
      "label",
      { class: "check", title: one.help },
      box,
      make("span", { text: spoken(one.name) }),
    );
    return { element, show };
  }

  function members() {
    const cards = membersOf(step).map((member, place) => makeStep(member, [...path, place], page));
    const show = (it, _, all) =>
      cards.forEach((card, place) => card.show(membersOf(it)[place], all));
    return {
      element: make("ol", { class: "members" }, ...cards.map((card) => card.element)),
      show,
    };
  }

  function show(it, all) {
    const own = all.filter((one) => String(one.step) === String(path));
    element.classList.toggle("off", Boolean(it.off));
    element.querySelector(".switch").checked = !it.off;
    const general = own.filter((one) => !shown.has(one.knob));
    notes.hidden = !general.length;
    notes.replaceChildren(...general.map(note));
    for (const part of parts) part.show(it, own, all);
  }

  return { element, show };
}

const notesOf = (warnings, knob) => warnings.filter((one) => one.knob === knob);

/** Set a key of a step, or remove it if its value is null: what is missing has its default. */
function put(step, key, value) {
  if (value === null) delete step[key];
  else step[key] = value;
}
