/** A cell of the grid: a picture that can be enlarged, with its caption and what is wrong with it. */

import { lined } from "./api.js";
import { make } from "./dom.js";

const NONE = { text: "" };

/**
 * Return a cell: `element`, and `show(cell, bitmap, room)`, where `room` has the width and height
 * in device pixels that there are; `open(cell)` is called when it is chosen.
 */
export function makeCell(open) {
  let shown;
  // The button stays the same while pictures change, so that focus and clicks are never lost.
  const canvas = make("canvas");
  const screen = canvas.getContext("bitmaprenderer");
  const button = make("button", { onclick: () => open(shown) }, canvas);
  const caption = make("div", { class: "caption" });
  const warning = make("p", { class: "warning" });
  const broken = make("p", { class: "broken" });
  const element = make("li", { class: "cell" }, button, broken, caption, warning);

  function show(cell, bitmap, room) {
    shown = cell;
    const [title = NONE, ...lines] = cell.caption; // one that can't be made may have none
    const values = lines
      .filter((line) => line.ran)
      .map((line) => line.text)
      .join(", ");
    button.hidden = !bitmap;
    if (bitmap) paint(bitmap, room);
    button.setAttribute("aria-label", `Enlarge ${title.text}${values && `: ${values}`}`);
    caption.replaceChildren(
      make("div", { class: "title-line", text: title.text }),
      ...lines.map(({ text, ran }) => make("div", { class: ran ? "" : "not-run", text })),
    );
    warning.hidden = !cell.warning;
    warning.textContent = cell.warning ?? "";
    broken.hidden = Boolean(bitmap);
    broken.textContent = cell.error ? lined(cell.error) : "";
  }

  /** Paint a picture. A small one is enlarged by a whole number, so that its pixels are seen. */
  function paint(bitmap, room) {
    const { width, height } = bitmap; // none are left once it is on the screen
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const times = Math.floor(Math.min(room.width / width, room.height / height));
    canvas.classList.toggle("small", times >= 2);
    canvas.style.width = times >= 2 ? `${(width * times) / devicePixelRatio}px` : "";
    screen.transferFromImageBitmap(bitmap);
  }

  return { element, show };
}
