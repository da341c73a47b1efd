/** Tell when the server is gone, and go on when it is back. */

import { Gone, knock, Refused } from "./api.js";
import { byId, say } from "./dom.js";

const PAUSE = 1000; // milliseconds between two attempts to reach a server that is gone
const GONE = `The server of this page does not answer: nothing new can be drawn or saved.
Is augcli studio still running in its terminal? The page goes on as soon as it is back.`;

/** Return the text that says what is wrong; `gone` is that for a server that does not answer. */
export function causeOf(error, gone) {
  if (error instanceof Gone) return gone;
  if (error instanceof Refused) return error.message;
  return `The page has a fault: ${error.message}\nReload it, and please report the fault if it stays.`;
}

/**
 * Return `tell(error)`, which shows an error, or none if it is null. `back` is called once the
 * server is back.
 */
export function makeConnection(back) {
  const problem = byId("problem");
  let waiting = 0;

  function tell(error) {
    const isGone = error instanceof Gone;
    problem.hidden = !error;
    say(problem, error ? causeOf(error, GONE) : "");
    if (isGone && !waiting) waiting = setTimeout(retry, PAUSE);
  }

  async function retry() {
    waiting = 0;
    try {
      await knock();
    } catch (error) {
      return tell(error);
    }
    tell(null);
    return back();
  }

  // Whoever comes back to this tab hears at once if the server was ended meanwhile.
  addEventListener("focus", () => waiting || knock().catch(tell));
  return tell;
}
