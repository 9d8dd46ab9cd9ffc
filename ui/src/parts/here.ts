/** What this browser keeps between visits, or a tab until it is shut; one that keeps nothing behaves as if each were the first. */
export type Place = () => Storage;
export const BROWSER: Place = () => localStorage;
export const TAB: Place = () => sessionStorage;

export function keptHere(key: string, place = BROWSER): string | null {
  try {
    return place().getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text; null forgets it. */
export function keepHere(key: string, value: string | null, place = BROWSER): void {
  try {
    if (value === null) place().removeItem(key);
    else place().setItem(key, value);
  } catch {
    // It keeps nothing.
  }
}

/** What was kept as JSON; the other where there is none that can be read. */
export function readHere<T>(key: string, otherwise: T, place = BROWSER): T {
  try {
    return (JSON.parse(keptHere(key, place) ?? "null") as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Forgets all whose name begins so. */
export function forgetHere(prefix: string, place = BROWSER): void {
  try {
    for (const name of Object.keys(place())) if (name.startsWith(prefix)) place().removeItem(name);
  } catch {
    // It kept nothing.
  }
}
