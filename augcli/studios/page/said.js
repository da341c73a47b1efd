/** Tell what was done, or why not, in a line over the pictures that goes away by itself. */

import { byId, say } from "./dom.js";

const SHOWN = 8000; // milliseconds: time to look there, and to read two lines

let timer = 0;

/** Show a text in place of the one before. Screen readers say it, too. */
export function tell(text) {
  say(byId("said"), text);
  clearTimeout(timer);
  timer = setTimeout(() => say(byId("said"), ""), SHOWN);
}
