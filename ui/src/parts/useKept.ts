import { useState } from "preact/hooks";

const PREFIX = "levelhip.now.";
/** Answers of a while ago are given anew; chosen by us: nobody takes an hour for a page. */
const LONGEST_MS = 3_600_000;

function kept<T>(name: string, first: T): T {
  try {
    const { at, value } = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "") as { at: number; value: T };
    return Date.now() - at < LONGEST_MS ? value : first;
  } catch {
    return first;
  }
}

/** Forget all of it, as after everything was deleted. */
export function dropKept(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** A state that outlives a page that is loaded again, in this tab and for an hour; null forgets it. */
export function useKept<T>(name: string, first: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => kept(name, first));
  const keep = (next: T) => {
    setValue(next);
    try {
      if (next === null) sessionStorage.removeItem(PREFIX + name);
      else sessionStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), value: next }));
    } catch {
      // A browser that keeps nothing asks again.
    }
  };
  return [value, keep];
}
