import { t } from "../words";
import { Home } from "./Home";

export function NotHere() {
  return (
    <Home title={t("There is no such page")}>
      <p>{t("Perhaps the address was written by hand, or is of an earlier levelhip.")}</p>
      <p><a class="button" href="/">{t("Back to today")}</a></p>
    </Home>
  );
}
