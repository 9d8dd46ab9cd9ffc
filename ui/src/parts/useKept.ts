import { useState } from "preact/hooks";
import { BROWSER, forgetHere, keepHere, type Place, readHere, TAB } from "./here";

const PREFIX = "levelhip.now.";
/** Answers of a while ago are given anew; chosen by us: nobody takes an hour for a page. */
const LONGEST_MS = 3_600_000;

/** Where something is kept, and whether it still holds. */
interface Keeping {
  place: Place;
  holds: (at: number) => boolean;
}
const AN_HOUR: Keeping = { place: TAB, holds: (at) => Date.now() - at < LONGEST_MS };
const TODAY: Keeping = { place: BROWSER, holds: (at) => new Date(at).toDateString() === new Date().toDateString() };

function kept<T>(name: string, first: T, { place, holds }: Keeping): T {
  const found = readHere<{ at: number; value: T } | null>(PREFIX + name, null, place);
  return found && holds(found.at) ? found.value : first;
}

/** Forget all of it, as after everything was deleted. */
export function dropKept(): void {
  for (const { place } of [AN_HOUR, TODAY]) forgetHere(PREFIX, place);
}

/** A state that outlives a page that is loaded again, in this tab and for an hour; null forgets it. */
export const useKept = <T>(name: string, first: T) => useKeeping(name, first, AN_HOUR);
/** A state that outlives the tab, until the day ends. */
export const useKeptToday = <T>(name: string, first: T) => useKeeping(name, first, TODAY);

function useKeeping<T>(name: string, first: T, keeping: Keeping): [T, (value: T) => void] {
  const [value, setValue] = useState(() => kept(name, first, keeping));
  const keep = (next: T) => {
    setValue(next);
    keepHere(PREFIX + name, next === null ? null : JSON.stringify({ at: Date.now(), value: next }), keeping.place);
  };
  return [value, keep];
}
