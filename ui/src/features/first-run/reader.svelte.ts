// Reads learners and users in the first run: by itself once, after that when a person asks.
import { asProblem, call, type FirstRun, type Problem } from "$ipc";

export class Reader {
  /** Reading was asked for, and how far it is has not been answered since. */
  asked = $state(false);
  problem = $state.raw<Problem | null>(null);
  private begun = false;

  constructor(private readonly again: () => Promise<void>) {}

  /** Starts, where nothing was read and nothing stands in the way. */
  begin({ read, reading, problems }: FirstRun): void {
    if (this.begun) return;
    this.begun = true;
    if (!read && !reading && problems.length === 0) void this.start();
  }

  async start(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    this.problem = null;
    try {
      await call("read_first");
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      await this.again();
      this.asked = false;
    }
  }
}
