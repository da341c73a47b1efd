/** A card of the pipeline: one step with its controls, or a group with the cards of its members. */

import { makeChance, makeRange, makeSwitch, makeWord, put } from "./controls.js";
import { icon, make } from "./dom.js";
import { note } from "./notes.js";
import { groupOf, membersOf, nameOf } from "./steps.js";

const folded = new Set(); // names: what is folded is a matter of the screen, so it is not undone

/**
 * Return a card: `element`, and `show(step, notes)`, where notes have a `step` and a `knob`.
 *
 * `path` is the place of the step; `page` has `catalogue`, `edit(path, key, change)`, `settle()`,
 * `remove(path)` and `grip(path, name)`.
 */
export function makeStep(step, path, page) {
  const known = page.catalogue.find(step);
  const name = known.title ?? nameOf(step);
  const edit = (key, change) => page.edit(path, key && `${path} ${key}`, change);
  const card = { name, edit, settle: page.settle };
  const { knobs = [], choices = [], switches = [], chance = 1 } = known;
  const parts = [
    ...knobs.map((knob) => makeRange(knob, card)),
    ...choices.map((choice) => makeWord(choice, card)),
    ...switches.map((one) => makeSwitch(one, card)),
    ...(groupOf(step) ? [makeMembers(step, path, page)] : []),
    makeChance(chance, card),
  ];
  const remarks = make("div");
  const body = make("div", { class: "body" }, remarks, ...parts.map((part) => part.element));
  const run = make("input", {
    type: "checkbox",
    class: "switch",
    role: "switch",
    "aria-label": `Run ${name}`,
    title: "On or off",
    onchange: () => edit(null, (it) => put(it, "off", run.checked ? null : true)),
  });
  const head = make(
    "div",
    { class: "head", onkeydown: (event) => event.key === "Delete" && page.remove(path) },
    page.grip(path, name),
    makeFold(name, known.summary, body),
    run,
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
  const element = make("li", { class: "step", "aria-label": name, "data-path": path }, head, body);
  const withControl = new Set(["chance", ...knobs.map((knob) => knob.name)]);

  function show(it, notes) {
    const own = notes.filter((one) => String(one.step) === String(path));
    element.classList.toggle("off", Boolean(it.off));
    run.checked = !it.off;
    // What has no knob of its own is said at the top of the card.
    const general = own.filter((one) => !withControl.has(one.knob));
    remarks.hidden = !general.length;
    remarks.replaceChildren(...general.map(note));
    for (const part of parts) part.show(it, own, notes);
  }

  return { element, show };
}

/** Return the button that folds the body of a card away. */
function makeFold(name, summary, body) {
  const button = make(
    "button",
    { class: "plain name", title: summary, onclick: toggle },
    icon("chevron"),
    make("span", { text: name }),
  );

  function show() {
    body.hidden = folded.has(name);
    button.setAttribute("aria-expanded", !body.hidden);
  }

  function toggle() {
    if (!folded.delete(name)) folded.add(name);
    show();
  }

  show();
  return button;
}

/** Return the members of a group as a list of cards. */
function makeMembers(step, path, page) {
  const cards = membersOf(step).map((member, place) => makeStep(member, [...path, place], page));
  return {
    element: make("ol", { class: "members" }, ...cards.map((card) => card.element)),
    show: (it, _, notes) => cards.forEach((card, at) => card.show(membersOf(it)[at], notes)),
  };
}
