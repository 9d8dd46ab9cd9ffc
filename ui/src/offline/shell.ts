/** Asks the browser to keep the page, so that it opens when levelhip is not running. */
import { words } from "../api";
import { language } from "../words";

export async function keepShell(): Promise<void> {
  const keeper = navigator.serviceWorker;
  // Over the local network with a certificate of its own a browser may refuse: then the page needs the server.
  if (!keeper || !import.meta.env.PROD) return;
  try {
    const isFirst = keeper.controller === null;
    const taken = new Promise((done) => keeper.addEventListener("controllerchange", done, { once: true }));
    await keeper.register("/worker.js");
    if (!isFirst) return;
    await taken;
    // The words were here before anybody could keep them.
    if (language.value !== "en") await words(language.value);
  } catch {
    // Nothing else depends on it.
  }
}
