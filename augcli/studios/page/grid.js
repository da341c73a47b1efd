/** The grid of pictures: an answer is painted at once, when all of its pictures are decoded. */

import { makeCell } from "./cell.js";
import { byId, make, say } from "./dom.js";

/**
 * Return `paint(answer, { columns, room }, signal)`, where `room` is the size of a cell in device
 * pixels; `open(cell)` is called with a cell that is to be enlarged.
 */
export function makeGrid(open) {
  const grid = byId("grid");
  let layout = "";
  let cells = [];
  let titles = [];

  return async function paint(answer, { columns, room }, signal) {
    // Bitmaps are decoded in half the time of <img> elements with addresses of blobs.
    const bitmaps = await Promise.all(
      answer.cells.map((cell) => cell.blob && createImageBitmap(cell.blob)),
    );
    if (signal.aborted) return;
    lay(answer.rows, columns);
    answer.rows.forEach(({ title }, place) => {
      say(titles[place], title);
      titles[place].hidden = !title;
    });
    answer.rows
      .flatMap((row) => row.cells)
      .forEach((from, place) => cells[place].show(answer.cells[from], bitmaps[from], room));
  };

  /** Make the rows and cells anew, if those that are there are not as many. */
  function lay(rows, columns) {
    const wanted = JSON.stringify([rows.map((row) => row.cells.length), columns]);
    if (wanted === layout) return;
    layout = wanted;
    cells = [];
    titles = rows.map(() => make("h3"));
    grid.style.setProperty("--columns", columns);
    grid.replaceChildren(
      ...rows.map((row, place) => {
        const made = row.cells.map(() => makeCell(open));
        cells.push(...made);
        const element = make(
          "div",
          { class: "row" },
          titles[place],
          make("ul", {}, ...made.map((cell) => cell.element)),
        );
        element.style.setProperty("--span", Math.min(row.cells.length || columns, columns));
        return element;
      }),
    );
  }
}
