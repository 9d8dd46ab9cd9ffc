import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { type CheckInQuestion, checkIn, type Thing, today } from "../api";
import { keepPlan } from "../offline/lastPlan";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { Light } from "../parts/Light";
import { onDay } from "../parts/days";
import { dose } from "../parts/dose";
import { steps } from "../parts/steps";
import { SessionsOpen } from "../session/SessionsOpen";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";
import { Walked } from "./After";
import { CheckIn } from "./CheckIn";

/** Whether the first visit has just been. */
export const met = signal(false);

/** Questions that were skipped are not asked again before the page is loaded anew. */
const skipped = new Set<string>();
const nameOf = (each: CheckInQuestion) => `${each.name} ${each.on} ${each.about}`;

/** What is to be asked first; then what to do today. */
export function TodayPage() {
  const [asked, fault, again] = useAsked(checkIn, []);
  const [place, setPlace] = useState(0);
  if (fault) return <Home title={t("Today")}><FaultBox fault={fault} again={again} /></Home>;
  if (!asked) return <Loading />;
  // Who was just asked everything for the first time is not asked again at once.
  if (met.value) return <Day />;
  const due = asked.filter((each) => !skipped.has(nameOf(each)));
  const first = due[0];
  if (first) {
    const done = () => {
      skipped.add(nameOf(first));
      setPlace(place + 1);
    };
    return <CheckIn key={nameOf(first)} asked={first} steps={steps(place + 1, place + due.length)} onDone={done} />;
  }
  return <Day />;
}

/** What, why, how long, start. */
function Day() {
  const [told, fault, again] = useAsked(today, []);
  useEffect(() => {
    if (told) keepPlan(told);
  }, [told]);
  const exercises = told?.things.some((thing) => ["session", "warm-up"].includes(thing.kind));
  const walk = told?.things.find((thing) => thing.kind === "walk");
  return (
    <Home title={t("Today")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      {told && (
        <>
          {!told.open.shuts && told.light !== "red" && <SessionsOpen />}
          <section class="card status">
            <p class="soft small">{onDay(told.on, true)}</p>
            <Light name={told.light} />
            {told.lines.map((line) => <p key={line}>{line}</p>)}
            {told.read && <p><a href={`/learn/${told.read.card}`}>{told.read.title}</a></p>}
            {told.open.ask === "full" && (told.open.until
              ? <p class="soft small">{t("Today is for rest. You can answer the safety questions from tomorrow on: what comes up overnight is asked for too.")}</p>
              : <p class="ways-row"><a class="button plain" href="/safety">{told.open.needs_visit ? t("I have been seen by a clinician") : t("Answer the questions")}</a></p>)}
          </section>
          {told.open.shuts && !told.lines.includes(told.open.text) && <p class="note">{told.open.text}</p>}
          <ol class="things">
            {told.things.map((thing) => <li key={thing.kind + thing.what}><ThingCard thing={thing} known={told.stage_why} /></li>)}
          </ol>
          {exercises && <p class="ways-row"><a class="button plain" href="/done">{t("Done without the coach")}</a></p>}
          <div class="day-more">
            <section class="card">
              <h2>{told.stage}</h2>
              <p>{told.stage_why}</p>
              {told.missing.length > 0 && (
                <div class="small soft">
                  <p>{t("For the next stage:")}</p>
                  <ul>{told.missing.map((each) => <li key={each}>{each}</li>)}</ul>
                </div>
              )}
              <p><a href="/plan">{t("The next four weeks")}</a></p>
            </section>
            {walk && <Walked planned={Math.round(walk.minutes)} onKept={again} />}
          </div>
        </>
      )}
    </Home>
  );
}

/** What of it is known already, because the page says it elsewhere, is left out. */
function ThingCard({ thing, known }: { thing: Thing; known: string }) {
  const isWalk = thing.kind === "walk";
  const why = thing.why === known ? "" : thing.why;
  const path = thing.protocol ? `/session/${thing.protocol}` : thing.kind === "learn" ? `/learn/${thing.what}` : "";
  return (
    <section class="card thing">
      <div>
        <h2>{isWalk ? thing.told.replace(/\.$/, "") : thing.title || why}</h2>
        {thing.told && !isWalk && <p>{dose(thing.told, thing.title)}</p>}
        {why && thing.title && <p class="soft small">{why}</p>}
        {thing.how.length > 0 && <ul class="small">{thing.how.map((each) => <li key={each}>{each}</li>)}</ul>}
      </div>
      <div class="start">
        {thing.minutes > 0 && !isWalk && <span class="soft small">{t("{minutes} min", { minutes: Math.round(thing.minutes) })}</span>}
        {path && (
          <a class={thing.kind === "learn" ? "button plain" : "button"} href={path}>
            {thing.kind === "learn" ? t("Read") : t("Start")}<span class="sr"> {thing.title}</span>
          </a>
        )}
      </div>
    </section>
  );
}
