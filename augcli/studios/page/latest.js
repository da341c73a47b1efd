/** Keep one request in flight, for the latest state: the answer to an older one is never shown. */

/**
 * Return `want(request, follow)`. `run(request, signal)` is called with the latest request in the
 * next frame; `follow` lets the one in flight finish first, so that pictures follow a drag where
 * they would never come if each move cancelled the one before. Otherwise it is cancelled.
 *
 * `tell` gets what became of it: "busy", "idle", or the error.
 */
export function makeLatest(run, tell) {
  let wanted = null;
  let flight = null;

  function want(request, follow = false) {
    const waits = wanted !== null || flight !== null;
    wanted = request;
    if (flight && !follow) flight.abort();
    if (!waits) requestAnimationFrame(go);
  }

  async function go() {
    const request = wanted;
    wanted = null;
    flight = new AbortController();
    tell("busy");
    let end = "idle";
    try {
      await run(request, flight.signal);
    } catch (error) {
      if (error.name !== "AbortError") end = error;
    }
    flight = null;
    if (wanted === null) tell(end);
    else await go();
  }

  return want;
}
