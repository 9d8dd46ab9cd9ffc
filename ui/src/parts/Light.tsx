import { t } from "../words";

export type LightName = "green" | "amber" | "red";

const SHAPES = {
  green: <circle cx="12" cy="12" r="9" />,
  amber: <path d="M12 3l10 18H2z" />,
  red: <rect x="3" y="3" width="18" height="18" rx="2" />,
};

/** The pain light: each state has its own shape and word, so that colour is never alone. */
export function Light({ name }: { name: LightName }) {
  const words = { green: t("go on"), amber: t("ease off"), red: t("stop") };
  return (
    <span class={`light ${name}`}>
      <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">{SHAPES[name]}</svg>
      {words[name]}
    </span>
  );
}
