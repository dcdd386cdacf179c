// The runs behind an entry that stands for several.
import { call, type RunGroup, type RunRow } from "$ipc";

/** The most that the shell is asked for at once, and so the most of a group that is shown. */
const MOST = 200;

/** The runs of a group, the latest first; a group is one stretch of its connection's runs of its task. */
export async function runsOf(group: RunGroup, connection: number | null): Promise<RunRow[]> {
  const found: RunRow[] = [];
  for (let offset = 0; ; offset += MOST) {
    const ask = { connection, task: group.task, state: null, group: false, limit: MOST, offset };
    const { entries, total } = await call("runs", ask);
    const runs = entries.flatMap((entry) => (entry.entry === "run" ? [entry.run] : []));
    found.push(...runs.filter((run) => belongs(run, group)));
    const beyond = runs.some((run) => run.started_at < group.first_at);
    if (beyond || found.length >= MOST || offset + MOST >= total) return found.slice(0, MOST);
  }
}

/** Instants are compared as text: all of them are written in the same form. */
const belongs = (run: RunRow, group: RunGroup): boolean =>
  run.connection === group.connection && run.started_at >= group.first_at && run.started_at <= group.last_at;
