// Times of a UK wall clock that the window of the night can begin and end at.

const HALF_HOURS = Array.from({ length: 48 }, (_, at) => `${pad(at / 2)}:${at % 2 === 0 ? "00" : "30"}`);

function pad(hours: number): string {
  return String(Math.floor(hours)).padStart(2, "0");
}

/** The times to choose from, with the present one among them, even where it lies between the half hours. */
export const choices = (present: string): string[] =>
  HALF_HOURS.includes(present) ? HALF_HOURS : [...HALF_HOURS, present].sort();

/** What is wrong with a window, or null. */
export const wrongNight = (from: string, to: string): string | null =>
  from === to ? "Choose an end that is not the beginning." : null;

/** How a window that goes past midnight is said; empty for one that does not. */
export const pastMidnight = (from: string, to: string): string => (to < from ? "the next day" : "");
