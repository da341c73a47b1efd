/** How large a cell of the grid is: pictures are rendered at the size at which they are shown. */

import { byId } from "./dom.js";

const ROUND = 16; // pixels: a window that is resized needs no new pictures for each pixel
const LEAST = 150; // pixels: lower pictures show too little, so the grid scrolls
// Pixels: a caption beside its picture costs the rows no height, but only wide cells have the room.
const WIDE = 280;
const BESIDE = 150;

/**
 * Return the width and height in device pixels of the pictures in so many columns, and let the
 * style know the height, and the room for captions: so many rows are to fit into the window.
 */
export function cellBox(columns, rows) {
  const pictures = byId("pictures");
  const style = getComputedStyle(pictures);
  const inner =
    pictures.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const gap = parseFloat(getComputedStyle(byId("grid")).rowGap);
  const width = (inner - gap * (columns - 1)) / columns;
  const height = Math.max(LEAST, Math.floor(pictures.clientHeight / rows) - gap * 2);
  const beside = width >= WIDE ? BESIDE : 0;
  pictures.style.setProperty("--height", `${height}px`);
  pictures.style.setProperty("--beside", `${beside}px`);
  return { width: rounded(width - beside), height: rounded(height) };
}

const rounded = (pixels) =>
  Math.max(ROUND, Math.floor((pixels * devicePixelRatio) / ROUND) * ROUND);

/** Call `listener` when the room for pictures changes. */
export function onResize(listener) {
  let last = "";
  new ResizeObserver(() => {
    const { clientWidth, clientHeight } = byId("pictures");
    const now = `${clientWidth} ${clientHeight}`;
    if (last && now !== last) listener();
    last = now;
  }).observe(byId("pictures"));
}
