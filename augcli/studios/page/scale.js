/** The scale of a slider: where its numbers lie, how far a key moves them, how they are typed. */

const WIDTHS = 4; // of the default range, to each side: far enough to overdo it, fine near it

/**
 * Return the ends that a slider shows of a knob, which may allow far more: factors go to 100, and
 * nobody wants most of the track for them. What was typed beyond them widens the slider.
 */
export function ends(knob, range) {
  const [low, high] = knob.default;
  const centre = knob.neutral ?? (low + high) / 2;
  const reach = Math.max(high - centre, centre - low) || Math.abs(centre) / 2 || 1;
  const from = Math.max(knob.low, centre - WIDTHS * reach);
  const to = Math.min(knob.high, centre + WIDTHS * reach);
  const rounded = [Math.floor, Math.ceil];
  const unit = knob.whole ? 1 : niceStep((to - from) / 10);
  const [least, most] = [from, to].map((end, side) => tidy(rounded[side](end / unit) * unit));
  return {
    low: Math.min(Math.max(knob.low, least), ...range),
    high: Math.max(Math.min(knob.high, most), ...range),
  };
}

/** Return how far one press of an arrow key moves a number: about a hundredth of the slider. */
export function stepOf(knob, { low, high }) {
  const step = niceStep((high - low) / 150);
  return knob.whole ? Math.max(1, Math.round(step)) : step;
}

/** Return a number moved to the nearest whole multiple of a step, within the ends of a knob. */
export function snap(number, step, knob) {
  const snapped = tidy(Math.round(number / step) * step);
  return Math.min(Math.max(snapped, knob.low), knob.high);
}

/** Return a number without the noise of binary fractions: 0.30000000000000004 is 0.3. */
export const tidy = (number) => Number(number.toPrecision(10));

/** Return a number as people write it: at most four digits behind the point, and a real minus. */
export function written(number) {
  const short = Math.abs(number) >= 1 ? number.toFixed(3) : number.toPrecision(3);
  return String(Number(short)).replace("-", "−");
}

/**
 * Return the number that a text means, or null if it means none. A comma is a point, and percents
 * are hundredths where a knob takes parts of a whole.
 */
export function parse(text, knob) {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)$/i.exec(
    text.trim().replace("−", "-").replace(",", "."),
  );
  if (!match) return null;
  const number = Number(match[1]);
  if (!match[2]) return number;
  return knob.percents ? tidy(number / 100) : null;
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return tidy([5, 2, 1].find((times) => times * power <= rough * 1.0001) * power);
}
