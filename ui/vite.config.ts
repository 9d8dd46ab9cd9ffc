import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const OUT = resolve(import.meta.dirname, "../src/levelhip/web/static");

/** The worker that opens the page offline is told of what the page is made, and a name for just that. */
function offlineShell(): Plugin {
  const worker = resolve(OUT, "worker.js");
  return {
    name: "offline-shell",
    apply: "build",
    closeBundle() {
      const index = readFileSync(resolve(OUT, "index.html"), "utf8");
      const named = [...index.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((found) => found[1]);
      const files = ["/", ...new Set(named)];
      const hash = createHash("sha256");
      for (const file of files.slice(1)) hash.update(readFileSync(resolve(OUT, `.${file}`)));
      const code = readFileSync(worker, "utf8");
      const name = hash.update(index).update(code).digest("hex").slice(0, 12);
      writeFileSync(worker, `const SHELL_FILES=${JSON.stringify(files)},SHELL_HASH="${name}";${code}`);
    },
  };
}

/** The package's own list of its files follows no rule that bundlers know. */
const VISION = resolve(import.meta.dirname, "node_modules/@mediapipe/tasks-vision/vision_bundle.mjs");

export default defineConfig({
  resolve: { alias: { "@mediapipe/tasks-vision": VISION } },
  plugins: [offlineShell()],
  // The pose engine: a worker of its own, loaded only for the camera.
  worker: { format: "es" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    rollupOptions: {
      input: { index: "index.html", pair: "pair.html", worker: "src/offline/worker.ts" },
      // The worker's name stays, so that browsers find its next version.
      output: { entryFileNames: (chunk) => (chunk.name === "worker" ? "worker.js" : "assets/[name]-[hash].js") },
    },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8177", ws: true } } },
});
