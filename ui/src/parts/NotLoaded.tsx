import { t } from "../words";
import { FaultBox } from "./FaultBox";
import { Screen } from "./Screen";

export const notLoaded = () => t("This part of the page could not be loaded. Perhaps levelhip is not running any more.");

/** In place of a part of the page that did not come; loaded anew, the browser asks for it once more. */
export function NotLoaded() {
  return <FaultBox fault={new Error(notLoaded())} again={() => location.reload()} />;
}

/** The same, in place of a whole page. */
export function PageNotLoaded() {
  return <Screen title="levelhip" onBack={() => location.assign("/")}><NotLoaded /></Screen>;
}
