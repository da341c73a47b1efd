/** Keep one request in flight, for the latest state: the answer to an older one is never shown. */

/**
 * Return `want(request, follow)`. `run(request, signal)` is called at once if no request is in
 * flight, and else with the latest one as soon as that has ended. `follow` lets it finish, so that
 * pictures follow a drag where each move would cancel the one before; otherwise it is cancelled.
 *
 * `tell` gets what became of it: "busy", "idle", or the error.
 */
export function makeLatest(run, tell) {
  let wanted = null;
  let flight = null;

  function want(request, follow = false) {
    wanted = request;
    if (!flight) go();
    else if (!follow) flight.abort();
  }

  async function go() {
    let end;
    while (wanted !== null) {
      const request = wanted;
      wanted = null;
      flight = new AbortController();
      tell("busy");
      end = "idle";
      try {
        await run(request, flight.signal);
      } catch (error) {
        if (error.name !== "AbortError") end = error;
      }
    }
    flight = null;
    tell(end);
  }

  return want;
}

/** Resolve after some milliseconds, unless a request is cancelled meanwhile. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
