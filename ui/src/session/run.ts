/** A session that runs in the page: its socket, its voice and tones, its answers, its sensor. */
import { effect, signal } from "@preact/signals";
import { t } from "../words";
import { Answers, asked, letMediaKeysGo } from "./answers";
import { Counting } from "./counting";
import { dropGrave, type Emergency, keepGrave } from "../parts/grave";
import { EARLY_MS } from "../parts/useSettled";
import { hearing, type Mode } from "./hearing";
import { keepAwake } from "./keepAwake";
import { listenToKnocks } from "./knocks";
import type { Sensor } from "./sensors";
import { type Finish, Line, type Order, type SeenEvent } from "./socket";
import { buzz, play } from "./tones";
import { Voice } from "./voice";

/** An answer as it is told back. */
export const named = (word: string) => ({ yes: t("Yes"), no: t("No"), skip: t("Skip") })[word] ?? word;

/** A grave yes is taken up by the coach at once; where it is not, the page sends it by itself, ms; chosen by us. */
const TAKEN_UP_MS = 8000;

export class Run {
  readonly line: Line;
  readonly voice = new Voice();
  readonly counting: Counting;
  readonly caption = signal("");
  readonly events = signal<SeenEvent[]>([]);
  readonly finish = signal<Finish | null>(null);
  /** What is asked now came into view so long ago that a press is meant for it. */
  readonly settled = signal(false);
  /** Whether a yes was said that is a sign of an emergency. */
  readonly grave = signal(false);
  /** What such a yes is told. */
  emergency: Emergency = { then: "", call: [] };
  /** What the sensor itself says. */
  readonly trouble = signal("");

  #answers: Answers;
  #question = "";
  #since = 0;

  constructor(
    readonly id: string,
    /** What is really heard: a browser without a voice of its own has tones. */
    readonly mode: Mode,
    readonly sensor: Sensor | null,
    /** Its socket; a phone beside the page has another. */
    path?: string,
  ) {
    this.line = new Line(id, path);
    this.line.onOrder = (order) => this.#carryOut(order);
    this.voice.onSpoken = (n) => this.line.spoken(n);
    this.counting = new Counting((word) => this.say(word), (word) => this.#echo(word));
    this.#answers = new Answers({ shown: () => this.line.shown.value, early: this.early, say: (word) => this.say(word), counting: this.counting });
  }

  /** Listen and feed until the function that it gives is called. */
  start(element: HTMLElement): () => void {
    let settling = 0;
    const question = effect(() => {
      const shown = this.line.shown.value;
      const question = shown && asked(shown) ? `${shown.step} ${shown.side} ${shown.question}` : "";
      if (question === this.#question) return;
      this.#question = question;
      this.#since = performance.now();
      this.counting.clear();
      this.settled.value = false;
      clearTimeout(settling);
      if (question) settling = window.setTimeout(() => (this.settled.value = true), EARLY_MS);
    });
    const ends = [
      question,
      keepAwake(),
      this.#answers.listenTo(element),
      this.#answers.listenToKeys(element),
      this.#answers.listenToMedia(),
    ];
    if (hearing.value.knock) ends.push(listenToKnocks(() => this.#answers.tap()));
    if (this.sensor) {
      ends.push(
        this.sensor.feed({
          session: this.id,
          send: (...frames) => this.line.send(...frames),
          picture: (brightness) => this.line.picture(brightness),
          trouble: (words) => {
            this.trouble.value = words;
          },
        }),
      );
    }
    return () => {
      for (const end of ends) end();
      if (!this.finish.value) this.voice.hush();
      this.counting.clear();
      this.line.close();
      letMediaKeysGo();
      this.sensor?.close();
    };
  }

  /** The second press of two is not for a question that came with the first. */
  early = (): boolean => !this.settled.peek() && performance.now() - this.#since < EARLY_MS;

  /** A button of a question was pressed. */
  answer(word: string): void {
    if (!this.early()) this.say(word);
  }

  /** What the person said or pressed; the voice falls silent for it, but not for a tap in the middle of a set. */
  say(word: string): void {
    if (word !== "tap") this.voice.hush();
    this.counting.clear();
    const shown = this.line.shown.peek();
    if (word === "yes" && shown?.state === "asking" && shown.emergency === "asked") this.#alarm(shown.step);
    this.line.say(word);
  }

  /** It is told at once, and stays in the browser until the coach has taken it up. */
  #alarm(question: string): void {
    const told = { said: { [question]: "yes" as const }, ...this.emergency };
    this.grave.value = true;
    if (!this.emergency.then) return;
    keepGrave(told, false);
    const sendItself = () => this.line.shown.peek()?.emergency !== "said" && keepGrave(told);
    effect(() => void (this.line.state.value !== "open" && sendItself()));
    setTimeout(sendItself, TAKEN_UP_MS);
  }

  #carryOut(order: Order): void {
    switch (order.kind) {
      case "say":
        this.caption.value = order.written;
        if (this.mode === "full") this.voice.say(order);
        else buzz(order.cue === "number" ? "rep" : "caption");
        break;
      case "tone":
        if (this.mode !== "off") play(order.tone);
        if (this.mode !== "full") buzz(order.tone);
        break;
      case "event":
        this.events.value = [...this.events.value, order.event];
        if (this.mode === "off" && !order.event.valid) buzz("fault");
        break;
      case "finish":
        if (order.reason === "locked") dropGrave();
        this.finish.value = order;
        break;
    }
  }

  #echo(word: string): void {
    if (this.mode === "full") this.voice.echo(named(word));
    else {
      if (this.mode === "tones") play("rep");
      buzz("rep");
    }
  }
}
