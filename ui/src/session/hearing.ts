/** How a session is heard and answered; kept in this browser. */
import { signal } from "@preact/signals";

export type Mode = "full" | "tones" | "off";

export interface Hearing {
  mode: Mode;
  /** 1 = as the voice is made. */
  rate: number;
  /** Address of the voice; empty = the first that fits. */
  voice: string;
  /** Whether a knock on this device answers. */
  knock: boolean;
}

const KEY = "levelhip.hearing";
const USUAL: Hearing = { mode: "full", rate: 1, voice: "", knock: false };

function kept(): Hearing {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Hearing>) };
  } catch {
    return USUAL;
  }
}

export const hearing = signal<Hearing>(kept());

export function keepHearing(change: Partial<Hearing>): void {
  hearing.value = { ...hearing.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(hearing.value));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
