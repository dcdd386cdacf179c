import type { Level, ResultKind } from "$ipc";
import { levelName } from "$lib/words";
import { span, ticks } from "./axis";
import { spread } from "./labels";
import { labelOf } from "./told";
import { ladderOf, sharesALine, type Point, type Series } from "./series";

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
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) return null;
  const width = Math.max(NARROWEST, Math.round(wide));
  const ladder = ladderOf(series);
  const left = Math.max(LEFT, 12 + LETTER * longest(ladder.map(levelName)));
  const right = width - Math.max(RIGHT, 14 + rightOf(series));
  const time = span(points.map((point) => point.at));
  const x = (at: number) => round(left + ((at - time.from) / (time.to - time.from)) * (right - left));

  const rung = Math.max(RUNG, (series.length * LABEL) / Math.max(1, ladder.length - 1));
  const base = TOP + (ladder.length - 1) * rung;
  const y = (level: Level) => round(base - ladder.indexOf(level) * rung);

  const lane = lanes(series, rung);
  const lines = series.map((one, i) => drawn(one, x, (level) => round(y(level) + (lane[i] ?? 0)), right));
  const placed = spread(
    lines.map((line) => line.end.y),
    LABEL,
    TOP - 6,
    base + 6,
  );
  lines.forEach((line, i) => (line.end.labelY = round(placed[i] ?? line.end.y)));
  return {
    width,
    height: round(base + BELOW),
    left: round(left),
    right: round(right),
    base: round(base),
    rungs: ladder.map((level) => ({ level, y: y(level) })),
    ticks: ticks(time, Math.floor((right - left) / TICK)).map((tick) => ({ x: x(tick.at), label: tick.label })),
    lines,
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

/** One subject: a step at each result, its level standing until the next and on to the edge. */
function drawn(series: Series, x: (at: number) => number, y: (level: Level) => number, right: number): Line {
  const [first, ...rest] = series.points as [Point, ...Point[]];
  const last = rest.at(-1) ?? first;
  const steps = rest.map((point) => `H${x(point.at)}V${y(point.level)}`).join("");
  return {
    series,
    look: LOOKS[series.subject],
    path: `M${x(first.at)} ${y(first.level)}${steps}H${right}`,
    markers: series.points.map((point) => ({ id: point.id, x: x(point.at), y: y(point.level), kind: point.kind })),
    end: { y: y(last.level), labelY: y(last.level), level: last.level },
  };
}

/** How far each subject's line is moved off its level. Nothing is moved where no line hides another. */
function lanes(series: readonly Series[], rung: number): number[] {
  if (!sharesALine(series)) return series.map(() => 0);
  const apart = Math.min(LANE, (rung * 0.7) / (series.length - 1));
  return series.map((_, i) => round((i - (series.length - 1) / 2) * apart));
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
