/** Keep the state in the address, behind the #, which no browser sends anywhere. */

import { isStep } from "./steps.js";

// Browsers refuse an address that changes too often for long: a change every so many milliseconds,
// and so many at once, so that a reload right after one has it.
const PAUSE = 300;
const AT_ONCE = 10;

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

// What of a link is believed: anyone may have written it.
const RULES = {
  seed: isCount,
  steps: (value, find) => Array.isArray(value) && value.every((step) => isStep(step, find)),
  options: (value) => Object.prototype.toString.call(value) === "[object Object]",
  class: isCount,
  image: isCount,
  before: (value) => typeof value === "boolean",
  view: (value) => ["copies", "extremes", "each"].includes(value),
  grid: (value) => isCount(value) && value >= 1 && value <= 5,
};

/**
 * Return the state in the address, without what is no state; null if it has no steps. `find`
 * returns what the catalogue knows of a step.
 */
export function readAddress(find) {
  let found;
  try {
    found = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // no state yet, or half of a link
  }
  const sound = Object.entries(found ?? {}).filter(
    ([key, value]) => Object.hasOwn(RULES, key) && RULES[key](value, find),
  );
  const state = Object.fromEntries(sound);
  return state.steps ? state : null;
}

let free = 0; // the time at which as many as ever may be written at once
let waiting = 0;

/** Write a state to the address: now, or soon if it has been written many times. */
export function writeAddress(state) {
  const write = () => {
    free = Math.max(free, performance.now()) + PAUSE;
    history.replaceState(null, "", `#${encodeURIComponent(JSON.stringify(state))}`);
  };
  clearTimeout(waiting);
  const left = free - AT_ONCE * PAUSE - performance.now();
  if (left <= 0) write();
  else waiting = setTimeout(write, left);
}

/** Call `listener` with the state of a link that is opened in this tab. */
export function onAddress(find, listener) {
  addEventListener("hashchange", () => {
    const state = readAddress(find);
    if (state) listener(state);
  });
}
