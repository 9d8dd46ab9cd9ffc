import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { NotLoaded } from "./NotLoaded";

/** A part of the page that is loaded only once it is needed: undefined until it is here, what says so if it cannot be. */
export function useLater<P>(load: (() => Promise<ComponentType<P>>) | null, otherwise: ComponentType = NotLoaded): ComponentType<P> | undefined {
  const [part, setPart] = useState<{ Part: ComponentType<P> }>();
  const isNeeded = load !== null;
  useEffect(() => {
    let current = true;
    void load?.().then(
      (Part) => current && setPart({ Part }),
      () => current && setPart({ Part: otherwise as ComponentType<P> }),
    );
    return () => {
      current = false;
    };
  }, [isNeeded]);
  return part?.Part;
}
