/** The pose model's 33 points: which there are, what joins them, and boxes about the body. */

export const POINTS = 33;
/** Numbers of one point of the picture: x, y, z in parts of the picture, and visibility. */
export const FIELDS = 4;

export const NOSE = 0;
export const LEFT_SHOULDER = 11;
export const RIGHT_SHOULDER = 12;
export const LEFT_HIP = 23;
export const RIGHT_HIP = 24;

/** Left or right of the body; the middle for what lies between. */
export type Part = "left" | "right" | "middle";

/** What is drawn: trunk, arms, legs and feet. */
export const BONES: readonly [number, number, Part][] = [
  [11, 12, "middle"], [11, 23, "left"], [12, 24, "right"],
  [11, 13, "left"], [13, 15, "left"], [12, 14, "right"], [14, 16, "right"],
  [23, 25, "left"], [25, 27, "left"], [27, 29, "left"], [29, 31, "left"], [27, 31, "left"],
  [24, 26, "right"], [26, 28, "right"], [28, 30, "right"], [30, 32, "right"], [28, 32, "right"],
];

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const x = (values: ArrayLike<number>, i: number, width: number) => (values[FIELDS * i] ?? NaN) * width;
const y = (values: ArrayLike<number>, i: number, height: number) => (values[FIELDS * i + 1] ?? NaN) * height;

interface Trunk {
  x: number;
  y: number;
  length: number;
  /** Whether the front is seen. */
  towards: boolean;
}

function trunk(values: ArrayLike<number>, width: number, height: number): Trunk | null {
  const across = (i: number) => x(values, i, width);
  const down = (i: number) => y(values, i, height);
  const hipX = (across(LEFT_HIP) + across(RIGHT_HIP)) / 2;
  const hipY = (down(LEFT_HIP) + down(RIGHT_HIP)) / 2;
  const shoulderX = (across(LEFT_SHOULDER) + across(RIGHT_SHOULDER)) / 2;
  const shoulderY = (down(LEFT_SHOULDER) + down(RIGHT_SHOULDER)) / 2;
  const length = Math.hypot(shoulderX - hipX, shoulderY - hipY);
  if (!(length >= 1)) return null;
  const wide = across(LEFT_SHOULDER) - across(RIGHT_SHOULDER) + across(LEFT_HIP) - across(RIGHT_HIP);
  return { x: hipX, y: hipY, length, towards: wide > 0 };
}

/** Where the body is across the picture, and how wide, in parts of its width; null for nobody. */
export function across(values: ArrayLike<number>): { middle: number; width: number } | null {
  let [left, right] = [Infinity, -Infinity];
  for (let i = 0; i < POINTS; i++) {
    left = Math.min(left, x(values, i, 1));
    right = Math.max(right, x(values, i, 1));
  }
  return right > left ? { middle: (left + right) / 2, width: right - left } : null;
}

/** Reaches about the middle of the hips, in trunk lengths: all that levelhip looks at for dots, and some more. */
const HIPS = { aside: 0.6, up: 0.6, down: 0.35 };

/** The part of the picture around the hips, px; null when their front is not seen. */
export function hipBox(values: ArrayLike<number>, width: number, height: number): Box | null {
  const found = trunk(values, width, height);
  if (!found?.towards) return null;
  const { length } = found;
  const box = within(found.x - HIPS.aside * length, found.y - HIPS.up * length, found.x + HIPS.aside * length, found.y + HIPS.down * length, width, height);
  return box.width < 16 || box.height < 16 ? null : box;
}

/** A person and what belongs to it, px; as io/pose.py paints it over to look for somebody else. */
export function personBox(values: ArrayLike<number>, width: number, height: number): Box | null {
  const found = trunk(values, width, height);
  if (!found) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < POINTS; i++) {
    left = Math.min(left, x(values, i, width));
    right = Math.max(right, x(values, i, width));
    top = Math.min(top, y(values, i, height));
    bottom = Math.max(bottom, y(values, i, height));
  }
  const [aside, along] = [0.25 * found.length, 0.5 * found.length];
  return within(left - aside, top - along, right + aside, bottom + along, width, height);
}

/** Whether most of a body lies within a box: then it was guessed into the paint. */
export function liesIn(box: Box, values: ArrayLike<number>, width: number, height: number): boolean {
  const core = [NOSE, LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP];
  const inside = core.filter((i) => {
    const [px, py] = [x(values, i, width) - box.left, y(values, i, height) - box.top];
    return px >= 0 && px < box.width && py >= 0 && py < box.height;
  });
  return inside.length > core.length / 2;
}

function within(left: number, top: number, right: number, bottom: number, width: number, height: number): Box {
  const x0 = Math.min(Math.max(Math.floor(left), 0), width);
  const y0 = Math.min(Math.max(Math.floor(top), 0), height);
  const x1 = Math.min(Math.max(Math.ceil(right), 0), width);
  const y1 = Math.min(Math.max(Math.ceil(bottom), 0), height);
  return { left: x0, top: y0, width: x1 - x0, height: y1 - y0 };
}
