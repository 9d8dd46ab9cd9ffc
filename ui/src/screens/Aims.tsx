import { useState } from "preact/hooks";
import { addAim, type Aim, dropAim } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { PressButton } from "../parts/PressButton";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { useKept } from "../parts/useKept";
import { usePress } from "../parts/usePress";
import { t } from "../words";

const MOST = 3;

/** What do you want to do again? Up to three, each with how it goes now. */
export function Aims({ start, onDone, onBack }: { start: readonly Aim[]; onDone: () => void; onBack?: () => void }) {
  const [list, setList] = useState(start);
  const [text, setText] = useKept("aim", "");
  const [value, setValue] = useKept<number | null>("aim-now", null);
  const change = usePress(async (ask: () => Promise<readonly Aim[]>) => setList(await ask()));
  const add = async () => {
    if (await change.press(() => addAim({ text, value }))) {
      setText("");
      setValue(null);
    }
  };
  const ready = text.trim() !== "" && value !== null;
  return (
    <Screen
      title={t("What do you want to do again?")}
      onBack={onBack}
      ways={
        <>
          {ready ? (
            <PressButton of={change} class="button tall" onPress={() => void add()}>{t("Keep this one")}</PressButton>
          ) : (
            <button type="button" class="button tall" disabled={list.length === 0} onClick={onDone}>{t("Next")}</button>
          )}
          {list.length === 0 && <button type="button" class="button quiet" onClick={onDone}>{t("Skip")}</button>}
        </>
      }
    >
      <ul class="aims">
        {list.map((aim) => (
          <li key={aim.text} class="card">
            <strong>{aim.text}</strong>
            {aim.value !== null && aim.value !== undefined && <span class="soft"> {t("{value} of 10 now", { value: aim.value })}</span>}
            <button type="button" class="button quiet" onClick={() => void change.press(() => dropAim(aim.text))}>{t("Remove")}</button>
          </li>
        ))}
      </ul>
      {list.length < MOST && (
        <>
          <label class="field">
            <span>{t("In your words, as “lift my daughter” or “deadlift”")}</span>
            <input value={text} maxLength={80} onInput={(event) => setText(event.currentTarget.value)} />
          </label>
          {text.trim() !== "" && (
            <Scale question={t("How well can you do it now?")} value={value} onValue={setValue} low={t("not at all")} high={t("as before")} />
          )}
        </>
      )}
      {change.fault && <FaultBox fault={change.fault} sought />}
    </Screen>
  );
}
