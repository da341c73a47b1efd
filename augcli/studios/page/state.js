/** The state of the page: what is undone, redone, shown and kept in the address. */

const MOST = 500; // states that can be undone

/** Return a store of a state, a plain JSON object that is replaced and never changed. */
export function makeStore(first) {
  let state = first;
  let past = [];
  let future = [];
  let last = null; // the key of the change that later ones with the same key are part of
  const listeners = [];

  /** Tell all listeners. `why` is "step", "drag" for one of many quick changes, or "none". */
  function put(next, why) {
    state = next;
    for (const listen of listeners) listen(state, why);
  }

  /**
   * Change a draft of the state. Changes with the same `key` are undone as one, until `settle` ends
   * them: a whole drag is one step back. Does nothing if nothing differs.
   */
  function change(edit, key = null) {
    const draft = structuredClone(state);
    edit(draft);
    if (JSON.stringify(draft) === JSON.stringify(state)) return;
    if (key === null || key !== last) past = [...past.slice(1 - MOST), state];
    future = [];
    last = key;
    put(draft, key === null ? "step" : "drag");
  }

  function travel(from, to) {
    if (!from.length) return false;
    const next = from.pop();
    to.push(state);
    last = null;
    put(next, "step");
    return true;
  }

  return {
    get: () => state,
    change,
    refresh: () => put(state, "none"),
    settle: () => {
      last = null;
    },
    undo: () => travel(past, future),
    redo: () => travel(future, past),
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    listen: (listener) => listeners.push(listener),
  };
}
