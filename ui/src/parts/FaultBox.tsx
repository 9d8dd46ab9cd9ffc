import { useEffect, useRef } from "preact/hooks";
import { Fault } from "../api";
import { t } from "../words";

/** What went wrong, and the way on: once more, or to begin where nothing is known; `sought` brings it into view. */
export function FaultBox({ fault, again, sought = false }: { fault: Error; again?: () => void; sought?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const isUnknown = fault instanceof Fault && fault.unknown;
  useEffect(() => {
    if (sought) box.current?.scrollIntoView({ block: "nearest" });
  }, [fault]);
  return (
    <div class="fault" role="alert" ref={box}>
      <p>{fault.message}</p>
      {isUnknown && <button type="button" class="button" onClick={() => location.assign("/")}>{t("Begin")}</button>}
      {again && !isUnknown && <button type="button" class="button plain" onClick={again}>{t("Try again")}</button>}
    </div>
  );
}
