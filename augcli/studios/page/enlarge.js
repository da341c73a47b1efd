/** One copy, large, with the original beside it and a slider between them. */

import { lined } from "./api.js";
import { byId, say } from "./dom.js";

const LARGEST = 8; // times: how far a small picture is enlarged

/**
 * Return `open(cell)`. `fetchPair(cell, signal)` returns the cells of the original and of the
 * copy, at their actual pixels; `neighbour(cell, by)` returns the cell beside one.
 */
export function makeEnlarge(fetchPair, neighbour, tell) {
  const dialog = byId("enlarged");
  const part = (selector) => dialog.querySelector(selector);
  const [stage, pair, split] = [part(".stage"), part(".pair"), part(".split input")];
  const pixels = part(".pixels");
  let cell;
  let flight = new AbortController();

  split.addEventListener("input", () => divide(split.value));
  pixels.addEventListener("click", () => {
    pixels.setAttribute("aria-pressed", !isActual());
    fit();
  });
  part(".previous").addEventListener("click", () => go(-1));
  part(".next").addEventListener("click", () => go(1));
  pair.addEventListener("pointerdown", follow);
  for (const image of pair.querySelectorAll("img")) image.addEventListener("load", fit);
  new ResizeObserver(fit).observe(stage);
  dialog.addEventListener("close", () => {
    flight.abort();
    stage.setAttribute("aria-busy", false);
  });
  dialog.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "z") pixels.click();
    else if (key === "n") go(1);
    else if (key === "p") go(-1);
  });

  const isActual = () => pixels.getAttribute("aria-pressed") === "true";

  function divide(percent) {
    split.value = percent;
    split.setAttribute("aria-valuetext", `${Math.round(percent)} % original`);
    pair.style.setProperty("--split", `${percent}%`);
  }

  /** Follow the pointer with the line between the two pictures. */
  function follow(down) {
    if (down.button || pair.classList.contains("alone")) return;
    down.preventDefault();
    const to = (event) => {
      const box = pair.getBoundingClientRect();
      divide(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * 100);
    };
    pair.setPointerCapture(down.pointerId);
    pair.addEventListener("pointermove", to);
    pair.addEventListener("lostpointercapture", () => pair.removeEventListener("pointermove", to), {
      once: true,
    });
    to(down);
  }

  function go(by) {
    cell = neighbour(cell, by) ?? cell;
    load();
  }

  async function load() {
    flight.abort();
    flight = new AbortController();
    const { signal } = flight;
    stage.setAttribute("aria-busy", true);
    const [title, ...lines] = cell.caption;
    say(part("#enlarged-title"), title.text);
    say(
      part(".caption"),
      lines
        .filter((line) => line.ran)
        .map((line) => line.text)
        .join(" · "),
    );
    part(".previous").disabled = !neighbour(cell, -1);
    part(".next").disabled = !neighbour(cell, 1);
    try {
      show(await fetchPair(cell, signal), title.text);
    } catch (error) {
      if (error.name === "AbortError") return;
      dialog.close(); // what is wrong is said on the page
      tell(error);
    }
  }

  function show([original, copy], title) {
    stage.setAttribute("aria-busy", false);
    pair.classList.toggle("alone", !original.blob || !copy.blob);
    place(part(".original"), original, "the original");
    place(part(".after"), copy, title);
    if (copy.error) say(part(".caption"), lined(copy.error));
  }

  function place(image, { blob }, alt) {
    URL.revokeObjectURL(image.src);
    image.alt = alt;
    image.hidden = !blob;
    if (blob) image.src = URL.createObjectURL(blob);
  }

  /** Show the pictures as large as there is room for, or a pixel of the file as one of the screen. */
  function fit() {
    for (const image of pair.querySelectorAll("img")) {
      const { naturalWidth: width, naturalHeight: height } = image;
      const room = Math.min(stage.clientWidth / width, stage.clientHeight / height, LARGEST);
      const scale = isActual() ? 1 / devicePixelRatio : room;
      image.style.width = `${Math.floor(width * scale)}px`;
      image.classList.toggle("small", scale >= 2);
    }
  }

  return function open(chosen) {
    cell = chosen;
    for (const image of pair.querySelectorAll("img")) image.hidden = true; // of another copy
    dialog.showModal();
    divide(50);
    load();
    split.focus();
  };
}
