import { useEffect, useState } from "preact/hooks";
import { t } from "../words";

/** A page that is this fast says nothing, ms; chosen by us. */
const QUIET_MS = 300;

/** A quiet word, once a page has been empty for a while. */
export function Loading({ words }: { words?: string }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p class="soft loading" role="status">{isLong && (words ?? t("One moment."))}</p>;
}
