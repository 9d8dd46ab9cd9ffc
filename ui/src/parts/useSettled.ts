import { useEffect, useState } from "preact/hooks";

/** A press so early was meant for what was there before, ms; chosen by us: the second press of two comes within 300, and nobody has read a question by then. */
export const EARLY_MS = 400;

/** Whether what is asked now has been in view long enough for a press to be meant for it. */
export function useSettled(asked: string | undefined): boolean {
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    setSettled(undefined);
    const timer = setTimeout(() => setSettled(asked), EARLY_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return asked !== undefined && settled === asked;
}
