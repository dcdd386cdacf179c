const DAY = 86_400_000;
/** A chart of less would have no month to name. */
const SHORTEST = 62 * DAY;
const STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export type Span = { from: number; to: number };
export type Tick = { at: number; label: string };

/** The time that the chart covers: the results, and a little air on both sides. */
export function span(instants: readonly number[]): Span {
  const from = Math.min(...instants);
  const to = Math.max(...instants);
  const air = Math.max((to - from) * 0.03, (SHORTEST - (to - from)) / 2);
  return { from: from - air, to: to + air };
}

/** Beginnings of months in a span, as many as there is room for; the year stands with the first of each year. */
export function ticks({ from, to }: Span, most: number): Tick[] {
  const first = monthOf(from - 1) + 1;
  const last = monthOf(to);
  const step = STEPS.find((months) => (last - first) / months < Math.max(most, 1)) ?? 2400;
  // Quarters and halves go with the training year, which begins in September; longer steps with the calendar's.
  const shift = step === 3 || step === 6 ? 2 : 0;
  const found: Tick[] = [];
  let year: number | null = null;
  for (let month = Math.ceil((first - shift) / step) * step + shift; month <= last; month += step) {
    const its = Math.floor(month / 12);
    const name = MONTHS[month % 12] ?? "";
    const label = step >= 12 ? `${its}` : its === year ? name : `${name} ${its}`;
    year = its;
    found.push({ at: Date.UTC(its, month % 12, 1), label });
  }
  return found;
}

/** Months since the year 0. A month begins in UTC here: an hour is less than a chart can show. */
function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
