/** One shape a subject, so that colour alone tells nothing: circle, square, triangle, diamond, hexagon. */
export function shape(look: number, x: number, y: number, r: number): string {
  if (look === 0) return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  const [corners, turn, size] = POLYGONS[look] ?? HEXAGON;
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / corners;
    return `${round(x + Math.sin(angle) * r * size)} ${round(y - Math.cos(angle) * r * size)}`;
  });
  return `M${points.join("L")}z`;
}

/** Corners, the turn of the first, and what makes it look as large as the circle. */
type Polygon = readonly [number, number, number];

const HEXAGON: Polygon = [6, 0, 1.12];
const POLYGONS: Partial<Record<number, Polygon>> = {
  1: [4, Math.PI / 4, 1.28],
  2: [3, 0, 1.4],
  3: [4, 0, 1.3],
  4: HEXAGON,
};

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
