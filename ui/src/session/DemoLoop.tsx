import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../words";
import type { Demo } from "./movements";

const asksForLess = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

interface Props {
  demo: Demo;
  /** The side that works now; the picture shows that one. */
  side?: "left" | "right" | "both";
  /** Whether the words stand under the picture too. */
  told?: boolean;
}

/** A movement, shown again and again; it stands still when less motion is asked for, or by its button. */
export function DemoLoop({ demo, side = "both", told = false }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [moves, setMoves] = useState(!asksForLess());
  useEffect(() => {
    const player = video.current;
    if (!player) return;
    // Another movement in its place breaks off the play of this one; only a browser that refuses stops it.
    if (moves) player.play().catch((fault: unknown) => fault instanceof DOMException && fault.name === "NotAllowedError" && setMoves(false));
    else player.pause();
  }, [moves, demo.id]);
  const turned = demo.side && side !== "both" && side !== demo.side;
  return (
    <figure class={`demo ${demo.width > demo.height ? "wide" : "high"}`} aria-label={told ? undefined : demo.words}>
      <div class="frame">
        <video
          ref={video}
          key={demo.id}
          class={turned ? "turned" : undefined}
          src={`/demos/${demo.id}.mp4`}
          poster={`/demos/${demo.id}.webp`}
          width={demo.width}
          height={demo.height}
          muted
          loop
          playsInline
          disablePictureInPicture
          preload="none"
          aria-hidden="true"
        />
        <button type="button" class="hold-still" aria-label={moves ? t("Hold the picture still") : t("Let the picture move")} onClick={() => setMoves(!moves)}>
          <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
            {moves ? <path d="M7 5h3.500v14H7zM13.500 5H17v14h-3.500z" /> : <path d="M8 5l11 7-11 7z" />}
          </svg>
        </button>
      </div>
      {told && <figcaption class="small soft">{demo.words}</figcaption>}
    </figure>
  );
}
