import { useCallback, useEffect, useState } from "preact/hooks";
import { Fault, phones, type PhonesTold } from "../api";

/** How often the laptop looks what phones say, ms. */
const LOOK_MS = 700;

/** What there is of phones, kept up to date while it is shown. */
export function usePhones(): [PhonesTold | undefined, Fault | undefined, (asked: Promise<PhonesTold>) => void] {
  const [told, setTold] = useState<PhonesTold>();
  const [fault, setFault] = useState<Fault>();
  const take = useCallback((asked: Promise<PhonesTold>) => {
    asked.then(
      (answer) => {
        setTold(answer);
        setFault(undefined);
      },
      (error: unknown) => setFault(error instanceof Fault ? error : new Fault(String(error))),
    );
  }, []);
  useEffect(() => {
    let over = false;
    let timer = 0;
    const look = async () => {
      try {
        const answer = await phones();
        if (over) return;
        setTold(answer);
        // Without a way in there is nothing to wait for.
        if (answer.way === null) return;
      } catch (error) {
        if (!over) setFault(error as Fault);
      }
      if (!over) timer = window.setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);
  return [told, fault, take];
}
