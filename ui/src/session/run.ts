/** A session that runs in the page: its socket, its voice and tones, its answers, its sensor. */
import { effect, signal } from "@preact/signals";
import { t } from "../words";
import { Answers, asked, letMediaKeysGo } from "./answers";
import { Counting } from "./counting";
import { hearing, type Mode } from "./hearing";
import { keepAwake } from "./keepAwake";
import { listenToKnocks } from "./knocks";
import type { Sensor } from "./sensors";
import { type Finish, Line, type Order, type SeenEvent } from "./socket";
import { buzz, play } from "./tones";
import { Voice } from "./voice";

/** An answer as it is told back. */
export const named = (word: string) => ({ yes: t("Yes"), no: t("No"), skip: t("Skip") })[word] ?? word;

export class Run {
  readonly line: Line;
  readonly voice = new Voice();
  readonly counting: Counting;
  readonly caption = signal("");
  readonly events = signal<SeenEvent[]>([]);
  readonly finish = signal<Finish | null>(null);
  /** What the sensor itself says. */
  readonly trouble = signal("");

  #answers: Answers;

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
    this.#answers = new Answers({ shown: () => this.line.shown.value, say: (word) => this.say(word), counting: this.counting });
  }

  /** Listen and feed until the function that it gives is called. */
  start(element: HTMLElement): () => void {
    const question = effect(() => {
      const shown = this.line.shown.value;
      if (!asked(shown)) this.counting.clear();
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

  /** What the person said or pressed; the voice falls silent for it, but not for a tap in the middle of a set. */
  say(word: string): void {
    if (word !== "tap") this.voice.hush();
    this.counting.clear();
    this.line.say(word);
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
