import { useEffect, useRef } from "preact/hooks";
import type { TrendTold } from "../api";
import { Fold } from "../parts/Fold";
import { onDay, place as country } from "../parts/days";
import { language, t } from "../words";
import type { Line } from "./weeks";

/** From so many numbers on the table shows the mean of each week. */
const MANY = 21;

const WEEK_S = 7 * 86_400;

const seconds = (day: string) => Date.parse(`${day}T12:00:00`) / 1000;

const line = (trend: TrendTold): Line => ({
  label: trend.title,
  points: trend.points.map((point) => [seconds(point.on), point.value] as const),
  means: trend.points.length >= MANY ? weekMeans(trend).map(({ at, mean }) => [at, mean] as const) : [],
  band: trend.detectable === null ? undefined : [trend.first - trend.detectable, trend.first + trend.detectable],
});

/** One of the numbers over the weeks with its band; left and right each have a picture, on one scale. */
function Plot({ trend, trends }: { trend: TrendTold; trends: readonly TrendTold[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let current = true;
    let gone = () => {};
    void import("./weeks").then(({ draw }) => {
      if (!current || !place.current) return;
      gone = draw(place.current, {
        line: line(trend),
        second: trend !== trends[0],
        pair: trends.map(line),
        most: trend.most ?? undefined,
        unit: trend.unit,
        place: country(),
      });
    });
    return () => {
      current = false;
      gone();
    };
  }, [trend, trends, language.value]);
  return <div class="plotted" ref={place} role="img" aria-label={t("{title} over the weeks; the same numbers stand in the table below.", { title: trend.title })} />;
}

/** One number over the weeks (left and right together), its band of no measurable change, and all of it as a table. */
export function TrendChart({ title, trends }: { title: string; trends: readonly TrendTold[] }) {
  const weekly = trends.some((trend) => trend.points.length >= MANY);
  const banded = trends.some((trend) => trend.detectable !== null);
  return (
    <section class="card chart" aria-label={title}>
      <h2>{title}</h2>
      {trends.map((trend, i) => (
        <div key={trend.title} class="reading">
          {trends.length > 1 && <p class="name"><Sample second={i > 0} />{trend.title}</p>}
          <p>
            {trend.latest_text ? (
              <><strong class="figure">{trend.first_text} → {trend.latest_text}</strong> {trend.text}</>
            ) : (
              <><strong class="figure">{trend.first_text}</strong> {trend.reasons[0] ?? trend.text}</>
            )}
          </p>
          {trend.latest_text && trend.reasons.map((each) => <p key={each} class="soft small">{each}</p>)}
          <Plot trend={trend} trends={trends} />
        </div>
      ))}
      {trends[0]?.sides_text && <p class="soft small">{trends[0].sides_text}</p>}
      {weekly && <p class="soft small key"><Sample second={false} />{t("Line: the mean of each week. Small dots: single answers.")}</p>}
      {banded && <p class="soft small key"><span class="swatch" aria-hidden="true" />{weekly ? t("Grey: no measurable change from the first week. The mean of the last week must leave it to count.") : t("Grey: no measurable change from the first time. A number must leave it to count.")}</p>}
      <Fold title={t("As a table")}><Numbers trends={trends} /></Fold>
    </section>
  );
}

function Sample({ second }: { second: boolean }) {
  return (
    <svg class="sample" viewBox="0 0 36 12" aria-hidden="true">
      <path d="M1 6h34" fill="none" stroke="currentColor" stroke-width="2.2" stroke-dasharray={second ? "6 4" : undefined} />
      {second ? <rect x="14" y="2" width="8" height="8" fill="currentColor" /> : <circle cx="18" cy="6" r="4" fill="currentColor" />}
    </svg>
  );
}

function Numbers({ trends }: { trends: readonly TrendTold[] }) {
  return (
    <>
      {trends.map((trend) => {
        const weekly = trend.points.length >= MANY;
        const rows = weekly ? weekMeans(trend).map(({ day, mean }) => [day, mean] as const) : trend.points.map((point) => [onDay(point.on), point.value] as const);
        return (
          <table key={trend.title} class="numbers">
            <caption>
              {trend.title}
              {trend.detectable_text && ` · ${t("smallest change that counts: {number}", { number: trend.detectable_text })}`}
            </caption>
            <thead>
              <tr><th scope="col">{weekly ? t("Week from") : t("Day")}</th><th scope="col">{weekly ? t("Mean") : t("Number")}</th></tr>
            </thead>
            <tbody>
              {rows.map(([day, value]) => (
                <tr key={day}><th scope="row">{day}</th><td>{shown(value, trend.unit)}</td></tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </>
  );
}

function shown(value: number, unit: string): string {
  const number = value.toLocaleString(language.value, { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 1 });
  return `${number}${unit}`;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

interface Week {
  /** Its first day that was said, in words. */
  day: string;
  /** The middle of its days, s. */
  at: number;
  mean: number;
}

/** The weeks, counted from the first day; the last seven days are one of their own, as the sentence above compares them. */
function weekMeans(trend: TrendTold): Week[] {
  const begin = seconds(trend.points[0]?.on ?? "");
  const end = seconds(trend.points[trend.points.length - 1]?.on ?? "");
  const weeks = new Map<number, { day: string; times: number[]; values: number[] }>();
  for (const point of trend.points) {
    const at = seconds(point.on);
    const isLast = at > end - WEEK_S && at >= begin + WEEK_S;
    const week = isLast ? Infinity : Math.floor((at - begin) / WEEK_S);
    const found = weeks.get(week) ?? { day: onDay(point.on), times: [], values: [] };
    found.times.push(seconds(point.on));
    found.values.push(point.value);
    weeks.set(week, found);
  }
  return [...weeks.values()].map(({ day, times, values }) => ({ day, at: mean(times), mean: mean(values) }));
}
