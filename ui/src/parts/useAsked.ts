import { useCallback, useEffect, useState } from "preact/hooks";
import { Fault } from "../api";

/** Something asked from the server: undefined until it is here; a fault stops the page with its words. */
export function useAsked<T>(ask: () => Promise<T>, inputs: readonly unknown[]): [T | undefined, Fault | undefined, () => void] {
  const [answer, setAnswer] = useState<T>();
  const [fault, setFault] = useState<Fault>();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let current = true;
    ask().then(
      (told) => {
        if (!current) return;
        setAnswer(told);
        setFault(undefined);
      },
      (error: unknown) => {
        if (current) setFault(error instanceof Fault ? error : new Fault(String(error)));
      },
    );
    return () => {
      current = false;
    };
  }, [...inputs, count]);
  return [answer, fault, useCallback(() => setCount((n) => n + 1), [])];
}
