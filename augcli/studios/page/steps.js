/** Steps as a pipeline file has them: transforms, policies, and groups with members. */

const GROUPS = ["one-of", "some-of", "all-of"];

/** Return whether a value is a step: it may have any knobs, which the server checks. */
export const isStep = (value) =>
  [value?.transform, value?.policy].some((name) => typeof name === "string") ||
  GROUPS.some(
    (kind) => Array.isArray(value?.[kind]) && value[kind].length > 0 && value[kind].every(isStep),
  );

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
