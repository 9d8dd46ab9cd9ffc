import { useEffect, useState } from "preact/hooks";
import type { Fault, ProtocolShown, SessionTold } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { Select } from "../parts/Select";
import { picturesStay } from "../parts/pictures";
import { language, t } from "../words";
import { DemoLoop } from "./DemoLoop";
import { hearing, keepHearing, type Mode } from "./hearing";
import { KnockCheck } from "./KnockCheck";
import { demoOf, moreDemos, needed } from "./movements";
import { keepSource, usedSource } from "./lastSource";
import { SENSORS, type SensorName } from "./sensors";
import { findVoices } from "./voice";
import { VoiceSpeed } from "./VoiceSpeed";

export type SourceName = SensorName | "self";

export interface Chosen {
  source: SourceName;
  form: string;
  mode: Mode;
}

interface Props {
  told: ProtocolShown;
  form: string;
  /** One of these that was cut off. */
  open: SessionTold | undefined;
  fault: Fault | undefined;
  busy: boolean;
  onStart: (chosen: Chosen) => void;
  onGoOn: (session: SessionTold, mode: Mode) => void;
  onBack: () => void;
}

/** Before a session: what it is, what is needed, with what it is measured, how it is heard. */
export function Before({ told, form, open, fault, busy, onStart, onGoOn, onBack }: Props) {
  const forms = told.forms;
  const [chosenForm, setForm] = useState(firstForm(told, form));
  // Name, question and steps are those of the form that is chosen.
  const chosen = forms.find((each) => each.id === chosenForm) ?? told;
  const refusal = chosen.refusal;
  const sources = told.sources.filter((each) => each === "self" || SENSORS[each] !== undefined);
  const used = usedSource(told.id);
  const [source, setSource] = useState<SourceName>(sources.find((each) => each === used) ?? sources[0] ?? "self");
  const [voices, setVoices] = useState<SpeechSynthesisVoice[]>();
  const { mode, voice } = hearing.value;
  useEffect(() => {
    let current = true;
    void findVoices(language.value).then((found) => current && setVoices(found));
    return () => {
      current = false;
    };
  }, [language.value]);
  const speechless = voices !== undefined && voices.length === 0;
  // Where nothing can speak the words are shown, and the session waits until they have been read.
  const heard: Mode = mode === "full" && speechless ? "tones" : mode;
  const demo = demoOf(told.id, chosenForm);
  const needs = needed(told.id);
  // At a desk there is room for the steps under the picture.
  const [isWide] = useState(() => matchMedia("(min-width: 60rem)").matches);
  return (
    <Screen
      title={chosen.title}
      onBack={onBack}
      ways={refusal ? <a class="button tall" href="/">{t("Back to today")}</a> :
        <>
        {voices === undefined && <Loading words={t("Looking for a voice on this machine …")} />}
        <button type="button" class="button tall" disabled={busy || voices === undefined} onClick={() => { keepSource(told.id, source); onStart({ source, form: chosenForm, mode: heard }); }}>
          {next(source)}
        </button>
        </>
      }
    >
      {refusal ? <div class="apart"><div class="fault" role="alert"><p><strong>{t("Not now.")}</strong> {refusal}</p></div></div> : fault && <FaultBox fault={fault} />}
      {open && (
        <section class="card">
          <h2>{open.state === "running" ? t("One of these runs in another window") : t("One of these was not finished")}</h2>
          <p>{open.state === "running" ? t("It can go on here; there it then stops.") : t("It can go on where it was.")}</p>
          <button type="button" class="button" disabled={busy} onClick={() => onGoOn(open, heard)}>{open.state === "running" ? t("Go on here") : t("Go on")}</button>
        </section>
      )}
      <div class="before">
        <div>
          {demo ? <DemoLoop demo={demo} told /> : <p class="note">{t("There is no moving picture of this form; the steps below tell it.")}</p>}
          <p>{chosen.question}</p>
          {needs.length > 0 && (
            <>
              <h2>{t("What is needed")}</h2>
              <ul>{needs.map((each) => <li key={each}>{each}</li>)}</ul>
            </>
          )}
          <details open={isWide}>
            <summary>{t("How it is done")}</summary>
            <ol>{chosen.how.map((each) => <li key={each}>{each}</li>)}</ol>
          </details>
          {moreDemos(told.id, chosenForm).length > 0 && (
            <details>
              <summary>{t("More pictures")}</summary>
              {moreDemos(told.id, chosenForm).map((each) => <DemoLoop key={each.id} demo={each} told />)}
            </details>
          )}
        </div>
        <div>
          {forms.length > 1 && (
            <Choice legend={t("Which form")} name="form" value={chosenForm} onValue={setForm} options={forms.map((each) => ({ value: each.id, title: each.text, ...(each.id === told.planned ? { text: t("As your plan has it now.") } : {}) }))} />
          )}
          {sources.length > 1 && (
            <Choice
              legend={t("Measured with")}
              name="source"
              value={source}
              onValue={(each) => setSource(each as SourceName)}
              options={sources.map((each) => ({ value: each, ...sourceWords(each) }))}
            />
          )}
          <Choice
            legend={t("What you hear")}
            name="mode"
            value={mode}
            onValue={(each) => keepHearing({ mode: each as Mode })}
            options={[
              { value: "full", title: t("Voice and tones"), text: speechless ? t("This browser has no voice of its own on this machine. The words are shown instead, with tones, and the phone buzzes.") : t("Everything is said; nothing need be looked at.") },
              { value: "tones", title: t("Tones and written words"), text: t("Beeps for each repetition; the words are shown.") },
              { value: "off", title: t("Silent"), text: t("Written words; the phone buzzes.") },
            ]}
          />
          {mode === "full" && voices && voices.length > 0 && (
            <details>
              <summary>{t("The voice")}</summary>
              <VoiceSpeed />
              {voices.length > 1 && (
                <label class="field">
                  <span>{t("Which voice")}</span>
                  <Select value={voice} onValue={(each) => keepHearing({ voice: each })} options={[{ value: "", text: t("the usual one") }, ...voices.map((each) => ({ value: each.voiceURI, text: each.name }))]} />
                </label>
              )}
            </details>
          )}
          <KnockCheck />
          <details>
            <summary>{t("Answer without looking")}</summary>
            <ul>
              <li>{t("Tap anywhere, press space, or press the button of your headphones.")}</li>
              <li>{t("Yes: one tap. No: two taps.")}</li>
              <li>{t("A number: as many taps. Zero: one long press.")}</li>
              <li>{t("Leave a question out: two long presses.")}</li>
              <li>{t("Each tap is told back to you; wait, and it is your answer.")}</li>
              <li>{t("In a pause, one tap goes on.")}</li>
              <li>{t("Stop: the button at the bottom right, S on a keyboard, or the stop button of your headphones.")}</li>
            </ul>
          </details>
          <details>
            <summary>{t("What is measured")}</summary>
            <ul>
              {told.measured.filter((each) => each.sources.includes(source)).map((each) => (
                <li key={each.name}><strong>{each.label}</strong>: {each.meaning}</li>
              ))}
            </ul>
            {told.refused.filter((each) => each.sources.includes(source)).map((each) => <p key={each.text} class="soft small">{each.text}</p>)}
          </details>
        </div>
      </div>
    </Screen>
  );
}

/** The one asked for, else the plan's, else the first that can be begun. */
function firstForm({ forms, planned }: ProtocolShown, asked: string): string {
  const open = forms.filter((each) => !each.refusal);
  const found = forms.find((each) => each.id === asked) ?? open.find((each) => each.id === planned) ?? open[0] ?? forms[0];
  return found?.id ?? "";
}

function next(source: SourceName): string {
  if (source === "camera") return t("Next: set up the camera");
  return source === "motion" ? t("Next: wear the phone") : t("Start");
}

function sourceWords(source: SourceName): { title: string; text: string } {
  if (source === "camera") return { title: t("Camera"), text: `${t("Sees the whole body.")} ${picturesStay()}` };
  if (source === "motion") return { title: t("Phone"), text: t("Worn on the body, its sensor measures.") };
  return { title: t("No sensor"), text: t("You tap, the clock counts.") };
}

interface ChoiceProps {
  legend: string;
  name: string;
  value: string;
  onValue: (value: string) => void;
  options: { value: string; title: string; text?: string }[];
}

function Choice({ legend, name, value, onValue, options }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map((each) => (
        <label key={each.value}>
          <input type="radio" name={name} checked={value === each.value} onChange={() => onValue(each.value)} />
          <span>
            <strong>{each.title}</strong>
            {each.text && <span class="small soft">{each.text}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
