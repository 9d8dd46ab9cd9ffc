import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Open, seenByClinician } from "../api";
import { Screen } from "../parts/Screen";
import { atTime } from "../parts/days";
import { t } from "../words";
import { Calls } from "./Emergency";

/** What is shut, why, and what opens it; nothing on this page does so by itself. */
export function Stopped({ open, onOpen, onAsk, onBack, children }: { open: Open; onOpen: (open: Open) => void; onAsk: () => void; onBack?: () => void; children?: ComponentChildren }) {
  const until = open.until ? atTime(open.until) : "";
  const ways = open.needs_visit || until ? null : (
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
      {open.needs_visit && <Seen onOpen={onOpen} />}
      {until && <p class="soft">{t("New answers count only after a day, so that a sign is not taken back in the first fright. You can answer again from {until} on.", { until })}</p>}
      </div>
      {children}
    </Screen>
  );
}

/** Whether somebody looked at it, asked once more where it is said; the answers stand under the question. */
function Seen({ onOpen }: { onOpen: (open: Open) => void }) {
  const [sure, setSure] = useState(false);
  const id = useId();
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (sure) yes.current?.focus();
  }, [sure]);
  if (!sure) return <div class="ways"><button type="button" class="button plain" onClick={() => setSure(true)}>{t("I have been seen by a clinician")}</button></div>;
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id}><strong>{t("Has a doctor or another clinician looked at you because of these answers?")}</strong></p>
      <div class="ways">
        <button type="button" class="button" ref={yes} onClick={async () => onOpen(await seenByClinician())}>{t("Yes, I have been seen")}</button>
        <button type="button" class="button plain" onClick={() => setSure(false)}>{t("Not yet")}</button>
      </div>
    </div>
  );
}
