/**
 * The socket of a session: says hello, is told orders and states, sends frames and what was said. When it breaks it
 * comes back by itself, and nothing is lost or counted twice: frames and words are kept until the server has them.
 */
import { signal } from "@preact/signals";
import { language } from "../words";
import { type Frame, messages, number } from "./wire";

export type Tone = "ready" | "rep" | "end" | "fault";

export interface Say { n: number; kind: "say"; cue: string; spoken: string; written: string; cuts_in: boolean }
export interface SeenEvent { kind: string; side: "left" | "right" | "both"; number: number; valid: boolean; faults: string[] }
export interface Finish { n: number; kind: "finish"; reason: string; text: string; result: string | null }
export type Order =
  | Say
  | { n: number; kind: "tone"; tone: Tone }
  | { n: number; kind: "event"; event: SeenEvent }
  | Finish;

/** What is to be seen now; coach/orders.py says what each is. */
export interface Shown {
  step: string;
  title: string;
  side: "left" | "right" | "both";
  count: number | null;
  target: number | null;
  faulty: number;
  left_s: number | null;
  held_s: number | null;
  question: string;
  caption: string;
  state: "running" | "asking" | "paused" | "finished";
  most: number;
  answers: "" | "yes-no" | "number";
  may_skip: boolean;
  stop: "" | "asks" | "asked";
  emergency: "" | "asked" | "said";
}

export interface Measured { signals: Record<string, number>; hint: string; trouble: string }

/** Where the socket is; the page has words for each. */
export type LineState = "opening" | "open" | "away" | "elsewhere" | "shut" | "gone" | "refused" | "over";

/** Waits before the next try, ms; the last one again and again. */
const WAITS = [150, 400, 1000, 2000, 4000, 8000];
/** Frames that are kept for a server that is away: two minutes of a camera, half of one of a fast phone. */
const KEPT = 4000;
/** Bytes that wait to go out: the other end takes nothing any more. */
const STUCK = 4_000_000;

const CLOSED: Record<number, LineState> = { 1000: "over", 1008: "refused", 4000: "refused", 4001: "elsewhere", 4004: "gone", 4023: "shut" };

export class Line {
  readonly state = signal<LineState>("opening");
  /** Why it was closed, in the server's words. */
  readonly why = signal("");
  readonly shown = signal<Shown | null>(null);
  readonly measured = signal<Measured>({ signals: {}, hint: "", trouble: "" });
  onOrder: (order: Order) => void = () => {};

  #address: string;
  #socket: WebSocket | undefined;
  #last = 0;
  #sequence = 0;
  #frames: { frame: Frame; sequence: number }[] = [];
  #said: { id: number; word: string }[] = [];
  #id = 0;
  #welcome = false;
  #tries = 0;
  #timer = 0;
  #closed = false;

  constructor(id: string, path = `/api/sessions/${id}/live`) {
    this.#address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    addEventListener("online", this.#atOnce);
    document.addEventListener("visibilitychange", this.#seen);
    this.open();
  }

  /** Opens it, or takes the session back from another page. */
  open(): void {
    clearTimeout(this.#timer);
    // A browser sends its own languages with a socket; the page may be read in another one.
    const socket = new WebSocket(`${this.#address}?lang=${language.value}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#welcome = false;
    socket.onopen = () => socket.send(JSON.stringify({ kind: "hello", last: this.#last }));
    socket.onmessage = (message) => this.#heard(JSON.parse(message.data as string) as Record<string, unknown>);
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#broken(event.code, event.reason);
    };
  }

  /** Lets go of it for good. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#atOnce);
    document.removeEventListener("visibilitychange", this.#seen);
    this.#socket?.close(1000);
  }

  /** Frames with which something was measured, in their order; they go out in as few messages as can be. */
  send(...frames: Frame[]): void {
    for (const frame of frames) {
      number(frame, ++this.#sequence);
      this.#frames.push({ frame, sequence: this.#sequence });
    }
    if (this.#frames.length > KEPT) this.#frames.splice(0, this.#frames.length - KEPT);
    this.#out(frames);
  }

  /** What the person said or pressed; heard once, also when the socket breaks meanwhile. */
  say(word: string): void {
    // What is pressed before a session that goes on elsewhere is not meant for it.
    if (this.state.value === "elsewhere") return;
    const said = { id: ++this.#id, word };
    this.#said.push(said);
    if (this.#said.length > 50) this.#said.shift();
    this.#tell({ kind: "said", ...said });
  }

  /** An order was spoken to its end. */
  spoken(n: number): void {
    this.#tell({ kind: "spoken", n });
  }

  /** How bright the camera's picture is, 0 to 255. */
  picture(brightness: number): void {
    this.#tell({ kind: "picture", brightness });
  }

  #tell(told: object): void {
    if (this.#welcome && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(told));
  }

  #out(frames: readonly Frame[]): void {
    const socket = this.#socket;
    if (!this.#welcome || socket?.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > STUCK) {
      socket.close(4002);
      return;
    }
    for (const message of messages(frames)) socket.send(message);
  }

  #heard(told: Record<string, unknown>): void {
    switch (told.kind) {
      case "welcome":
        this.#greeted(told as { sequence: number; said?: number });
        break;
      case "screen":
        this.shown.value = told as unknown as Shown;
        break;
      case "live":
        this.measured.value = told as unknown as Measured;
        break;
      case "have":
        this.#frames = this.#frames.filter((each) => each.sequence > (told.sequence as number));
        break;
      default: {
        const order = told as unknown as Order;
        if (order.n <= this.#last) return;
        this.#last = order.n;
        this.onOrder(order);
      }
    }
  }

  #greeted({ sequence, said = 0 }: { sequence: number; said?: number }): void {
    this.#tries = 0;
    this.#welcome = true;
    this.#sequence = Math.max(this.#sequence, sequence);
    this.#id = Math.max(this.#id, said);
    this.#said = this.#said.filter((each) => each.id > said);
    this.state.value = "open";
    this.#seen();
    for (const each of this.#said) this.#tell({ kind: "said", ...each });
    this.#out(this.#frames.filter((each) => each.sequence > sequence).map((each) => each.frame));
  }

  #broken(code: number, reason: string): void {
    this.#welcome = false;
    if (this.#closed) return;
    const closed = CLOSED[code];
    if (closed) {
      this.why.value = reason;
      this.state.value = closed;
      this.#said = [];
      return;
    }
    this.state.value = "away";
    const wait = WAITS[Math.min(this.#tries, WAITS.length - 1)] ?? 8000;
    this.#tries += 1;
    this.#timer = window.setTimeout(() => this.open(), wait * (0.8 + 0.4 * Math.random()));
  }

  #atOnce = (): void => {
    if (this.state.value === "away") this.open();
  };

  #seen = (): void => {
    const visible = document.visibilityState === "visible";
    this.#tell({ kind: "shown", visible });
    if (visible) this.#atOnce();
  };
}
