/** A piece of a compared value; a marked one is where the two differ. */
export type Piece = { text: string; marked: boolean };

/** Cuts a value at its marks. Marks are `[start, end)` in code points, so that no accent or emoji is torn apart. */
export function pieces(value: string, marks: readonly (readonly [number, number])[]): Piece[] {
  const points = Array.from(value);
  const found: Piece[] = [];
  let at = 0;
  const take = (to: number, marked: boolean) => {
    if (to > at) found.push({ text: points.slice(at, to).join(""), marked });
    at = Math.max(at, to);
  };
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    take(Math.min(start, points.length), false);
    take(Math.min(end, points.length), true);
  }
  take(points.length, false);
  return found;
}
