// What the whole window knows: the session, the status, the preferences and the runs at work.
import {
  asProblem,
  call,
  listen,
  type AppEvent,
  type Preferences,
  type Problem,
  type Session,
  type Status,
  type Work,
} from "$ipc";
import { live } from "./live.svelte";
import { go } from "./route.svelte";
import { runsAtWork } from "./work";

class App {
  /** Null until the shell has answered for the first time. */
  session = $state.raw<Session | null>(null);
  status = $state.raw<Status | null>(null);
  preferences = $state.raw<Preferences | null>(null);
  work = $state.raw<Work[]>([]);
  /** Goes up whenever what is stored or decided has changed; whoever shows some of it reads again. */
  changes = $state(0);
  /** The window was closed for the first time and waits for the word about the tray. */
  closeAsked = $state(false);
  /** Why something that was asked for by a shortcut, and so has no place of its own, did not happen. */
  problem = $state.raw<Problem | null>(null);
  /** The time that "Today" and "in 5 minutes" are told by. */
  now = $state.raw(new Date());

  private isReading = false;
  private isStale = false;

  /** Begins to listen and to ask; returns what ends it. */
  start(): () => void {
    const stop = listen((event) => this.hear(event));
    const clock = setInterval(() => (this.now = new Date()), 15_000);
    void call("session").then(
      (session) => this.enter(session),
      (thrown: unknown) => (this.session = unreachable(asProblem(thrown))),
    );
    return () => {
      stop();
      clearInterval(clock);
    };
  }

  /** Takes a session over, from an event or as the answer of a command that changes it. */
  enter(session: Session): void {
    this.session = session;
    void this.readPreferences();
    if (session.stage === "ready") {
      this.reread();
    } else {
      this.status = null;
      this.work = [];
    }
  }

  /** What is being read from or for a connection now, if anything. */
  workOn(connection: number): Work | undefined {
    return this.work.find((work) => work.connection_id === connection);
  }

  /** Does what a shortcut asks for, and keeps the problem if it fails. */
  async attempt(act: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    try {
      await act();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** What is stored is not what is shown: all that is shown is read again. */
  reread(): void {
    this.changes += 1;
    void this.readStatus();
  }

  /** Reads the status. While an answer is awaited one more question waits, however often this is called. */
  async readStatus(): Promise<void> {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    while (this.isStale) {
      this.isStale = false;
      const status = await call("status").catch(() => null);
      if (status !== null && this.session?.stage === "ready") this.takeStatus(status);
    }
    this.isReading = false;
  }

  private takeStatus(status: Status): void {
    this.status = status;
    this.work = status.work;
    this.now = new Date();
  }

  private async readPreferences(): Promise<void> {
    const preferences = await call("preferences").catch(() => null);
    if (preferences !== null) this.preferences = preferences;
  }

  private hear(event: AppEvent): void {
    switch (event.event) {
      case "changed":
        this.reread();
        break;
      case "work":
        this.takeWork(event.work);
        break;
      case "ended":
        live.ended(event);
        break;
      case "session":
        this.enter(event.session);
        break;
      case "preferences":
        this.preferences = event.preferences;
        break;
      case "close_asked":
        this.closeAsked = true;
        break;
      case "go":
        go(event.to);
        break;
    }
  }

  private takeWork(work: Work[]): void {
    const others = runsAtWork(work) !== runsAtWork(this.work);
    this.work = work;
    live.progress(work);
    // A run has begun or ended: the states of the connections are others now.
    if (others) void this.readStatus();
  }
}

/** The session of an app that does not answer. */
const unreachable = (problem: Problem): Session => ({
  stage: "failed",
  problem,
  sample: false,
  notices: [],
  version: "",
  system: "linux",
  folder: "",
});

export const app = new App();
