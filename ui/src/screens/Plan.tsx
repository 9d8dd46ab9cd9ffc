import { type DayPlanned, plan } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { onDay } from "../parts/days";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";

const WEEK = 7;

/** The next four weeks, a day a line. */
export function PlanPage() {
  const [told, fault, again] = useAsked(() => plan(4 * WEEK), []);
  const weeks = told ? Array.from({ length: Math.ceil(told.length / WEEK) }, (_, i) => told.slice(i * WEEK, (i + 1) * WEEK)) : [];
  return (
    <Home title={t("The next four weeks")}>
      {fault && <FaultBox fault={fault} again={again} />}
      <p class="soft">{t("It is made anew each day from what you say: pain changes it.")}</p>
      <div class="weeks">
        {weeks.map((days, i) => (
          <section key={days[0]?.on} class="card">
            <h2>{i ? t("From {day}", { day: onDay(days[0]?.on ?? "") }) : t("This week")}</h2>
            <dl class="days">{days.map((day) => <Day key={day.on} day={day} />)}</dl>
          </section>
        ))}
      </div>
      <p class="ways-row"><a class="button plain" href="/share">{t("Into your calendar")}</a><a class="button quiet" href="/">{t("Back to today")}</a></p>
    </Home>
  );
}

function Day({ day }: { day: DayPlanned }) {
  const named = day.things.filter((thing) => thing.title || thing.told);
  return (
    <div>
      <dt>{onDay(day.on, true)}</dt>
      <dd>
        {named.length === 0 && <span class="soft">{t("Rest")}</span>}
        {named.map((thing) => <span key={thing.kind + thing.what}>{thing.told || (thing.kind === "learn" ? t("Read: {title}", { title: thing.title }) : thing.title)}</span>)}
      </dd>
    </div>
  );
}
