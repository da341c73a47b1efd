/** Warnings and errors where they belong: at a knob, at a step, or at the pipeline. */

import { lined } from "./api.js";
import { make } from "./dom.js";

/** Return a paragraph with a warning or an error, in two lines if there is a way out. */
export const note = ({ text, isWrong, tag = "p" }) =>
  make(tag, { class: isWrong ? "wrong" : "warning", text });

/** Return the notes of an answer: errors first, then warnings, each with `step`, `knob`, `text`. */
export const notesOf = ({ errors = [], warnings = [] }) => [
  ...errors.map((one) => ({ ...one, text: lined(one), isWrong: true })),
  ...warnings.map((one) => ({ ...one, text: lined({ problem: one.text, hint: one.hint }) })),
];
