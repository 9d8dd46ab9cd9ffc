import { useEffect, useRef, useState } from "preact/hooks";
import { keepHere, keptHere } from "../parts/here";
import { Screen } from "../parts/Screen";
import type { Mode } from "../session/hearing";
import { keepHearing, hearing } from "../session/hearing";
import { keepAwake } from "../session/keepAwake";
import { play, buzz, unlockTones } from "../session/tones";
import { unlockVoice } from "../session/voice";
import { t } from "../words";
import { Control } from "./control";
import { Motion } from "./motion";
import { hintOf, isReady } from "./placing";
import { Placing } from "./Placing";
import { Worn } from "./Worn";

const KEY = "levelhip.phone";

function keptMode(): Mode {
  const kept = keptHere(KEY);
  return kept === "full" || kept === "tones" ? kept : "off";
}

/** A phone that was let in as a sensor: started by a press, then it follows the laptop. */
export function SensorPage({ whole }: { whole: boolean }) {
  const kept = useRef<{ motion: Motion; control: Control }>();
  const [mode, setMode] = useState<Mode>(keptMode);
  const [started, setStarted] = useState(false);
  kept.current ??= made();
  const { motion, control } = kept.current;
  useEffect(() => () => {
    control.close();
    motion.close();
  }, []);
  useEffect(() => (started ? keepAwake() : undefined), [started]);
  const place = control.place.value;
  const session = control.session.value;
  const hint = hintOf(motion.permission.value, motion.felt.value, place?.location ?? null);
  const ready = isReady(hint);
  useEffect(() => {
    if (place) motion.anew();
  }, [place?.location]);
  useEffect(() => {
    // It may hang at the back by now: it is felt and heard that it can begin.
    if (!place || !ready || session) return;
    buzz("ready");
    if (mode !== "off") play("ready");
  }, [ready, place !== null]);

  const stopped = stoppedWords(control.state.value);
  if (stopped) {
    return (
      <Screen title={stopped.title} ways={control.state.value === "elsewhere" && <button type="button" class="button tall" onClick={() => control.open()}>{t("Go on here")}</button>}>
        <p>{stopped.words}</p>
        {control.state.value === "blocked" && <Keep />}
      </Screen>
    );
  }
  if (!started) {
    const start = async () => {
      unlockTones();
      unlockVoice();
      await motion.ask();
      setStarted(true);
    };
    return (
      <Screen
        title={t("This phone is paired")}
        ways={
          <>
            <button type="button" class="button tall" onClick={() => void start()}>{t("Start the sensor")}</button>
            {whole && <a class="button plain" href="/">{t("Open levelhip on this phone")}</a>}
          </>
        }
      >
        <div class="by-phone">
        <p>{t("It measures how it is turned and pushed, while a session on the laptop asks for it. Your system may ask whether the sensor may be read: allow it.")}</p>
        <fieldset class="choice">
          <legend>{t("What this phone does in a session")}</legend>
          {modes().map((each) => (
            <label key={each.value}>
              <input
                type="radio"
                name="mode"
                checked={mode === each.value}
                onChange={() => {
                  setMode(each.value);
                  keepHere(KEY, each.value);
                }}
              />
              <span><strong>{each.title}</strong></span>
            </label>
          ))}
        </fieldset>
        <label class="check">
          <input type="checkbox" checked={hearing.value.knock} onChange={(event) => keepHearing({ knock: event.currentTarget.checked })} />
          <span>{t("A knock on this phone answers, too")}</span>
        </label>
        </div>
      </Screen>
    );
  }
  if (session) return <Worn key={session.id} session={session} motion={motion} mode={mode} onOver={() => { control.session.value = null; }} />;
  return (
    <Screen title={place ? place.title : t("Go on at the laptop")}>
      <div class="by-phone">
      {control.state.value !== "open" && <p class="alarm" role="alert">{t("The way to the laptop is cut. It is tried again by itself; nothing is lost.")}</p>}
      {place ? (
        <>
          <Placing location={place.location} hint={hint} />
          <p class="soft">{t("Begin on the laptop. This phone buzzes when it is still.")}</p>
        </>
      ) : (
        <>
          <p>{t("Choose there what to do, measured with a phone. Keep this page open: the screen stays on by itself.")}</p>
          {!ready && hint !== "moves" && <p class="alarm" role="status">{(hint === "nothing" || hint === "none" || hint === "refused") && <Felt hint={hint} />}</p>}
        </>
      )}
      </div>
    </Screen>
  );
}

function Felt({ hint }: { hint: "nothing" | "none" | "refused" }) {
  if (hint === "nothing") return <>{t("Nothing is felt yet.")}</>;
  if (hint === "none") return <>{t("This device has no motion sensor that a page can read.")}</>;
  return <>{t("The sensor may not be read. Allow motion in the browser's settings for this page, then load it again.")}</>;
}

/** What an iPhone asks for before it lets the page's sockets through. */
function Keep() {
  return (
    <>
      <p>{t("Keep levelhip's certificate on this phone; it is good for this one laptop and nothing else:")}</p>
      <ol>
        <li><a href="/pair/levelhip.crt">{t("Load the certificate")}</a></li>
        <li>{t("Settings → General → VPN & Device Management: install “levelhip root”.")}</li>
        <li>{t("Settings → General → About → Certificate Trust Settings: switch it on.")}</li>
        <li>{t("Load this page again.")}</li>
      </ol>
    </>
  );
}

function made(): { motion: Motion; control: Control } {
  const motion = new Motion();
  const control: Control = new Control(() => {
    const { rate_hz, still } = motion.felt.value;
    const hint = hintOf(motion.permission.value, motion.felt.value, control?.place.value?.location ?? null);
    return { sensor: motion.permission.value, rate_hz: Math.round(10 * rate_hz) / 10, still, hint, ready: isReady(hint) };
  });
  return { motion, control };
}

function modes(): { value: Mode; title: string }[] {
  return [
    { value: "off", title: t("It buzzes") },
    { value: "tones", title: t("It buzzes and beeps") },
    { value: "full", title: t("It buzzes, beeps and speaks") },
  ];
}

function stoppedWords(state: Control["state"]["value"]): { title: string; words: string } | null {
  if (state === "out") return { title: t("This phone was removed"), words: t("It measures nothing any more and reaches nothing. To use it again, scan a new code on the laptop.") };
  if (state === "elsewhere") return { title: t("Open in another window"), words: t("The sensor goes on in another window of this phone.") };
  if (state === "blocked") return { title: t("One more step on this phone"), words: t("The page is shown, but this browser lets no measurements through while it does not trust the certificate.") };
  return null;
}
