import { useState } from "preact/hooks";
import { answerCheckIn, type CheckInQuestion } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { t } from "../words";

/** One question of the check-in: one number, or yes or no; may be skipped. */
export function CheckIn({ asked, onDone, steps }: { asked: CheckInQuestion; onDone: () => void; steps?: string }) {
  const [value, setValue] = useState<number | null>(null);
  const [refused, setRefused] = useState<Error>();
  const keep = async (answer: number) => {
    try {
      await answerCheckIn(asked, answer);
      onDone();
    } catch (error) {
      setRefused(error as Error);
    }
  };
  const skip = <button type="button" class="button quiet unsure" onClick={onDone}>{t("Skip")}</button>;
  return (
    <Screen
      title={asked.text}
      {...(steps ? { steps } : {})}
      pair={asked.is_yes_no}
      ways={
        asked.is_yes_no ? (
          <>
            <button type="button" class="button plain tall" onClick={() => void keep(1)}>{t("Yes")}</button>
            <button type="button" class="button plain tall" onClick={() => void keep(0)}>{t("No")}</button>
            {skip}
          </>
        ) : (
          <>
            <button type="button" class="button tall" disabled={value === null} onClick={() => value !== null && void keep(value)}>{t("Next")}</button>
            {skip}
          </>
        )
      }
    >
      {!asked.is_yes_no && asked.low === 0 && asked.high === 10 && (
        <Scale
          question={asked.text}
          titled
          value={value}
          onValue={setValue}
          {...(asked.name === "rate" ? { low: t("not at all"), high: t("as before") } : {})}
        />
      )}
      {!asked.is_yes_no && !(asked.low === 0 && asked.high === 10) && (
        <label class="field">
          <span>{t("{low} to {high}", { low: asked.low, high: asked.high })}</span>
          <input
            type="number"
            inputMode="numeric"
            min={asked.low}
            max={asked.high}
            onInput={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              setValue(Number.isInteger(typed) && typed >= asked.low && typed <= asked.high ? typed : null);
            }}
          />
        </label>
      )}
      {refused && <FaultBox fault={refused} />}
    </Screen>
  );
}
