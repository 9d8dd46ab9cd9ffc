import { useEffect, useRef, useState } from "preact/hooks";
import type { SessionTold } from "../api";
import { Mark } from "../parts/icons";
import { EmergencyWords } from "../screens/Emergency";
import { t } from "../words";
import { Bubble } from "./Bubble";
import { DemoLoop } from "./DemoLoop";
import { demoOf } from "./movements";
import { Question } from "./Question";
import { MINUTES_S, Ring } from "./Ring";
import type { Run } from "./run";
import type { LineState, Shown } from "./socket";

interface Props {
  run: Run;
  session: SessionTold;
  onLeave: () => void;
}

/** The session itself: it fills the screen, and nothing of it need be looked at. */
export function During({ run, session, onLeave }: Props) {
  const { title, notes } = session;
  const root = useRef<HTMLElement>(null);
  const shown = run.line.shown.value;
  const { signals, hint, trouble } = run.line.measured.value;
  const [stops, setStops] = useState(false);
  const total = useLongest(shown);
  useEffect(() => {
    document.title = `${title} · levelhip`;
    root.current?.focus();
    return root.current ? run.start(root.current) : undefined;
  }, [run]);
  useEffect(() => {
    // What had the focus may be gone with the question: the keys must go on working.
    if (document.activeElement === document.body) root.current?.focus();
  });
  const isPaused = shown?.state === "paused";
  const isStopped = stops || shown?.stop === "asked";
  const isAsked = shown?.state === "asking" && shown.answers !== "" && !stops;
  const demo = demoOf(session.protocol, session.variant, shown?.step);
  const Picture = run.sensor?.Picture;
  // In a pause because of the sensor it alone tells the one thing to do.
  const broken = isPaused && !isStopped ? run.trouble.value : "";
  const isMended = useMended(run, isPaused);
  const words = isMended ? t("It measures again. Go on when you are ready.") : run.caption.value || shown?.caption || "";
  const quiet = run.mode !== "full";
  const alarm = run.trouble.value || (trouble === words ? "" : trouble);
  const big = bigOf(shown, total);
  // A number that was just said stands above already; how to hold is still told below it.
  const isCounted = big !== null && /^\d+\.?$/.test(words);
  const asHeld = useInstruction(shown, isCounted ? "" : words);
  const isOver = shown?.state === "finished";
  // What a question or a pause asks stands with its buttons, and nowhere else.
  const isWritten = !isAsked && !broken && !(isStopped && (stops || isPaused));
  const isGrave = shown?.emergency === "said" || run.grave.value;
  // What should be known of the dose is told until the first thing is counted or timed.
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (big) setTold(true);
  }, [big !== null]);
  const goOn = () => {
    setStops(false);
    if (isPaused) run.say("go");
  };
  if (isGrave) {
    return (
      <main class="session grave" ref={root} tabIndex={-1} aria-label={t("Stop here for now")}>
        <header><h1>{t("Stop here for now")}</h1></header>
        <div class="now"><EmergencyWords {...run.emergency} then={run.emergency.then || words} /></div>
      </main>
    );
  }
  return (
    <main class={isAsked ? "session asks" : "session"} ref={root} tabIndex={-1} aria-label={title}>
      <header>
        <h1>{isPaused || stops ? t("Paused") : shown?.title || title}</h1>
        {shown && shown.side !== "both" && !isPaused && !stops && <SideWord side={shown.side} />}
      </header>
      <Away state={run.line.state.value} why={run.line.why.value} again={() => run.line.open()} onLeave={onLeave} />
      {(alarm || hint) && !broken && <Alarm words={alarm || hint} grave={alarm !== ""} quiet={quiet} />}
      <div class="picture">
        {Picture ? <Picture /> : demo ? <DemoLoop demo={demo} side={shown?.side ?? "both"} /> : <span class="nothing"><Mark /></span>}
      </div>
      <div class="now">
        {stops || isPaused ? (
          <div class="pause">
            {broken && <Alarm words={broken} grave quiet={quiet} />}
            {isStopped && <p class="asked">{t("End the session here?")}</p>}
            {!broken && <button type="button" class="button tall" onClick={goOn}>{t("Go on")}</button>}
            {isStopped && <button type="button" class="button plain" onClick={() => run.say("stop")}>{t("End here, keep what was done")}</button>}
          </div>
        ) : isAsked && shown ? (
          <Question shown={shown} run={run} />
        ) : (
          <>
            {big}
            {isOver && <p class="asked" role="status">{t("Done. The result is being worked out.")}</p>}
            {!told && !big && !isOver && notes.map((each) => <p key={each} class="soft small">{each}</p>)}
            <Ready shown={shown} run={run} />
          </>
        )}
        {!isAsked && <Bubble signals={signals} side={shown?.side ?? "both"} />}
      </div>
      {isWritten && (
        <p class={`caption ${big ? "" : "large"} ${lengthOf(isCounted ? asHeld : words)}`} role={quiet ? "status" : undefined} aria-hidden={!quiet}>{isCounted ? <><span class="sr">{words}</span>{asHeld && <span aria-hidden="true">{asHeld}</span>}</> : words || t("One moment.")}</p>
      )}
      {!isWritten && quiet && !broken && <p class="sr" role="status">{words}</p>}
      <footer>
        <button
          type="button"
          class="button plain"
          disabled={isPaused || stops}
          onClick={() => run.say("pause")}
        >
          {t("Pause")}
        </button>
        <button type="button" class="button plain" onClick={() => run.say("again")}>{t("Again")}</button>
        <button
          type="button"
          class="button plain stop"
          onClick={() => {
            // Where a sign in the leg is a reason to stop, the coach asks for it before anything else.
            if (shown?.stop) return run.say("stop");
            if (!isPaused) run.say("pause");
            setStops(true);
          }}
        >
          {t("Stop")}
        </button>
      </footer>
    </main>
  );
}

/** Characters from which words are set smaller. */
const LONG = 75;

const lengthOf = (words: string) => (words.length > LONG ? "long" : "");

/** What is the matter: a square where it stops the session, a triangle where it could be better. */
function Alarm({ words, grave, quiet }: { words: string; grave: boolean; quiet: boolean }) {
  return (
    <p class={grave ? "alarm grave" : "alarm"} role={quiet ? "status" : undefined}>
      <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">{grave ? <rect x="3" y="3" width="18" height="18" rx="2" /> : <path d="M12 3l10 18H2z" />}</svg>
      {words}
    </p>
  );
}

/** Whether the sensor was the reason of this pause, and is well again. */
function useMended(run: Run, isPaused: boolean): boolean {
  const was = useRef(false);
  const broken = run.trouble.value !== "";
  was.current = isPaused && (was.current || broken);
  return was.current && !broken;
}

/** What was said last before the hold that runs; empty where nothing is held. */
function useInstruction(shown: Shown | null, words: string): string {
  const kept = useRef("");
  const holds = shown?.held_s != null;
  if (!holds && words) kept.current = words;
  return holds ? kept.current : "";
}

/** A button for what a tap anywhere does, for those who cannot tap anywhere. */
function Ready({ shown, run }: { shown: Shown | null; run: Run }) {
  if (shown?.state !== "running" || shown.question) return null;
  if (shown.left_s !== null && shown.held_s === null) {
    return <button type="button" class="button quiet" onClick={() => run.say("go")}>{t("I am ready")}</button>;
  }
  if (run.sensor || (shown.count === null && shown.held_s === null)) return null;
  return <button type="button" class="button quiet" onClick={() => run.say("tap")}>{shown.held_s !== null ? t("Down again? Tap anywhere") : t("Tap anywhere after each one; each tap counts")}</button>;
}

/** The one number of this moment: seconds of a hold or rest, or the count. */
function bigOf(shown: Shown | null, total: number) {
  if (!shown || shown.state === "finished") return null;
  const { count, target, left_s, held_s, faulty } = shown;
  const isOneOf = target !== null && count !== null;
  if (left_s !== null) {
    const holds = held_s !== null;
    const seconds = holds ? Math.floor(held_s) : Math.ceil(left_s);
    const inMinutes = seconds >= MINUTES_S;
    const whole = holds && total > 0 && !inMinutes ? t("of {seconds} s held", { seconds: Math.round(total) }) : "";
    const words = holds ? [t("seconds held"), t("minutes held")] : [t("seconds left"), t("minutes left")];
    return (
      <div class="count">
        <Ring part={total > 0 ? (held_s ?? left_s) / total : 0} seconds={seconds} />
        <p class="of">{whole ? <span class="whole">{whole}</span> : <span class="soft">{words[inMinutes ? 1 : 0]}</span>}{isOneOf && <span>{t("try {count} of {target}", { count, target })}</span>}</p>
      </div>
    );
  }
  if (count === null) return null;
  return (
    <div class="count">
      <p class="sr">{isOneOf ? t("{count} of {target}", { count, target }) : String(count)}</p>
      <p class={`big digits-${Math.min(5, String(count).length)}`} aria-hidden="true">{count}</p>
      <p class="of">
        {target !== null && <span aria-hidden="true">{t("of {target}", { target })}</span>}
        {faulty > 0 && <span class="soft">{t("{count} not as asked", { count: faulty })}</span>}
      </p>
    </div>
  );
}

/** How long the running time was at its begin, s. */
function useLongest(shown: Shown | null): number {
  const kept = useRef({ of: "", longest: 0 });
  if (!shown || shown.left_s === null) {
    kept.current = { of: "", longest: 0 };
    return 0;
  }
  const of = `${shown.step} ${shown.side} ${shown.held_s === null ? 0 : shown.count}`;
  const whole = shown.left_s + (shown.held_s ?? 0);
  const longest = of === kept.current.of ? Math.max(kept.current.longest, whole) : whole;
  kept.current = { of, longest };
  return longest;
}

function SideWord({ side }: { side: "left" | "right" }) {
  return (
    <span class={`side ${side}`}>
      <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><path d={side === "left" ? "M15 4L5 12l10 8z" : "M9 4l10 8-10 8z"} /></svg>
      {side === "left" ? t("left") : t("right")}
    </span>
  );
}

/** What the socket's state means for the person. */
function Away({ state, why, again, onLeave }: { state: LineState; why: string; again: () => void; onLeave: () => void }) {
  if (state === "open" || state === "opening") return null;
  const words: Record<string, string> = {
    away: t("The way to levelhip is cut. It is tried again by itself; nothing is lost. If it stays so, see whether levelhip still runs."),
    elsewhere: t("This session goes on in another window."),
    shut: why,
    gone: t("This session is not there any more. What was done is kept."),
    over: t("This session is over. What was done is kept."),
    refused: why || t("levelhip could not go on with this session."),
  };
  return (
    <div class="alarm grave" role="alert">
      <p>{words[state]}</p>
      {(state === "elsewhere" || state === "refused") && <button type="button" class="button plain" onClick={again}>{t("Go on here")}</button>}
      {state !== "away" && state !== "elsewhere" && <button type="button" class="button plain" onClick={onLeave}>{t("Leave")}</button>}
    </div>
  );
}
