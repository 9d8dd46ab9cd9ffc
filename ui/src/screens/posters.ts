/** The still picture of each protocol's demonstration (public/demos). */

const POSTERS: Record<string, { file: string; lying?: boolean }> = {
  "equal-weight": { file: "equal-weight" },
  "one-leg-stand": { file: "equal-weight" },
  "squat-check": { file: "squat-check" },
  "side-lying-abduction": { file: "side-lying-abduction", lying: true },
  "active-hip-abduction": { file: "neutral-hold", lying: true },
  "wall-hip-drop": { file: "wall-hip-drop" },
  "sack-swinger": { file: "sack-swinger" },
  "pain-spot": { file: "pain-spot" },
  walk: { file: "walk" },
};

export function poster(protocol: string): { src: string; lying: boolean } | undefined {
  const found = POSTERS[protocol];
  return found && { src: `/demos/${found.file}.webp`, lying: found.lying ?? false };
}
