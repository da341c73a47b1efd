/** The pipeline on the left: a card for each step, in the order in which they run. */

import { byId } from "./dom.js";
import { makeGrip } from "./reorder.js";
import { makeStep } from "./step.js";
import { groupOf, listAt, nameOf, shapeOf, stepAt } from "./steps.js";

/** Return `show(state, warnings)` for the list of steps; `tell` tells readers what was done. */
export function makePipeline({ store, catalogue, tell }) {
  const list = byId("steps");
  let cards = [];
  let shape = "";

  const page = {
    catalogue,
    settle: store.settle,
    edit: (path, key, change) => store.change((draft) => change(stepAt(draft.steps, path)), key),
    grip: (path, name) => isOrdered(path) && makeGrip({ path, name, move }),
    remove,
  };

  /** Whether the order of the list that a step is in matters: one member of a one-of runs alone. */
  const isOrdered = (path) =>
    path.length === 1 || groupOf(stepAt(store.get().steps, path.slice(0, -1))) !== "one-of";

  function remove(path) {
    const name = nameOf(stepAt(store.get().steps, path));
    const alone = path.length > 1 && listAt(store.get().steps, path).length === 1;
    const gone = alone ? path.slice(0, -1) : path; // a group without members can't be
    store.change((draft) => listAt(draft.steps, gone).splice(gone.at(-1), 1));
    tell(`Removed ${name}. Ctrl+Z brings it back.`);
    const next =
      list.querySelector(`[data-path="${gone}"] .name`) ??
      [...list.querySelectorAll(".name")].at(-1);
    (next ?? byId("add")).focus();
  }

  /** Move a step to another place of its list, and leave the focus on its grip. */
  function move(path, to) {
    const steps = listAt(store.get().steps, path);
    const place = Math.min(Math.max(to, 0), steps.length - 1);
    if (place !== path.at(-1)) {
      store.change((draft) => {
        const moved = listAt(draft.steps, path);
        moved.splice(place, 0, ...moved.splice(path.at(-1), 1));
      });
      tell(`${nameOf(steps[path.at(-1)])} is step ${place + 1} of ${steps.length}.`);
    }
    list.querySelector(`[data-path="${[...path.slice(0, -1), place]}"] .grip`)?.focus();
  }

  return function show({ steps }, warnings) {
    if (shapeOf(steps) !== shape) {
      shape = shapeOf(steps);
      cards = steps.map((step, place) => makeStep(step, [place], page));
      list.replaceChildren(...cards.map((card) => card.element));
    }
    cards.forEach((card, place) => card.show(steps[place], warnings));
  };
}
