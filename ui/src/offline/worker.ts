/// <reference lib="webworker" />
/** Opens the page when levelhip is not running. Keeps the page itself and texts that are the same for everybody; nothing of the person. */
export {};
declare const self: ServiceWorkerGlobalScope;
/** Written in front of this file by vite.config.ts: what the page is made of, and a name for just that. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_HASH: string;

const NAME = `levelhip-${SHELL_HASH}`;

/** Texts that do not depend on who asks. Safety, plans, results and sessions are never answered from here. */
const SAME_FOR_ALL = /^\/api\/(cards|words\/[a-z-]+)$/;

self.addEventListener("install", (event) => {
  const fresh = SHELL_FILES.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (SAME_FOR_ALL.test(pathname)) event.respondWith(lastSeen(request, pathname));
  else if (pathname.startsWith("/api/")) return;
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept("/")));
  else if (SHELL_FILES.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname)));
});

async function kept(path: string): Promise<Response> {
  return (await (await caches.open(NAME)).match(path)) ?? Response.error();
}

/** The server's answer, or the last one in the language that is asked for. */
async function lastSeen(request: Request, pathname: string): Promise<Response> {
  const language = pathname.startsWith("/api/words/") ? "" : `?in=${request.headers.get("accept-language") ?? ""}`;
  const key = pathname + language;
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(NAME)).put(key, answer.clone());
    return answer;
  } catch {
    return kept(key);
  }
}
