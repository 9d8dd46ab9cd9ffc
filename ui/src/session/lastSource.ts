/** What a thing was last measured with, kept in this browser: numbers got in the same way can be compared. */
import { keepHere, readHere } from "../parts/here";

const KEY = "levelhip.sources";
const kept = () => readHere<Record<string, string>>(KEY, {});

export function usedSource(protocol: string): string | undefined {
  return kept()[protocol];
}

export function keepSource(protocol: string, source: string): void {
  keepHere(KEY, JSON.stringify({ ...kept(), [protocol]: source }));
}
