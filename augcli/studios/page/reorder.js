/** The grip of a card: drag it, or press the arrow keys on it, to move the step. */

import { icon, make } from "./dom.js";

/** Return the grip of the step at `path`; `move(path, place)` moves it in its list. */
export function makeGrip({ path, name, move }) {
  return make(
    "button",
    {
      class: "plain grip",
      "aria-label": `Move ${name}`,
      title: "Drag, or press the up and down keys",
      onkeydown: (event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        move(path, path.at(-1) + by);
      },
      onpointerdown: (event) => drag(event, path, move),
    },
    icon("grip"),
  );
}

function drag(down, path, move) {
  if (down.button) return;
  const grip = down.currentTarget;
  const card = grip.closest(".step");
  let place = path.at(-1);
  grip.setPointerCapture(down.pointerId);
  card.classList.add("lifted");

  const follow = (event) => {
    const cards = [...card.parentElement.children];
    const below = cards.findIndex((one) => event.clientY < middle(one));
    const gap = below < 0 ? cards.length : below; // before which card it would be
    place = gap > path.at(-1) ? gap - 1 : gap;
    unmark(cards);
    if (place === path.at(-1)) return;
    if (gap < cards.length) cards[gap].classList.add("before-here");
    else cards.at(-1).classList.add("after-here");
  };
  grip.addEventListener("pointermove", follow);
  grip.addEventListener(
    "lostpointercapture",
    () => {
      grip.removeEventListener("pointermove", follow);
      card.classList.remove("lifted");
      unmark([...card.parentElement.children]);
      move(path, place);
    },
    { once: true },
  );
}

function middle(card) {
  const box = card.getBoundingClientRect();
  return box.top + Math.min(box.height, 240) / 2;
}

const unmark = (cards) => cards.forEach((one) => one.classList.remove("before-here", "after-here"));
