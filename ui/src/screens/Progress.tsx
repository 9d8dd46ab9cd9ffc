import { useMemo } from "preact/hooks";
import { body as askBody, type Body, progress, type ProgressTold, type TrendTold } from "../api";
import { TrendChart } from "../charts/TrendChart";
import { BodyMap } from "../parts/BodyMap";
import { FaultBox } from "../parts/FaultBox";
import { Fold } from "../parts/Fold";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { onDay } from "../parts/days";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";

/** The five charts: the first of the names that was said or measured. */
function charts(trends: readonly TrendTold[]): Chart[] {
  const places = [
    { id: "usual", title: t("Usual back pain"), names: ["usual_pain"] },
    { id: "pressure", title: t("Pain under the thumb"), names: ["pressure_pain"] },
    { id: "aims", title: t("What you want to do again"), names: ["psfs", "psfs_activity"] },
    { id: "time", title: t("Time on one leg"), names: ["best_hold_time", "hold_time"] },
    { id: "level", title: t("Level pelvis, even weight"), names: ["pelvic_drop", "excess_shift", "standing_share"] },
  ];
  return places.flatMap(({ id, title, names }) => {
    for (const name of names) {
      const own = trends.filter((trend) => trend.name === name);
      const first = own[0];
      if (!first) continue;
      const together = own.filter((each) => each.protocol === first.protocol).slice(0, 2);
      const one = together.length === 1 ? first.title : plainTitle(first.title);
      return [{ id, title: ["time", "level"].includes(id) ? one : title, trends: together }];
    }
    return [];
  });
}

/** "Pelvic drop, left" without its side. */
const plainTitle = (title: string) => title.replace(/,[^,]*$/, "");

interface Chart {
  id: string;
  title: string;
  trends: TrendTold[];
}

/** About how high a card is, against one with a single picture. */
const height = (chart: Chart) => (chart.trends.length > 1 ? 1.8 : 1);
const heights = (part: readonly Chart[]) => part.reduce((sum, each) => sum + height(each), 0);

/** The charts in order in two columns of about one height; near enough, their cards fill them to the same end. */
function parted(shown: readonly Chart[]): { columns: Chart[][]; even: boolean } {
  const apart = (at: number) => Math.abs(heights(shown.slice(0, at)) - heights(shown.slice(at)));
  const at = shown.reduce((best, _, i) => (apart(i) < apart(best) ? i : best), shown.length);
  const columns = [shown.slice(0, at), shown.slice(at)].filter((each) => each.length > 0);
  return { columns, even: apart(at) < 0.75 };
}

/** Is it working, the five charts, and where it hurt. */
export function ProgressPage() {
  const [told, fault, again] = useAsked(progress, []);
  const [body] = useAsked(askBody, []);
  return (
    <Home title={t("Progress")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      {told && <Told told={told} body={body} />}
    </Home>
  );
}

function Told({ told, body }: { told: ProgressTold; body: Body | undefined }) {
  const shown = useMemo(() => charts(told.trends), [told]);
  const { columns, even } = useMemo(() => parted(shown), [shown]);
  const others = told.trends.filter((each) => !shown.some((chart) => chart.trends.includes(each)));
  return (
    <>
      <section class="card working">
        <h2>{t("Is it working?")}</h2>
        <p class="lead">{told.working.text}</p>
        <p>{told.text}</p>
        <Fold title={t("What this rests on")}><p>{told.working.assumed}</p></Fold>
      </section>
      {shown.length === 0 && <p class="note">{t("Nothing to follow yet. It begins with the first number you say or measure.")}</p>}
      <div class={even ? "charts even" : "charts"}>
        {columns.map((column) => (
          <div key={column[0]?.id}>{column.map((chart) => <TrendChart key={chart.id} title={chart.title} trends={chart.trends} />)}</div>
        ))}
      </div>
      {body && told.spots.length > 0 && <Places told={told} body={body} />}
      {others.length > 0 && (
        <Fold title={t("Everything else that is followed")}>
          <div class="wide-table" tabIndex={0} role="region" aria-label={t("Everything else that is followed")}>
            <table class="numbers">
              <thead>
                <tr><th scope="col">{t("What")}</th><th scope="col">{t("First week")}</th><th scope="col">{t("Last week")}</th><th scope="col">{t("Smallest change that counts")}</th><th scope="col">{t("What it comes to")}</th></tr>
              </thead>
              <tbody>
                {others.map((each) => (
                  <tr key={each.title + each.protocol}>
                    <th scope="row">{each.title}</th><td>{each.first_text}</td><td>{each.latest_text}</td><td>{each.detectable_text}</td><td>{each.reading_text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Fold>
      )}
      <p class="later"><a class="button plain" href="/share">{t("Share it with somebody")}</a></p>
    </>
  );
}

/** The marks of each spot on the body, the last one filled, those before it open. */
function Places({ told, body }: { told: ProgressTold; body: Body }) {
  return (
    <section class="card chart">
      <h2>{t("Where it hurt")}</h2>
      <div class="maps">
        {told.spots.map((spot) => {
          const last = spot.marks[spot.marks.length - 1];
          if (!last) return null;
          const earlier = spot.marks.slice(0, -1).filter((mark) => mark.view === last.view);
          return (
            <figure key={spot.kind} class="still">
              <BodyMap near body={body} view={last.view} kind={spot.kind} mark={last} earlier={earlier} />
              <figcaption>
                <strong>{spot.kind === "back" ? t("Back spot") : t("Hip spot")}</strong>
                <br />
                {spot.text}
              </figcaption>
            </figure>
          );
        })}
      </div>
      <p class="soft small">{t("Filled: the last mark. Open: those before. Each is as large as a thumb.")}</p>
      <Fold title={t("As a table")}>
        <table class="numbers">
          <thead><tr><th scope="col">{t("Day")}</th><th scope="col">{t("Spot")}</th><th scope="col">{t("Pain under the thumb")}</th></tr></thead>
          <tbody>
            {told.spots.flatMap((spot) => spot.marks.map((mark) => (
              <tr key={spot.kind + mark.at}><th scope="row">{onDay(mark.at)}</th><td>{spot.kind === "back" ? t("Back spot") : t("Hip spot")}</td><td>{mark.pain ?? "–"}</td></tr>
            )))}
          </tbody>
        </table>
      </Fold>
    </section>
  );
}
