import { useContext, useState } from "preact/hooks";
import { AllShut } from "../parts/allShut";
import { Home } from "../parts/Home";
import { Select } from "../parts/Select";
import { picturesStay } from "../parts/pictures";
import { language, t } from "../words";

/** Files to take away, and what leaves the machine: nothing, unless the person takes it. */
export function SharePage() {
  const allShut = useContext(AllShut);
  const [at, setAt] = useState("18:00");
  const [timed, setTimed] = useState(true);
  const [reminder, setReminder] = useState("10");
  const lang = `lang=${language.value}`;
  const plan = [lang, timed && `at=${at}`, timed && reminder && `reminder_min=${reminder}`].filter(Boolean).join("&");
  return (
    <Home title={t("Share")}>
      <section class="card">
        <h2>{t("What leaves this machine")}</h2>
        <ul class="plain-list">
          <li><No />{t("Nothing by itself: levelhip has no account, asks no other machine and sends nothing.")}</li>
          <li><No />{picturesStay()}</li>
          <li><Yes />{t("Only what you download here and hand on yourself. Whoever has such a file can read all that is in it.")}</li>
        </ul>
      </section>
      <div class="cards">
        <Take
          title={t("For a clinician")}
          text={t("Two pages to print: your spot, your weeks, your tests with their errors, and what was done.")}
          path={`/api/share/levelhip-summary.pdf?${lang}`}
          words={t("Download the summary (PDF)")}
        />
        {!allShut && <section class="card">
          <h2>{t("For your calendar")}</h2>
          <p>{t("The plan of the next four weeks.")}</p>
          <label class="check"><input type="checkbox" checked={timed} onChange={(event) => setTimed(event.currentTarget.checked)} /> {t("With a time")}</label>
          {timed && (
            <div class="pair-fields">
              <label class="field"><span>{t("Begins at")}</span><input type="time" value={at} onInput={(event) => event.currentTarget.value && setAt(event.currentTarget.value)} /></label>
              <label class="field">
                <span>{t("Reminder")}</span>
                <Select
                  value={reminder}
                  onValue={setReminder}
                  options={[
                    { value: "", text: t("none") },
                    { value: "0", text: t("on time") },
                    { value: "10", text: t("10 minutes before") },
                    { value: "60", text: t("an hour before") },
                  ]}
                />
              </label>
            </div>
          )}
          <p class="ways-row"><a class="button plain" href={`/api/share/levelhip-plan.ics?${plan}`} download>{t("Download the calendar")}</a></p>
        </section>}
        <Take
          title={t("Everything, to keep")}
          text={t("All that was said, done and measured in one file: for you to read, and to put back here or on another machine, on the page that begins levelhip there.")}
          path="/api/share/levelhip-export.zip"
          words={t("Download everything (ZIP)")}
        />
        <Take
          title={t("For a table")}
          text={t("One number a line: day, what, side, number, error, unit.")}
          path="/api/share/levelhip-everything.csv"
          words={t("Download the table (CSV)")}
        />
        <Take
          title={t("For a clinic's system")}
          text={t("The same in the form in which clinics exchange data.")}
          path="/api/share/levelhip-fhir.json"
          words={t("Download FHIR (JSON)")}
        />
      </div>
    </Home>
  );
}

function Take({ title, text, path, words }: { title: string; text: string; path: string; words: string }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>{text}</p>
      <p class="ways-row"><a class="button plain" href={path} download>{words}</a></p>
    </section>
  );
}

const No = () => (
  <svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 11l8-7 8 7v9H4z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" /></svg>
);
const Yes = () => (
  <svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4v11m-5-5l5 5 5-5M5 20h14" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" /></svg>
);
