/** The controls above the pictures: class, image, seed, preset, policy, view, size of the grid. */

import { byId, fill, make, say } from "./dom.js";

const GRIDS = [
  [1, "1×1"],
  [2, "2×2"],
  [3, "3×3"],
  [4, "4×4"],
  [5, "5×5"],
];
export const VIEWS = [
  ["copies", "Copies"],
  ["extremes", "Extremes"],
  ["each", "Each alone"],
];
/** Return `show(state, facts)`. `act` has a function for each control. */
export function makeToolbar({ start: { classes, images }, catalogue, act }) {
  for (const close of document.querySelectorAll("dialog .close"))
    close.addEventListener("click", () => close.closest("dialog").close());
  fill(byId("class"), [
    ["", `all (${images})`],
    ...classes.map((one, place) => [place, `${one.name} (${one.count})`]),
  ]);
  fill(byId("preset"), [["", "choose…"], ...catalogue.presets.map((one) => [one.name, one.name])]);
  fill(byId("policy"), [["", "add…"], ...catalogue.policies.map((one) => [one.name, one.name])]);
  fill(byId("cells"), GRIDS);
  byId("class").closest("label").hidden = classes.length < 2;
  byId("views").append(
    ...VIEWS.map(([value, text]) =>
      make(
        "label",
        {},
        make("input", { type: "radio", name: "view", value, onchange: () => act.view(value) }),
        text,
      ),
    ),
  );

  listen("class", "change", (control) =>
    act.pickClass(control.value === "" ? null : Number(control.value)),
  );
  listen("preset", "change", once(act.preset));
  listen("policy", "change", once(act.policy));
  listen("cells", "change", (control) => act.cells(Number(control.value)));
  listen("seed", "change", (control) => act.seed(control.value));
  for (const [id, deed] of [
    ["previous", act.previous],
    ["next", act.next],
    ["shuffle-seed", act.shuffle],
    ["before", act.before],
    ["undo-change", act.undo],
    ["redo-change", act.redo],
    ["add", act.add],
    ["name", act.browse],
    ["help", act.help],
  ])
    byId(id).addEventListener("click", deed);

  return function show(state, { place, count, canUndo, canRedo }) {
    byId("class").value = state.class ?? "";
    byId("seed").value = state.seed;
    byId("cells").value = state.grid;
    byId("views").querySelector(`[value=${state.view}]`).checked = true;
    say(byId("image"), `${place + 1} of ${count}`);
    byId("previous").disabled = byId("next").disabled = count < 2;
    byId("before").setAttribute("aria-pressed", state.before);
    byId("undo-change").disabled = !canUndo;
    byId("redo-change").disabled = !canRedo;
  };
}

function listen(id, event, deed) {
  byId(id).addEventListener(event, () => deed(byId(id)));
}

/** A choice that is an act, not a setting: the select goes back to its first line. */
const once = (deed) => (select) => {
  const { value } = select;
  select.value = "";
  if (value) deed(value);
};
