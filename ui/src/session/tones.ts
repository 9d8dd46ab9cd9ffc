/** The four tones, as io/tones.py has them, and what a phone does instead of each where nothing sounds. */
import type { Tone } from "./socket";

const LOUDNESS = 0.35;
/** Rise and fall, s; a tone that is cut off clicks. */
const EDGE_S = 0.01;
const [LOW, MIDDLE, HIGH] = [220, 440, 880];

/** Parts: pitch at the beginning and at the end, Hz, when it begins and how long it lasts, s. */
const PARTS: Record<Tone, [number, number, number, number][]> = {
  ready: [[MIDDLE, HIGH, 0, 0.35]],
  rep: [[HIGH, HIGH, 0, 0.09]],
  end: [[HIGH, MIDDLE, 0, 0.45]],
  fault: [[LOW, LOW, 0, 0.12], [LOW, LOW, 0.2, 0.12]],
};

/** Milliseconds of buzzing and silence, in turn. */
const BUZZES: Record<Tone | "caption", number[]> = {
  ready: [60, 60, 160],
  rep: [50],
  end: [250],
  fault: [90, 70, 90],
  caption: [25],
};

let context: AudioContext | undefined;

/** Within a press: browsers let nothing sound before one. */
export function unlockTones(): void {
  context ??= new AudioContext({ latencyHint: "interactive" });
  void context.resume();
}

export function play(tone: Tone): void {
  if (!context) return;
  if (context.state === "suspended") void context.resume();
  for (const [from, to, begin, length] of PARTS[tone]) {
    const start = context.currentTime + 0.005 + begin;
    const end = start + length;
    const pitch = new OscillatorNode(context, { frequency: from });
    const loud = new GainNode(context, { gain: 0 });
    pitch.frequency.setValueAtTime(from, start);
    pitch.frequency.exponentialRampToValueAtTime(to, end);
    loud.gain.setValueAtTime(0, start);
    loud.gain.linearRampToValueAtTime(LOUDNESS, start + EDGE_S);
    loud.gain.setValueAtTime(LOUDNESS, end - EDGE_S);
    loud.gain.linearRampToValueAtTime(0, end);
    pitch.connect(loud).connect(context.destination);
    pitch.start(start);
    pitch.stop(end);
  }
}

export function buzz(what: Tone | "caption"): void {
  navigator.vibrate?.(BUZZES[what]);
}
