/** Answers by counting: so many taps, knocks or presses for a number; one for yes, two for no. Each is echoed. */
import { signal } from "@preact/signals";

/** Silence after which what was counted is the answer, ms. */
const DONE_MS = 1800;
/** The same for a question that looks after safety: more time to take it back. */
const SURE_MS = 3000;

export interface Asked { answers: "yes-no" | "number"; most: number; may_skip: boolean }

export class Counting {
  /** What is counted so far; null for nothing. */
  readonly counted = signal<string | null>(null);

  #times = 0;
  #timer = 0;

  constructor(
    private readonly answer: (word: string) => void,
    private readonly echo: (word: string) => void,
  ) {}

  /** One more; after the largest number comes none at all. */
  add(asked: Asked): void {
    if (asked.answers === "yes-no") {
      this.#times = this.#times === 1 ? 2 : 1;
      this.#await(this.#times === 1 ? "yes" : "no", asked);
    } else {
      this.#times = this.#times >= asked.most ? 0 : this.#times + 1;
      this.#await(String(this.#times), asked);
    }
  }

  /** A long press: zero, or no; one more leaves out what may be left out. */
  none(asked: Asked): void {
    const none = asked.answers === "yes-no" ? "no" : "0";
    const again = asked.may_skip && this.counted.value === none;
    this.#times = asked.answers === "yes-no" ? 2 : 0;
    this.#await(again ? "skip" : none, asked);
  }

  /** Forget what was counted: another question, or an answer in another way. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#times = 0;
    this.counted.value = null;
  }

  #await(word: string, asked: Asked): void {
    clearTimeout(this.#timer);
    this.counted.value = word;
    this.echo(word);
    const wait = asked.may_skip ? DONE_MS : SURE_MS;
    this.#timer = window.setTimeout(() => {
      this.clear();
      this.answer(word);
    }, wait);
  }
}
