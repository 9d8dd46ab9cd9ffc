/** The language in which the page begins: the kept one, else the browser's, else English. */
import { about, settings, words } from "./api";
import { keepHere, keptHere } from "./parts/here";
import { speak, t } from "./words";

const SOURCE = "en";
/** The last one, in this browser: for when levelhip is not running. */
const KEY = "levelhip.language";
/** What an empty page says while it waits for anything, its language too. */
const WAITS = "levelhip.waits";

export const waitsWords = () => keptHere(WAITS) ?? "One moment.";

export async function takeUpLanguage(): Promise<void> {
  try {
    const code = await asked();
    if (code !== SOURCE) speak(code, await words(code));
    keepHere(KEY, code);
    keepHere(WAITS, t("One moment."));
  } catch {
    // Without words the page begins in English and says itself what is the matter.
  }
}

async function asked(): Promise<string> {
  try {
    const [kept, { languages }] = await Promise.all([settings(), about()]);
    const wished = [kept.choices.language, ...navigator.languages.map((each) => each.split("-")[0])];
    return wished.find((each) => each && languages.includes(each)) ?? SOURCE;
  } catch {
    return keptHere(KEY) ?? SOURCE;
  }
}
