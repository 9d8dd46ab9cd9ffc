import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { language, t } from "../words";

/** What was typed: null is nothing, undefined is no number of those that may be. */
export type Typed = number | null | undefined;

interface Props {
  words: string;
  value: Typed;
  onValue: (value: Typed) => void;
  low?: number;
  high?: number;
  whole?: boolean;
  /** What a number of centimetres means that may have been typed in metres. */
  meant?: (typed: number) => number;
}

const NUMBER = /^[-−]?(\d+[.,]?\d*|[.,]\d+)$/;
/** May still become a number. */
const BEGUN = /^[-−]?[\d.,]*$/;
/** Two numbers are the same that differ by what a change of units leaves. */
const SAME = 1e-6;

/** A number as the person writes it: with a comma in German, and no more than a tenth. */
export function written(value: number): string {
  return value.toLocaleString(language.value, { maximumFractionDigits: 1, useGrouping: false });
}

/** The number in a text, with a comma or a point; NaN when there is none. */
export function numberIn(text: string): number {
  return NUMBER.test(text) ? Number(text.replace("−", "-").replace(",", ".")) : Number.NaN;
}

/** A field for a number: what is typed stays as it is, and what cannot be is told beside it; a form is not sent with it. */
export function NumberField({ words, value, onValue, low, high, whole = false, meant }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value == null ? "" : written(value));
  const [late, setLate] = useState(false);
  const told = useRef(value);

  const found = (typed: string) => {
    const number = numberIn(typed.trim());
    const value = meant ? meant(number) : number;
    const fits = (!whole || Number.isInteger(value)) && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
    return { value, fits };
  };
  const tell = (typed: string) => {
    const { value, fits } = found(typed);
    told.current = typed.trim() === "" ? null : fits ? value : undefined;
    onValue(told.current);
  };
  useLayoutEffect(() => {
    // Another number than that of the text: the same one in another unit.
    if (value != null && (told.current == null || Math.abs(value - told.current) > SAME)) {
      setText(written(value));
      told.current = value;
    }
  }, [value]);
  useEffect(() => {
    if (value === undefined && text) tell(text);
  }, [low, high]);

  const now = found(text);
  const isEmpty = text.trim() === "";
  const fault = isEmpty || now.fits ? "" : faultWords(now.value, low, high, whole);
  const isShown = fault !== "" && (late || now.value > (high ?? Infinity) || !BEGUN.test(text.trim()));
  useLayoutEffect(() => input.current?.setCustomValidity(fault), [fault]);
  return (
    <div class="field">
      <label for={id}>{words}</label>
      <input
        id={id}
        ref={input}
        type="text"
        inputMode={(low ?? 0) < 0 ? "text" : whole ? "numeric" : "decimal"}
        autocomplete="off"
        value={text}
        aria-invalid={isShown}
        aria-describedby={isShown ? `${id}-told` : undefined}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setLate(false);
          tell(event.currentTarget.value);
        }}
        onBlur={() => setLate(true)}
        onInvalid={(event) => {
          // The words stand beside the field: a bubble of the browser's would say them twice.
          event.preventDefault();
          setLate(true);
          const field = event.currentTarget;
          if (field.form?.querySelector("input:invalid") !== field) return;
          field.focus();
          field.scrollIntoView({ block: "center" });
        }}
      />
      {isShown && <p id={`${id}-told`} class="small misfit" role="alert">{fault}</p>}
      {!fault && !isEmpty && now.value !== numberIn(text.trim()) && <p class="small soft" role="status">{t("Taken as {number} cm.", { number: written(now.value) })}</p>}
    </div>
  );
}

function faultWords(value: number, low: number | undefined, high: number | undefined, whole: boolean): string {
  if (Number.isNaN(value)) return whole ? t("Give a whole number.") : t("Give a number alone, as 72.5.");
  if (low !== undefined && high !== undefined) {
    const ends = { low: written(low), high: written(high) };
    return whole ? t("Give a whole number from {low} to {high}.", ends) : t("Give {low} to {high}.", ends);
  }
  return whole ? t("Give a whole number.") : t("Give {low} or more.", { low: written(low ?? 0) });
}
