/** A dialog with a small picture of every image, from which one is chosen. */

import { read } from "./api.js";
import { byId, make } from "./dom.js";

const PAGE = 60; // images that are asked for at once

/**
 * Return `open(first, count, chosen)`, which shows so many images; `pick(image)` is called with
 * the one that is chosen, and `fail` with what is wrong.
 */
export function makeBrowse(pick, fail) {
  const dialog = byId("browse");
  const list = byId("images");
  const end = byId("more");
  let next = 0;
  let last = 0;
  let chosen = 0;

  // The next page is asked for when the end of the list comes near.
  const watch = new IntersectionObserver(([seen]) => seen.isIntersecting && more(), {
    root: list.parentElement,
    rootMargin: "400px",
  });

  async function more() {
    watch.unobserve(end);
    const count = Math.min(PAGE, last - next);
    if (count <= 0) return;
    try {
      const { images } = await read(`api/images?first=${next}&count=${count}`);
      next += count;
      list.append(...images.map(entry));
      watch.observe(end);
    } catch (error) {
      dialog.close();
      fail(error);
    }
  }

  function entry({ index, name }) {
    return make(
      "li",
      {},
      make(
        "button",
        {
          class: "entry",
          title: name,
          "aria-current": index === chosen ? "true" : null,
          onclick: () => {
            dialog.close();
            pick(index);
          },
        },
        make("img", { src: `api/thumbnail?image=${index}`, alt: "", loading: "lazy" }),
        make("span", { text: name }),
      ),
    );
  }

  return function open(first, count, current) {
    [next, last, chosen] = [first, first + count, current];
    list.replaceChildren();
    dialog.showModal();
    watch.observe(end);
  };
}
