import { useEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { across } from "./body";
import type { Camera } from "./camera";
import type { Seen } from "./pose.worker";
import { drawSkeleton } from "./skeleton";

interface Props {
  camera: Camera;
  /** Whether a wide picture is cut to the person in it where the screen is narrow; else all of it is shown. */
  follows?: boolean;
}

/** The camera's picture as a mirror, with the skeleton and the line of the pelvis over it. */
export function Mirror({ camera, follows = false }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    frame.current?.prepend(camera.video);
    camera.play();
    const view = new View(frame.current, follows);
    const drawn = camera.seen.subscribe((seen) => {
      const here = canvas.current;
      if (!here) return;
      if (!seen) return here.getContext("2d")?.clearRect(0, 0, here.width, here.height);
      drawSkeleton(here, seen.values, seen.size);
      view.turnTo(seen);
    });
    return () => {
      drawn();
      camera.video.remove();
    };
  }, [camera]);
  // One that was unplugged is looked for by itself.
  const isRefused = camera.state.value === "refused";
  return (
    <div class="mirror">
      <div
        class={camera.mirrored.value ? "seen turned" : "seen"}
        role="img"
        aria-label={t("You, as in a mirror, with the line of the pelvis")}
        ref={frame}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
      {isRefused && <button type="button" class="button plain" onClick={() => void camera.open(camera.id.value)}>{t("Try the camera again")}</button>}
    </div>
  );
}

/** Body over what is shown: with more of it the whole picture is shown, with less it is cut again. */
const [MUCH, LITTLE] = [0.9, 0.6];
/** The part shown moves only when the person leaves so much of it about its middle. */
const CALM = 0.25;

/** Which part of a picture that is wider than its frame is shown. */
class View {
  #cut = false;
  #place = 0.5;

  constructor(private readonly frame: HTMLElement | null, private readonly follows: boolean) {}

  turnTo({ values, size }: Seen): void {
    const frame = this.frame;
    const body = across(values);
    if (!frame || !this.follows || !body) return;
    const shown = (frame.clientWidth / frame.clientHeight) * (size[1] / size[0]);
    this.#cut = shown < 1 && body.width < (this.#cut ? MUCH : LITTLE) * shown;
    if (this.#cut) {
      const now = this.#place * (1 - shown) + shown / 2;
      if (Math.abs(body.middle - now) > CALM * shown) this.#place = Math.min(1, Math.max(0, (body.middle - shown / 2) / (1 - shown)));
    }
    for (const each of frame.children) {
      if (!(each instanceof HTMLElement)) continue;
      each.style.objectFit = this.#cut ? "cover" : "contain";
      each.style.objectPosition = this.#cut ? `${(100 * this.#place).toFixed(0)}% 50%` : "";
    }
  }
}
