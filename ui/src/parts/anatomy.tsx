import { useId } from "preact/hooks";
import { t } from "../words";

/** The right hip from the side, the person facing right: gluteus maximus over gluteus medius. Drawn for levelhip. With `spot` also where the hip spot is looked for: between the top of the hip bone and the bony knob (protocol pain-spot). */
export function HipMuscles({ spot = false }: { spot?: boolean }) {
  const id = useId();
  return (
    <figure class="anatomy">
      <svg viewBox="0 0 320 372" role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>{t("The hip from the side")}</title>
        <desc id={`${id}-text`}>
          {t("The right hip seen from the right, the front of the body on the right. The gluteus medius spreads like a fan from the upper edge of the pelvis down to the bony knob on the side of the thigh bone. The gluteus maximus is larger, lies behind it and covers its back part.")}
        </desc>
        <path class="skin" d="M104 0C104 40 116 66 108 96C96 122 52 140 46 196C42 236 70 262 86 288C94 312 96 344 98 372H214C222 330 234 280 232 236C230 206 218 176 222 140C228 104 226 50 214 0Z" />
        <g class="bone">
          <path d="M104 122C92 132 82 158 86 182C88 196 98 204 104 198C108 180 116 160 124 148Z" />
          <path d="M106 116C112 88 146 66 176 74C198 80 210 96 210 114C210 122 202 124 200 132C198 148 192 158 184 168C182 184 176 196 166 204C160 214 158 226 148 236C140 244 128 238 130 226C134 212 142 200 140 188C134 176 122 166 124 148C122 134 108 132 106 116Z" />
          <path d="M152 190C158 178 178 178 184 190C190 204 186 214 184 228L188 372H162L160 240C156 226 146 206 152 190Z" />
        </g>
        <path class="medius" d="M110 116C118 90 146 71 176 78C194 83 205 98 206 113C194 138 186 164 180 194C176 206 164 208 158 198C146 172 124 146 110 116Z" />
        <path class="fibre light" d="M128 94C144 124 158 160 165 196M150 80C158 116 166 156 169 198M176 80C178 116 176 160 173 196M198 98C192 128 184 160 177 192" />
        <path class="maximus" d="M108 112C118 122 132 138 144 158C156 178 170 200 176 222C178 240 176 260 172 282C160 286 150 280 138 274C104 264 62 240 56 206C56 168 86 126 108 112Z" />
        <path class="hidden" d="M110 116C124 146 146 172 158 198C161 203 166 206 170 206" />
        <path class="fibre" d="M102 124C120 154 148 190 170 234M88 142C104 174 138 218 168 258M74 168C92 202 130 246 164 276M62 196C78 226 110 252 140 270" />
        {spot && <ellipse class="spot" cx="166" cy="140" rx="25" ry="44" transform="rotate(-6 166 140)" />}
        <Numbered at={spot ? [126, 104] : [184, 118]} number={1} />
        {spot && <Numbered at={[166, 140]} number={6} />}
        <Numbered at={[98, 208]} number={2} />
        <Numbered at={[150, 62]} number={3} />
        <Numbered at={[176, 326]} number={4} />
        <Numbered at={[206, 200]} number={5} />
        <path class="lead" d="M196 200H182" />
      </svg>
      <figcaption>
        <ol>
          <li>{t("gluteus medius, the muscle on the side of the hip")}</li>
          <li>{t("gluteus maximus, the large muscle of the buttock; it covers the back part of the medius")}</li>
          <li>{t("upper edge of the pelvis, where your hands rest")}</li>
          <li>{t("thigh bone")}</li>
          <li>{t("the bony knob that you feel on the side of the hip")}</li>
          {spot && <li>{t("where you look for the hip spot: the soft muscle between 3 and 5, never the bone")}</li>}
        </ol>
        {spot && <p>{t("The back spot is not in this picture: it lies where your own back hurts most.")}</p>}
      </figcaption>
    </figure>
  );
}

function Numbered({ at: [x, y], number }: { at: [number, number]; number: number }) {
  return (
    <g class="number" aria-hidden="true">
      <circle cx={x} cy={y} r="12" />
      <text x={x} y={y + 5} text-anchor="middle">{number}</text>
    </g>
  );
}

const DROP_DEG = 10;

/** Standing on one leg from the front: the pelvis level, and dropped on the side of the lifted foot. Drawn for levelhip. */
export function PelvisLevel() {
  const id = useId();
  return (
    <figure class="anatomy">
      <svg viewBox="0 0 440 300" role="img" aria-labelledby={`${id}-title ${id}-text`}>
        <title id={`${id}-title`}>{t("Level pelvis, dropped pelvis")}</title>
        <desc id={`${id}-text`}>
          {t("The pelvis of two people from the front, each standing on the left leg. In the first the pelvis is level. In the second it hangs lower on the side of the lifted foot.")}
        </desc>
        <Standing x={5} drop={0} />
        <Standing x={225} drop={DROP_DEG} />
        <Numbered at={[18, 18]} number={1} />
        <Numbered at={[238, 18]} number={2} />
      </svg>
      <figcaption>
        <ol>
          <li>{t("Level: both hip bones at the same height")}</li>
          <li>{t("Dropped: the hip bone over the lifted foot is lower")}</li>
        </ol>
        <p><span class="swatch medius" aria-hidden="true" />{t("The coloured band is the gluteus medius of the standing leg.")}</p>
      </figcaption>
    </figure>
  );
}

const HIP = { standing: [146, 132], lifted: [64, 132] } as const;
const WING = "M95 80C86 62 54 52 42 72C34 90 44 112 58 122C50 132 54 144 66 146C76 148 82 158 92 164C100 168 104 160 103 152C92 146 84 136 86 124C92 114 97 100 95 80Z";
const FEMUR = "M138 127C143 119 155 121 159 130L168 133C178 136 179 150 175 160C170 190 164 250 163 300H143C144 250 150 200 153 168C154 156 150 148 146 142C138 142 135 134 138 127Z";

/** Where a place of the pelvis is once that has dropped about the standing hip. */
function turned(x: number, y: number, deg: number): string {
  const a = (-deg * Math.PI) / 180;
  const [hx, hy] = HIP.standing;
  const [dx, dy] = [x - hx, y - hy];
  return `${(hx + dx * Math.cos(a) - dy * Math.sin(a)).toFixed(1)} ${(hy + dx * Math.sin(a) + dy * Math.cos(a)).toFixed(1)}`;
}

/** The standing leg is the person's left, on paper right. The thighs stay upright; the pelvis turns about the standing hip. */
function Standing({ x, drop }: { x: number; drop: number }) {
  const tilt = `rotate(${-drop} ${HIP.standing.join(" ")})`;
  const [lx, ly] = turned(...HIP.lifted, drop).split(" ").map(Number);
  const hang = `translate(${(lx ?? 0) - HIP.lifted[0]} ${(ly ?? 0) - HIP.lifted[1]})`;
  const medius = `M${turned(146, 62, drop)}C${turned(158, 56, drop)} ${turned(170, 64, drop)} ${turned(171, 78, drop)}C178 106 182 126 179 146L169 142C164 122 154 96 ${turned(146, 62, drop)}Z`;
  return (
    <g transform={`translate(${x} 0)`}>
      <g class="flesh">
        <path d="M120 136C118 190 126 250 130 300H180C184 240 192 180 186 134Z" />
        <g transform={hang}><path d="M90 136C92 190 84 240 82 282C72 290 44 290 32 282C26 240 18 180 24 134Z" /></g>
        <g transform={tilt}>
          <path d="M36 92C24 120 24 140 30 158L100 176L180 158C186 140 186 120 174 92Z" />
          <g transform={`rotate(${drop} 105 90)`}><path d="M60 0C62 36 42 60 33 100H177C168 60 148 36 150 0Z" /></g>
        </g>
      </g>
      <path class="guide" d="M4 74H206" />
      <g class="bone">
        <path d={FEMUR} />
        <g transform={`${hang} translate(210 0) scale(-1 1)`}><path d={FEMUR.replace("300H143", "272H145")} /></g>
        <g transform={tilt}>
          <path d={WING} />
          <g transform="translate(210 0) scale(-1 1)"><path d={WING} /></g>
          <path d="M90 78H120L114 112L105 130L96 112Z" />
          <g transform={`rotate(${drop} 105 76)`}>
            <path d="M92 60H118V73H92ZM93 43H117V56H93ZM94 26H116V39H94ZM95 9H115V22H95Z" />
          </g>
        </g>
      </g>
      <path class="medius" d={medius} />
      <g transform={tilt}>
        <path class="level" d="M42 74H168" />
        <circle class="joint" cx="42" cy="74" r="5" />
        <circle class="joint" cx="168" cy="74" r="5" />
      </g>
    </g>
  );
}
