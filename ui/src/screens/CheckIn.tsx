import { useState } from "preact/hooks";
import { answerCheckIn, type CheckInQuestion } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { NumberField, type Typed } from "../parts/NumberField";
import { PressButton } from "../parts/PressButton";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { usePress } from "../parts/usePress";
import { t } from "../words";

/** One question of the check-in: one number, or yes or no; may be skipped. */
export function CheckIn({ asked, onDone, steps }: { asked: CheckInQuestion; onDone: () => void; steps?: string }) {
  const [value, setValue] = useState<Typed>(null);
  const keep = usePress(async (answer: number) => {
    await answerCheckIn(asked, answer);
    onDone();
  });
  const skip = <button type="button" class="button quiet unsure" onClick={onDone}>{t("Skip")}</button>;
  return (
    <Screen
      title={asked.text}
      {...(steps ? { steps } : {})}
      pair={asked.is_yes_no}
      ways={
        asked.is_yes_no ? (
          <>
            <PressButton of={keep} class="button plain tall" onPress={() => void keep.press(1)}>{t("Yes")}</PressButton>
            <PressButton of={keep} class="button plain tall" onPress={() => void keep.press(0)}>{t("No")}</PressButton>
            {skip}
          </>
        ) : (
          <>
            <PressButton of={keep} class="button tall" disabled={value == null} onPress={() => value != null && void keep.press(value)}>{t("Next")}</PressButton>
            {skip}
          </>
        )
      }
    >
      {!asked.is_yes_no && asked.low === 0 && asked.high === 10 && (
        <Scale
          question={asked.text}
          titled
          value={value ?? null}
          onValue={setValue}
          {...(asked.name === "rate" ? { low: t("not at all"), high: t("as before") } : {})}
        />
      )}
      {!asked.is_yes_no && !(asked.low === 0 && asked.high === 10) && (
        <NumberField words={t("{low} to {high}", { low: asked.low, high: asked.high })} value={value} onValue={setValue} low={asked.low} high={asked.high} whole />
      )}
      {keep.fault && <FaultBox fault={keep.fault} sought />}
    </Screen>
  );
}
