import { useId } from "preact/hooks";
import { t } from "../words";

interface Props {
  question: string;
  /** Whether the title above says the question already. */
  titled?: boolean;
  value: number | null;
  onValue: (value: number) => void;
  low?: string;
  high?: string;
}

const NUMBERS = Array.from({ length: 11 }, (_, i) => i);

/** A number from 0 to 10: one tap, or the arrow keys. */
export function Scale({ question, titled = false, value, onValue, low, high }: Props) {
  const name = useId();
  return (
    <fieldset class="scale">
      <legend class={titled ? "sr" : undefined}>{question}</legend>
      <div class="numbers">
        {NUMBERS.map((number) => (
          <label key={number}>
            <input type="radio" name={name} checked={value === number} onChange={() => onValue(number)} />
            <span>{number}</span>
          </label>
        ))}
      </div>
      <div class="ends" aria-hidden="true">
        <span>{low ?? t("no pain")}</span>
        <span>{high ?? t("worst I can think of")}</span>
      </div>
    </fieldset>
  );
}
