/**
 * A camera of this device and the pose model that looks at it. One picture at a time is looked at; those that come
 * meanwhile are let go and counted. Nothing but joint numbers leaves this part, and hip crops while dots are in use.
 */
import { signal } from "@preact/signals";
import type { Feed } from "../session/sensors";
import { cropFrame, poseFrame } from "../session/wire";
import { t } from "../words";
import { CameraFault, keepCamera, keptCamera, opened, type Refusal } from "./devices";
import type { Look, Model, Seen, Told } from "./pose.worker";

/** People are counted, and the brightness taken, so often, us. */
const SECOND_US = 1_000_000;
/** Where counting takes longer than that, ms, it is done more seldom in a session: a gap of a quarter second is lost. */
const LONG_COUNT_MS = 90;
const SELDOM_US = 5_000_000;
/** No picture for so long: something is the matter, ms. */
const SILENT_MS = 2000;
/** A camera that went is looked for so often, ms. */
const RETRY_MS = 3000;
/** Sides of a picture may differ by so much of their ratio and still be the same picture. */
const SAME_SHAPE = 0.02;
/** A clock that is off by more than this has begun anew, us. */
const JUMP_US = 1_000_000;

export type CameraState = "opening" | "live" | "lost" | "refused";

export class Camera {
  readonly video = document.createElement("video");
  readonly state = signal<CameraState>("opening");
  /** What is the matter, and the way out; empty when all is well. */
  readonly trouble = signal("");
  /** Why it could not be opened; null where it could. */
  readonly refusal = signal<Refusal | null>(null);
  /** What was seen last. */
  readonly seen = signal<Seen | null>(null);
  /** Which model looks; null while it is loaded. */
  readonly model = signal<Model | null>(null);
  /** Mean of the picture, 0 to 255; null before it is known. */
  readonly brightness = signal<number | null>(null);
  /** px; changes when the device is turned. */
  readonly size = signal<[number, number] | null>(null);
  /** Whether bright dots are on the hip bones. */
  readonly dots = signal(false);
  /** Whether the picture is shown as in a mirror: not where the lens looks away from the screen. */
  readonly mirrored = signal(true);
  /** The camera that is in use. */
  readonly id = signal("");
  /** Pictures that were let go because the one before was still looked at. */
  dropped = 0;
  looked = 0;

  #worker: Worker | undefined;
  #stream: MediaStream | undefined;
  #feed: Feed | undefined;
  #fed: [number, number] | undefined;
  #busy = false;
  #broken = false;
  #frame = 0;
  #lastUs = 0;
  #shiftUs: number | undefined;
  #countedUs = -Infinity;
  #countMs = 0;
  #brightUs = -Infinity;
  #pictureMs = 0;
  #opening = 0;
  #closed = false;
  #watch: number;
  #small = Object.assign(document.createElement("canvas"), { width: 32, height: 24 });

  constructor() {
    Object.assign(this.video, { muted: true, playsInline: true, disablePictureInPicture: true });
    this.video.setAttribute("aria-hidden", "true");
    this.video.addEventListener("resize", this.#resized);
    this.video.addEventListener("loadedmetadata", this.#resized);
    document.addEventListener("visibilitychange", this.#shown);
    navigator.mediaDevices?.addEventListener?.("devicechange", this.#devices);
    this.#watch = window.setInterval(this.#look, 500);
  }

  /** Open the camera that was chosen last, or another one. */
  async open(id = keptCamera()): Promise<void> {
    const opening = ++this.#opening;
    this.#letGo();
    this.state.value = "opening";
    this.trouble.value = "";
    this.refusal.value = null;
    try {
      const stream = await opened(id);
      if (opening !== this.#opening || this.#closed) return stopped(stream);
      this.#take(stream);
      if (id) keepCamera(id);
    } catch (fault) {
      if (opening !== this.#opening || this.#closed) return;
      this.state.value = "refused";
      this.trouble.value = fault instanceof CameraFault ? fault.message : String(fault);
      this.refusal.value = fault instanceof CameraFault ? fault.why : "failed";
    }
  }

  /** Send what is seen until the function that it gives is called. */
  feed(to: Feed): () => void {
    this.#feed = to;
    this.#fed = this.size.value ?? undefined;
    const told = this.trouble.subscribe((words) => to.trouble(words));
    return () => {
      told();
      this.#feed = undefined;
    };
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#watch);
    this.#letGo();
    this.#worker?.terminate();
    document.removeEventListener("visibilitychange", this.#shown);
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.#devices);
    this.video.remove();
  }

  /** It must be in the page to give pictures; whoever shows it calls this. */
  play(): void {
    void this.video.play().catch(() => {});
  }

  #take(stream: MediaStream): void {
    const [track] = stream.getVideoTracks();
    if (!track) return stopped(stream);
    this.#stream = stream;
    const { deviceId, facingMode } = track.getSettings();
    this.id.value = deviceId ?? "";
    this.mirrored.value = facingMode !== "environment";
    track.addEventListener("ended", () => this.#stream === stream && this.#lost());
    this.video.srcObject = stream;
    this.play();
    this.state.value = "live";
    this.#pictureMs = performance.now();
    this.#shiftUs = undefined;
    this.#next();
  }

  #letGo(): void {
    if (this.#stream) stopped(this.#stream);
    this.#stream = undefined;
    this.video.srcObject = null;
    this.video.cancelVideoFrameCallback?.(this.#frame);
    this.seen.value = null;
  }

  #lost(): void {
    this.#letGo();
    this.state.value = "lost";
    this.trouble.value = t("The camera is gone. Plug it in again, or close what uses it.");
    this.#retry();
  }

  #retry(): void {
    setTimeout(() => {
      if (this.state.value === "lost" && !this.#closed) void this.#again();
    }, RETRY_MS);
  }

  async #again(): Promise<void> {
    const opening = ++this.#opening;
    try {
      const stream = await opened(this.id.value);
      if (opening !== this.#opening || this.#closed) return stopped(stream);
      this.trouble.value = "";
      this.#take(stream);
    } catch {
      if (opening === this.#opening) this.#retry();
    }
  }

  #devices = (): void => {
    if (this.state.value === "lost") void this.#again();
  };

  #shown = (): void => {
    this.#pictureMs = performance.now();
    if (document.visibilityState === "visible") this.play();
    this.#look();
  };

  #resized = (): void => {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth && videoHeight) this.size.value = [videoWidth, videoHeight];
  };

  /** What is the matter now, where nobody tells of it. */
  #look = (): void => {
    if (this.state.value !== "live" || this.#broken) return;
    if (document.visibilityState !== "visible") this.trouble.value = t("This page is not in front, so the camera sees nothing. Bring it back.");
    else if (performance.now() - this.#pictureMs > SILENT_MS) this.trouble.value = t("The camera gives no picture. Open its cover or lid, or plug it in again.");
    else if (this.#isTurned()) this.trouble.value = t("The picture has turned. Turn the device back as it was at the beginning.");
    else this.trouble.value = "";
  };

  /** Whether the picture has another shape than when the session began. */
  #isTurned(): boolean {
    const [now, then] = [this.size.value, this.#fed];
    if (!this.#feed || !now || !then) return false;
    return Math.abs((now[0] * then[1]) / (now[1] * then[0]) - 1) > SAME_SHAPE;
  }

  #next(): void {
    if (this.video.requestVideoFrameCallback) this.#frame = this.video.requestVideoFrameCallback(this.#came);
    else requestAnimationFrame((now) => this.#came(now, null));
  }

  #came = (now: number, about: VideoFrameCallbackMetadata | null): void => {
    if (this.#closed || !this.#stream) return;
    this.#next();
    const timeUs = this.#timeUs(now, about);
    if (timeUs === null) return;
    this.#pictureMs = performance.now();
    this.#resized();
    if (timeUs - this.#brightUs >= SECOND_US) this.#takeBrightness(timeUs);
    if (this.#busy) this.dropped += 1;
    else void this.#give(timeUs);
  };

  /** When the picture was taken, on this page's clock; null for one that was seen already. */
  #timeUs(now: number, about: VideoFrameCallbackMetadata | null): number | null {
    let timeUs = 1000 * (about?.captureTime ?? now);
    if (about && about.captureTime === undefined) {
      // The stream's own clock is the better one: when a picture is shown depends on how busy the browser is.
      const mediaUs = 1e6 * about.mediaTime;
      if (this.#shiftUs === undefined || Math.abs(mediaUs + this.#shiftUs - timeUs) > JUMP_US) this.#shiftUs = timeUs - mediaUs;
      timeUs = mediaUs + this.#shiftUs;
    }
    timeUs = Math.round(timeUs);
    if (timeUs <= this.#lastUs) return null;
    this.#lastUs = timeUs;
    return timeUs;
  }

  async #give(timeUs: number): Promise<void> {
    this.#busy = true;
    try {
      const bitmap = await createImageBitmap(this.video);
      const every = this.#feed && this.#countMs > LONG_COUNT_MS ? SELDOM_US : SECOND_US;
      const count = timeUs - this.#countedUs >= every;
      if (count) this.#countedUs = timeUs;
      const look: Look = { bitmap, timeUs, count, crop: this.dots.value && this.#feed !== undefined };
      this.#engine().postMessage(look, [bitmap]);
    } catch {
      // A picture that went while it was taken; the next one comes.
      this.#busy = false;
    }
  }

  #engine(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./pose.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Told>) => this.#told(data);
    worker.onerror = (fault) => this.#fails(fault.message);
    this.#worker = worker;
    return worker;
  }

  #told(told: Told): void {
    if (told.kind === "ready") {
      this.model.value = told.model;
      return;
    }
    this.#busy = false;
    if (told.kind === "fault") return this.#fails(told.words);
    if (!this.#stream || this.#closed) return;
    this.looked += 1;
    if (told.countMs) this.#countMs = told.countMs;
    this.seen.value = told;
    const feed = this.#feed;
    if (!feed || this.#isTurned()) return;
    const { timeUs, crop } = told;
    if (crop) feed.send(cropFrame(timeUs, crop.left, crop.top, crop.size, crop.jpeg));
    feed.send(poseFrame(timeUs, told.values, told.people));
  }

  #fails(words: string): void {
    this.#busy = false;
    this.#broken = true;
    this.trouble.value = t("The pose model cannot be used in this browser: {fault}", { fault: words || "worker" });
  }

  #takeBrightness(timeUs: number): void {
    const brush = this.#small.getContext("2d", { willReadFrequently: true });
    if (!brush) return;
    this.#brightUs = timeUs;
    const { width, height } = this.#small;
    brush.drawImage(this.video, 0, 0, width, height);
    const { data } = brush.getImageData(0, 0, width, height);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum += (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0);
    this.brightness.value = sum / (3 * width * height);
    this.#feed?.picture(this.brightness.value);
  }
}

function stopped(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
