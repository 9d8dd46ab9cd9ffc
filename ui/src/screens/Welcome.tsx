import { useState } from "preact/hooks";
import { type Fault, restore } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Screen } from "../parts/Screen";
import { t } from "../words";

/** What this is and is not, in three lines. */
export function Welcome({ onStart }: { onStart: () => void }) {
  return (
    <Screen
      title={t("Back pain in one spot? Get to know your hip.")}
      ways={<button type="button" class="button tall" onClick={onStart}>{t("Start")}</button>}
    >
      <p>{t("levelhip tests, practises and counts with you: by voice, on this machine, one step a day.")}</p>
      {/* claim: hip-and-back */}
      <p>{t("It measures with honest error bars, and does not tell the cause of your pain.")}</p>
      {/* claim: serious-is-rare */}
      <p>{t("It is no doctor. First come safety questions, because some back pain needs one.")}</p>
      <p class="note small">{t("No account, no network, no stored pictures: everything stays on your own disk.")}</p>
      <Before />
    </Screen>
  );
}

/** For whoever was here before, or on another machine: the file that Share gives. */
function Before() {
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const take = (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    setFault(undefined);
    restore(file).then(
      () => location.assign("/"),
      (error: unknown) => {
        setFault(error as Fault);
        setBusy(false);
      },
    );
  };
  return (
    <details class="fold">
      <summary>{t("I have a file from before")}</summary>
      <div>
        <p>{t("Give the file that you downloaded under Share, “Everything, to keep”. It is checked, then all that is in it is back.")}</p>
        {fault && <FaultBox fault={fault} />}
        <label class="button plain" aria-busy={busy}>
          {busy ? t("One moment …") : t("Choose the file")}
          <input
            class="sr"
            type="file"
            accept=".zip,.json"
            disabled={busy}
            onChange={(event) => {
              take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
      </div>
    </details>
  );
}
