/** The pictures on the right: ask for those of the state, paint them, enlarge one. */

import { sendForPictures } from "./api.js";
import { byId, say } from "./dom.js";
import { makeEnlarge } from "./enlarge.js";
import { makeGrid } from "./grid.js";
import { makeLatest } from "./latest.js";
import { cellBox, onResize } from "./size.js";

// Of the views in which each step has rows of its own.
const COLUMNS = { extremes: 4, each: 5 };
const ROWS = 3;

const SLOW = 150; // milliseconds after which a sign says that pictures are on their way

/**
 * Return `show(state, follow)`. `posted(state)` is the part of a state that the server takes;
 * `refused(error)` gets null, or what is wrong with the state.
 */
export function makePictures({ store, posted, refused }) {
  const pictures = byId("pictures");
  const busy = byId("busy");
  let asked = "";
  let answer = { cells: [] };
  let timer = 0;
  const paint = makeGrid((cell) => enlarge(cell));
  const enlarge = makeEnlarge(fetchPair, neighbour, refused);
  const want = makeLatest(run, tell);

  const columnsOf = (state) => COLUMNS[state.view] ?? state.grid;

  function requestOf(state) {
    const columns = columnsOf(state);
    const cells = state.view === "copies" ? columns * columns : columns;
    return {
      state: posted(state),
      image: state.image,
      view: state.view,
      cells,
      ...cellBox(columns, state.view in COLUMNS ? ROWS : columns),
    };
  }

  /** Ask for the pictures of a state, if they are others than those that were asked for. */
  function show(state, follow = false) {
    const wanted = { request: requestOf(state), columns: columnsOf(state), before: state.before };
    if (JSON.stringify(wanted) === asked) return;
    asked = JSON.stringify(wanted);
    want(wanted, follow);
  }

  async function run(wanted, signal) {
    const got = await sendForPictures(
      "api/grid",
      wanted.before ? original(wanted.request) : wanted.request,
      signal,
    );
    if (signal.aborted) return;
    const next = wanted.before ? everywhere(got, wanted.request.cells) : got;
    await paint(next, { columns: wanted.columns, room: wanted.request }, signal);
    if (signal.aborted) return;
    answer = next;
    say(byId("name"), got.name);
    byId("name").title = `${got.name}: choose an image (i)`;
  }

  function tell(what) {
    clearTimeout(timer);
    if (what === "busy")
      timer = setTimeout(() => {
        busy.hidden = false;
      }, SLOW);
    else busy.hidden = true;
    pictures.setAttribute("aria-busy", what === "busy");
    pictures.classList.toggle("stale", what instanceof Error);
    if (what === "busy") return;
    if (what instanceof Error) asked = "";
    refused(what instanceof Error ? what : null);
  }

  async function fetchPair({ cell }, signal) {
    const { state, image, view, cells } = requestOf(store.get());
    return (await sendForPictures("api/enlarge", { state, image, view, cells, cell }, signal))
      .cells;
  }

  function neighbour(cell, by) {
    const shown = answer.cells.filter((one) => one.blob && one.cell !== null);
    return shown[shown.findIndex((one) => one.cell === cell.cell) + by];
  }

  onResize(() => show(store.get(), true));
  return { show };
}

const original = (request) => ({ ...request, view: "copies", cells: 1, original: true });

/** Return an answer with the original in every place where a copy was. */
function everywhere({ cells: [first], ...head }, count) {
  const cells = Array.from({ length: count }, (_, place) => ({ ...first, cell: place + 1 }));
  return { ...head, cells, rows: [{ title: "", cells: [...cells.keys()] }] };
}
