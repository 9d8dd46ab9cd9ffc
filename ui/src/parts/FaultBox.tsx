import { t } from "../words";

/** What went wrong, and the way to try again. */
export function FaultBox({ fault, again }: { fault: Error; again?: () => void }) {
  return (
    <div class="fault" role="alert">
      <p>{fault.message}</p>
      {again && <button type="button" class="button plain" onClick={again}>{t("Try again")}</button>}
    </div>
  );
}
