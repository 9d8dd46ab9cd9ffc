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
  const words = run.caption.value || shown?.caption || "";
  const quiet = run.mode !== "full";
  const alarm = run.trouble.value || trouble;
  const big = bigOf(shown, total);
  // A number that was just said stands above already.
  const isCounted = big !== null && /^\d+\.?$/.test(words);
  const isOver = shown?.state === "finished";
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
        <h1>{shown?.title || title}</h1>
        {shown && shown.side !== "both" && <SideWord side={shown.side} />}
      </header>
      <Away state={run.line.state.value} why={run.line.why.value} again={() => run.line.open()} onLeave={onLeave} />
      {(alarm || hint) && (
        <p class={alarm ? "alarm grave" : "alarm"} role={quiet ? "status" : undefined}>
          <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><path d="M12 3l10 18H2z" /></svg>
          {alarm || hint}
        </p>
      )}
      <div class="picture">
        {Picture ? <Picture /> : demo ? <DemoLoop demo={demo} side={shown?.side ?? "both"} /> : <span class="nothing"><Mark /></span>}
      </div>
      <div class="now">
        {stops || isPaused ? (
          <div class="pause">
            <p class="asked">{isStopped ? t("End the session here?") : t("Paused")}</p>
            <button type="button" class="button tall" onClick={goOn}>{t("Go on")}</button>
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
      {!isAsked && (
        <p class={`caption ${big ? "" : "large"} ${lengthOf(words)}`} role={quiet ? "status" : undefined} aria-hidden={!quiet}>{isCounted ? <span class="sr">{words}</span> : words || t("One moment.")}</p>
      )}
      {isAsked && quiet && <p class="sr" role="status">{words}</p>}
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

/** A button for what a tap anywhere does, for those who cannot tap anywhere. */
function Ready({ shown, run }: { shown: Shown | null; run: Run }) {
  if (shown?.state !== "running" || shown.question) return null;
  if (shown.left_s !== null && shown.held_s === null) {
    return <button type="button" class="button quiet" onClick={() => run.say("go")}>{t("I am ready")}</button>;
  }
  if (run.sensor || (shown.count === null && shown.held_s === null)) return null;
  return <button type="button" class="button quiet" onClick={() => run.say("tap")}>{shown.held_s !== null ? t("Down again? Tap anywhere") : t("Tap anywhere as it is done: it counts")}</button>;
}

/** The one number of this moment: seconds of a hold or rest, or the count. */
function bigOf(shown: Shown | null, total: number) {
  if (!shown || shown.state === "finished") return null;
  const { count, target, left_s, held_s, faulty } = shown;
  const isOneOf = target !== null && count !== null;
  if (left_s !== null) {
    const holds = held_s !== null;
    const seconds = holds ? Math.floor(held_s) : Math.ceil(left_s);
    const whole = holds && total > 0 ? t("of {seconds} s", { seconds: Math.round(total) }) : "";
    const words = holds ? [t("seconds held"), t("minutes held")] : [t("seconds left"), t("minutes left")];
    return (
      <div class="count">
        <Ring part={total > 0 ? (held_s ?? left_s) / total : 0} seconds={seconds} />
        <p class="of"><span class="soft">{words[seconds < MINUTES_S ? 0 : 1]}</span>{whole && <span class="whole">{whole}</span>}{isOneOf && <span>{t("try {count} of {target}", { count, target })}</span>}</p>
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
