/** Steps as a pipeline file has them: transforms, policies, and groups with members. */

import { readRange } from "./units.js";

const DEEPEST = 8; // groups in groups, as pipeline files have
const GROUPS = ["one-of", "some-of", "all-of"];

/**
 * Return whether a value is a step that can be shown: it has a name, or members that are steps, and
 * its sliders have numbers. All else the server checks, and says what is wrong with it. `find`
 * returns what the catalogue knows of a step, and `depth` is how many groups it is in.
 */
export function isStep(value, find, depth = 0) {
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const { transform, policy, chance = 1 } = value;
  const isNamed = [transform, policy].some((name) => typeof name === "string");
  const { knobs = [] } = find(value);
  const groups = GROUPS.filter((kind) => kind in value);
  return (
    (isNamed || groups.length > 0) &&
    (groups.length === 0 || depth <= DEEPEST) &&
    Number.isFinite(chance) &&
    knobs.every((knob) => readRange(value[knob.name], knob)) &&
    groups.every((kind) => areSteps(value[kind], find, depth + 1))
  );
}

const areSteps = (value, find, depth) =>
  Array.isArray(value) && value.length > 0 && value.every((one) => isStep(one, find, depth));

/** Return which kind of group a step is, or undefined. */
export const groupOf = (step) => GROUPS.find((kind) => kind in step);

/** Return the members of a group; none for other steps. */
export const membersOf = (step) => step[groupOf(step)] ?? [];

/** Return the name that a step is shown by. */
export const nameOf = (step) => step.transform ?? step.policy ?? groupOf(step).replace("-", " ");

/** Return the list that the step at a path is in; a path has the place in each list on the way. */
export function listAt(steps, path) {
  return path.slice(0, -1).reduce((list, place) => membersOf(list[place]), steps);
}

/** Return the step at a path. */
export const stepAt = (steps, path) => listAt(steps, path)[path.at(-1)];

/** Return what cards a pipeline needs, as text: only if it differs are they made anew. */
export const shapeOf = (steps) =>
  JSON.stringify(steps, (key, value) =>
    key === "" || Array.isArray(value) ? value : typeof value === "object" ? shape(value) : value,
  );

const shape = (step) => ({ name: nameOf(step), members: membersOf(step) });
