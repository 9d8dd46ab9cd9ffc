import type { FigureTold } from "../api";

/** A picture that the server drew, in the page's own colours; its words are inside it for a screen reader. */
export function Drawn({ figure }: { figure: FigureTold }) {
  return (
    <figure class="drawn">
      {figure.heading && <h3>{figure.heading}</h3>}
      <div dangerouslySetInnerHTML={{ __html: figure.svg }} />
      {figure.caption && <figcaption>{figure.caption}</figcaption>}
    </figure>
  );
}
