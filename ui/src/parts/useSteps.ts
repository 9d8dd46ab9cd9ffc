import { useEffect, useRef } from "preact/hooks";
import { onBrowserBack } from "./browserBack";

interface Step { step: number; first: number }

/** How long the browser may take to go back by itself, ms. */
const BACK_MS = 400;

const here = () => (history.state as Partial<Step> | null) ?? {};

export interface Steps {
  /** Before the next step is shown. */
  forward: (next: number) => void;
  /** The page's own Back. */
  back: () => void;
  /** All steps are done: they are left out of the browser's history. */
  done: () => Promise<void>;
}

/** Steps of one page, each with a place in the browser's history: its Back goes a step back, before the first to `onLeave`. */
export function useSteps(at: number, show: (step: number) => void, onLeave: (() => void) | undefined): Steps {
  const now = useRef({ at, show, onLeave, over: false });
  now.current = { ...now.current, at, show, onLeave };
  useEffect(() => {
    if (here().step !== at) history.pushState({ step: at, first: at } satisfies Step, "");
    return onBrowserBack(() => {
      if (now.current.over) return false;
      const { step } = here();
      if (step === undefined) {
        now.current.onLeave?.();
        return false;
      }
      // Forward goes no further than what was answered.
      if (step < now.current.at) now.current.show(step);
      else if (step > now.current.at) history.back();
      return true;
    });
  }, []);
  return {
    forward: (next) => history.pushState({ step: next, first: here().first ?? next } satisfies Step, ""),
    back: () => {
      const { first = at } = here();
      if (at > first) return history.back();
      if (at === 0) return onLeave && history.back();
      history.replaceState({ step: at - 1, first: at - 1 } satisfies Step, "");
      show(at - 1);
    },
    done: async () => {
      now.current.over = true;
      const { step, first } = here();
      if (step === undefined || first === undefined) return;
      const gone = new Promise<void>((resolve) => {
        addEventListener("popstate", () => resolve(), { once: true });
        setTimeout(resolve, BACK_MS);
      });
      history.go(first - step - 1);
      await gone;
    },
  };
}
