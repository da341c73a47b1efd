/** Ranges of knobs in their units: [low, high] in a knob's own unit, "20px,40px" in another. */

const REACH = 20; // of a default range in another unit, which the catalogue has none for

/**
 * Return the two numbers of a range in a step and the unit they are in, "" for the knob's own; the
 * default if the step has none, null if the value is no range.
 */
export function readRange(value, knob) {
  if (value === undefined) return { values: knob.default, unit: "" };
  if (areEnds(value)) return { values: value, unit: "" };
  if (typeof value !== "string") return null;
  for (const [unit, { suffix }] of Object.entries(knob.units)) {
    const ends = value.split(",");
    if (!ends.every((end) => end.endsWith(suffix))) continue;
    const values = ends.map((end) => Number(end.slice(0, -suffix.length)));
    if (areEnds(values)) return { values, unit };
  }
  return null;
}

const areEnds = (value) =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

/** Return a range as a step holds it. */
export const rangeIn = (values, unit, knob) =>
  unit ? values.map((number) => number + knob.units[unit].suffix).join(",") : values;

/** Return the knob as it is in another unit. */
export function inUnit(knob, unit) {
  if (!unit) return knob;
  const { low, high, suffix } = knob.units[unit];
  const fallback = [Math.max(low, -REACH), Math.min(high, REACH)];
  return { ...knob, low, high, unit, suffix, percents: false, default: fallback };
}

/** Return a typed text without the suffix of a unit, and the unit; the unit at hand if it has none. */
export function splitUnit(text, knob, unit) {
  const trimmed = text.trim();
  for (const [other, { suffix }] of Object.entries(knob.units))
    if (trimmed.endsWith(suffix)) return { text: trimmed.slice(0, -suffix.length), unit: other };
  return { text: trimmed, unit: trimmed.endsWith("%") ? "" : unit };
}
