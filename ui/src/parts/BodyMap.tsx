import { useRef } from "preact/hooks";
import type { Body, SpotMarked } from "../api";
import { t } from "../words";

interface Props {
  body: Body;
  view: SpotMarked["view"];
  kind: SpotMarked["kind"];
  /** Where the mark is, in metres; none yet when undefined. */
  mark: { x_m: number; y_m: number } | undefined;
  onMark?: (x_m: number, y_m: number) => void;
  /** A place was pressed where no spot can be. */
  onMiss?: () => void;
  /** Marks of before, drawn open. */
  earlier?: readonly { x_m: number; y_m: number; kind: string }[];
  /** Whether only the trunk around the belt line is shown, so that marks beside one another can be told apart. */
  near?: boolean;
}

const STEP_M = 0.005;
const ROOM = 12;
/** Ways from a place to the edge of the thumb on it. */
const AROUND = Array.from({ length: 8 }, (_, i) => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)] as const);
/** From the shoulders to the middle of the thighs: where a back or hip spot can be. */
const TOP = -250;
/** From the belt line upwards, downwards and to the sides, in thousandths of the height. */
const NEAR = 130;

/** One side of the body; a thumb-sized mark is set by a tap, a drag or the arrow keys. */
export function BodyMap({ body, view, kind, mark, onMark, onMiss, earlier = [], near = false }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const skin = useRef<SVGPathElement>(null);
  const side = body.sides.find((each) => each.view === view);
  if (!side) return null;
  const unit = body.height_m / 1000;
  const [top, bottom, half] = near ? [-NEAR, NEAR, NEAR] : [TOP, side.bottom, side.half_width + ROOM];
  const way = side.mirrored ? -1 : 1;
  const onPaper = (x_m: number, y_m: number) => ({ x: (way * x_m) / unit, y: -y_m / unit });
  const radius = body.thumb_m / unit / 2;

  const put = (x_m: number, y_m: number) => {
    const { x, y } = onPaper(x_m, y_m);
    const touches = [[0, 0] as const, ...AROUND].some(([dx, dy]) => skin.current?.isPointInFill(new DOMPoint(x + dx * radius, y + dy * radius)));
    if (touches && Math.abs(x_m) <= body.widest_m) onMark?.(x_m, y_m);
    else onMiss?.();
  };
  const place = (event: PointerEvent) => {
    const box = svg.current?.getScreenCTM()?.inverse();
    if (!box || !onMark) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(box);
    put(way * at.x * unit, -at.y * unit);
  };
  const keyed = (event: KeyboardEvent) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    if (dx === undefined || dy === undefined || !onMark) return;
    event.preventDefault();
    const from = mark ?? { x_m: 0, y_m: 0 };
    put(from.x_m + way * dx * STEP_M, from.y_m + dy * STEP_M);
  };
  const at = mark && onPaper(mark.x_m, mark.y_m);
  return (
    <svg
      ref={svg}
      class="body-map"
      viewBox={`${-half} ${top} ${2 * half} ${bottom - top}`}
      role={onMark ? "application" : "img"}
      aria-label={onMark ? t("Body map. Arrow keys move the mark.") : t("Body map")}
      // Within a drawing names have no capitals.
      tabindex={onMark ? 0 : undefined}
      onPointerDown={(event) => {
        svg.current?.setPointerCapture(event.pointerId);
        place(event);
      }}
      onPointerMove={(event) => event.buttons && place(event)}
      onKeyDown={keyed}
    >
      <path class="skin" ref={skin} d={side.outline} />
      {side.strokes.map((line) => <path key={line} class="line" d={line} />)}
      <path class="guide" d={`M${-side.half_width} 0H${side.half_width}M0 ${TOP}V${side.bottom}`} />
      {at && <Spot kind={kind} x={at.x} y={at.y} radius={radius} />}
      {/* Above the last one, which would hide those that lie beneath it. */}
      {earlier.map((each, i) => {
        const old = onPaper(each.x_m, each.y_m);
        return <Spot key={i} kind={each.kind} x={old.x} y={old.y} radius={radius} open />;
      })}
    </svg>
  );
}

function Spot({ kind, x, y, radius, open = false }: { kind: string; x: number; y: number; radius: number; open?: boolean }) {
  const name = open ? "spot open" : "spot";
  if (kind !== "hip") return <circle class={name} cx={x} cy={y} r={radius} />;
  const r = 1.15 * radius;
  return <path class={name} d={`M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`} />;
}
