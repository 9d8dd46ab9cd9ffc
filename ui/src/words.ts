/** Texts of the page are written in English here and translated by levelhip's own catalogue. */
import { signal } from "@preact/signals";

type Catalogue = Record<string, string>;

const catalogue = signal<Catalogue>({});
export const language = signal("en");

/** A text in the person's language; blanks as {name}. The text must be a plain literal: tools/words.py collects it. */
export function t(text: string, values: Record<string, string | number> = {}): string {
  const found = catalogue.value[text] ?? text;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function speak(code: string, words: Catalogue): void {
  catalogue.value = words;
  language.value = code;
  document.documentElement.lang = code;
}
