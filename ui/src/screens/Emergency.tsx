import { useEffect, useState } from "preact/hooks";
import { Fault, type Open } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { type Emergency as Told, grave, sendGrave } from "../parts/grave";
import { Screen } from "../parts/Screen";
import { t } from "../words";

const TRY_EVERY_MS = 2000;

/** What to do in an emergency, and the numbers to call. */
export function EmergencyWords({ then, call }: Told) {
  return (
    <>
      <div class="fault" role="alert"><p>{then}</p></div>
      <Calls call={call} />
    </>
  );
}

export function Calls({ call }: { call: readonly string[] }) {
  if (call.length === 0) return null;
  return <p class="ways-row">{call.map((number) => <a key={number} class="button" href={`tel:${number}`}>{t("Call {number}", { number })}</a>)}</p>;
}

/** A grave yes, told at once and sent as soon as levelhip answers; nothing opens meanwhile. */
export function GraveYes({ onSent }: { onSent: (open: Open) => void }) {
  const told = grave.value;
  const [fault, setFault] = useState<Fault>();
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!told) return;
    let timer = 0;
    let current = true;
    const again = () => setCount((n) => n + 1);
    sendGrave(told).then(onSent, (error: unknown) => {
      if (!current) return;
      const why = error instanceof Fault ? error : new Fault(String(error));
      setFault(why);
      if (why.away) timer = window.setTimeout(again, TRY_EVERY_MS);
    });
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [told, count]);
  if (!told) return null;
  return (
    <Screen title={t("Stop here for now")}>
      <div class="apart">
        <EmergencyWords then={told.then} call={told.call} />
        {fault?.away && <p class="soft">{t("levelhip does not answer now. What you said stays in this browser until it does; until then nothing else is shown.")}</p>}
        {fault && !fault.away && <FaultBox fault={fault} again={() => setCount(count + 1)} />}
      </div>
    </Screen>
  );
}
