/** A grave yes stays in this browser until levelhip has it: nothing else is shown before. */
import { signal } from "@preact/signals";
import { answerSafety, type Open, type Said } from "../api";
import { keepHere, readHere } from "./here";

/** What a grave yes is told: this page must be able to say it by itself. */
export interface Emergency {
  then: string;
  call: readonly string[];
}

interface Grave extends Emergency {
  said: Record<string, Said>;
}

const KEY = "levelhip.grave";

/** The one that is to be sent; while there is one, nothing else is shown. */
export const grave = signal(readHere<Grave | null>(KEY, null));

/** Keeps it; `shows` it at once, or leaves that to a session that still tells of it. */
export function keepGrave(told: Grave, shows = true): void {
  keepHere(KEY, JSON.stringify(told));
  if (shows) grave.value = told;
}

/** levelhip has it. */
export function dropGrave(): void {
  keepHere(KEY, null);
  grave.value = null;
}

export async function sendGrave({ said }: Grave): Promise<Open> {
  const open = await answerSafety(said);
  dropGrave();
  return open;
}
