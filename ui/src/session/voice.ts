/**
 * Speech by the browser's own voices on this machine: a voice from elsewhere would send the words away, and is never
 * used. Where there is none the words are shown and the phone buzzes.
 */
import { language } from "../words";
import { hearing } from "./hearing";
import type { Say } from "./socket";

/** How long a browser may take to name its voices, ms. */
const VOICES_MS = 1500;
/** A calm reader: so long for a start and for a word, ms. A voice that is silent for twice as long is given up. */
const START_MS = 2500;
const WORD_MS = 700;

const here = () => ("speechSynthesis" in window ? speechSynthesis : undefined);

/** Voices of this machine that speak a language. */
export function localVoices(code: string): SpeechSynthesisVoice[] {
  const own = here()?.getVoices() ?? [];
  return own.filter((each) => each.localService && each.lang.toLowerCase().replace("_", "-").split("-")[0] === code);
}

/** The same, once the browser knows them; none when it has none. */
export async function findVoices(code: string): Promise<SpeechSynthesisVoice[]> {
  const synthesis = here();
  if (!synthesis) return [];
  const until = performance.now() + VOICES_MS;
  while (synthesis.getVoices().length === 0 && performance.now() < until) {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, 150);
      synthesis.addEventListener("voiceschanged", () => (clearTimeout(timer), done()), { once: true });
    });
  }
  return localVoices(code);
}

/** Within a press: some browsers speak only after a first word that a press has asked for. */
export function unlockVoice(): void {
  const synthesis = here();
  if (!synthesis) return;
  const nothing = new SpeechSynthesisUtterance(" ");
  nothing.volume = 0;
  synthesis.speak(nothing);
}

export class Voice {
  onSpoken: (n: number) => void = () => {};

  #queue: Say[] = [];
  #now: { say: Say; utterance: SpeechSynthesisUtterance; timer: number } | undefined;

  /** Speak after what is being spoken; an urgent one breaks that off. */
  say(order: Say): void {
    if (order.cuts_in) this.hush();
    this.#queue.push(order);
    this.#next();
  }

  /** Fall silent; what was being said counts as said. */
  hush(): void {
    const silenced = [...(this.#now ? [this.#now.say] : []), ...this.#queue];
    this.#queue = [];
    if (this.#now) clearTimeout(this.#now.timer);
    this.#now = undefined;
    here()?.cancel();
    for (const each of silenced) this.onSpoken(each.n);
  }

  /** A word of the page itself, as the number that is being counted: at once. */
  echo(text: string): void {
    this.hush();
    here()?.speak(utter(text));
  }

  #next(): void {
    if (this.#now) return;
    const say = this.#queue.shift();
    if (!say) return;
    const utterance = utter(say.spoken);
    const over = () => {
      if (this.#now?.utterance !== utterance) return;
      clearTimeout(this.#now.timer);
      this.#now = undefined;
      this.onSpoken(say.n);
      this.#next();
    };
    utterance.onend = over;
    utterance.onerror = over;
    const patience = START_MS + (2 * WORD_MS * say.spoken.split(/\s+/).length) / hearing.value.rate;
    // Kept by name: a browser that forgets the utterance forgets to say that it has ended.
    this.#now = { say, utterance, timer: window.setTimeout(over, patience) };
    here()?.resume();
    here()?.speak(utterance);
  }
}

function utter(text: string): SpeechSynthesisUtterance {
  const utterance = new SpeechSynthesisUtterance(text);
  const voices = localVoices(language.value);
  const voice = voices.find((each) => each.voiceURI === hearing.value.voice) ?? voices.find((each) => each.default) ?? voices[0];
  if (voice) utterance.voice = voice;
  utterance.lang = voice?.lang ?? language.value;
  utterance.rate = hearing.value.rate;
  return utterance;
}
