import type { ComponentChildren } from "preact";

/** Something that is opened when it is wanted. */
export function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="fold">
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  );
}
