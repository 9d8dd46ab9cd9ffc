import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { addWalk, type DoableTold, doable, Fault, keepDone, safety } from "../api";
import { dose } from "../parts/dose";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";
import { Safety } from "./Safety";

/** What was done without the coach: which, how much, and the two pains; under twenty seconds. */
export function DonePage() {
  const [told, fault, again] = useAsked(doable, []);
  const [chosen, setChosen] = useState<DoableTold>();
  const [asking, setAsking] = useState<"full" | "session">();
  if (asking) {
    const answered = () => {
      setAsking(undefined);
      again();
    };
    return <Safety full={asking === "full"} onDone={answered} onBack={() => setAsking(undefined)} />;
  }
  if (chosen) return <After done={chosen} onBack={() => setChosen(undefined)} />;
  return (
    <Home title={t("Done without the coach")}>
      {fault && !fault.shut && <FaultBox fault={fault} again={again} />}
      {fault?.shut && (
        <section class="card">
          <p>{t("Before exercises come the safety questions of the day.")}</p>
          <p class="ways-row"><button type="button" class="button" onClick={() => void safety().then((open) => setAsking(open.ask))}>{t("Answer them")}</button></p>
        </section>
      )}
      {told?.length === 0 && <p>{t("Today's plan has no exercise.")}</p>}
      <ol class="things">
        {told?.map((each) => (
          <li key={each.exercise}>
            <section class="card thing">
              <div>
                <h2>{each.title}</h2>
                <p>{dose(each.dose, each.title)}</p>
                {each.how.length > 0 && <ul class="small">{each.how.map((line) => <li key={line}>{line}</li>)}</ul>}
              </div>
              <button type="button" class="button" onClick={() => setChosen(each)}>{t("Done it")}<span class="sr"> {each.title}</span></button>
            </section>
          </li>
        ))}
      </ol>
      <p><a class="button plain" href="/">{t("Back to today")}</a></p>
    </Home>
  );
}

type Step = "much" | "pressure" | "during";
const STEPS: Step[] = ["much", "pressure", "during"];

function After({ done, onBack }: { done: DoableTold; onBack: () => void }) {
  const { route } = useLocation();
  const [step, setStep] = useState<Step>("much");
  const [sets, setSets] = useState(done.sets);
  const [reps, setReps] = useState(done.reps ?? undefined);
  const [kg, setKg] = useState(done.kg ?? undefined);
  const [minutes, setMinutes] = useState(done.minutes ?? undefined);
  const [whole, setWhole] = useState(true);
  const [pressure, setPressure] = useState<number | null>(null);
  const [during, setDuring] = useState<number | null>(null);
  const [fault, setFault] = useState<Fault>();
  const place = STEPS.indexOf(step);
  const back = () => (place ? setStep(STEPS[place - 1] as Step) : onBack());
  const next = () => setStep(STEPS[place + 1] as Step);
  const keep = async () => {
    try {
      const said = { sets, faulty: 0, warm_up: false, whole, reps: reps ?? null, kg: kg ?? null, minutes: minutes ?? null };
      await keepDone({ exercise: done.exercise, said, during, pressure });
      route("/");
    } catch (error) {
      setFault(error as Fault);
    }
  };
  const steps = `${place + 1} / ${STEPS.length}`;
  const isLift = done.exercise === "lift";
  const isCarried = done.coach === "sack-swinger";
  const enough = !isLift || (kg !== undefined && reps !== undefined);
  if (step === "much") {
    return (
      <Screen title={done.title} steps={steps} onBack={back} ways={<button type="button" class="button tall" disabled={!enough} onClick={next}>{t("Next")}</button>}>
        <p>{dose(done.dose, done.title)}</p>
        <Count words={t("Sets")} value={sets} least={1} onValue={setSets} />
        {(reps !== undefined || minutes === undefined) && <Count words={t("Repetitions of one set")} value={reps} least={0} onValue={setReps} />}
        {(minutes !== undefined || isCarried) && <Amount words={t("Minutes")} value={minutes} onValue={setMinutes} />}
        {(isLift || isCarried) && <Amount words={t("How heavy, in kilograms")} value={kg} onValue={setKg} />}
        <label class="check"><input type="checkbox" checked={!whole} onChange={(event) => setWhole(!event.currentTarget.checked)} /> {t("I broke it off")}</label>
      </Screen>
    );
  }
  if (step === "pressure") {
    return (
      <Screen
        title={t("Pain under the thumb now")}
        steps={steps}
        onBack={back}
        ways={<><button type="button" class="button tall" disabled={pressure === null} onClick={next}>{t("Next")}</button><button type="button" class="button quiet" onClick={next}>{t("Skip")}</button></>}
      >
        <Scale question={t("0 to 10")} value={pressure} onValue={setPressure} />
      </Screen>
    );
  }
  return (
    <Screen
      title={t("Usual back pain during it")}
      steps={steps}
      onBack={back}
      ways={<button type="button" class="button tall" disabled={during === null} onClick={() => void keep()}>{t("Done")}</button>}
    >
      <Scale question={t("0 to 10")} value={during} onValue={setDuring} />
      {fault && <FaultBox fault={fault} />}
    </Screen>
  );
}

/** A number that may be left out. */
function Amount({ words, value, onValue }: { words: string; value: number | undefined; onValue: (value: number | undefined) => void }) {
  return (
    <label class="field">
      <span>{words}</span>
      <input
        type="number"
        inputMode="decimal"
        min={0}
        step="any"
        value={value ?? ""}
        onInput={(event) => onValue(event.currentTarget.valueAsNumber > 0 ? event.currentTarget.valueAsNumber : undefined)}
      />
    </label>
  );
}

/** A small number: one more, one less. */
function Count({ words, value, least, onValue }: { words: string; value: number | undefined; least: number; onValue: (value: number) => void }) {
  return (
    <div class="count" role="group" aria-label={words}>
      <span>{words}</span>
      <button type="button" aria-label={t("one less")} disabled={(value ?? least) <= least} onClick={() => onValue((value ?? least) - 1)}>−</button>
      <output aria-live="polite">{value ?? "–"}</output>
      <button type="button" aria-label={t("one more")} onClick={() => onValue((value ?? least) + 1)}>+</button>
    </div>
  );
}

/** Minutes walked, said on the day's page. */
export function Walked({ planned, onKept }: { planned: number; onKept: () => void }) {
  const [minutes, setMinutes] = useState(planned || 20);
  const [kept, setKept] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const keep = async () => {
    try {
      await addWalk(minutes);
      setKept(true);
      onKept();
    } catch (error) {
      setFault(error as Fault);
    }
  };
  return (
    <section class="card">
      <h2>{t("A walk today")}</h2>
      <div class="count" role="group" aria-label={t("Minutes")}>
        <span>{t("Minutes")}</span>
        <button type="button" aria-label={t("five less")} disabled={minutes <= 1} onClick={() => setMinutes(Math.max(1, minutes - 5))}>−</button>
        <output aria-live="polite">{minutes}</output>
        <button type="button" aria-label={t("five more")} onClick={() => setMinutes(minutes + 5)}>+</button>
      </div>
      <p class="ways-row">
        <button type="button" class="button plain" onClick={() => void keep()}>{t("Keep this")}</button>
        <span role="status">{kept ? t("Kept.") : ""}</span>
      </p>
      {fault && <FaultBox fault={fault} />}
    </section>
  );
}
