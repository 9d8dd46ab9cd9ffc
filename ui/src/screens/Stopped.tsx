import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Open, seenByClinician } from "../api";
import { Screen } from "../parts/Screen";
import { atTime } from "../parts/days";
import { t } from "../words";
import { Calls } from "./Emergency";

/** What is shut, why, and what opens it; nothing on this page does so by itself. */
export function Stopped({ open, onOpen, onAsk, onBack, children }: { open: Open; onOpen: (open: Open) => void; onAsk: () => void; onBack?: () => void; children?: ComponentChildren }) {
  const [sure, setSure] = useState(false);
  const until = open.until ? atTime(open.until) : "";
  const ways = open.needs_visit ? (
    sure ? (
      <>
        <button type="button" class="button" onClick={async () => onOpen(await seenByClinician())}>{t("Yes, I have been seen")}</button>
        <button type="button" class="button plain" onClick={() => setSure(false)}>{t("Not yet")}</button>
      </>
    ) : (
      <button type="button" class="button plain" onClick={() => setSure(true)}>{t("I have been seen by a clinician")}</button>
    )
  ) : until ? null : (
    <button type="button" class="button" onClick={onAsk}>{t("Answer the questions")}</button>
  );
  return (
    <Screen title={open.shuts === "everything" ? t("Stop here for now") : t("Have it checked first")} onBack={onBack} ways={ways}>
      <div class="apart">
      <div class={open.shuts === "everything" ? "fault" : "card"} role="alert"><p>{open.text}</p></div>
      <Calls call={open.call} />
      {open.signs.length > 0 && (
        <div class="soft">
          <p>{t("Because of what you answered:")}</p>
          <ul>{open.signs.map((each) => <li key={each}>{each}</li>)}</ul>
        </div>
      )}
      {open.needs_visit && sure && <p>{t("Has a doctor or another clinician looked at you because of these answers?")}</p>}
      {until && <p class="soft">{t("It stays shut for a day, so that nothing is answered away: new answers are taken from {until} on.", { until })}</p>}
      </div>
      {children}
    </Screen>
  );
}
