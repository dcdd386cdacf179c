import type { Level } from "$ipc";
import type { Series } from "./series";

/** How long a subject stays at a level: from one of its results to the next. */
type Stay = { owner: number; point: number; from: number; to: number };

/**
 * How far each point is moved off its level, in lanes above (-) or below (+), so that no subject's line hides another's.
 * Subjects that stay at one level at the same time share it out among them; everything else stands exactly on its level.
 */
export function lanes(series: readonly Series[]): number[][] {
  const found = series.map((one) => one.points.map(() => 0));
  for (const stays of byLevel(series).values()) {
    for (const together of meeting(stays)) {
      const owners = [...new Set(together.map((stay) => stay.owner))].sort((a, b) => a - b);
      for (const { owner, point } of together) {
        const row = found[owner];
        if (row !== undefined) row[point] = owners.indexOf(owner) - (owners.length - 1) / 2;
      }
    }
  }
  return found;
}

function byLevel(series: readonly Series[]): Map<Level, Stay[]> {
  const levels = new Map<Level, Stay[]>();
  series.forEach(({ points }, owner) =>
    points.forEach(({ level, at }, point) => {
      const stays = levels.get(level) ?? [];
      stays.push({ owner, point, from: at, to: points[point + 1]?.at ?? Infinity });
      levels.set(level, stays);
    }),
  );
  return levels;
}

/** Stays that meet, each with those that one of them meets: they have to agree on their lanes. */
function meeting(stays: Stay[]): Stay[][] {
  const groups: { until: number; stays: Stay[] }[] = [];
  for (const stay of [...stays].sort((a, b) => a.from - b.from)) {
    const last = groups.at(-1);
    if (last !== undefined && stay.from <= last.until) {
      last.stays.push(stay);
      last.until = Math.max(last.until, stay.to);
    } else groups.push({ until: stay.to, stays: [stay] });
  }
  return groups.map((group) => group.stays);
}
