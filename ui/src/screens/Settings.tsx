import { useState } from "preact/hooks";
import {
  about,
  changeProfile,
  choose,
  Fault,
  type ProfileTold,
  settings,
  type SettingsTold,
  type WipedTold,
  wipe,
  words,
} from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { useAsked } from "../parts/useAsked";
import { useLater } from "../parts/useLater";
import { hearing, keepHearing } from "../session/hearing";
import { language, speak, t } from "../words";

const KG_PER_LB = 0.45359237;
const LANGUAGES: Record<string, string> = { en: "English", de: "Deutsch" };

/** Voice, language, units; what is known of the body; files and the way to delete all of it. */
export function SettingsPage() {
  const [told, fault, again] = useAsked(async () => ({ settings: await settings(), about: await about() }), []);
  const [changed, setChanged] = useState<SettingsTold>();
  const [refused, setRefused] = useState<Fault>();
  const [gone, setGone] = useState<WipedTold>();
  const Phones = useLater(() => import("../phone/PhonesCard").then((part) => part.PhonesCard));
  const now = changed ?? told?.settings;
  const keep = async (asked: Promise<SettingsTold>) => {
    try {
      setChanged(await asked);
      setRefused(undefined);
      return true;
    } catch (error) {
      setRefused(error as Fault);
      return false;
    }
  };
  const inLanguage = async (code: string) => {
    if (await keep(choose({ language: code }))) speak(code, code === "en" ? {} : await words(code));
  };
  if (gone) return <Gone gone={gone} />;
  return (
    <Home title={t("Settings")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {refused && <FaultBox fault={refused} />}
      {told && now && (
        <div class="settings">
          <section class="card">
            <h2>{t("How levelhip speaks")}</h2>
            <label class="field">
              <span>{t("Language")}</span>
              <select value={now.choices.language ?? language.value} onChange={(event) => void inLanguage(event.currentTarget.value)}>
                {told.about.languages.map((code) => <option key={code} value={code}>{LANGUAGES[code] ?? code}</option>)}
              </select>
            </label>
            <Voice />
            <label class="field">
              <span>{t("Weights in")}</span>
              <select value={now.choices.units ?? "kg"} onChange={(event) => void keep(choose({ units: event.currentTarget.value as "kg" | "lb" }))}>
                <option value="kg">{t("kilograms")}</option>
                <option value="lb">{t("pounds")}</option>
              </select>
            </label>
          </section>
          <Body key={now.choices.units} told={now} onKeep={(profile) => keep(changeProfile(profile))} />
          <section class="card">
            <h2>{t("Your data")}</h2>
            <p>{t("Everything lies on this machine only.")}</p>
            <p class="ways-row"><a class="button plain" href="/share">{t("Share and back up")}</a></p>
          </section>
          {Phones && <Phones />}
          <Delete word={now.word} onGone={setGone} />
          <p class="soft small">levelhip {told.about.version}</p>
        </div>
      )}
    </Home>
  );
}

/** How sessions sound on this device. */
function Voice() {
  const { mode, rate, knock } = hearing.value;
  const modes = [
    { id: "full", words: t("Voice and tones") },
    { id: "tones", words: t("Tones and written words") },
    { id: "off", words: t("Silent") },
  ] as const;
  return (
    <>
      <fieldset class="picks">
        <legend>{t("In a session on this device")}</legend>
        {modes.map((each) => (
          <label key={each.id} class="check">
            <input type="radio" name="voice" checked={mode === each.id} onChange={() => keepHearing({ mode: each.id })} />
            {each.words}
          </label>
        ))}
      </fieldset>
      {mode === "full" && (
        <label class="field">
          <span>{t("Speed of the voice")}</span>
          <input type="range" min={0.6} max={1.4} step={0.1} value={rate} aria-valuetext={speed(rate)} onChange={(event) => keepHearing({ rate: event.currentTarget.valueAsNumber })} />
          <span class="soft small between" aria-hidden="true"><span>{t("slower")}</span><span>{t("faster")}</span></span>
        </label>
      )}
      <label class="check">
        <input type="checkbox" checked={knock} onChange={(event) => keepHearing({ knock: event.currentTarget.checked })} />
        {t("A knock on this device answers")}
      </label>
    </>
  );
}

const speed = (rate: number) => (rate === 1 ? t("usual") : `${Math.round(100 * rate)} %`);

function Body({ told, onKeep }: { told: SettingsTold; onKeep: (profile: ProfileTold) => Promise<boolean> }) {
  const [profile, setProfile] = useState<ProfileTold>(told.profile);
  const [kept, setKept] = useState(false);
  const set = (change: Partial<ProfileTold>) => {
    setProfile({ ...profile, ...change });
    setKept(false);
  };
  const factor = told.choices.units === "lb" ? KG_PER_LB : 1;
  const unit = told.choices.units === "lb" ? "lb" : "kg";
  const days = [t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun")];
  const bars: Record<string, string> = {
    hernia: t("a hernia"),
    "pelvic-floor": t("trouble with the pelvic floor"),
    pregnancy: t("a pregnancy"),
    "hip-disease": t("a disease of the hip joint"),
    "fall-risk": t("falls, or fear of falling"),
  };
  const training = profile.training_days ?? [];
  const barred = profile.bars ?? [];
  const weight = (name: "mass_kg" | "former_kg", words: string) => (
    <label class="field">
      <span>{words} ({unit})</span>
      <input
        type="number"
        inputMode="decimal"
        step="any"
        min={0}
        value={profile[name] == null ? "" : Math.round((10 * (profile[name] ?? 0)) / factor) / 10}
        onInput={(event) => set({ [name]: Number.isFinite(event.currentTarget.valueAsNumber) ? event.currentTarget.valueAsNumber * factor : null })}
      />
    </label>
  );
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void onKeep(profile).then(setKept);
      }}
    >
      <h2>{t("About you")}</h2>
      <p class="soft">{t("All of it may be left empty.")}</p>
      <fieldset class="picks row">
        <legend>{t("Which hip is sorer?")}</legend>
        {(["left", "right", null] as const).map((side) => (
          <label key={side ?? "none"} class="check">
            <input type="radio" name="sorer" checked={(profile.sorer ?? null) === side} onChange={() => set({ sorer: side })} />
            {side === "left" ? t("Left") : side === "right" ? t("Right") : t("Neither")}
          </label>
        ))}
      </fieldset>
      <div class="pair-fields">
        <label class="field">
          <span>{t("Year of birth (for comparing with people of your age)")}</span>
          <input type="number" inputMode="numeric" min={1900} step={1} value={profile.born_year ?? ""} onInput={(event) => set({ born_year: Number.isInteger(event.currentTarget.valueAsNumber) ? event.currentTarget.valueAsNumber : null })} />
        </label>
        {weight("mass_kg", t("Body weight"))}
        {weight("former_kg", t("Main lift before the pain"))}
        <label class="field">
          <span>{t("Hours sitting a day")}</span>
          <input type="number" inputMode="decimal" min={0} max={24} step="any" value={profile.sitting_h ?? ""} onInput={(event) => set({ sitting_h: Number.isFinite(event.currentTarget.valueAsNumber) ? event.currentTarget.valueAsNumber : null })} />
        </label>
        <label class="field">
          <span>{t("When this pain began")}</span>
          <input type="date" value={profile.onset ?? ""} onInput={(event) => set({ onset: event.currentTarget.value || null })} />
        </label>
      </div>
      <fieldset class="picks row">
        <legend>{t("Days of your own training")}</legend>
        {days.map((name, day) => (
          <label key={name} class="check">
            <input type="checkbox" checked={training.includes(day)} onChange={(event) => set({ training_days: event.currentTarget.checked ? [...training, day] : training.filter((each) => each !== day) })} />
            {name}
          </label>
        ))}
      </fieldset>
      <fieldset class="picks">
        <legend>{t("What keeps you from walking with a weight")}</legend>
        {told.bars.map((bar) => (
          <label key={bar} class="check">
            <input type="checkbox" checked={barred.includes(bar)} onChange={(event) => set({ bars: event.currentTarget.checked ? [...barred, bar] : barred.filter((each) => each !== bar) })} />
            {bars[bar] ?? bar}
          </label>
        ))}
      </fieldset>
      <p class="ways-row">
        <button type="submit" class="button">{t("Keep this")}</button>
        <span role="status">{kept ? t("Kept.") : ""}</span>
      </p>
    </form>
  );
}

function Delete({ word, onGone }: { word: string; onGone: (gone: WipedTold) => void }) {
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<Fault>();
  const matches = typed.trim().toLowerCase() === word.toLowerCase();
  const go = () => wipe(typed).then(onGone, (error: unknown) => setFault(error as Fault));
  return (
    <section class="card">
      <details class="fold">
        <summary>{t("Delete everything")}</summary>
        <div>
          <p>{t("All that was said, done and measured goes for good, the recordings and sessions with it. Files that you downloaded stay where they are.")}</p>
          <label class="field">
            <span>{t("Type “{word}” to go on", { word })}</span>
            <input type="text" autocomplete="off" autocapitalize="off" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
          {fault && <FaultBox fault={fault} />}
          <p class="ways-row"><button type="button" class="button grave" disabled={!matches} onClick={() => void go()}>{t("Delete everything for good")}</button></p>
        </div>
      </details>
    </section>
  );
}

function Gone({ gone }: { gone: WipedTold }) {
  return (
    <Home title={t("Nothing is kept of you any more")}>
      <p>{t("Deleted: {rows} entries, {recordings} recordings, {folders} sessions.", { rows: gone.rows, recordings: gone.recordings, folders: gone.folders })}</p>
      {gone.left.length > 0 && (
        <>
          <p>{t("These folders still lie where they were made:")}</p>
          <ul class="small">{gone.left.map((each) => <li key={each}>{each}</li>)}</ul>
        </>
      )}
      <p><button type="button" class="button" onClick={() => location.assign("/")}>{t("Begin anew")}</button></p>
    </Home>
  );
}
