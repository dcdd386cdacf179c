// Reads learners and users in the first run: by itself once, after that when a person asks.
import { asProblem, call, type FirstRun, type Problem } from "$ipc";

export class Reader {
  /** Reading was asked for, and how far it is has not been answered since. */
  asked = $state(false);
  problem = $state.raw<Problem | null>(null);
  private begun = false;

  constructor(private readonly again: () => Promise<void>) {}

  /** Starts, unless everything was read, or went wrong and nothing about the connections is `changed` since. */
  begin({ read, reading, problems }: FirstRun, changed: boolean): void {
    if (this.begun) return;
    this.begun = true;
    const isDue = problems.length > 0 ? changed : !read;
    if (isDue && !reading) void this.start();
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
