/** Numbers over the weeks with uPlot; a chunk of its own, loaded when a chart is shown. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Line {
  label: string;
  /** Seconds since 1970 and value. */
  points: readonly (readonly [number, number])[];
  /** Means of the weeks, where the points are too many for a line; else none. */
  means: readonly (readonly [number, number])[];
  /** The range of no measurable change. */
  band: readonly [number, number] | undefined;
}

export interface Asked {
  line: Line;
  /** Whether it is the second one of a pair: dashed, with squares. */
  second: boolean;
  /** Both of a pair, or the line alone: they share one scale. */
  pair: readonly Line[];
  /** Top of the scale; found from the numbers when undefined. */
  most: number | undefined;
  unit: string;
  /** Whose way of writing days. */
  place: string;
}

const HEIGHT = 190;
const DAY_S = 86_400;
/** The axis holds at least so long, so that a single number does not fill it. */
const LEAST_S = 14 * DAY_S;
const STEPS_S = [1, 2, 7, 14, 28, 56, 91, 182, 364].map((days) => days * DAY_S);
/** A band that is wider than this many times the numbers is cut off. */
const BAND_MOST = 2.2;

function inks(element: HTMLElement) {
  const style = getComputedStyle(element);
  return (name: string) => style.getPropertyValue(`--${name}`).trim();
}

type Points = Line["points"];

function joined(drawn: readonly Points[]): uPlot.AlignedData {
  const times = [...new Set(drawn.flatMap((points) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const columns = drawn.map((points) => {
    const by = new Map(points);
    return times.map((at) => by.get(at) ?? null);
  });
  return [times, ...columns];
}

/** Shades the range of no measurable change. */
function shaded(band: Line["band"], ink: (name: string) => string) {
  return (plot: uPlot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    if (band) {
      const low = plot.valToPos(band[0], "y", true);
      const high = plot.valToPos(band[1], "y", true);
      ctx.fillStyle = ink("sunk-deep");
      ctx.fillRect(bbox.left, high, bbox.width, low - high);
      ctx.strokeStyle = ink("soft");
      ctx.lineWidth = devicePixelRatio;
      ctx.strokeRect(bbox.left - 4, high, bbox.width + 8, low - high);
    }
    ctx.restore();
  };
}

function squares(plot: uPlot, series: number) {
  const { ctx } = plot;
  const half = 3.5 * devicePixelRatio;
  const look = plot.series[series];
  const stroke = look?.stroke;
  ctx.save();
  ctx.fillStyle = typeof stroke === "function" ? String(stroke(plot, series)) : String(stroke);
  plot.data[series]?.forEach((value, i) => {
    const at = plot.data[0][i];
    if (value === null || value === undefined || at === undefined) return;
    ctx.fillRect(plot.valToPos(at, "x", true) - half, plot.valToPos(value, "y", true) - half, 2 * half, 2 * half);
  });
  ctx.restore();
  return false;
}

/** Draws a chart into an element; what comes back takes it away again. */
export function draw(element: HTMLElement, asked: Asked): () => void {
  const { line, second } = asked;
  const isWeekly = line.means.length > 0;
  const data = joined([isWeekly ? line.points : [], isWeekly ? line.means : line.points]);
  const times = data[0];
  const days = new Intl.DateTimeFormat(asked.place, { day: "numeric", month: "short" });
  const values = asked.pair.flatMap((each) => each.points.map(([, value]) => value));
  const least = 1.08 * Math.min(0, ...values);
  const highest = Math.max(...values, 0);
  const bandTop = Math.max(highest, ...asked.pair.map((each) => each.band?.[1] ?? 0));
  const most = asked.most ?? (1.08 * Math.min(bandTop, BAND_MOST * highest) || 1);
  const [begin, end] = [times[0] ?? 0, times[times.length - 1] ?? 0];
  const room = Math.max(DAY_S, (LEAST_S - (end - begin)) / 2);
  let plot: uPlot | undefined;

  const make = () => {
    plot?.destroy();
    const ink = inks(element);
    const font = `14px ${getComputedStyle(element).fontFamily}`;
    const colour = ink(second ? "ink" : "accent");
    const axis = { stroke: ink("soft"), font, ticks: { show: false }, grid: { stroke: ink("line"), width: 1 } };
    plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 38, 0, 0],
        scales: {
          x: { time: true, range: [begin - room, end + room] },
          y: { range: [least, most] },
        },
        axes: [
          { ...axis, space: 84, size: 38, gap: 12, incrs: STEPS_S, grid: { show: false }, values: (_, at) => at.map((s) => days.format(s * 1000)) },
          { ...axis, size: 56, space: 40, values: (_, at) => at.map((value) => `${value}${asked.unit}`) },
        ],
        series: [
          {},
          {
            stroke: colour,
            paths: () => null,
            points: { show: true, size: 4, width: 0, fill: colour },
            alpha: 0.8,
          },
          {
            label: line.label,
            stroke: colour,
            width: 2.2,
            spanGaps: true,
            dash: second ? [7, 5] : [],
            points: {
              show: second ? (self: uPlot, series: number) => squares(self, series) : true,
              size: 8,
              fill: colour,
            },
          },
        ],
        hooks: { drawClear: [shaded(line.band, ink)] },
      },
      data,
      element,
    );
  };
  make();
  const resized = new ResizeObserver(() => {
    if (plot && element.clientWidth && Math.abs(plot.width - element.clientWidth) > 1) {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    }
  });
  resized.observe(element);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", make);
  return () => {
    resized.disconnect();
    scheme.removeEventListener("change", make);
    plot?.destroy();
  };
}
