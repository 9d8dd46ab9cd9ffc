import { useState } from "preact/hooks";
import { type ResultBrief, results, type TestTold, tests } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { atMoment } from "../parts/days";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";
import { doing, DropRecording } from "./DropRecording";
import { LeftRecordings } from "./LeftRecordings";
import { demoOf } from "../session/movements";

/** What can be measured: each with its picture, what measures it, and what came out last. */
export function TestPage() {
  const [told, fault, again] = useAsked(tests, []);
  const [dropped, setDropped] = useState<readonly File[]>([]);
  return (
    <Home title={t("Test")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      <LeftRecordings doing={doing} onEnd={again} />
      {told && (
        <DropRecording tests={told} dropped={dropped} onDropped={setDropped}>
          <div class="tests">{told.map((test) => <TestCard key={test.id} test={test} />)}</div>
        </DropRecording>
      )}
      {(fault || told?.some((test) => test.last)) && <p><a href="/results">{t("All results so far")}</a></p>}
    </Home>
  );
}

function TestCard({ test }: { test: TestTold }) {
  const picture = demoOf(test.id);
  const measures = sourceWords(test.sources);
  return (
    <section class="card test" aria-labelledby={`test-${test.id}`}>
      {picture ? (
        <img class={picture.width > picture.height ? "poster lying" : "poster"} src={`/demos/${picture.id}.webp`} alt="" width={picture.width} height={picture.height} loading="lazy" />
      ) : (
        <span class="poster none" aria-hidden="true"><Figure /></span>
      )}
      <div class="words">
        <h2 id={`test-${test.id}`}>{test.title}</h2>
        <p>{test.question}</p>
        <p class="soft small">{t("Measured with: {sources}", { sources: measures.join(", ") })}</p>
        {test.last && <Last last={test.last} />}
        {test.refusal && <p class="small not-now"><strong>{t("Not now.")}</strong> {test.refusal}</p>}
        <p class="ways-row"><a class={test.refusal ? "button plain" : "button"} href={`/session/${test.id}`}>{test.refusal ? t("See how it is done") : t("Start")}<span class="sr"> {test.title}</span></a></p>
      </div>
    </section>
  );
}

function Last({ last }: { last: ResultBrief }) {
  return (
    <a class="last" href={`/result/${last.id}`}>
      <span class="soft small">{t("Last time, {day}", { day: atMoment(last.at) })}</span>
      <strong>{last.verdict_text}</strong>
      {last.quality === "poor" && <span class="small"><Quality of={last} /></span>}
      {last.numbers.map((number) => <span key={number} class="small">{number}</span>)}
    </a>
  );
}

const SIGNS = { ok: "", poor: "▲ ", refused: "■ " };

/** How far the recording can be trusted, in words; a sign only before what is not as usual. */
export function Quality({ of: { quality, quality_text } }: { of: ResultBrief }) {
  return <>{SIGNS[quality] && <span aria-hidden="true">{SIGNS[quality]}</span>}{quality_text}</>;
}

function Figure() {
  return (
    <svg viewBox="0 0 60 100">
      <g fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
        <circle cx="30" cy="14" r="8" />
        <path d="M30 22v28M17 30h26M22 50h16M23 50l-2 24 1 22M37 50l3 20 6 14" />
      </g>
    </svg>
  );
}

/** What a person has at home, in words; without what only laboratories have. */
function sourceWords(sources: TestTold["sources"]): string[] {
  const said: string[] = [];
  if (sources.includes("camera")) said.push(t("camera"));
  if (sources.includes("motion")) said.push(t("phone on the body"));
  if (sources.includes("scales")) said.push(t("two bathroom scales"));
  if (sources.includes("self")) said.push(t("your own answers"));
  return said;
}

/** Every result that was kept. */
export function ResultsPage() {
  const [told, fault, again] = useAsked(results, []);
  return (
    <Home title={t("Results")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      {told?.length === 0 && <p>{t("Nothing was measured yet.")}</p>}
      <ol class="things abreast">
        {told?.map((each) => (
          <li key={each.id}>
            <a class="card link result-line" href={`/result/${each.id}`}>
              <span class="soft small">{atMoment(each.at)}</span>
              <h2>{each.title}</h2>
              <p><strong>{each.verdict_text}.</strong> {each.text}</p>
              {each.quality === "poor" && <p class="small"><Quality of={each} /></p>}
              {each.numbers.map((number) => <p key={number} class="small soft">{number}</p>)}
            </a>
          </li>
        ))}
      </ol>
      <p><a class="button plain" href="/test">{t("All tests")}</a></p>
    </Home>
  );
}
