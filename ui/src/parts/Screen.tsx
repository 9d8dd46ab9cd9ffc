import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { Back, Mark } from "./icons";

interface Props {
  title: string;
  /** The way on, at the thumb. */
  ways?: ComponentChildren;
  /** Whether two ways stand side by side. */
  pair?: boolean;
  steps?: string;
  onBack?: (() => void) | undefined;
  children?: ComponentChildren;
}

/** Letters from which a title is set smaller. */
const LONG = 60;

/** One thing a screen: a title, what belongs to it, and the way on. The title takes the focus, so that it is read out. */
export function Screen({ title, ways, pair = false, steps, onBack, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · levelhip`;
    heading.current?.focus();
    scrollTo(0, 0);
  }, [title]);
  return (
    <div class={title.length > LONG ? "screen long" : "screen"}>
      <header>
        {onBack ? (
          <button type="button" class="back" aria-label={t("Back")} onClick={onBack}><Back /></button>
        ) : (
          <span class="brand"><Mark />levelhip</span>
        )}
        {steps && <span class="steps small">{steps}</span>}
      </header>
      <main class="body">
        <h1 tabIndex={-1} ref={heading}>{title}</h1>
        {children}
      </main>
      {ways && <div class={pair ? "ways pair" : "ways"}>{ways}</div>}
    </div>
  );
}
