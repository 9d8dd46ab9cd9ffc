import { useEffect, useRef, useState } from "preact/hooks";
import { Fault } from "../api";

/** An answer that takes longer is waited for in words. */
const SLOW_MS = 400;

export interface Press<Given extends unknown[]> {
  /** Does the work; a second press before the answer does nothing. True when it was done. */
  press: (...given: Given) => Promise<boolean>;
  busy: boolean;
  slow: boolean;
  fault: Fault | undefined;
}

/** A press that counts once until it is answered. */
export function usePress<Given extends unknown[]>(work: (...given: Given) => Promise<unknown>): Press<Given> {
  const taken = useRef(false);
  const [busy, setBusy] = useState(false);
  const [slow, setSlow] = useState(false);
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    if (!busy) return setSlow(false);
    const later = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(later);
  }, [busy]);
  const press = async (...given: Given) => {
    if (taken.current) return false;
    taken.current = true;
    setBusy(true);
    setFault(undefined);
    try {
      await work(...given);
      return true;
    } catch (error) {
      setFault(error instanceof Fault ? error : new Fault(String(error)));
      return false;
    } finally {
      taken.current = false;
      setBusy(false);
    }
  };
  return { press, busy, slow, fault };
}
