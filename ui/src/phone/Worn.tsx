import { useEffect, useRef } from "preact/hooks";
import type { SessionTold } from "../api";
import { Run } from "../session/run";
import { hearing, type Mode } from "../session/hearing";
import { buzz } from "../session/tones";
import { t } from "../words";
import type { Motion } from "./motion";

/** How long the button must be held, ms: a belt presses shorter. */
const HELD_MS = 1000;

/** The phone while it measures for the laptop: nothing on it answers a touch, for it is worn under a belt. */
export function Worn({ session, motion, mode, onOver }: { session: SessionTold; motion: Motion; mode: Mode; onOver: () => void }) {
  const kept = useRef<Run>();
  kept.current ??= made(session, motion, mode);
  const run = kept.current;
  useEffect(() => {
    document.title = `${session.title} · levelhip`;
    // Taps are listened for on an element that nobody can touch.
    return run.start(document.createElement("div"));
  }, [run]);
  const state = run.line.state.value;
  const finish = run.finish.value;
  useEffect(() => {
    if (!finish && state !== "over" && state !== "gone") return;
    const timer = setTimeout(onOver, 4000);
    return () => clearTimeout(timer);
  }, [finish, state]);
  const shown = run.line.shown.value;
  const isPaused = shown?.state === "paused";
  const words = finish?.text || run.caption.value || shown?.caption || "";
  return (
    <main class="on-body">
      <header><h1>{shown?.title || session.title}</h1></header>
      {state === "away" && <p class="alarm" role="alert">{t("The way to the laptop is cut. It is tried again by itself; nothing is lost.")}</p>}
      {(state === "refused" || state === "shut" || state === "elsewhere") && <p class="alarm" role="alert">{run.line.why.value || t("This session goes on in another window.")}</p>}
      <div class="count">
        {isPaused ? <p class="asked">{t("Paused")}</p> : shown?.count != null && <p class="big" aria-hidden="true">{shown.count}</p>}
      </div>
      {shown?.state === "asking" && shown.answers !== "" && (
        <p>{hearing.value.knock ? t("Answer by knocking on this phone: once for yes, twice for no, for a number that many times. Or answer on the laptop.") : t("Answer on the laptop: click or tap anywhere, once for yes, twice for no, for a number that many times; or press a button there.")}</p>
      )}
      <p class="caption" role="status">{words || t("One moment.")}</p>
      <HeldButton
        words={isPaused ? t("Hold to go on") : t("Hold to pause")}
        onHeld={() => {
          run.say(isPaused ? "go" : "pause");
          buzz("end");
        }}
      />
    </main>
  );
}

function made(session: SessionTold, motion: Motion, mode: Mode): Run {
  const sensor = { feed: (to: { send: Parameters<Motion["feed"]>[0] }) => motion.feed(to.send), close: () => {} };
  const run = new Run(session.id, mode, sensor, `/api/phones/sessions/${session.id}/live`);
  if (mode === "full") {
    // A voice under a belt is easily missed.
    const carryOut = run.line.onOrder;
    run.line.onOrder = (order) => {
      if (order.kind === "tone") buzz(order.tone);
      carryOut(order);
    };
  }
  return run;
}

function HeldButton({ words, onHeld }: { words: string; onHeld: () => void }) {
  const timer = useRef(0);
  const up = () => clearTimeout(timer.current);
  return (
    <button
      type="button"
      class="button plain held"
      onPointerDown={() => {
        timer.current = window.setTimeout(onHeld, HELD_MS);
      }}
      onPointerUp={up}
      onPointerLeave={up}
      onPointerCancel={up}
      onKeyDown={(event) => event.key === "Enter" && !event.repeat && onHeld()}
      onContextMenu={(event) => event.preventDefault()}
    >
      {words}
    </button>
  );
}
