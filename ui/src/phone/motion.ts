/** This phone's motion sensor: asked for within a press, read at its full rate, sent ten times a second. */
import { signal } from "@preact/signals";
import { askForMotion } from "../session/knocks";
import { type Frame, motionFrame } from "../session/wire";
import { type Felt, Stillness } from "./stillness";

export type Permission = "unasked" | "given" | "refused" | "none";

/** One message each, ms. */
const EVERY_MS = 100;
/** Without a sample for so long after it was allowed there is no sensor, ms; chosen by us. */
const NONE_MS = 3000;
const RAD = Math.PI / 180;

/** Browsers on iPhones give acceleration the other way round than the standard and all others. */
const SIGN = /^Apple/.test(navigator.vendor) ? -1 : 1;

/** Samples in the phone's own axes: acceleration with gravity, m/s2, then rotation, rad/s; NaN = no gyroscope. */
export function sampled(event: DeviceMotionEvent): number[] | null {
  const a = event.accelerationIncludingGravity;
  if (a?.x == null || a.y == null || a.z == null) return null;
  const turn = event.rotationRate;
  // All browsers count alpha about x, beta about y, gamma about z here.
  const turning = [turn?.alpha, turn?.beta, turn?.gamma].map((each) => (each == null ? NaN : each * RAD));
  return [SIGN * a.x, SIGN * a.y, SIGN * a.z, ...turning];
}

export class Motion {
  readonly permission = signal<Permission>("unasked");
  readonly felt = signal<Felt>({ rate_hz: 0, still: false, flat: false, turns: false });

  #stillness = new Stillness();
  #waiting: Frame[] = [];
  #send: ((...frames: Frame[]) => void) | null = null;
  #timer = 0;
  #none = 0;
  #last = -Infinity;

  /** Within a press. */
  async ask(): Promise<void> {
    if (this.permission.value === "given") return;
    if (!("DeviceMotionEvent" in window)) this.permission.value = "none";
    else if (!(await askForMotion())) this.permission.value = "refused";
    else this.#listen();
  }

  /** Send all samples from now on, until the function that it gives is called. */
  feed(send: (...frames: Frame[]) => void): () => void {
    this.#send = send;
    this.#waiting = [];
    return () => {
      if (this.#send === send) this.#send = null;
    };
  }

  /** It must be still anew before it is called still. */
  anew(): void {
    this.#stillness.clear();
    this.felt.value = { ...this.felt.value, still: false };
  }

  close(): void {
    removeEventListener("devicemotion", this.#moved);
    clearInterval(this.#timer);
    clearTimeout(this.#none);
    this.#send = null;
  }

  #listen(): void {
    this.permission.value = "given";
    addEventListener("devicemotion", this.#moved);
    this.#timer = window.setInterval(() => this.#out(), EVERY_MS);
    this.#none = window.setTimeout(() => {
      if (this.#last === -Infinity) this.permission.value = "none";
    }, NONE_MS);
  }

  #moved = (event: DeviceMotionEvent): void => {
    const values = sampled(event);
    // Two events of one sample have one time.
    if (!values || event.timeStamp <= this.#last) return;
    this.#last = event.timeStamp;
    if (this.permission.value === "none") this.permission.value = "given";
    this.#stillness.take(event.timeStamp / 1000, values);
    if (this.#send) this.#waiting.push(motionFrame(event.timeStamp * 1000, values));
  };

  #out(): void {
    this.felt.value = this.#stillness.felt();
    if (!this.#send || !this.#waiting.length) return;
    const frames = this.#waiting;
    this.#waiting = [];
    this.#send(...frames);
  }
}
