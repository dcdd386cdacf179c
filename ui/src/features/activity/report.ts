// What is copied for whoever looks after the network: the run and its fault, and nothing of anybody.
import type { RunDetail, Session } from "$ipc";
import { took } from "$lib/format";
import { runReasonName, runStateName, taskName } from "$lib/words";

/** The report as plain text, a fact a line. */
export function report({ run, problem }: RunDetail, session: Pick<Session, "version" | "system">): string {
  const lines: [string, string | null][] = [
    ["Learner Sync", `${session.version} (${session.system})`],
    ["Run", `${run.id}, ${taskName(run.task)}, ${run.connection}`],
    ["Begun by", runReasonName(run.reason)],
    ["State", runStateName(run.state)],
    ["Started", run.started_at],
    ["Took", run.finished_at === null ? null : took(run.started_at, run.finished_at)],
    ["Calls", String(run.calls)],
    ["Rows read", String(run.read)],
    ["Code", problem?.code ?? run.fault_code],
    ["What happened", problem?.message ?? null],
    ["What to do", problem?.remedy ?? null],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join("\n");
}
