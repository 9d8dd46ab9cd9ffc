import { useState } from "preact/hooks";
import { type Open, seenByClinician } from "../api";
import { Screen } from "../parts/Screen";
import { atTime } from "../parts/days";
import { t } from "../words";

/** What is shut, why, and what opens it; nothing on this page does so by itself. */
export function Stopped({ open, onOpen, onAsk }: { open: Open; onOpen: (open: Open) => void; onAsk: () => void }) {
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
    <Screen title={open.shuts === "everything" ? t("Stop here for now") : t("Have it checked first")} ways={ways}>
      <div class={open.shuts === "everything" ? "fault" : "card"} role="alert"><p>{open.text}</p></div>
      {open.needs_visit && sure && <p>{t("Has a doctor or another clinician looked at you because of these answers?")}</p>}
      {until && <p class="soft">{t("New answers are taken from {until} on.", { until })}</p>}
    </Screen>
  );
}
