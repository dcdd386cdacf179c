// *Get latest results*: one question at a time, and what it brought.
import { asProblem, call, type Problem, type RunRow } from "$ipc";
import { live } from "$lib/live.svelte";
import { brought } from "./words";

export class Latest {
  busy = $state(false);
  /** What the last question brought, a run for each linked provider; null before the first. */
  runs = $state.raw<RunRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);

  /** What was brought is old news. */
  forget(): void {
    [this.runs, this.problem] = [null, null];
  }

  async get(learner: number): Promise<void> {
    if (this.busy) return;
    [this.busy, this.runs, this.problem] = [true, null, null];
    try {
      this.runs = await call("latest_results", { learner });
      live.say(this.runs.map(brought).join(" "));
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      this.busy = false;
    }
  }
}
