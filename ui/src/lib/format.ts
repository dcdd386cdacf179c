// Dates, times and figures as this app writes them. All times are UK time, whatever the computer's own zone.

const ZONE = "Europe/London";
const DAY_MS = 86_400_000;

const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options });

const TIME = formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const PARTS = formatter({ year: "numeric", month: "2-digit", day: "2-digit" });
// Day and month are taken apart because "en-GB" writes "Sept" in some engines and "Sep" in others.
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** The UK day of an instant as YYYY-MM-DD. */
export function ukDay(at: Date | string): string {
  const parts = PARTS.formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** 24-hour UK time: "02:47". */
export const time = (at: Date | string): string => TIME.format(new Date(at));

/** A day (YYYY-MM-DD) or the UK day of an instant: "24 November 2026". */
export const longDate = (day: Date | string): string => dayWords(day, (month) => month, true);

/** "24 Nov 2026", for tables. */
export const shortDate = (day: Date | string): string => dayWords(day, short, true);

/** "24 November", where the year goes without saying. */
export const dayAndMonth = (day: Date | string): string => dayWords(day, (month) => month, false);

/** "11 to 24 November", "26 October to 8 November". */
export function dayRange(from: string, to: string): string {
  const start = from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : dayAndMonth(from);
  return `${start} to ${dayAndMonth(to)}`;
}

/** "24 Nov". */
export const shortDay = (day: Date | string): string => dayWords(day, short, false);

/** "Tuesday". */
export const weekday = (day: Date | string): string => WEEKDAYS[new Date(`${isoDay(day)}T12:00Z`).getUTCDay()] ?? "";

/** An instant in a table: "Today 02:24", "Yesterday 16:40", "Tomorrow 02:18", "23 Nov 08:06", and with its year if that is another. */
export function when(at: Date | string, now: Date): string {
  return `${dayByName(at, now)} ${time(at)}`;
}

/** The same without the time: "Today", "Yesterday", "24 Nov 2026". */
export function dayWhen(day: Date | string, now: Date): string {
  return near(day, now) ?? shortDate(day);
}

/** The name of a day as it stands within a sentence: "today 02:24". Dates stay as they are. */
export const lowered = (words: string): string =>
  words.replace(/^(Today|Yesterday|Tomorrow)/, (day) => day.toLowerCase());

/** When something is due: "In under a minute", "In 5 minutes", "Today 17:00", "Tomorrow 02:18". What is past is due now. */
export function due(at: string, now: Date): string {
  const seconds = Math.round((new Date(at).getTime() - now.getTime()) / 1000);
  if (seconds <= 0) return "Now";
  if (seconds < 60) return "In under a minute";
  if (seconds < 3600) return `In ${plural(Math.round(seconds / 60), "minute")}`;
  return when(at, now);
}

/** How long something took: "< 1 s", "9 s", "14 min", "2 h 5 min". */
export function took(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 1000));
  if (seconds === 0) return "< 1 s";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** "Under a minute left", "About 3 minutes left", "About 2 hours left". */
export function timeLeft(seconds: number): string {
  if (seconds < 50) return "Under a minute left";
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 90
    ? `About ${plural(minutes, "minute")} left`
    : `About ${plural(Math.round(minutes / 60), "hour")} left`;
}

/** A figure with its thousands apart: "1,204". */
export const count = (figure: number): string => figure.toLocaleString("en-GB");

/** A figure with its noun: "1 learner", "1,204 learners"; irregular plurals are given. */
export const plural = (figure: number, one: string, many = `${one}s`): string =>
  `${count(figure)} ${figure === 1 ? one : many}`;

/** Words in a row: "a, b and c". */
export function listed(words: string[]): string {
  const last = words.at(-1);
  return last === undefined || words.length === 1 ? (last ?? "") : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** "Family, Given", as tables name people; a single name stands alone. */
export const tableName = (given: string, family: string): string =>
  [family, given].filter((name) => name !== "").join(", ");

/** "Given Family", as everything else names people. */
export const fullName = (given: string, family: string): string =>
  [given, family].filter((name) => name !== "").join(" ");

const short = (month: string): string => month.slice(0, 3);

/** A day is taken as it is; an instant is brought to its UK day. */
function isoDay(day: Date | string): string {
  return typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : ukDay(day);
}

function dayWords(day: Date | string, month: (name: string) => string, year: boolean): string {
  const [y, m, d] = isoDay(day).split("-").map(Number);
  const words = `${d} ${month(MONTHS[(m ?? 1) - 1] ?? "")}`;
  return year ? `${words} ${y}` : words;
}

function dayByName(at: Date | string, now: Date): string {
  return near(at, now) ?? (isoDay(at).slice(0, 4) === ukDay(now).slice(0, 4) ? shortDay(at) : shortDate(at));
}

/** "Yesterday", "Today" or "Tomorrow", where it is one of them; counted in UK days, so that clock changes do not matter. */
function near(day: Date | string, now: Date): string | null {
  const away = (Date.parse(isoDay(day)) - Date.parse(ukDay(now))) / DAY_MS;
  return { "-1": "Yesterday", "0": "Today", "1": "Tomorrow" }[String(away)] ?? null;
}
