/** Asks the server how the person stands before the camera, a few times a second, and says what is to be done. */
import { signal } from "@preact/signals";
import { Fault, placement, type PlacementTold } from "../api";
import { hearing } from "../session/hearing";
import { Voice } from "../session/voice";
import { type Frame, messages, poseFrame } from "../session/wire";
import type { Camera } from "./camera";

/** From one question to the next, ms. */
const EVERY_MS = 400;
/** Pictures that are told: at most ten a second of the last three, and never fewer than six. */
const APART_US = 90_000;
const KEPT_US = 3_000_000;
const LEAST = 6;
/** Silence before another thing is said, and before the same one is said again, ms; chosen by us. */
const ANOTHER_MS = 3000;
const SAME_MS = 9000;
/** A hint that comes and goes is not said: it must be there so often. */
const TWICE = 2;

export class Placing {
  readonly told = signal<PlacementTold | null>(null);
  readonly fault = signal("");

  #voice = new Voice();
  #frames: { timeUs: number; frame: Frame }[] = [];
  #asking = false;
  #hint = "";
  #times = 0;
  #said = "";
  #saidMs = -Infinity;
  #speaking = false;
  #onceOnly = new Set<string>();
  #stops: (() => void)[];

  constructor(
    private readonly camera: Camera,
    private readonly protocol: string,
    private readonly form: string,
    /** All has been well for long enough. */
    private readonly onReady: () => void,
  ) {
    this.#voice.onSpoken = () => {
      this.#speaking = false;
      this.#saidMs = performance.now();
    };
    const timer = window.setInterval(() => void this.#ask(), EVERY_MS);
    const watched = camera.seen.subscribe((seen) => {
      if (!seen) this.#frames = [];
      else this.#keep(seen.timeUs, seen.values, seen.people);
    });
    this.#stops = [() => clearInterval(timer), watched];
  }

  /** Ask no more; what is being said last is said to its end. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    if (!this.told.value?.ready) this.#voice.hush();
  }

  #keep(timeUs: number, values: Float32Array, people: number | null): void {
    const last = this.#frames[this.#frames.length - 1];
    // A picture in which people were counted is never left out.
    if (last && people === null && timeUs - last.timeUs < APART_US) return;
    this.#frames.push({ timeUs, frame: poseFrame(timeUs, values, people) });
    while (this.#frames.length > LEAST && timeUs - (this.#frames[0]?.timeUs ?? 0) > KEPT_US) this.#frames.shift();
  }

  async #ask(): Promise<void> {
    const { size, brightness, dots, state } = this.camera;
    const [message] = messages(this.#frames.map((each) => each.frame));
    if (this.#asking || !message || !size.value || state.value !== "live") return;
    this.#asking = true;
    try {
      const told = await placement(this.protocol, message, { form: this.form, size: size.value, dots: dots.value, brightness: brightness.value });
      if (this.#stops.length) this.#heard(told);
    } catch (fault) {
      this.fault.value = fault instanceof Fault ? fault.message : String(fault);
    }
    this.#asking = false;
  }

  #heard(told: PlacementTold): void {
    this.fault.value = "";
    this.told.value = told;
    this.#times = told.hint === this.#hint ? this.#times + 1 : 1;
    this.#hint = told.hint;
    if (told.ready) {
      this.#say(told, true);
      this.onReady();
    } else if (this.#isDue(told)) {
      this.#say(told, false);
    }
  }

  #isDue({ hint, checks }: PlacementTold): boolean {
    if (!hint || this.#speaking || this.#times < TWICE) return false;
    if (this.#onceOnly.has(hint)) return false;
    // What is only a pity is said once.
    if (!checks.some((each) => each.state === "not") && checks.some((each) => each.state === "poor")) this.#onceOnly.add(hint);
    return performance.now() - this.#saidMs >= (hint === this.#said ? SAME_MS : ANOTHER_MS);
  }

  #say({ hint, say }: PlacementTold, cutsIn: boolean): void {
    this.#said = hint;
    this.#saidMs = performance.now();
    if (hearing.value.mode !== "full" || !say.length) return;
    this.#speaking = true;
    this.#voice.say({ n: 0, kind: "say", cue: "placement", spoken: say.join(" "), written: "", cuts_in: cutsIn });
  }
}
