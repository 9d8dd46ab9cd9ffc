/** The phone's own socket: where it is to be worn, which session it measures; it tells what it feels. */
import { signal } from "@preact/signals";
import type { SessionTold } from "../api";
import type { Permission } from "./motion";
import type { Location } from "./placing";

/** Where the socket is: "blocked" = the browser lets the page in but not its socket, as iPhones do. */
export type ControlState = "opening" | "open" | "away" | "out" | "elsewhere" | "blocked";

export interface FeltTold { sensor: Permission; rate_hz: number; still: boolean; hint: string; ready: boolean }

const WAITS = [300, 1000, 2000, 4000];
/** Tries of a socket that never opened while the page itself is answered; chosen by us. */
const BLOCKED = 3;
const TOLD_MS = 500;
const CLOSED: Record<number, ControlState> = { 4001: "elsewhere", 4003: "out" };

export class Control {
  readonly state = signal<ControlState>("opening");
  readonly name = signal("");
  readonly place = signal<{ title: string; location: Location } | null>(null);
  readonly session = signal<SessionTold | null>(null);

  #socket: WebSocket | undefined;
  #tries = 0;
  #opened = false;
  #timer = 0;
  #telling = 0;
  #closed = false;

  constructor(private readonly felt: () => FeltTold) {
    this.#telling = window.setInterval(() => this.#tell(), TOLD_MS);
    document.addEventListener("visibilitychange", this.#seen);
    this.open();
  }

  open(): void {
    clearTimeout(this.#timer);
    const socket = new WebSocket(`wss://${location.host}/api/phones/live`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#opened = true;
      this.#tries = 0;
      this.state.value = "open";
      this.#tell();
    };
    socket.onmessage = (message) => this.#heard(JSON.parse(message.data as string) as Record<string, unknown>);
    socket.onclose = (event) => {
      if (this.#socket === socket && !this.#closed) void this.#broken(event.code);
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#telling);
    document.removeEventListener("visibilitychange", this.#seen);
    this.#socket?.close(1000);
  }

  #tell(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ kind: "state", ...this.felt() }));
  }

  #heard(told: Record<string, unknown>): void {
    if (told.kind === "you") this.name.value = told.name as string;
    else if (told.kind === "place") this.place.value = told.location ? { title: told.title as string, location: told.location as Location } : null;
    else if (told.kind === "session") this.session.value = told.session as SessionTold;
    else if (told.kind === "free") {
      this.place.value = null;
      this.session.value = null;
    }
  }

  async #broken(code: number): Promise<void> {
    const closed = CLOSED[code];
    if (closed) {
      this.state.value = closed;
      return;
    }
    this.#tries += 1;
    const paired = await stateNow();
    if (this.#closed) return;
    if (paired === "unknown") {
      this.state.value = "out";
      return;
    }
    const isBlocked = paired === "paired" && !this.#opened && this.#tries >= BLOCKED;
    this.state.value = isBlocked ? "blocked" : "away";
    const wait = WAITS[Math.min(this.#tries, WAITS.length) - 1] ?? 4000;
    this.#timer = window.setTimeout(() => this.open(), wait * (0.8 + 0.4 * Math.random()));
  }

  #seen = (): void => {
    if (document.visibilityState === "visible" && this.state.value === "away") this.open();
  };
}

/** How it stands with this phone; null when there is no answer. */
async function stateNow(): Promise<string | null> {
  try {
    return ((await (await fetch("/api/phones/pair")).json()) as { state: string }).state;
  } catch {
    return null;
  }
}
