import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A part of the page that is loaded only once it is needed; undefined until it is here. */
export function useLater<P>(load: (() => Promise<ComponentType<P>>) | null): ComponentType<P> | undefined {
  const [part, setPart] = useState<{ Part: ComponentType<P> }>();
  const isNeeded = load !== null;
  useEffect(() => {
    let current = true;
    void load?.().then((Part) => current && setPart({ Part }));
    return () => {
      current = false;
    };
  }, [isNeeded]);
  return part?.Part;
}
