import { useLayoutEffect, useRef } from "preact/hooks";
import { onBrowserBack } from "./browserBack";

/** While it holds, the browser's Back stays on this page and does something else. */
export function useHeldBack(holds: boolean, onBack: () => void): void {
  const now = useRef(onBack);
  now.current = onBack;
  useLayoutEffect(() => {
    if (!holds) return;
    const own = location.href;
    return onBrowserBack(() => {
      if (location.href === own) return false;
      history.pushState(null, "", own);
      now.current();
      return true;
    });
  }, [holds]);
}
