/** The pose model beside the page: a picture comes in, joint numbers go out, the picture is forgotten. */
import { type NormalizedLandmark, PoseLandmarker } from "@mediapipe/tasks-vision";
import loader from "../../node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js?url";
import engine from "../../node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm?url";
import { FIELDS, hipBox, liesIn, personBox, POINTS } from "./body";

export type Model = "full" | "lite";

/** A picture to be looked at; it is given away. */
export interface Look {
  bitmap: ImageBitmap;
  timeUs: number;
  /** Whether the people in it are to be counted, too. */
  count: boolean;
  /** Whether the part around the hips is to come back, for its dots. */
  crop: boolean;
}

export interface Crop {
  left: number;
  top: number;
  size: [number, number];
  jpeg: Uint8Array<ArrayBuffer>;
}

/** What was seen in a picture; `values` as a pose frame has them, all NaN for nobody. */
export interface Seen {
  kind: "seen";
  timeUs: number;
  values: Float32Array<ArrayBuffer>;
  people: number | null;
  crop: Crop | null;
  size: [number, number];
  /** What the model took, and what counting the people took, ms. */
  tookMs: number;
  countMs: number;
}

export type Told = Seen | { kind: "ready"; model: Model; gpu: boolean } | { kind: "fault"; words: string };

/** Slower than fifteen pictures a second the smaller model is taken; chosen by us: a repetition takes two and more. */
const SLOW_MS = 66;
/** Pictures before the time is taken, and those over which it is. */
const WARM = 4;
const TIMED = 9;
/** px; somebody else is found in a smaller picture as well. */
const COUNTED_SIDE = 640;
const JPEG = { type: "image/jpeg", quality: 0.92 };
/** Renderers that only pretend to be a graphics card; the plain processor is many times quicker then. */
const PRETENDED = /swiftshader|llvmpipe|softpipe|software|basic render/i;

const page = self as unknown as {
  postMessage: (told: Told, given?: Transferable[]) => void;
  onmessage: ((message: MessageEvent<Look>) => void) | null;
  ModuleFactory?: unknown;
  Module?: unknown;
  custom_dbg?: () => void;
};
// The engine's loader takes this name for granted where it is a module.
page.custom_dbg = () => {};

const gpu = hasGpu();
let model: Model = "full";
let pose: PoseLandmarker | undefined;
let counter: PoseLandmarker | undefined;
let lastMs = 0;
let looks = 0;
const took: number[] = [];

function hasGpu(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  const named = context?.getExtension("WEBGL_debug_renderer_info");
  const name = named ? String(context?.getParameter(named.UNMASKED_RENDERER_WEBGL)) : "";
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return name !== "" && !PRETENDED.test(name);
}

async function made(which: Model, mode: "VIDEO" | "IMAGE", onGpu: boolean): Promise<PoseLandmarker> {
  const got = await fetch(`/api/pose/${which}`);
  if (!got.ok) throw new Error(((await got.json()) as { error?: string }).error ?? got.statusText);
  const modelAssetBuffer = new Uint8Array(await got.arrayBuffer());
  const build = async (delegate: "CPU" | "GPU") => {
    // It tells how it is built, and calls that an error; what really fails is thrown.
    page.Module = { print: () => {}, printErr: () => {} };
    page.ModuleFactory = ((await import(/* @vite-ignore */ loader)) as { default: unknown }).default;
    return PoseLandmarker.createFromOptions(
      { wasmLoaderPath: "", wasmBinaryPath: engine },
      { baseOptions: { modelAssetBuffer: modelAssetBuffer.slice(), delegate }, runningMode: mode, numPoses: 1 },
    );
  };
  if (!onGpu) return build("CPU");
  return build("GPU").catch(() => build("CPU"));
}

function numbersOf(found: readonly NormalizedLandmark[] | undefined): Float32Array<ArrayBuffer> {
  const values = new Float32Array(POINTS * FIELDS).fill(NaN);
  found?.forEach(({ x, y, z, visibility }, i) => values.set([x, y, z, visibility], FIELDS * i));
  return values;
}

/** How many people are in the picture, 0, 1, or 2 for more: the one that was found is painted over. */
async function counted(bitmap: ImageBitmap, values: Float32Array): Promise<number> {
  const scale = Math.min(1, COUNTED_SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const box = personBox(values, width, height);
  if (!box) return 0;
  counter ??= await made("lite", "IMAGE", gpu);
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext("2d");
  if (!brush) return 1;
  brush.drawImage(bitmap, 0, 0, width, height);
  brush.fillStyle = "rgb(128 128 128)";
  brush.fillRect(box.left, box.top, box.width, box.height);
  const other = counter.detect(canvas).landmarks[0];
  return other && !liesIn(box, numbersOf(other), width, height) ? 2 : 1;
}

async function cropped(bitmap: ImageBitmap, values: Float32Array): Promise<Crop | null> {
  const box = hipBox(values, bitmap.width, bitmap.height);
  if (!box) return null;
  const canvas = new OffscreenCanvas(box.width, box.height);
  canvas.getContext("2d")?.drawImage(bitmap, -box.left, -box.top);
  const blob = await canvas.convertToBlob(JPEG);
  return { left: box.left, top: box.top, size: [bitmap.width, bitmap.height], jpeg: new Uint8Array(await blob.arrayBuffer()) };
}

async function look({ bitmap, timeUs, count, crop }: Look): Promise<void> {
  if (!pose) {
    pose = await made(model, "VIDEO", gpu);
    page.postMessage({ kind: "ready", model, gpu });
  }
  const began = performance.now();
  // The model counts time in whole milliseconds and refuses to see one twice.
  lastMs = Math.max(lastMs + 1, Math.round(timeUs / 1000));
  const found = pose.detectForVideo(bitmap, lastMs);
  const tookMs = performance.now() - began;
  const values = new Float32Array(POINTS * (FIELDS + 3)).fill(NaN);
  if (found.landmarks[0]) {
    values.set(numbersOf(found.landmarks[0]));
    found.worldLandmarks[0]?.forEach(({ x, y, z }, i) => values.set([x, y, z], POINTS * FIELDS + 3 * i));
  }
  const counting = performance.now();
  const people = count ? await counted(bitmap, values) : null;
  const countMs = count ? performance.now() - counting : 0;
  const hips = crop ? await cropped(bitmap, values) : null;
  const size: [number, number] = [bitmap.width, bitmap.height];
  bitmap.close();
  page.postMessage({ kind: "seen", timeUs, values, people, crop: hips, size, tookMs, countMs }, [values.buffer, ...(hips ? [hips.jpeg.buffer] : [])]);
  await judgeSpeed(tookMs);
}

/** Once it is known how quick this machine is: the smaller model where the larger one is too slow. */
async function judgeSpeed(tookMs: number): Promise<void> {
  if (model !== "full" || ++looks <= WARM || looks > WARM + TIMED) return;
  took.push(tookMs);
  if (took.length < TIMED) return;
  const middle = took.sort((a, b) => a - b)[TIMED >> 1] ?? 0;
  if (middle <= SLOW_MS) return;
  const smaller = await made("lite", "VIDEO", gpu);
  pose?.close();
  pose = smaller;
  model = "lite";
  page.postMessage({ kind: "ready", model, gpu });
}

let turn = Promise.resolve();
page.onmessage = ({ data }) => {
  turn = turn.then(() => look(data)).catch((fault: unknown) => {
    data.bitmap.close();
    page.postMessage({ kind: "fault", words: fault instanceof Error ? fault.message : String(fault) });
  });
};
