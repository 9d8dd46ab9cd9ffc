/** Binary frames of the live socket, as io/wire.py reads them: little-endian, a header of 16 bytes each. */

const VERSION = 1;
const HEADER = 16;
const KIND = { pose: 1, motion: 2, mark: 4, crop: 5 } as const;
const NOT_COUNTED = 3;

/** Numbers of a pose: 33 x (x, y, z, visibility) and 33 x (x, y, z). */
export const POSE_NUMBERS = 33 * 7;
export const MOTION_NUMBERS = 6;

/** A frame without its number; the socket gives that. */
export interface Frame {
  bytes: ArrayBuffer;
  /** Whether others may follow it in one message. */
  joins: boolean;
}

function framed(kind: number, flags: number, timeUs: number, length: number): [ArrayBuffer, DataView] {
  const bytes = new ArrayBuffer(HEADER + length);
  const view = new DataView(bytes);
  view.setUint8(0, VERSION);
  view.setUint8(1, kind);
  view.setUint16(2, flags, true);
  view.setBigInt64(8, BigInt(Math.round(timeUs)), true);
  return [bytes, view];
}

function numbers(view: DataView, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) view.setFloat32(HEADER + 4 * i, values[i] ?? NaN, true);
}

/** One pose; `people` in view, or null when nobody counted them. All NaN = nobody seen. */
export function poseFrame(timeUs: number, values: ArrayLike<number>, people: number | null): Frame {
  const flags = people === null ? NOT_COUNTED : Math.min(people, 2);
  const [bytes, view] = framed(KIND.pose, flags, timeUs, 4 * POSE_NUMBERS);
  numbers(view, values);
  return { bytes, joins: true };
}

/** One sample of a phone: acceleration with gravity, m/s2, then rotation, rad/s. */
export function motionFrame(timeUs: number, values: ArrayLike<number>): Frame {
  const [bytes, view] = framed(KIND.motion, 0, timeUs, 4 * MOTION_NUMBERS);
  numbers(view, values);
  return { bytes, joins: true };
}

/** Something that happened, by a name of small letters and hyphens, as "tap". */
export function markFrame(timeUs: number, name: string): Frame {
  const text = new TextEncoder().encode(name);
  const [bytes] = framed(KIND.mark, 0, timeUs, text.length);
  new Uint8Array(bytes).set(text, HEADER);
  return { bytes, joins: false };
}

/** The part of the picture around the hips, while dots are in use; sent before its pose, with the same time. */
export function cropFrame(timeUs: number, left: number, top: number, size: [number, number], jpeg: Uint8Array): Frame {
  const [bytes, view] = framed(KIND.crop, 0, timeUs, 8 + jpeg.length);
  [left, top, ...size].forEach((each, i) => view.setUint16(HEADER + 2 * i, each, true));
  new Uint8Array(bytes).set(jpeg, HEADER + 8);
  return { bytes, joins: false };
}

export function number(frame: Frame, sequence: number): void {
  new DataView(frame.bytes).setUint32(4, sequence, true);
}

/** Frames put together into messages of at most `most` bytes, in their order. */
export function messages(frames: readonly Frame[], most = 100_000): ArrayBuffer[] {
  const found: ArrayBuffer[] = [];
  let waiting: Frame[] = [];
  let length = 0;
  const close = () => {
    if (waiting.length) found.push(joined(waiting, length));
    waiting = [];
    length = 0;
  };
  for (const frame of frames) {
    if (!frame.joins || length + frame.bytes.byteLength > most) close();
    waiting.push(frame);
    length += frame.bytes.byteLength;
    if (!frame.joins) close();
  }
  close();
  return found;
}

function joined(frames: readonly Frame[], length: number): ArrayBuffer {
  const [first] = frames;
  if (first && frames.length === 1) return first.bytes;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const { bytes } of frames) {
    whole.set(new Uint8Array(bytes), at);
    at += bytes.byteLength;
  }
  return whole.buffer;
}
