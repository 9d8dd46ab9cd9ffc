import type { ComponentChildren } from "preact";
import { t } from "../words";
import type { Press } from "./usePress";

interface Props {
  of: Pick<Press<never>, "busy" | "slow">;
  onPress?: () => void;
  class?: string;
  disabled?: boolean;
  children: ComponentChildren;
}

/** A button that is waited for: it says so when the answer takes long; without `onPress` it sends its form. */
export function PressButton({ of: { busy, slow }, onPress, disabled = false, children, ...rest }: Props) {
  return (
    <button type={onPress ? "button" : "submit"} class={rest.class ?? "button"} disabled={disabled} aria-busy={busy} onClick={onPress && (() => busy || onPress())}>
      {slow ? t("One moment …") : children}
    </button>
  );
}
