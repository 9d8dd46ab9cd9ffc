import { result, type ResultTold } from "../api";
import { Drawn } from "../parts/Drawn";
import { FaultBox } from "../parts/FaultBox";
import { Fold } from "../parts/Fold";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { atMoment } from "../parts/days";
import { useAsked } from "../parts/useAsked";
import { language, t } from "../words";
import { Quality } from "./Test";

const FEW = 2;

/** One picture that explains itself; what it means; how sure; what next; the method's view beside the studies'. */
export function ResultPage({ id }: { id: string }) {
  const [told, fault, again] = useAsked(() => result(id), [id]);
  return (
    <Home title={told?.brief.title ?? t("Result")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      {told && <Result told={told} id={id} />}
    </Home>
  );
}

function Result({ told, id }: { told: ResultTold; id: string }) {
  const { brief } = told;
  const [first, ...more] = told.sentences;
  const [main, ...figures] = told.figures;
  // A frame and a link cannot say in a header which language was chosen here.
  const report = `/api/results/${id}/report?lang=${language.value}`;
  const pairs = main && told.pairs.length > 0 ? <Pairs told={told} /> : null;
  // Few of them fill the room that a wide screen has below the picture.
  const few = told.pairs.length <= FEW;
  // Where nothing is drawn, how sure it is stands in the picture's half.
  const bare = !main && told.pairs.length === 0;
  // What a ± means stands where the first one is to be seen.
  const shown = [...told.sentences, ...told.figures.map(({ svg }) => svg), ...told.pairs.map(({ svg }) => svg)];
  const errors = told.error_words.map((each) => <p key={each} class="soft small">{each}</p>);
  const inSight = shown.some((each) => each.includes("±"));
  const sure = (
    <section class="card">
      <h2>{t("How sure")}</h2>
      <p><strong><Quality of={brief} />.</strong></p>
      {told.doubts.length > 0 && <ul>{told.doubts.map((each) => <li key={each}>{each}</li>)}</ul>}
      {inSight && errors}
      {told.not_measured.length > 0 && (
        <Fold title={t("What could not be measured")}>
          <dl>{told.not_measured.map((each) => <div key={each.label}><dt>{each.label}</dt><dd>{each.why}</dd></div>)}</dl>
        </Fold>
      )}
    </section>
  );
  return (
    <>
      <section class="answer" aria-labelledby="answer">
        <p class="soft small">{atMoment(brief.at)} · <Quality of={brief} /></p>
        <h2 id="answer" class="verdict">{first}</h2>
        {more.length > 0 && <p class="lead">{more.join(" ")}</p>}
      </section>
      <div class="halves">
        <div>
          {bare && sure}
          {main && <Drawn figure={main} />}
          {figures.map((figure, i) => <Drawn key={i} figure={figure} />)}
          {!main && told.pairs.map((figure, i) => <Drawn key={i} figure={figure} />)}
        </div>
        <div>
          {!bare && sure}
          <section class="card">
            <h2>{t("What next")}</h2>
            {told.next.map((each) => <p key={each}>{each}</p>)}
            <p class="ways-row">
              <a class="button" href={`/session/${brief.protocol}`}>{t("Do it again")}</a>
              <a class="button plain" href="/progress">{t("Progress")}</a>
            </p>
          </section>
          {told.since && (
            <section class="card">
              <h2>{t("Since {day}", { day: atMoment(told.since.on) })}</h2>
              <p>{told.since.text}</p>
              <Fold title={t("Number by number")}>
                <ul class="small">{told.since.lines.map((each) => <li key={each.label}>{each.label}: {each.before} → {each.after}, {each.words}</li>)}</ul>
              </Fold>
            </section>
          )}
        </div>
        {few && pairs}
      </div>
      {!few && pairs}
      <section class="views" aria-label={t("Two views")}>
        <div class="card">
          <h2>{t("The method's view")}</h2>
          <p class="soft small">{told.origin}</p>
          <p>{told.question}</p>
          <ol class="flow">{told.method.map((each) => <li key={each}>{each}</li>)}</ol>
          {told.form && <p class="form">{t("This form:")} {told.form}</p>}
        </div>
        <div class="card">
          <h2>{t("What was found")}</h2>
          <div class="flow">
            {told.studies.map((each) => (
              <p key={each.text}>{each.text} <span class="source">{each.source} ({each.grade_text})</span></p>
            ))}
          </div>
        </div>
      </section>
      <Fold title={t("All numbers")}>
        <NumberTable told={told} />
        {!inSight && errors}
      </Fold>
      <Fold title={t("The whole report")}>
        <iframe class="report" sandbox="" src={report} title={t("The whole report")} loading="lazy" />
        <p><a class="button plain" href={report} download={`${brief.protocol}-${brief.at.slice(0, 10)}.html`}>{t("Keep it as a file")}</a></p>
      </Fold>
    </>
  );
}

function Pairs({ told }: { told: ResultTold }) {
  return (
    <section>
      <h2>{t("Left and right")}</h2>
      <p class="soft">{told.side && t("Left and right name {what}.", { what: told.side })} {t("Differences are worked out before rounding.")}</p>
      <div class="pairs">{told.pairs.map((figure, i) => <Drawn key={i} figure={figure} />)}</div>
    </section>
  );
}

function NumberTable({ told }: { told: ResultTold }) {
  const width = Math.max(1, told.headings.length);
  return (
    <div class="wide-table" tabIndex={0} role="region" aria-label={t("All numbers")}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{t("Quantity")}</th>
            {told.headings.map((each) => <th key={each} scope="col">{each}</th>)}
            {told.headings.length === 0 && <th scope="col">{t("Number")}</th>}
            <th scope="col">{t("Smallest change that counts")}</th>
          </tr>
        </thead>
        <tbody>
          {told.lines.map((line) => (
            <tr key={line.label}>
              <th scope="row">{line.label}</th>
              {line.cells.map((cell, i) => <td key={i} colSpan={line.cells.length === 1 ? width : 1}>{cell}</td>)}
              <td>{line.change}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
