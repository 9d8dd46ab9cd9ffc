import { t } from "../words";
import { hearing, keepHearing } from "./hearing";

/** Chosen by us: beyond these, voices of browsers are hard to follow. */
const SLOWEST = 0.6;
const FASTEST = 1.6;

const told = (rate: number) => (rate === 1 ? t("usual") : `${Math.round(100 * rate)} %`);

/** How fast the voice speaks, the same wherever it is asked. */
export function VoiceSpeed() {
  const { rate } = hearing.value;
  return (
    <label class="field">
      <span>{t("Speed of the voice")}</span>
      <input type="range" min={SLOWEST} max={FASTEST} step={0.1} value={rate} aria-valuetext={told(rate)} onInput={(event) => keepHearing({ rate: event.currentTarget.valueAsNumber })} />
      <span class="soft small between" aria-hidden="true"><span>{t("slower")}</span><span>{t("faster")}</span></span>
    </label>
  );
}
