import { useRef, useState } from "preact/hooks";
import { NumberField, type Typed as Written } from "../parts/NumberField";
import { t } from "../words";
import { named, type Run } from "./run";
import type { Shown } from "./socket";

/** Characters from which a question is set smaller. */
const LONG = 75;
/** The largest number that has a button of its own. */
const BUTTONS = 10;

/** A question with large answers; everything else that answers it works too. */
export function Question({ shown, run }: { shown: Shown; run: Run }) {
  const counted = run.counting.counted.value;
  const isNew = !run.settled.value;
  return (
    <div class={isNew ? "question new" : "question"} role="group" aria-label={shown.question}>
      <p class={`asked ${shown.question.length > LONG ? "long" : ""}`} aria-hidden="true">{shown.question}</p>
      {counted !== null && (
        <p class="counted" role="status">
          <strong>{named(counted)}</strong>
          <span class="small">{t("tap again to change it")}</span>
        </p>
      )}
      {shown.answers === "yes-no" && (
        <div class="pair">
          <button type="button" class="button plain tall" aria-disabled={isNew} onClick={() => run.answer("yes")}>{t("Yes")}</button>
          <button type="button" class="button plain tall" aria-disabled={isNew} onClick={() => run.answer("no")}>{t("No")}</button>
        </div>
      )}
      {shown.answers === "number" && shown.most <= BUTTONS && <Pad most={shown.most} run={run} />}
      {shown.answers === "number" && shown.most > BUTTONS && <Typed key={shown.step + shown.side} most={shown.most} run={run} />}
      {shown.may_skip && <button type="button" class="button quiet" aria-disabled={isNew} onClick={() => run.answer("skip")}>{t("Skip")}</button>}
    </div>
  );
}

/** Numbers under the finger: sliding over them says each, letting go answers. */
function Pad({ most, run }: { most: number; run: Run }) {
  const [under, setUnder] = useState<string | null>(null);
  /** The number under the finger as it came down; undefined while none is down. */
  const from = useRef<string | null>();
  const at = (event: PointerEvent) =>
    document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-number]")?.dataset.number ?? null;
  const feel = (event: PointerEvent) => {
    if (from.current === undefined) return;
    const number = at(event);
    if (number !== under) {
      setUnder(number);
      if (number !== null && run.mode === "full") run.voice.echo(number);
    }
  };
  return (
    <div
      class={most <= 3 ? "pad few" : "pad"}
      onPointerDown={(event) => {
        if (!event.isPrimary) return;
        from.current = at(event);
        // A finger is held by the button it came down on; it is to slide over the others.
        if (event.target instanceof Element && event.target.hasPointerCapture(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
        feel(event);
      }}
      onPointerMove={feel}
      onPointerUp={(event) => {
        const number = from.current === undefined ? null : at(event);
        // A press that stays on its button is a click, which answers by itself.
        const slid = number !== from.current;
        from.current = undefined;
        setUnder(null);
        if (number !== null && slid) run.answer(number);
      }}
      onPointerCancel={() => {
        from.current = undefined;
        setUnder(null);
      }}
    >
      {Array.from({ length: most + 1 }, (_, number) => (
        <button
          key={number}
          type="button"
          data-number={number}
          aria-disabled={!run.settled.value}
          class={under === String(number) ? "button plain under" : "button plain"}
          onClick={() => run.answer(String(number))}
        >
          {number}
        </button>
      ))}
    </div>
  );
}

/** A larger number: written, or stepped up and down. */
function Typed({ most, run }: { most: number; run: Run }) {
  const [value, setValue] = useState<Written>(null);
  const step = (by: number) => setValue(Math.max(0, Math.min(most, (value ?? 0) + by)));
  return (
    <form
      class="typed"
      onSubmit={(event) => {
        event.preventDefault();
        if (value != null) run.answer(String(value));
      }}
    >
      <button type="button" class="button plain" aria-label={t("one less")} onClick={() => step(-1)}>−</button>
      <NumberField words={t("0 to {most}", { most })} value={value} onValue={setValue} low={0} high={most} whole />
      <button type="button" class="button plain" aria-label={t("one more")} onClick={() => step(1)}>+</button>
      <button type="submit" class="button wide" disabled={value == null} aria-disabled={!run.settled.value}>{t("Take this number")}</button>
    </form>
  );
}
