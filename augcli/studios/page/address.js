/** Keep the state in the address, behind the #, which no browser sends anywhere. */

const QUIET = 300; // milliseconds: browsers refuse an address that changes all the time

/** Return the state in the address, or null if there is none that can be read. */
export function readAddress() {
  try {
    const state = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return state && typeof state === "object" && Array.isArray(state.steps) ? state : null;
  } catch {
    return null; // someone's typing, or half of a link
  }
}

let waiting;

/** Write a state to the address, once changes pause. */
export function writeAddress(state) {
  clearTimeout(waiting);
  waiting = setTimeout(() => history.replaceState(null, "", `#${encoded(state)}`), QUIET);
}

/** Call `listener` with the state of a link that is opened in this tab. */
export function onAddress(listener) {
  addEventListener("hashchange", () => {
    const state = readAddress();
    if (state) listener(state);
  });
  // A reload that comes before the pause keeps the last change too.
}

const encoded = (state) => encodeURIComponent(JSON.stringify(state));
