/** The moving picture of each protocol, and what it shows in words. */
import { t } from "../words";

export interface Demo {
  id: string;
  width: number;
  height: number;
  /** What is to be seen, for who does not see it. */
  words: string;
  /** The side that works in it; the picture is turned round for the other one. */
  side?: "left" | "right";
}

const upright = { width: 540, height: 720 };
const lying = { width: 720, height: 480 };

function made(): Record<string, Demo> {
  return {
    "equal-weight": { id: "equal-weight", ...upright, words: t("Seen from the front: the weight goes onto one leg and the other foot is lifted behind, the knee bends, the thigh stays straight down. The pelvis stays level. Then the other side.") },
    "equal-weight-drop": { id: "equal-weight-drop", ...upright, words: t("What to look out for: the pelvis drops towards the lifted foot.") },
    "squat-check": { id: "squat-check", ...upright, words: t("Seen from the front: a slow squat, down and up, the hips in the middle between the feet.") },
    "squat-shift": { id: "squat-shift", ...upright, words: t("What to look out for: the hips go to one side on the way down.") },
    "side-lying-abduction": { id: "side-lying-abduction", ...lying, side: "left", words: t("Lying on the side, the thumb on the side of the hip: the top knee comes forward and down, the leg kicks back behind the body and lifts there with the toes turned down, then lowers, and the knee comes forward again.") },
    "side-lying-above": { id: "side-lying-above", ...lying, side: "left", words: t("The same from above: a dashed line runs along the middle of the body, and the leg goes behind it.") },
    "side-lying-hold": { id: "side-lying-hold", ...lying, side: "left", words: t("Lying on the side: the top leg is held up behind the line of the body, the toes turned down.") },
    "neutral-hold": { id: "neutral-hold", ...lying, side: "left", words: t("Lying on the side: the top leg lifts straight in line with the body and is held there.") },
    "wall-hip-drop": { id: "wall-hip-drop", ...upright, side: "left", words: t("Standing on one leg beside a wall, one hand on it for balance: the hip of the bent leg drops and is driven up until that leg touches the wall.") },
    "sack-swinger": { id: "sack-swinger", ...upright, words: t("Slow walking with the feet a little wider, a weight on a strap from the waist swinging between the legs.") },
    "sack-swinger-setup": { id: "sack-swinger-setup", ...upright, words: t("The knees bend until the weight stands on the floor; standing up, the strap takes the load.") },
    "pain-spot": { id: "pain-spot", ...upright, words: t("Seen from behind: the thumb presses the low back beside the spine, then the side of the hip.") },
    walk: { id: "walk", ...upright, words: t("Ordinary walking.") },
  };
}

/** The movement itself; null where no picture shows this form of it. */
export function demoOf(protocol: string, form = "", step = ""): Demo | null {
  const all = made();
  const holds = /hold/.test(step);
  const names: Record<string, string> = {
    "equal-weight": "equal-weight",
    "one-leg-stand": "equal-weight",
    "squat-check": "squat-check",
    "side-lying-abduction": form === "neutral" ? "neutral-hold" : holds ? "side-lying-hold" : "side-lying-abduction",
    "active-hip-abduction": "neutral-hold",
    // In the neutral form nothing drops, so a picture of a drop would mislead.
    "wall-hip-drop": form === "neutral" ? "" : "wall-hip-drop",
    "sack-swinger": step === "strap" || step === "put-down" ? "sack-swinger-setup" : "sack-swinger",
    "pain-spot": "pain-spot",
    walk: "walk",
  };
  return all[names[protocol] ?? ""] ?? null;
}

/** More pictures for before: the same from elsewhere, and what to look out for. */
export function moreDemos(protocol: string, form = ""): Demo[] {
  const all = made();
  const names: Record<string, string[]> = {
    "equal-weight": ["equal-weight-drop"],
    "squat-check": ["squat-shift"],
    "side-lying-abduction": form === "neutral" ? [] : ["side-lying-above", "side-lying-hold"],
    "sack-swinger": ["sack-swinger-setup"],
  };
  return (names[protocol] ?? []).flatMap((name) => all[name] ?? []);
}

/** What must be at hand, beside the sensor. */
export function needed(protocol: string): string[] {
  const needs: Record<string, string[]> = {
    "equal-weight": [t("a wall within reach"), t("bare feet or flat shoes")],
    "one-leg-stand": [t("a wall within reach"), t("bare feet or flat shoes")],
    "squat-check": [t("two metres of free floor"), t("bare feet or flat shoes")],
    "side-lying-abduction": [t("a mat or carpet to lie on"), t("a pillow for the head")],
    "active-hip-abduction": [t("a mat or carpet to lie on"), t("a pillow for the head")],
    "wall-hip-drop": [t("a wall"), t("bare feet or flat shoes")],
    "sack-swinger": [t("the weight with its strap"), t("a free, flat way without stairs")],
    "pain-spot": [t("a thumb, and a minute of quiet")],
    walk: [t("a free, flat way without stairs")],
  };
  return needs[protocol] ?? [];
}
