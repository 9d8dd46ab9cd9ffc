import { useEffect, useState } from "preact/hooks";
import { checkIn, type CheckInQuestion, safety } from "../api";
import { Light } from "../parts/Light";
import type { Emergency } from "../parts/grave";
import { Screen } from "../parts/Screen";
import { steps } from "../parts/steps";
import { CheckIn } from "../screens/CheckIn";
import { EmergencyWords } from "../screens/Emergency";
import { t } from "../words";
import type { SourceName } from "./Before";
import type { Finish, SeenEvent } from "./socket";

interface Props {
  title: string;
  finish: Finish;
  events: readonly SeenEvent[];
  source: SourceName;
  /** What an emergency is told. */
  emergency: Emergency;
}

/** After a session: what is due to be asked, then what was done and how sure that is. */
export function After({ title, finish, events, source, emergency }: Props) {
  const [due, setDue] = useState<readonly CheckInQuestion[]>();
  const [at, setAt] = useState(0);
  const locked = finish.reason === "locked";
  // What was said of the legs is told at once: nothing else is asked before it.
  const red = finish.reason === "leg-signs";
  useEffect(() => {
    // The page that begins tells the same, what it is because of, and what opens it again.
    if (locked) void safety().then((open) => open.shuts === "everything" && location.assign("/"), () => {});
    else if (red) setDue([]);
    else checkIn().then(setDue, () => setDue([]));
  }, []);
  if (locked) {
    return <Screen title={t("Stop here for now")}><div class="apart"><EmergencyWords {...emergency} then={emergency.then || finish.text} /></div></Screen>;
  }
  if (!due) return null;
  const asked = due[at];
  if (asked) {
    return <CheckIn key={at} asked={asked} steps={steps(at + 1, due.length)} onDone={() => setAt(at + 1)} />;
  }
  const done = doneLines(events);
  const faults = [...new Set(events.flatMap((each) => each.faults))];
  return (
    <Screen
      title={red ? t("Stop here") : title}
      ways={
        <>
          {finish.result && <a class={red ? "button plain" : "button tall"} href={`/result/${finish.result}`}>{t("See the result")}</a>}
          {red ? (
            // What safety shuts is asked anew by a page that is loaded anew.
            <button type="button" class="button tall" onClick={() => location.assign("/")}>{t("What to do now")}</button>
          ) : (
            <a class={finish.result ? "button plain" : "button tall"} href="/">{t("Back to today")}</a>
          )}
        </>
      }
    >
      {red ? <section class="card status"><Light name="red" /><p>{finish.text}</p></section> : <p>{finish.text}</p>}
      {done.length > 0 && (
        <section class="card">
          <h2>{t("What was done")}</h2>
          <ul>{done.map((each) => <li key={each}>{each}</li>)}</ul>
          {faults.length > 0 && <p>{t("Not as asked: {faults}.", { faults: faults.join(", ") })}</p>}
        </section>
      )}
      {!red && (
        <section class="card">
          <h2>{t("How sure")}</h2>
          <p>{done.length === 0 && source === "self" ? t("These are your own answers, kept as you gave them.") : sureWords(source)}</p>
          {!finish.result && <p class="soft">{t("There was too little to work out a result.")}</p>}
        </section>
      )}
    </Screen>
  );
}

function sureWords(source: SourceName): string {
  if (source === "self") return t("Counted by your taps and the clock: good for keeping track, no measurement of how level you were.");
  if (source === "camera") return t("Measured with the camera. The result tells each number with its error.");
  return t("Measured with the phone. The result tells each number with its error.");
}

/** A line for each kind and side: how many, and how many of them not as asked. */
function doneLines(events: readonly SeenEvent[]): string[] {
  const lines: string[] = [];
  for (const kind of ["rep", "hold", "step"]) {
    for (const side of ["left", "right", "both"] as const) {
      const these = events.filter((each) => each.kind === kind && each.side === side);
      if (these.length === 0) continue;
      const counted = these.filter((each) => each.valid).length;
      const apart = these.length - counted;
      const what = counts(kind, counted);
      const where = { left: t("left"), right: t("right"), both: "" }[side];
      const line = where ? t("{side}: {what}", { side: where, what }) : what;
      lines.push(apart ? t("{line}, {count} not as asked", { line, count: apart }) : line);
    }
  }
  return lines;
}

function counts(kind: string, count: number): string {
  if (kind === "rep") return count === 1 ? t("1 repetition") : t("{count} repetitions", { count });
  if (kind === "hold") return count === 1 ? t("1 hold") : t("{count} holds", { count });
  return count === 1 ? t("1 step") : t("{count} steps", { count });
}
