import type { Level, ResultKind } from "$ipc";
import { levelName } from "$lib/words";
import { span, ticks } from "./axis";
import { spread } from "./labels";
import { labelOf } from "./told";
import { lanes } from "./lanes";
import { ladderOf, type Series } from "./series";

// All lengths in units of the drawing: one is a CSS pixel at the usual text size.
/** Room for the words on both sides: at least this, and as much as the longest takes in a wide face. */
const LEFT = 72;
const RIGHT = 84;
const LETTER = 6.6;
const STRONG_LETTER = 8;
const TOP = 20;
const RUNG = 35.6;
const BELOW = 34;
/** An end label has two lines. */
const LABEL = 31;
const TICK = 78;
/** How far apart the lines of subjects run that would else hide one another. */
const LANE = 11;
const NARROWEST = 320;

export type Rung = { level: Level; y: number };
export type Marker = { id: number; x: number; y: number; kind: ResultKind };
export type Line = {
  series: Series;
  /** Which shape and colour it has: the place of its subject among all. */
  look: number;
  /** What it is drawn with, as an SVG path. */
  path: string;
  markers: Marker[];
  /** Where the line ends, and where its label stands. */
  end: { y: number; labelY: number; level: Level };
};
export type Geometry = {
  width: number;
  height: number;
  left: number;
  right: number;
  base: number;
  rungs: Rung[];
  ticks: { x: number; label: string }[];
  lines: Line[];
};

/** Shape and colour go with the subject, so that English looks the same on every page. */
const LOOKS: Record<Series["subject"], number> = { english: 0, maths: 1, ict: 2, digital: 3, other: 4 };

/** The whole drawing, for a width in pixels at the usual text size. Null where there is nothing to draw. */
export function geometry(series: readonly Series[], wide: number): Geometry | null {
  if (series.every((one) => one.points.length === 0)) return null;
  const frame = framed(series, Math.max(NARROWEST, Math.round(wide)));
  const lane = lanes(series);
  const apart = Math.min(LANE, (frame.rung * 0.7) / Math.max(1, 2 * Math.max(...lane.flat())));
  const lines = series.flatMap((one, i) => drawn(one, frame, (point) => (lane[i]?.[point] ?? 0) * apart) ?? []);
  const ends = lines.map((line) => line.end.y);
  spread(ends, LABEL, TOP - 6, frame.base + 6).forEach((at, i) => {
    const line = lines[i];
    if (line !== undefined) line.end.labelY = round(at);
  });
  const { width, left, right, base, ladder, time } = frame;
  return {
    width,
    height: round(base + BELOW),
    left: round(left),
    right: round(right),
    base: round(base),
    rungs: ladder.map((level) => ({ level, y: round(frame.y(level)) })),
    ticks: ticks(time, Math.floor((right - left) / TICK)).map((tick) => ({
      x: round(frame.x(tick.at)),
      label: tick.label,
    })),
    lines,
  };
}

/** What all lines have in common: where the drawing is, and where a moment and a level are in it. */
type Frame = ReturnType<typeof framed>;

function framed(series: readonly Series[], width: number) {
  const ladder = ladderOf(series);
  const left = Math.max(LEFT, 12 + LETTER * longest(ladder.map(levelName)));
  const right = width - Math.max(RIGHT, 14 + rightOf(series));
  const time = span(series.flatMap((one) => one.points.map((point) => point.at)));
  const rung = Math.max(RUNG, (series.length * LABEL) / Math.max(1, ladder.length - 1));
  const base = TOP + (ladder.length - 1) * rung;
  return {
    width,
    left,
    right,
    base,
    rung,
    ladder,
    time,
    x: (at: number) => left + ((at - time.from) / (time.to - time.from)) * (right - left),
    y: (level: Level) => base - ladder.indexOf(level) * rung,
  };
}

/** What the words beside the lines take: the subject, and below it the level at the end. */
function rightOf(series: readonly Series[]): number {
  const levels = series.map((one) => one.points.at(-1)?.level).filter((level) => level !== undefined);
  return Math.max(STRONG_LETTER * longest(series.map(labelOf)), LETTER * longest(levels.map(levelName)));
}

function longest(words: readonly string[]): number {
  return Math.max(0, ...words.map((word) => word.length));
}

/** One subject: a step at each result, its level standing until the next and on to the edge. `off` moves a point off its level. */
function drawn(series: Series, frame: Frame, off: (point: number) => number): Line | null {
  const markers = series.points.map((point, i) => ({
    id: point.id,
    x: round(frame.x(point.at)),
    y: round(frame.y(point.level) + off(i)),
    kind: point.kind,
  }));
  const [first, ...rest] = markers;
  const last = series.points.at(-1);
  if (first === undefined || last === undefined) return null;
  const steps = rest.map((marker) => `H${marker.x}V${marker.y}`).join("");
  const endY = (rest.at(-1) ?? first).y;
  return {
    series,
    look: LOOKS[series.subject],
    path: `M${first.x} ${first.y}${steps}H${round(frame.right)}`,
    markers,
    end: { y: endY, labelY: endY, level: last.level },
  };
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
