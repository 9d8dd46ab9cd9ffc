import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";

/** The browser's Back was pressed in a session: it pauses, and says that nothing is lost. */
export function LeaveAsked({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  return (
    <div class="leave-asked" role="alertdialog" aria-label={t("Leave the session?")}>
      <h2>{t("Leave the session?")}</h2>
      <p>{t("It is paused. What was done is kept, and it can go on later where it is now.")}</p>
      <button ref={stay} type="button" class="button tall" onClick={onStay}>{t("Stay here")}</button>
      <button type="button" class="button plain" onClick={onLeave}>{t("Leave")}</button>
    </div>
  );
}
