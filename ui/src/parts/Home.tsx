import type { ComponentChildren } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../words";
import { AllShut } from "./allShut";
import { cameTo } from "./cameFrom";
import { Back as BackSign, Book, Curve, Dials, Mark, Ruler, Sun } from "./icons";

/** Pages that are reached from one of the five places. */
const WITHIN: Record<string, string> = { plan: "/", done: "/", results: "/test", result: "/test", learn: "/learn", share: "/settings" };
const belongs = (path: string, place: string) => WITHIN[path.split("/")[1] ?? ""] === place;

/** The five places of the home screen, and the page of one of them. */
export function Home({ title, children }: { title: string; children: ComponentChildren }) {
  const { path } = useLocation();
  const allShut = useContext(AllShut);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => cameTo(path), [path]);
  useEffect(() => {
    document.title = `${title} · levelhip`;
    heading.current?.focus();
  }, [title]);
  const places = allShut ? [
    { path: "/", words: t("Back"), icon: <BackSign /> },
  ] : [
    { path: "/", words: t("Today"), icon: <Sun /> },
    { path: "/test", words: t("Test"), icon: <Ruler /> },
    { path: "/progress", words: t("Progress"), icon: <Curve /> },
    { path: "/learn", words: t("Learn"), icon: <Book /> },
    { path: "/settings", words: t("Settings"), icon: <Dials /> },
  ];
  return (
    <>
      <main class="home">
        <h1 tabIndex={-1} ref={heading}>{title}</h1>
        {children}
      </main>
      <nav class="tabs" aria-label={t("Places")}>
        <span class="brand"><Mark />levelhip</span>
        {places.map((place) => (
          <a key={place.path} href={place.path} aria-current={path === place.path ? "page" : belongs(path, place.path) ? "true" : undefined}>
            {place.icon}
            {place.words}
          </a>
        ))}
      </nav>
    </>
  );
}
