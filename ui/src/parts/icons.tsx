import type { JSX } from "preact";

function Icon({ children }: { children: JSX.Element | JSX.Element[] }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const Back = () => <Icon><path d="M15 5l-7 7 7 7" /></Icon>;
export const Sun = () => <Icon><circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4" /></Icon>;
export const Ruler = () => <Icon><path d="M4 9h16M8 9v11M16 9v11" /><circle cx="12" cy="9" r="2.2" /></Icon>;
export const Curve = () => <Icon><path d="M4 4v16h16" /><path d="M7 15l4-5 3 3 5-7" /></Icon>;
export const Book = () => <Icon><path d="M12 6c-2-1.6-4.500-2-8-2v14c3.500 0 6 .4 8 2 2-1.600 4.500-2 8-2V4c-3.500 0-6 .4-8 2zM12 6v14" /></Icon>;
export const Dials = () => <Icon><path d="M5 4v8M5 16v4M12 4v3M12 11v9M19 4v10M19 18v2" /><circle cx="5" cy="14" r="2" /><circle cx="12" cy="9" r="2" /><circle cx="19" cy="16" r="2" /></Icon>;

export function Mark() {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="16" fill="var(--accent)" />
      <g stroke="var(--on-accent)" stroke-width="5" stroke-linecap="round">
        <path d="M13 25h38" /><path d="M19 25v25M45 25v25" opacity=".7" />
      </g>
      <circle cx="32" cy="25" r="6.500" fill="var(--on-accent)" />
    </svg>
  );
}
