import { useState } from "preact/hooks";

const PREFIX = "levelhip.now.";
/** Answers of a while ago are given anew; chosen by us: nobody takes an hour for a page. */
const LONGEST_MS = 3_600_000;

/** Where something is kept, and whether it still holds. */
interface Keeping {
  place: () => Storage;
  holds: (at: number) => boolean;
}
const AN_HOUR: Keeping = { place: () => sessionStorage, holds: (at) => Date.now() - at < LONGEST_MS };
const TODAY: Keeping = { place: () => localStorage, holds: (at) => new Date(at).toDateString() === new Date().toDateString() };

function kept<T>(name: string, first: T, { place, holds }: Keeping): T {
  try {
    const { at, value } = JSON.parse(place().getItem(PREFIX + name) ?? "") as { at: number; value: T };
    return holds(at) ? value : first;
  } catch {
    return first;
  }
}

/** Forget all of it, as after everything was deleted. */
export function dropKept(): void {
  for (const { place } of [AN_HOUR, TODAY]) {
    try {
      for (const name of Object.keys(place())) if (name.startsWith(PREFIX)) place().removeItem(name);
    } catch {
      // Nothing was kept.
    }
  }
}

/** A state that outlives a page that is loaded again, in this tab and for an hour; null forgets it. */
export const useKept = <T>(name: string, first: T) => useKeeping(name, first, AN_HOUR);
/** A state that outlives the tab, until the day ends. */
export const useKeptToday = <T>(name: string, first: T) => useKeeping(name, first, TODAY);

function useKeeping<T>(name: string, first: T, keeping: Keeping): [T, (value: T) => void] {
  const [value, setValue] = useState(() => kept(name, first, keeping));
  const keep = (next: T) => {
    setValue(next);
    try {
      if (next === null) keeping.place().removeItem(PREFIX + name);
      else keeping.place().setItem(PREFIX + name, JSON.stringify({ at: Date.now(), value: next }));
    } catch {
      // A browser that keeps nothing asks again.
    }
  };
  return [value, keep];
}
