/** The skeleton over the picture: light lines on dark ones, so that they are seen on any ground; sides differ by dashes. */
import { BONES, FIELDS, LEFT_HIP, type Part, RIGHT_HIP } from "./body";

/** Points that the model sees less surely are not drawn. */
const SEEN = 0.4;
/** The left side is drawn in dashes: colour alone tells nothing. */
const LINES: Record<Part, { colour: string; dash: number[] }> = {
  left: { colour: "#ffffff", dash: [2.2, 1.3] },
  right: { colour: "#ffffff", dash: [] },
  middle: { colour: "#ffffff", dash: [] },
};
const GROUND = "rgb(12 18 22 / 72%)";
const PELVIS = "#56e0cf";

type Brush = CanvasRenderingContext2D;

export function drawSkeleton(canvas: HTMLCanvasElement, values: Float32Array, size: [number, number]): void {
  const [width, height] = size;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.clearRect(0, 0, width, height);
  const at = (i: number): [number, number] => [(values[FIELDS * i] ?? NaN) * width, (values[FIELDS * i + 1] ?? NaN) * height];
  const isSeen = (i: number) => (values[FIELDS * i + 3] ?? 0) >= SEEN && Number.isFinite(values[FIELDS * i]);
  const thick = Math.max(3, Math.hypot(width, height) / 260);
  brush.lineCap = "round";
  for (const [from, to, part] of BONES) {
    if (!isSeen(from) || !isSeen(to)) continue;
    const { colour, dash } = LINES[part];
    brush.setLineDash([]);
    line(brush, at(from), at(to), GROUND, 2 * thick);
    brush.setLineDash(dash.map((each) => each * 2 * thick));
    line(brush, at(from), at(to), colour, thick);
  }
  brush.setLineDash([]);
  if (isSeen(LEFT_HIP) && isSeen(RIGHT_HIP)) drawPelvis(brush, at(LEFT_HIP), at(RIGHT_HIP), thick);
}

/** A line through both hips, longer than they are apart, with a level one to hold it against. */
function drawPelvis(brush: Brush, left: [number, number], right: [number, number], thick: number): void {
  const [middleX, middleY] = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const [dx, dy] = [right[0] - left[0], right[1] - left[1]];
  const half = Math.hypot(dx, dy) / 2;
  if (!(half > 1)) return;
  const out = 2.2;
  const [ax, ay] = [(dx / 2) * out, (dy / 2) * out];
  const from: [number, number] = [middleX - ax, middleY - ay];
  const to: [number, number] = [middleX + ax, middleY + ay];
  brush.setLineDash([thick, 2.5 * thick]);
  line(brush, [middleX - half * out, middleY], [middleX + half * out, middleY], "#ffffff", thick);
  brush.setLineDash([]);
  line(brush, from, to, GROUND, 3.4 * thick);
  line(brush, from, to, PELVIS, 2 * thick);
  for (const [x, y] of [left, right]) {
    brush.beginPath();
    brush.arc(x, y, 2.6 * thick, 0, 2 * Math.PI);
    brush.fillStyle = PELVIS;
    brush.strokeStyle = GROUND;
    brush.lineWidth = thick;
    brush.fill();
    brush.stroke();
  }
}

function line(brush: Brush, from: [number, number], to: [number, number], colour: string, width: number): void {
  brush.beginPath();
  brush.moveTo(...from);
  brush.lineTo(...to);
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.stroke();
}
