import { Fragment } from "preact";
import { cards, type CardTold } from "../api";
import { HipMuscles, PelvisLevel } from "../parts/anatomy";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";
import { Calls } from "./Emergency";

/** Cards of two minutes; each claim with its source below. */
export function LearnPage() {
  const [told, fault, again] = useAsked(cards, []);
  return (
    <Home title={t("Learn")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      <div class="cards">
        {told?.map((card) => (
          <a key={card.id} class="card link" href={`/learn/${card.id}`}>
            <h2>{card.title}</h2>
            <p class="soft small">{t("Two minutes")}</p>
          </a>
        ))}
      </div>
      <p><a href="/learn/evidence">{t("Everything we say, and where it comes from")}</a></p>
    </Home>
  );
}

export function CardPage({ id }: { id: string }) {
  const [told, fault, again] = useAsked(cards, []);
  const card = told?.find((each) => each.id === id);
  return (
    <Home title={card?.title ?? t("Learn")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      {card && <Reading card={card} />}
      <p><a class="button plain" href="/learn">{t("All cards")}</a></p>
    </Home>
  );
}

export function Reading({ card }: { card: CardTold }) {
  const sources = card.paragraphs.flatMap((each) => (each.claim ? [each.claim] : []));
  return (
    <article class="reading-card">
      {card.id === "muscle" && <HipMuscles />}
      {card.id === "spot" && <HipMuscles spot />}
      {card.id === "one-leg" && <PelvisLevel />}
      {card.paragraphs.map((each) => {
        const text = (
          <p>
            {each.text}
            {each.claim && <sup class="small">{"\u00a0"}<a href={`#${each.claim.id}`}>{sources.indexOf(each.claim) + 1}</a></sup>}
          </p>
        );
        if (each.signs.length === 0) return <Fragment key={each.text}>{text}</Fragment>;
        return (
          <section key={each.text} class="fault">
            <p>{each.before}</p>
            <ul>{each.signs.map((sign) => <li key={sign}>{sign}</li>)}</ul>
            {text}
            <Calls call={each.call} />
          </section>
        );
      })}
      <h2>{t("Where this comes from")}</h2>
      <ol class="small soft sources">
        {sources.map((claim) => (
          <li key={claim.id} id={claim.id}>{claim.source} ({claim.mark})</li>
        ))}
      </ol>
    </article>
  );
}
