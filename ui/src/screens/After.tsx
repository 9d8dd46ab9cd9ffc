import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { addWalk, type DoableTold, doable, keepDone, safety } from "../api";
import { dose } from "../parts/dose";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { NumberField, type Typed } from "../parts/NumberField";
import { PressButton } from "../parts/PressButton";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { steps } from "../parts/steps";
import { useAsked } from "../parts/useAsked";
import { usePress } from "../parts/usePress";
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
      {!told && !fault && <Loading />}
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
/** More is a slip of the finger; chosen by us. */
const MOST_MIN = 600;
const MOST_KG = 500;

function After({ done, onBack }: { done: DoableTold; onBack: () => void }) {
  const { route } = useLocation();
  const [step, setStep] = useState<Step>("much");
  const [sets, setSets] = useState(done.sets);
  const [reps, setReps] = useState(done.reps ?? undefined);
  const [kg, setKg] = useState<Typed>(done.kg);
  const [minutes, setMinutes] = useState<Typed>(done.minutes);
  const [whole, setWhole] = useState(true);
  const [pressure, setPressure] = useState<number | null>(null);
  const [during, setDuring] = useState<number | null>(null);
  // What was sent twice, because an answer was lost, is kept once.
  const [token] = useState(() => crypto.randomUUID().replaceAll("-", ""));
  const place = STEPS.indexOf(step);
  const back = () => (place ? setStep(STEPS[place - 1] as Step) : onBack());
  const next = () => setStep(STEPS[place + 1] as Step);
  const keep = usePress(async () => {
    const said = { sets, faulty: 0, warm_up: false, whole, reps: reps ?? null, kg: kg || null, minutes: minutes || null };
    await keepDone({ exercise: done.exercise, said, during, pressure, token });
    route("/");
  });
  const where = steps(place + 1, STEPS.length);
  const isLift = done.exercise === "lift";
  const isCarried = done.coach === "sack-swinger";
  const asksMinutes = done.minutes !== null || isCarried;
  const isRead = kg !== undefined && minutes !== undefined;
  const enough = isRead && (!isLift || (kg && reps !== undefined));
  if (step === "much") {
    return (
      <Screen title={done.title} steps={where} onBack={back} ways={<button type="button" class="button tall" disabled={!enough} onClick={next}>{t("Next")}</button>}>
        <p>{dose(done.dose, done.title)}</p>
        <Count words={t("Sets")} value={sets} least={1} onValue={setSets} />
        {(reps !== undefined || !asksMinutes) && <Count words={t("Repetitions of one set")} value={reps} least={0} onValue={setReps} />}
        {asksMinutes && <NumberField words={t("Minutes")} value={minutes} onValue={setMinutes} low={0} high={MOST_MIN} />}
        {(isLift || isCarried) && <NumberField words={t("How heavy, in kilograms")} value={kg} onValue={setKg} low={0} high={MOST_KG} />}
        <label class="check"><input type="checkbox" checked={!whole} onChange={(event) => setWhole(!event.currentTarget.checked)} /> {t("I broke it off")}</label>
      </Screen>
    );
  }
  if (step === "pressure") {
    return (
      <Screen
        title={t("Pain under the thumb now")}
        steps={where}
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
      steps={where}
      onBack={back}
      ways={<PressButton of={keep} class="button tall" disabled={during === null} onPress={() => void keep.press()}>{t("Done")}</PressButton>}
    >
      <Scale question={t("0 to 10")} value={during} onValue={setDuring} />
      {keep.fault && <FaultBox fault={keep.fault} sought />}
    </Screen>
  );
}

/** A small number: one more, one less. */
function Count({ words, value, least, onValue }: { words: string; value: number | undefined; least: number; onValue: (value: number) => void }) {
  return (
    <div class="count" role="group" aria-label={words}>
      <span>{words}</span>
      <div class="tally">
        <button type="button" aria-label={t("one less")} disabled={(value ?? least) <= least} onClick={() => onValue((value ?? least) - 1)}>−</button>
        <output aria-live="polite">{value ?? "–"}</output>
        <button type="button" aria-label={t("one more")} onClick={() => onValue((value ?? least) + 1)}>+</button>
      </div>
    </div>
  );
}

/** Minutes walked, said on the day's page. */
export function Walked({ planned, onKept }: { planned: number; onKept: () => void }) {
  const [minutes, setMinutes] = useState(planned || 20);
  const [kept, setKept] = useState(false);
  const keep = usePress(async () => {
    await addWalk(minutes);
    setKept(true);
    onKept();
  });
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
        <PressButton of={keep} class="button plain" onPress={() => void keep.press()}>{t("Keep this")}</PressButton>
        <span role="status">{kept ? t("Kept.") : ""}</span>
      </p>
      {keep.fault && <FaultBox fault={keep.fault} sought />}
    </section>
  );
}
