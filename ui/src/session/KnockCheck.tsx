import { t } from "../words";
import { hearing, keepHearing } from "./hearing";
import { askForMotion, canKnock } from "./knocks";

/** Whether knocks answer; only where they can be felt, and only once the system allows it. */
export function KnockCheck() {
  if (!canKnock()) return null;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={hearing.value.knock}
        onInput={async (event) => {
          const box = event.currentTarget;
          const allowed = !box.checked || (await askForMotion());
          keepHearing({ knock: box.checked && allowed });
          box.checked = hearing.value.knock;
        }}
      />
      <span>{t("A knock on this phone answers, too")}</span>
    </label>
  );
}
