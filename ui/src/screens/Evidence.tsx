import { useState } from "preact/hooks";
import { type ClaimTold, evidence } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { onDay } from "../parts/days";
import { seeker } from "../parts/seek";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";

/** What the method says beside what studies found, then the whole ledger. */
export function EvidencePage() {
  const [told, fault, again] = useAsked(evidence, []);
  const [sought, setSought] = useState("");
  const has = seeker(sought);
  const sayings = told?.method.filter((each) => has(each.says, ...each.found.flatMap((one) => [one.text, one.source])));
  const claims = told?.claims.filter((each) => has(each.text, each.source));
  const shown = new Set([...(sayings ?? []).flatMap((each) => each.found), ...(claims ?? [])].map((each) => each.id));
  return (
    <Home title={t("Everything we say, and where it comes from")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      <p>{t("Compare what the method says with what was found. Where the two differ, levelhip goes by what was found.")}</p>
      <label class="field seek">
        <span>{t("Look for a word")}</span>
        <input type="search" value={sought} onInput={(event) => setSought(event.currentTarget.value)} />
      </label>
      <p class="small soft" role="status">{claims && t("{count} different sentences", { count: shown.size })}</p>
      {sayings && sayings.length > 0 && <h2>{t("What the method says, and what was found")}</h2>}
      {sayings?.map((each) => (
        <section key={each.id} class="card said-found">
          <div>
            <h3>{t("The method says")}</h3>
            <p>{each.says}</p>
          </div>
          <div>
            <h3>{t("What was found")}</h3>
            {each.found.map((claim) => <Claim key={claim.id} claim={claim} />)}
          </div>
        </section>
      ))}
      {claims && claims.length > 0 && <h2 class="later">{t("Every sentence about health")}</h2>}
      <ul class="ledger">
        {claims?.map((claim) => <li key={claim.id} id={claim.id}><Claim claim={claim} /></li>)}
      </ul>
    </Home>
  );
}

function Claim({ claim }: { claim: ClaimTold }) {
  return (
    <p class="claim">
      {claim.text}
      <span class="source">
        <span class={`grade ${claim.grade}`}>{claim.mark}</span> {claim.source} · {t("looked at {day}", { day: onDay(claim.checked) })}
      </span>
    </p>
  );
}
