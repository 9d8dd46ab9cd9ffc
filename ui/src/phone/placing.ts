/** Where a phone is worn for what, and what keeps it from beginning. */
import { t } from "../words";
import type { Permission } from "./motion";
import { type Felt, SLOW_HZ } from "./stillness";

export type Location = "thigh" | "sacrum" | "pocket";

/** The places that docs/phone.md gives for each; the first is the usual one. */
const WORN: Record<string, Location[]> = {
  "side-lying-abduction": ["thigh"],
  "sack-swinger": ["sacrum", "pocket"],
  walk: ["pocket", "sacrum"],
};
export const wornAt = (protocol: string): Location[] => WORN[protocol] ?? ["sacrum"];

export function placeName(location: Location): string {
  if (location === "thigh") return t("Strapped to the thigh");
  if (location === "pocket") return t("In a pocket");
  return t("At the back of the pelvis");
}

/** How it is put there, a sentence a step. */
export function placeSteps(location: Location): string[] {
  if (location === "thigh") {
    return [
      t("Strap the phone to the upper thigh of the leg that works, half-way between hip and knee."),
      t("Its long edge lies along the thigh, its top towards the hip. It must not slip."),
      t("Lie down as for the exercise, and lie still."),
    ];
  }
  if (location === "pocket") return [t("Put the phone into a tight trouser pocket. It must not swing."), t("Stand still.")];
  return [
    t("Push the phone under your belt or waistband, in the middle of the back, flat on the bone below the waist."),
    t("The screen looks out. It must not slip."),
    t("Stand still."),
  ];
}

export type Hint = "" | "none" | "refused" | "nothing" | "slow" | "flat" | "no-turning" | "moves";

/** What should be changed first. */
export function hintOf(permission: Permission, felt: Felt, location: Location | null): Hint {
  if (permission === "none" || permission === "refused") return permission;
  if (felt.rate_hz === 0) return "nothing";
  if (felt.rate_hz < SLOW_HZ) return "slow";
  if (location === "thigh" && !felt.turns) return "no-turning";
  if (location === "sacrum" && felt.flat) return "flat";
  return felt.still ? "" : "moves";
}

/** Whether it can begin: a phone without a gyroscope can, and gives less. */
export const isReady = (hint: Hint) => hint === "" || hint === "no-turning" || hint === "slow";

export function hintWords(hint: string): string {
  switch (hint) {
    case "none":
      return t("This device has no motion sensor that a page can read.");
    case "refused":
      return t("The sensor may not be read. Allow motion in the browser's settings for this page, then load it again.");
    case "nothing":
      return t("Nothing is felt yet.");
    case "slow":
      return t("The sensor is slow; fast movements are measured less well.");
    case "flat":
      return t("The phone lies flat. Put it upright where it is worn.");
    case "no-turning":
      return t("This phone feels no turning, so less can be measured.");
    case "moves":
      return t("Hold still for two seconds.");
    default:
      return t("Still. It can begin.");
  }
}
