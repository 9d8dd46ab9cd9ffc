import { copyFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const OUT = resolve(import.meta.dirname, "../src/levelhip/web/static");

/** The pose engine lies beside the page and is loaded only for the camera. */
function poseEngine(): Plugin {
  const files = ["vision_wasm_internal.js", "vision_wasm_internal.wasm"];
  return {
    name: "pose-engine",
    apply: "build",
    closeBundle() {
      mkdirSync(resolve(OUT, "pose"), { recursive: true });
      for (const file of files) {
        copyFileSync(
          resolve(import.meta.dirname, "node_modules/@mediapipe/tasks-vision/wasm", file),
          resolve(OUT, "pose", file),
        );
      }
    },
  };
}

export default defineConfig({
  plugins: [poseEngine()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8177", ws: true } } },
});
