import { useState } from "preact/hooks";
import { about, choose, type Fault, words } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Select } from "../parts/Select";
import { useAsked } from "../parts/useAsked";
import { language, speak, t } from "../words";

const NAMES: Record<string, string> = { en: "English", de: "Deutsch" };

/** What is reached though everything is shut: nothing of it is anything to do. */
export function StillOpen() {
  const [told] = useAsked(about, []);
  const [refused, setRefused] = useState<Fault>();
  const speaks = async (code: string) => {
    try {
      await choose({ language: code });
      speak(code, code === "en" ? {} : await words(code));
    } catch (error) {
      setRefused(error as Fault);
    }
  };
  return (
    <section class="later still-open">
      <h2>{t("Here too")}</h2>
      {refused && <FaultBox fault={refused} />}
      <p>{t("Two pages about you, for the clinician who sees you:")}</p>
      <p class="ways-row"><a class="button plain" href={`/api/share/levelhip-summary.pdf?lang=${language.value}`} download>{t("Download the summary (PDF)")}</a></p>
      <p class="ways-row">
        <a class="button plain" href="/share">{t("Files to take with you")}</a>
        <a class="button plain" href="/settings">{t("Settings, and delete everything")}</a>
      </p>
      {told && (
        <label class="field">
          <span>{t("Language")}</span>
          <Select value={language.value} onValue={(code) => void speaks(code)} options={told.languages.map((code) => ({ value: code, text: NAMES[code] ?? code }))} />
        </label>
      )}
    </section>
  );
}
