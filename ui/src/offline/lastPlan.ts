/** The plan of the day as it was last seen, for reading when levelhip is not running; kept in this browser, for that day only. */
import type { Today } from "../api";
import { keepHere, readHere } from "../parts/here";

export interface LastPlan {
  on: string;
  /** Moment, as a date writes itself. */
  seen: string;
  things: { title: string; told: string }[];
}

const KEY = "levelhip.last-plan";

/** Keeps it, unless something is shut or the light is red: then nothing to do may be read from an old page. */
export function keepPlan(told: Today): void {
  if (told.open.shuts || told.light === "red") return dropPlan();
  const things = told.things.map(({ title, told: dose, why }) => ({ title: title || why, told: dose }));
  const plan: LastPlan = { on: told.on, seen: new Date().toISOString(), things };
  keepHere(KEY, JSON.stringify(plan));
}

export function dropPlan(): void {
  keepHere(KEY, null);
}

/** Today's, if today's was seen; a plan of another day is gone. */
export function lastPlan(now = new Date()): LastPlan | undefined {
  const plan = readHere<LastPlan | null>(KEY, null);
  const day = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  if (plan?.on === day) return plan;
  dropPlan();
  return undefined;
}
