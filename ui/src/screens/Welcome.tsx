import { Screen } from "../parts/Screen";
import { t } from "../words";

/** What this is and is not, in three lines. */
export function Welcome({ onStart }: { onStart: () => void }) {
  return (
    <Screen
      title={t("Back pain in one spot? Look at the hip.")}
      ways={<button type="button" class="button tall" onClick={onStart}>{t("Start")}</button>}
    >
      <p>{t("levelhip tests, practises and counts with you: by voice, on this machine, one step a day.")}</p>
      <p>{t("It measures with honest error bars, and says when it does not know.")}</p>
      {/* claim: serious-is-rare */}
      <p>{t("It is no doctor. First come safety questions, because some back pain needs one.")}</p>
      <p class="note small">{t("No account, no network, no stored pictures: everything stays on your own disk.")}</p>
    </Screen>
  );
}
