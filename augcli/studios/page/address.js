/** Keep the state in the address, behind the #, which no browser sends anywhere. */

import { isStep } from "./steps.js";

const PAUSE = 300; // milliseconds: browsers refuse an address that changes more often for long

// What of a link is believed: anyone may have written it.
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const RULES = {
  seed: isCount,
  steps: (value) => Array.isArray(value) && value.every(isStep),
  options: (value) => Object.prototype.toString.call(value) === "[object Object]",
  class: isCount,
  image: isCount,
  view: (value) => ["copies", "extremes", "each"].includes(value),
  grid: (value) => isCount(value) && value >= 1 && value <= 5,
};

/** Return the state in the address, without what is no state; null if it has no steps. */
export function readAddress() {
  let found;
  try {
    found = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // no state yet, or half of a link
  }
  const sound = Object.entries(found ?? {}).filter(([key, value]) => RULES[key]?.(value));
  const state = Object.fromEntries(sound);
  return state.steps ? state : null;
}

let written = 0;
let waiting = 0;

/** Write a state to the address: now, or soon if it has just been written. */
export function writeAddress(state) {
  const write = () => {
    written = performance.now();
    history.replaceState(null, "", `#${encodeURIComponent(JSON.stringify(state))}`);
  };
  clearTimeout(waiting);
  const left = written + PAUSE - performance.now();
  if (written === 0 || left <= 0) write();
  else waiting = setTimeout(write, left);
}

/** Call `listener` with the state of a link that is opened in this tab. */
export function onAddress(listener) {
  addEventListener("hashchange", () => {
    const state = readAddress();
    if (state) listener(state);
  });
}
