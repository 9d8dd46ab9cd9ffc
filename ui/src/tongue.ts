/** The language in which the page begins: the kept one, else the browser's, else English. */
import { about, settings, words } from "./api";
import { speak } from "./words";

const SOURCE = "en";

export async function takeUpLanguage(): Promise<void> {
  try {
    const [kept, { languages }] = await Promise.all([settings(), about()]);
    const wished = [kept.choices.language, ...navigator.languages.map((each) => each.split("-")[0])];
    const code = wished.find((each) => each && languages.includes(each)) ?? SOURCE;
    if (code !== SOURCE) speak(code, await words(code));
  } catch {
    // Without an answer the page begins in English and says itself what is the matter.
  }
}
