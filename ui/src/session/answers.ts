/** Everything with which a session can be answered without looking: taps, keys, media keys, knocks. */
import type { Asked, Counting } from "./counting";
import type { Shown } from "./socket";
import { t } from "../words";

/** What each key says; the same as in the terminal, j is German for yes. */
const KEYS: Record<string, string> = {
  y: "yes", j: "yes", n: "no", a: "again", p: "pause", g: "go", s: "stop", x: "skip",
};
const ANSWERS = new Set(["yes", "no", "skip"]);
const LONG_MS = 600;
/** One press may come twice: as a key and from the media session. */
const SAME_MS = 250;
/** A number may get one more digit for so long, where that is still an answer. */
const DIGIT_MS = 800;

export interface Heard {
  shown: () => Shown | null;
  /** Whether what is asked has only just come into view. */
  early: () => boolean;
  say: (word: string) => void;
  counting: Counting;
}

export function asked(shown: Shown | null): Asked | null {
  if (shown?.state !== "asking" || !shown.answers) return null;
  return { answers: shown.answers, most: shown.most, may_skip: shown.may_skip };
}

export class Answers {
  #mediaMs = -Infinity;
  #digits = "";
  #digitTimer = 0;
  #spaceMs = 0;

  constructor(private readonly heard: Heard) {}

  /** A tap, a knock, a press: what it means depends on what is going on. */
  tap = (long = false): void => {
    const shown = this.heard.shown();
    const question = asked(shown);
    if (question) {
      if (this.heard.early()) return;
      if (long) this.heard.counting.none(question);
      else this.heard.counting.add(question);
    } else if (shown?.state === "paused") {
      this.heard.say("go");
    } else if (shown && shown.state !== "finished" && !shown.question) {
      this.heard.say("tap");
    }
  };

  /** Taps anywhere on an element but on its buttons. */
  listenTo(element: HTMLElement): () => void {
    let downMs = 0;
    let pressed = false;
    const isControl = (event: Event) => event.target instanceof Element && event.target.closest("button, input, a, summary, label, video[controls]");
    const down = (event: PointerEvent) => {
      if (!event.isPrimary || event.button !== 0 || isControl(event)) return;
      downMs = event.timeStamp;
      const question = asked(this.heard.shown());
      pressed = question !== null && !this.heard.early();
      // In a hold the moment counts: the finger's coming, not its going.
      if (!question) this.tap();
    };
    const up = (event: PointerEvent) => {
      if (pressed && asked(this.heard.shown())) this.tap(event.timeStamp - downMs >= LONG_MS);
      pressed = false;
    };
    const away = () => {
      pressed = false;
    };
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", away);
    return () => {
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", away);
    };
  }

  /** Keys: space taps, letters and numbers answer; letters only while the session has the focus. */
  listenToKeys(element: HTMLElement): () => void {
    const isField = (event: Event) => event.target instanceof HTMLElement && event.target.closest("input, select, textarea");
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isField(event)) return;
      if (event.key === "MediaPlayPause") return this.#media("tap");
      if (event.key === "Escape") return this.heard.say("pause");
      const within = event.target === document.body || (event.target instanceof Node && element.contains(event.target));
      if (!within) return;
      const onButton = event.target instanceof Element && event.target.closest("button, a, summary, label");
      if (event.key === " " && !onButton) {
        event.preventDefault();
        if (event.repeat) return;
        this.#spaceMs = asked(this.heard.shown()) && !this.heard.early() ? event.timeStamp : 0;
        if (!this.#spaceMs) this.tap();
        return;
      }
      if (event.repeat) return;
      const word = KEYS[event.key.toLowerCase()];
      if (word) this.#word(word);
      else if (/^[0-9]$/.test(event.key)) this.#digit(event.key);
    };
    const up = (event: KeyboardEvent) => {
      const onButton = event.target instanceof Element && event.target.closest("button, a, summary, label");
      if (event.key !== " " || onButton || isField(event) || !this.#spaceMs) return;
      if (asked(this.heard.shown())) this.tap(event.timeStamp - this.#spaceMs >= LONG_MS);
      this.#spaceMs = 0;
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      clearTimeout(this.#digitTimer);
    };
  }

  /** Buttons of headphones and keyboards; a silent sound holds them while the screen is off. */
  listenToMedia(): () => void {
    if (!("mediaSession" in navigator)) return () => {};
    const media = navigator.mediaSession;
    const actions: [MediaSessionAction, () => void][] = [
      ["play", () => this.#media("tap")],
      ["pause", () => this.#media("tap")],
      ["nexttrack", () => this.#media("next")],
      ["previoustrack", () => this.#media("again")],
      ["stop", () => this.#media("stop")],
    ];
    media.metadata = new MediaMetadata({ title: "levelhip", artist: t("press to answer") });
    for (const [action, act] of actions) {
      try {
        media.setActionHandler(action, act);
      } catch {
        // A browser without this button.
      }
    }
    media.playbackState = "playing";
    return () => {
      for (const [action] of actions) {
        try {
          media.setActionHandler(action, null);
        } catch {
          // As above.
        }
      }
      media.playbackState = "none";
    };
  }

  #media(what: "tap" | "next" | "again" | "stop"): void {
    const now = performance.now();
    if (now - this.#mediaMs < SAME_MS) return;
    this.#mediaMs = now;
    if (silence?.paused) void silence.play().catch(() => {});
    const question = asked(this.heard.shown());
    if (what === "tap") this.tap();
    else if (what === "next") {
      if (question && !this.heard.early()) this.heard.counting.none(question);
    } else this.heard.say(what);
  }

  #word(word: string): void {
    if (ANSWERS.has(word) && asked(this.heard.shown()) && this.heard.early()) return;
    this.heard.counting.clear();
    this.heard.say(word);
  }

  #digit(digit: string): void {
    const question = asked(this.heard.shown());
    if (question?.answers !== "number" || this.heard.early()) return;
    clearTimeout(this.#digitTimer);
    const send = () => {
      const told = this.#digits;
      this.#digits = "";
      if (told) this.#word(told);
    };
    if (this.#digits && Number(this.#digits + digit) > question.most) send();
    this.#digits += digit;
    const more = 10 * Number(this.#digits);
    if (more > 0 && more <= question.most) this.#digitTimer = window.setTimeout(send, DIGIT_MS);
    else send();
  }
}

let silence: HTMLAudioElement | undefined;

/** Within a press: a sound of nothing, so that the buttons of headphones come to this page. */
export function holdMediaKeys(): void {
  if (!silence) {
    silence = new Audio(URL.createObjectURL(new Blob([nothing(10)], { type: "audio/wav" })));
    silence.loop = true;
  }
  void silence.play().catch(() => {});
}

export function letMediaKeysGo(): void {
  silence?.pause();
}

/** A WAV file of so many seconds of silence: 8000 samples a second, 8 bits. */
function nothing(seconds: number): ArrayBuffer {
  const length = 8000 * seconds;
  const bytes = new ArrayBuffer(44 + length);
  const view = new DataView(bytes);
  const text = (at: number, words: string) => [...words].forEach((each, i) => view.setUint8(at + i, each.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 8000, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, "data");
  view.setUint32(40, length, true);
  new Uint8Array(bytes, 44).fill(128);
  return bytes;
}
