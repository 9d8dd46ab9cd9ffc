import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { answerSafety, type Open, safety, type Said, safetyQuestions } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { keepGrave } from "../parts/grave";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { useKept } from "../parts/useKept";
import { usePress } from "../parts/usePress";
import { useSteps } from "../parts/useSteps";
import { useSettled } from "../parts/useSettled";
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

/** One question a screen; a grave yes ends them at once. */
export function Safety({ full, onDone, onBack }: Props) {
  const [questions, fault, again] = useAsked(() => safetyQuestions(full), [full]);
  const [{ said, at }, setGiven] = useKept<Given>(full ? "safety" : "safety-session", { said: {}, at: 0 });
  const setAt = (next: number) => setGiven({ said, at: next });
  const steps = useSteps(at, setAt, onBack);
  const keep = usePress(async (answers: Record<string, Said>) => {
    const open = await answerSafety(answers);
    await steps.done();
    setGiven({ said: {}, at: 0 });
    onDone(open);
  });
  const isSettled = useSettled(questions?.[at]?.id);
  if (fault) return <Screen title={t("Safety")}><FaultBox fault={fault} again={again} /></Screen>;
  const question = questions?.[at];
  if (!questions || !question) return <Loading />;

  const answer = (word: Said) => {
    // The second press of two is not for a question that came with the first.
    if (!isSettled) return;
    const answers = { ...said, [question.id]: word };
    if (question.grave && word === "yes") {
      setGiven({ said: {}, at: 0 });
      return keepGrave({ said: answers, then: question.then, call: question.call });
    }
    const isLast = at + 1 === questions.length;
    if (!isLast) steps.forward(at + 1);
    setGiven({ said: answers, at: isLast ? at : at + 1 });
    if (isLast) void keep.press(answers);
  };
  const way = (word: Said, kind: string, words: string) => (
    <button type="button" class={`button ${kind}`} aria-disabled={!isSettled} onClick={() => answer(word)}>{words}</button>
  );
  return (
    <Screen
      title={question.text}
      steps={t("{at} of {count}", { at: at + 1, count: questions.length })}
      onBack={at > 0 || onBack ? steps.back : undefined}
      pair
      ways={
        // Other buttons for each question: a press that began on the last one's is no press on this one's.
        <Fragment key={question.id}>
          {way("yes", "plain tall", t("Yes"))}
          {way("no", "plain tall", t("No"))}
          {way("unsure", "quiet unsure", t("I am not sure"))}
        </Fragment>
      }
    >
      <details class="why">
        <summary>{t("Why we ask")}</summary>
        <p>{question.why}</p>
      </details>
      {keep.fault && <FaultBox fault={keep.fault} again={() => void keep.press(said)} />}
    </Screen>
  );
}

/** What is due in the middle of the way: to say that somebody was seen, then all questions once more. */
export function SafetyPage() {
  const [told, fault, again] = useAsked(safety, []);
  const [changed, setChanged] = useState<Open>();
  if (fault) return <Screen title={t("Safety")}><FaultBox fault={fault} again={again} /></Screen>;
  const open = changed ?? told;
  if (!open) return <Loading />;
  const home = () => location.assign("/");
  if (open.needs_visit) return <Stopped open={open} onOpen={setChanged} onAsk={() => {}} onBack={home} />;
  return <Safety full={open.ask === "full"} onDone={home} onBack={home} />;
}
