/** What this browser keeps between visits; one that keeps nothing behaves as if each were the first. */
export function keptHere(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text; null forgets it. */
export function keepHere(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // It keeps nothing.
  }
}

/** What was kept as JSON; the other where there is none that can be read. */
export function readHere<T>(key: string, otherwise: T): T {
  try {
    return (JSON.parse(keptHere(key) ?? "null") as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}
