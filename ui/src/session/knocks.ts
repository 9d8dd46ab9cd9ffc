/** Knocks on the phone that runs the page: a jolt out of stillness, felt by its own sensor. */

/** A jolt is this much off the mean of the moments before, m/s2; chosen by us: a knuckle on the case makes 8 to 30. */
const JOLT = 6;
/** Stillness before it, m/s2: walking and lifting shake more than that, so they are no knocks. */
const STILL = 1.5;
const STILL_MS = 300;
/** The case rings after a knock; ms until the next one can be. */
const RING_MS = 250;

export class KnockFinder {
  #mean: number | undefined;
  #movedMs = -Infinity;
  #knockMs = -Infinity;

  /** Whether the acceleration of this moment, m/s2 with gravity, is a knock. */
  take(x: number, y: number, z: number, nowMs: number): boolean {
    const size = Math.hypot(x, y, z);
    if (this.#mean === undefined) {
      this.#mean = size;
      this.#movedMs = nowMs;
      return false;
    }
    const off = Math.abs(size - this.#mean);
    const rings = nowMs - this.#knockMs < RING_MS;
    if (rings) return false;
    const knock = off >= JOLT && nowMs - this.#movedMs >= STILL_MS;
    if (knock) this.#knockMs = nowMs;
    else {
      // A knock and its ringing are no movement that would hide the next one.
      this.#mean += 0.1 * (size - this.#mean);
      if (off >= STILL) this.#movedMs = nowMs;
    }
    return knock;
  }
}

export const canKnock = () => "DeviceMotionEvent" in window && isSecureContext && matchMedia("(pointer: coarse)").matches;

/** Within a press, where the system wants to be asked: whether the sensor may be read. */
export async function askForMotion(): Promise<boolean> {
  const event = DeviceMotionEvent as unknown as { requestPermission?: () => Promise<string> };
  if (!event.requestPermission) return true;
  try {
    return (await event.requestPermission()) === "granted";
  } catch {
    return false;
  }
}

export function listenToKnocks(onKnock: () => void): () => void {
  const finder = new KnockFinder();
  const moved = (event: DeviceMotionEvent) => {
    const a = event.accelerationIncludingGravity;
    if (a?.x == null || a.y == null || a.z == null) return;
    if (finder.take(a.x, a.y, a.z, event.timeStamp)) onKnock();
  };
  addEventListener("devicemotion", moved);
  return () => removeEventListener("devicemotion", moved);
}
