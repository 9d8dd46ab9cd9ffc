import { t } from "../words";

/** Signals of the pelvis, degrees; the first that is known is shown. */
const LEVELS = ["pelvic_hike_deg", "pelvic_obliquity_deg"] as const;
/** The tube's ends, degrees; the same as in the terminal. */
const END = 10;

/** A spirit level for the pelvis: the bubble goes to the higher hip, as one sees it in a mirror. */
export function Bubble({ signals, side }: { signals: Record<string, number>; side: "left" | "right" | "both" }) {
  const name = LEVELS.find((each) => signals[each] !== undefined);
  if (!name) return null;
  const value = signals[name] ?? 0;
  const degrees = Math.round(Math.abs(value));
  let words = t("level");
  // Left is where the person's own left is.
  let towards = value > 0 ? -1 : 1;
  if (name === "pelvic_hike_deg") {
    if (degrees) words = value > 0 ? t("free hip higher") : t("free hip lower");
    const free = side === "left" ? 1 : -1;
    towards = value > 0 ? free : -free;
  } else if (degrees) {
    words = value > 0 ? t("left hip higher") : t("right hip higher");
  }
  const at = 100 + towards * Math.min(1, Math.abs(value) / END) * 78;
  return (
    <div class="level">
      <svg viewBox="0 0 200 36" aria-hidden="true">
        <rect class="tube" x="2" y="3" width="196" height="30" rx="15" />
        <path class="middle" d="M82 3v30M118 3v30" />
        <circle class={degrees <= 2 ? "bubble middle-in" : "bubble"} cx={at} cy="18" r="12" />
      </svg>
      <span>{degrees ? t("{degrees}°, {words}", { degrees, words }) : words}</span>
    </div>
  );
}
