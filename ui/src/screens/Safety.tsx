import { useState } from "preact/hooks";
import { answerSafety, type Open, type Said, safetyQuestions } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";

interface Props {
  full: boolean;
  onDone: (open: Open) => void;
  onBack?: () => void;
}

/** One question a screen; a grave yes is kept at once and ends them. */
export function Safety({ full, onDone, onBack }: Props) {
  const [questions, fault, again] = useAsked(() => safetyQuestions(full), [full]);
  const [said, setSaid] = useState<Record<string, Said>>({});
  const [at, setAt] = useState(0);
  const [refused, setRefused] = useState<Error>();
  if (fault) return <Screen title={t("Safety")}><FaultBox fault={fault} again={again} /></Screen>;
  const question = questions?.[at];
  if (!questions || !question) return null;

  const keep = async (answers: Record<string, Said>) => {
    try {
      onDone(await answerSafety(answers));
    } catch (error) {
      setRefused(error as Error);
    }
  };
  const answer = (word: Said) => {
    const answers = { ...said, [question.id]: word };
    setSaid(answers);
    if ((question.grave && word === "yes") || at + 1 === questions.length) void keep(answers);
    else setAt(at + 1);
  };
  return (
    <Screen
      title={question.text}
      steps={t("{at} of {count}", { at: at + 1, count: questions.length })}
      onBack={at > 0 ? () => setAt(at - 1) : onBack}
      pair
      ways={
        <>
          <button type="button" class="button plain tall" onClick={() => answer("yes")}>{t("Yes")}</button>
          <button type="button" class="button plain tall" onClick={() => answer("no")}>{t("No")}</button>
          <button type="button" class="button quiet unsure" onClick={() => answer("unsure")}>{t("I am not sure")}</button>
        </>
      }
    >
      <details class="why">
        <summary>{t("Why we ask")}</summary>
        <p>{question.why}</p>
      </details>
      {refused && <FaultBox fault={refused} again={() => void keep(said)} />}
    </Screen>
  );
}
