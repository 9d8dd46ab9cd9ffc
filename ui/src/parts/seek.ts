/** Whether texts hold a word that somebody looks for: at the beginning of words; in German by its stem. */
import { language } from "../words";

const ENDING = /(?<=\p{L}{3})(?:ern|en|em|er|es|e|(?<=[lr])n)$/u;
/** Letters from which a stem is looked for within nouns too: "muskel" in "Gesäßmuskel", but "geh" not in "Umgehung". */
const LONG = 4;

/** A finder of all words of a text, in any order. */
export function seeker(sought: string): (...texts: string[]) => boolean {
  const german = language.value === "de";
  const finders = sought.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => {
    const stem = german ? word.replace(ENDING, "") : word;
    const begins = new RegExp(`(?<![\\p{L}\\p{N}])${stem}`, "iu");
    const ends = german && stem.length >= LONG ? new RegExp(`(?<!\\p{L})\\p{Lu}\\p{L}*${stem}`, "u") : null;
    return (text: string) => begins.test(text) || (ends?.test(text) ?? false);
  });
  return (...texts) => finders.every((finds) => finds(texts.join(" ")));
}
