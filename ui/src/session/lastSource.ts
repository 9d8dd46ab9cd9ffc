/** What a thing was last measured with, kept in this browser: numbers got in the same way can be compared. */
const KEY = "levelhip.sources";

function kept(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

export function usedSource(protocol: string): string | undefined {
  return kept()[protocol];
}

export function keepSource(protocol: string, source: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept(), [protocol]: source }));
  } catch {
    // A browser that keeps nothing begins with the best one each time.
  }
}
