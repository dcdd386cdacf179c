// Where the bars of a chart stand. Pure, so that a wrong height fails a test and not an eye.

export const WIDTH = 416;
export const HEIGHT = 116;
const LEFT = 34;
const TOP = 8;
const BASE = 94;
/** How much of a day's place its bar fills. */
const FILL = 0.6;

export type Bar = { x: number; y: number; width: number; height: number; centre: number };
export type Line = { y: number; value: number };

/** The end of the scale: twice a round step (1, 2 or 5 times a power of ten), so that the middle line is round as well. */
export function scaleEnd(most: number): number {
  for (let power = 1; ; power *= 10) {
    const end = [1, 2, 5].map((step) => 2 * step * power).find((candidate) => candidate >= most);
    if (end !== undefined) return end;
  }
}

/** A bar for each count, and the lines of the scale. */
export function bars(counts: number[]): { bars: Bar[]; lines: Line[]; base: number; left: number } {
  const end = scaleEnd(Math.max(1, ...counts));
  const height = (value: number) => (value / end) * (BASE - TOP);
  const place = (WIDTH - LEFT) / Math.max(1, counts.length);
  const width = place * FILL;
  return {
    bars: counts.map((value, at) => {
      const centre = LEFT + place * (at + 0.5);
      return { x: centre - width / 2, y: BASE - height(value), width, height: height(value), centre };
    }),
    lines: [end / 2, end].map((value) => ({ value, y: BASE - height(value) })),
    base: BASE,
    left: LEFT,
  };
}
