/** A slider with one thumb or two, for the hand and for the keyboard. */

import { make } from "./dom.js";
import { snap, stepOf } from "./scale.js";

const FAST = 10; // steps of Page Up and Page Down

/**
 * Return a slider: `element`, and `show(values, scale, text)`, which moves its thumbs to numbers.
 *
 * `names` are the names of its thumbs, one or two. A scale has the ends that are shown, `low` and
 * `high`, and a `knob` with those that no thumb passes. `onmove(values)` gets the new
 * numbers, and `ondone()` is called when a drag or the press of a key has ended.
 */
export function makeSlider({ names, onmove, ondone }) {
  let values = [];
  let scale = { low: 0, high: 1, knob: {} };
  const bar = make("div", { class: "bar" });
  const thumbs = names.map((name, index) =>
    make("div", {
      class: "thumb",
      role: "slider",
      tabindex: 0,
      "aria-label": name,
      onkeydown: (event) => press(event, index),
      onkeyup: ondone,
    }),
  );
  const element = make("div", { class: "slider", onpointerdown: grab }, bar, ...thumbs);

  function show(shown, ends, text) {
    [values, scale] = [shown, ends];
    thumbs.forEach((thumb, index) => {
      thumb.setAttribute("aria-valuemin", index ? values[0] : scale.low);
      thumb.setAttribute("aria-valuemax", index < values.length - 1 ? values[1] : scale.high);
      thumb.setAttribute("aria-valuenow", values[index]);
      thumb.setAttribute("aria-valuetext", text(values[index]));
      thumb.style.setProperty("--at", share(values[index]));
    });
    bar.style.setProperty("--from", values.length > 1 ? share(values[0]) : 0);
    bar.style.setProperty("--to", share(values.at(-1)));
  }

  const share = (number) => (number - scale.low) / (scale.high - scale.low || 1);

  /** Move one thumb. The other stays where it is, and is never passed. */
  function move(index, number) {
    const next = [...values];
    next[index] = snap(number, stepOf(scale.knob, scale), scale.knob);
    if (index > 0) next[1] = Math.max(next[0], next[1]);
    else if (next.length > 1) next[0] = Math.min(next[0], next[1]);
    send(next);
  }

  function send(next) {
    if (String(next) !== String(values)) onmove(next);
  }

  function press(event, index) {
    const step = stepOf(scale.knob, scale);
    const moves = {
      ArrowRight: step,
      ArrowUp: step,
      ArrowLeft: -step,
      ArrowDown: -step,
      PageUp: FAST * step,
      PageDown: -FAST * step,
    };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in moves) move(index, values[index] + moves[event.key]);
    else if (event.key === "Home") move(index, scale.low);
    else if (event.key === "End") move(index, scale.high);
    else return;
    event.preventDefault();
  }

  /** Follow the pointer from where it went down: a thumb, or the bar between, which moves both. */
  function grab(down) {
    if (down.button) return;
    down.preventDefault();
    const box = element.getBoundingClientRect();
    const { low, high } = scale; // as they were: a slider that grew under the hand would run away
    const numberAt = ({ clientX }) =>
      low + Math.min(Math.max((clientX - box.left) / box.width, 0), 1) * (high - low);
    const start = [...values];
    const from = numberAt(down);
    const both = down.target === bar && start.length > 1;
    const index = both ? 0 : nearest(from, down.target);
    const offset = thumbs.includes(down.target) ? start[index] - from : 0;
    const follow = (event) =>
      both ? shift(start, numberAt(event) - from) : move(index, numberAt(event) + offset);
    thumbs[index].focus();
    element.setPointerCapture(down.pointerId);
    element.addEventListener("pointermove", follow);
    const release = () => {
      element.removeEventListener("pointermove", follow);
      ondone();
    };
    element.addEventListener("lostpointercapture", release, { once: true });
    if (!both && !offset) move(index, from);
  }

  function nearest(number, target) {
    if (thumbs.includes(target)) return thumbs.indexOf(target);
    const gaps = values.map((value) => Math.abs(value - number));
    return gaps.length > 1 && (gaps[1] < gaps[0] || (gaps[1] === gaps[0] && number > values[1]))
      ? 1
      : 0;
  }

  function shift(start, by) {
    const step = stepOf(scale.knob, scale);
    const bounded = Math.min(Math.max(by, scale.low - start[0]), scale.high - start[1]);
    const moved = Math.round(bounded / step) * step;
    send(start.map((number) => snap(number + moved, step, scale.knob)));
  }

  return { element, show, thumbs };
}
