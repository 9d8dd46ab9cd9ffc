/** A grave yes stays in this browser until levelhip has it: nothing else is shown before. */
import { signal } from "@preact/signals";
import { answerSafety, type Open, type Said } from "../api";

/** What a grave yes is told: this page must be able to say it by itself. */
export interface Emergency {
  then: string;
  call: readonly string[];
}

interface Grave extends Emergency {
  said: Record<string, Said>;
}

const KEY = "levelhip.grave";

function kept(): Grave | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") as Grave | null;
  } catch {
    return null;
  }
}

/** The one that is to be sent; while there is one, nothing else is shown. */
export const grave = signal<Grave | null>(kept());

/** Keeps it; `shows` it at once, or leaves that to a session that still tells of it. */
export function keepGrave(told: Grave, shows = true): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(told));
  } catch {
    // A browser that keeps nothing still shows it, as long as the page is open.
  }
  if (shows) grave.value = told;
}

/** levelhip has it. */
export function dropGrave(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // It kept nothing.
  }
  grave.value = null;
}

export async function sendGrave({ said }: Grave): Promise<Open> {
  const open = await answerSafety(said);
  dropGrave();
  return open;
}
