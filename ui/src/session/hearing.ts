/** How a session is heard and answered; kept in this browser. */
import { signal } from "@preact/signals";
import { keepHere, readHere } from "../parts/here";

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

export const hearing = signal<Hearing>({ ...USUAL, ...readHere<Partial<Hearing>>(KEY, {}) });

export function keepHearing(change: Partial<Hearing>): void {
  hearing.value = { ...hearing.value, ...change };
  keepHere(KEY, JSON.stringify(hearing.value));
}
