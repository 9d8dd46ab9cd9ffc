/** Who hears of the browser's Back before the router does; true from one of them: nobody else is told. */
type Hears = () => boolean;

const all = new Set<Hears>();

// Once the page is loaded, and so before the router: listeners are called in the order in which they came.
addEventListener("popstate", (event) => {
  for (const hears of [...all]) if (hears()) return event.stopImmediatePropagation();
});

/** Until the function that it gives is called. */
export function onBrowserBack(hears: Hears): () => void {
  all.add(hears);
  return () => void all.delete(hears);
}
