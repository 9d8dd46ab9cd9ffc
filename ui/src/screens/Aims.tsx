import { useState } from "preact/hooks";
import { addAim, type Aim, dropAim } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { useKept } from "../parts/useKept";
import { t } from "../words";

const MOST = 3;

/** What do you want to do again? Up to three, each with how it goes now. */
export function Aims({ start, onDone, onBack }: { start: readonly Aim[]; onDone: () => void; onBack?: () => void }) {
  const [list, setList] = useState(start);
  const [text, setText] = useKept("aim", "");
  const [value, setValue] = useKept<number | null>("aim-now", null);
  const [refused, setRefused] = useState<Error>();
  const attempt = async (ask: () => Promise<readonly Aim[]>) => {
    try {
      setList(await ask());
      setRefused(undefined);
      return true;
    } catch (error) {
      setRefused(error as Error);
      return false;
    }
  };
  const add = async () => {
    if (await attempt(() => addAim({ text, value }))) {
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
        ready ? (
          <button type="button" class="button tall" onClick={() => void add()}>{t("Keep this one")}</button>
        ) : (
          <button type="button" class="button tall" disabled={list.length === 0} onClick={onDone}>{t("Next")}</button>
        )
      }
    >
      <ul class="aims">
        {list.map((aim) => (
          <li key={aim.text} class="card">
            <strong>{aim.text}</strong>
            {aim.value !== null && aim.value !== undefined && <span class="soft"> {t("{value} of 10 now", { value: aim.value })}</span>}
            <button type="button" class="button quiet" onClick={() => void attempt(() => dropAim(aim.text))}>{t("Remove")}</button>
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
      {refused && <FaultBox fault={refused} />}
    </Screen>
  );
}
