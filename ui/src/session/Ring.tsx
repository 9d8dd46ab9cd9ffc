interface Props {
  /** What is left, or held so far, 0 to 1. */
  part: number;
  seconds: number;
}

/** From the top once round, as wide as two digits are beside each other. */
const ROUND = "M50 4H70a26 26 0 0 1 26 26V46a26 26 0 0 1-26 26H30a26 26 0 0 1-26-26V30a26 26 0 0 1 26-26Z";
/** From here on the time is told in minutes too, s. */
export const MINUTES_S = 100;

/** Time that runs out, or that is held, as a ring around its seconds. */
export function Ring({ part, seconds }: Props) {
  const minutes = seconds >= MINUTES_S;
  const told = minutes ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : String(seconds);
  return (
    <div class="ring">
      <svg viewBox="0 0 100 76" aria-hidden="true">
        <path class="track" d={ROUND} />
        <path class="left" d={ROUND} pathLength={1} stroke-dasharray={`${Math.max(0, Math.min(1, part)).toFixed(3)} 2`} />
      </svg>
      <span class={minutes ? "big minutes" : "big"} aria-hidden="true">{told}</span>
    </div>
  );
}
