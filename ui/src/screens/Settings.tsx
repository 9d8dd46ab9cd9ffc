import { useState } from "preact/hooks";
import {
  about,
  addScore,
  changeProfile,
  choose,
  type ProfileTold,
  settings,
  type SettingsTold,
  type WipedTold,
  wipe,
  words,
} from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { NumberField, type Typed } from "../parts/NumberField";
import { PressButton } from "../parts/PressButton";
import { Select } from "../parts/Select";
import { useAsked } from "../parts/useAsked";
import { useLater } from "../parts/useLater";
import { usePress } from "../parts/usePress";
import { hearing, keepHearing } from "../session/hearing";
import { KnockCheck } from "../session/KnockCheck";
import { VoiceSpeed } from "../session/VoiceSpeed";
import { language, speak, t } from "../words";

const KG_PER_LB = 0.45359237;
const LANGUAGES: Record<string, string> = { en: "English", de: "Deutsch" };

/** Voice, language, units; what is known of the body; files and the way to delete all of it. */
export function SettingsPage() {
  const [told, fault, again] = useAsked(async () => ({ settings: await settings(), about: await about() }), []);
  const [changed, setChanged] = useState<SettingsTold>();
  const [gone, setGone] = useState<WipedTold>();
  const Phones = useLater(() => import("../phone/PhonesCard").then((part) => part.PhonesCard));
  const now = changed ?? told?.settings;
  const chosen = usePress(async (asked: SettingsTold["choices"]) => setChanged(await choose(asked)));
  const inLanguage = async (code: string) => {
    if (await chosen.press({ language: code })) speak(code, code === "en" ? {} : await words(code));
  };
  if (gone) return <Gone gone={gone} />;
  return (
    <Home title={t("Settings")}>
      {fault && <FaultBox fault={fault} again={again} />}
      {!told && !fault && <Loading />}
      {told && now && (
        <div class="settings">
          <section class="card">
            <h2>{t("How levelhip speaks")}</h2>
            <label class="field">
              <span>{t("Language")}</span>
              <Select value={now.choices.language ?? language.value} onValue={(code) => void inLanguage(code)} options={told.about.languages.map((code) => ({ value: code, text: LANGUAGES[code] ?? code }))} />
            </label>
            <Voice />
            <label class="field">
              <span>{t("Weights in")}</span>
              <Select value={now.choices.units ?? "kg"} onValue={(units) => void chosen.press({ units: units as "kg" | "lb" })} options={[{ value: "kg", text: t("kilograms") }, { value: "lb", text: t("pounds") }]} />
            </label>
            {chosen.fault && <FaultBox fault={chosen.fault} sought />}
          </section>
          <Body told={now} onKeep={async (profile) => setChanged(await changeProfile(profile))} />
          <OnPaper />
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
  const { mode } = hearing.value;
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
      {mode === "full" && <VoiceSpeed />}
      <KnockCheck />
    </>
  );
}

function Body({ told, onKeep }: { told: SettingsTold; onKeep: (profile: ProfileTold) => Promise<void> }) {
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
  const keep = usePress(onKeep);
  const number = (name: keyof SettingsTold["bounds"], words: string, whole = false) => {
    const per = name === "mass_kg" || name === "former_kg" ? factor : 1;
    const { low, high } = told.bounds[name];
    const value = profile[name];
    return (
      <NumberField
        words={words}
        value={value && value / per}
        onValue={(typed) => set({ [name]: typed && typed * per })}
        low={Math.ceil(low / per)}
        high={Math.floor(high / per)}
        whole={whole}
      />
    );
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void keep.press(profile).then(setKept);
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
        {number("born_year", t("Year of birth (for comparing with people of your age)"), true)}
        {number("mass_kg", `${t("Body weight")} (${unit})`)}
        {number("former_kg", `${t("Main lift before the pain")} (${unit})`)}
        {number("sitting_h", t("Hours sitting a day"))}
        <label class="field">
          <span>{t("When this pain began")}</span>
          <input type="date" max={new Date().toLocaleDateString("sv")} value={profile.onset ?? ""} onInput={(event) => set({ onset: event.currentTarget.value || null })} />
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
        <PressButton of={keep}>{t("Keep this")}</PressButton>
        <span role="status">{kept ? t("Kept.") : ""}</span>
      </p>
      {keep.fault && <FaultBox fault={keep.fault} sought />}
    </form>
  );
}

/** The total of a questionnaire that is on paper only; who tells one is asked for it every four weeks. */
function OnPaper() {
  const [total, setTotal] = useState<Typed>(null);
  const [kept, setKept] = useState(false);
  const keep = usePress(async () => addScore("rmdq24", total ?? 0));
  return (
    <section class="card">
      <details class="fold">
        <summary>{t("Roland-Morris questionnaire on paper")}</summary>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (total != null) void keep.press().then(setKept);
          }}
        >
          <p>{t("Perhaps a clinician gave you this sheet (RMDQ-24): 24 sentences about what your back makes hard. levelhip keeps how many are true today, and then asks every four weeks.")}</p>
          <NumberField
            words={t("Sentences that are true, 0 to 24")}
            value={total}
            onValue={(typed) => {
              setTotal(typed);
              setKept(false);
            }}
            low={0}
            high={24}
            whole
          />
          <p class="ways-row">
            <PressButton of={keep} disabled={total === null}>{t("Keep this")}</PressButton>
            <span role="status">{kept ? t("Kept.") : ""}</span>
          </p>
          {keep.fault && <FaultBox fault={keep.fault} sought />}
        </form>
      </details>
    </section>
  );
}

function Delete({ word, onGone }: { word: string; onGone: (gone: WipedTold) => void }) {
  const [typed, setTyped] = useState("");
  const matches = typed.trim().toLowerCase() === word.toLowerCase();
  const go = usePress(async () => onGone(await wipe(typed)));
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
          <p class="ways-row"><PressButton of={go} class="button grave" disabled={!matches} onPress={() => void go.press()}>{t("Delete everything for good")}</PressButton></p>
          {go.fault && <FaultBox fault={go.fault} sought />}
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
