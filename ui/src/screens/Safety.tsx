import { useState } from "preact/hooks";
import { answerSafety, type Open, safety, type Said, safetyQuestions } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { useKept } from "../parts/useKept";
import { t } from "../words";
import { Stopped } from "./Stopped";

interface Props {
  full: boolean;
  onDone: (open: Open) => void;
  onBack?: () => void;
}

/** What was answered so far, and the question that is shown. */
interface Given {
  said: Record<string, Said>;
  at: number;
}

/** One question a screen; a grave yes is kept at once and ends them. */
export function Safety({ full, onDone, onBack }: Props) {
  const [questions, fault, again] = useAsked(() => safetyQuestions(full), [full]);
  const [{ said, at }, setGiven] = useKept<Given>(full ? "safety" : "safety-session", { said: {}, at: 0 });
  const setAt = (next: number) => setGiven({ said, at: next });
  const [refused, setRefused] = useState<Error>();
  if (fault) return <Screen title={t("Safety")}><FaultBox fault={fault} again={again} /></Screen>;
  const question = questions?.[at];
  if (!questions || !question) return null;

  const keep = async (answers: Record<string, Said>) => {
    try {
      const open = await answerSafety(answers);
      setGiven({ said: {}, at: 0 });
      onDone(open);
    } catch (error) {
      setRefused(error as Error);
    }
  };
  const answer = (word: Said) => {
    const answers = { ...said, [question.id]: word };
    const isLast = (question.grave && word === "yes") || at + 1 === questions.length;
    setGiven({ said: answers, at: isLast ? at : at + 1 });
    if (isLast) void keep(answers);
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

/** What is due in the middle of the way: to say that somebody was seen, then all questions once more. */
export function SafetyPage() {
  const [told, fault, again] = useAsked(safety, []);
  const [changed, setChanged] = useState<Open>();
  if (fault) return <Screen title={t("Safety")}><FaultBox fault={fault} again={again} /></Screen>;
  const open = changed ?? told;
  if (!open) return null;
  const home = () => location.assign("/");
  if (open.needs_visit) return <Stopped open={open} onOpen={setChanged} onAsk={() => {}} onBack={home} />;
  return <Safety full={open.ask === "full"} onDone={home} onBack={home} />;
}
