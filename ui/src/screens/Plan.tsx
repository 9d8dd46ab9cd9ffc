import { Fragment } from "preact";
import { type DayPlanned, plan, type Thing } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { onDay } from "../parts/days";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";

const WEEK = 7;

/** The next four weeks, a day a line. */
export function PlanPage() {
  const [told, fault, again] = useAsked(() => plan(4 * WEEK), []);
  const weeks = told ? Array.from({ length: Math.ceil(told.length / WEEK) }, (_, i) => told.slice(i * WEEK, (i + 1) * WEEK)) : [];
  const said = told ? firstTold(told) : new Map();
  return (
    <Home title={t("The next four weeks")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      <p class="soft">{t("It is made anew each day from what you say: pain changes it.")} {t("The dose of later days is that of the next session: it goes up a step at most every three days, after a session done in full on green days.")}</p>
      <div class="weeks">
        {weeks.map((days, i) => (
          <section key={days[0]?.on} class="card">
            <h2>{i ? t("From {day}", { day: onDay(days[0]?.on ?? "") }) : t("This week")}</h2>
            <dl class="days">{days.map((day) => <Day key={day.on} day={day} said={said} />)}</dl>
          </section>
        ))}
      </div>
      <p class="ways-row"><a class="button plain" href="/share">{t("Into your calendar")}</a><a class="button quiet" href="/">{t("Back to today")}</a></p>
    </Home>
  );
}

const idOf = (thing: Thing) => `${thing.kind} ${thing.why}`;

/** The day on which a reason is told: the first that has it. Reasons of walks and cards stand on the page of the day. */
function firstTold(days: DayPlanned[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const day of days) {
    for (const thing of day.things) {
      const tells = ["warm-up", "test"].includes(thing.kind) || thing.what === "lift";
      if (tells && thing.why && !found.has(idOf(thing))) found.set(idOf(thing), day.on);
    }
  }
  return found;
}

function words(thing: Thing): string {
  if (thing.kind === "learn") return t("Read: {title}", { title: thing.title });
  if (thing.kind === "test") return t("Test: {what}", { what: thing.title });
  if (thing.kind === "warm-up") return `${t("Before your own training:")} ${thing.told}`;
  return thing.told || thing.title;
}

function Day({ day, said }: { day: DayPlanned; said: Map<string, string> }) {
  const named = day.things.filter((thing) => thing.title || thing.told);
  return (
    <div>
      <dt>{onDay(day.on, true)}</dt>
      <dd>
        {day.begins && <strong>{day.begins}</strong>}
        {named.length === 0 && <span class="soft">{t("Rest")}</span>}
        {named.map((thing, i) => (
          <Fragment key={thing.kind + thing.what}>
            <span>{words(thing)}</span>
            {said.get(idOf(thing)) === day.on && named[i + 1]?.why !== thing.why && <span class="soft small">{thing.why}</span>}
          </Fragment>
        ))}
      </dd>
    </div>
  );
}
