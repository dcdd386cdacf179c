// What needs a person, in words: what is true, then the one next step.
import type { Cause, ConnectionId, ConnectionStatus, Need, Reason, ReasonCount } from "$ipc";
import { count, plural } from "$lib/format";
import type { IconName } from "$lib/icons";
import { apart } from "$lib/message";

export type NeedWords = {
  icon: IconName;
  /** Whether it stops data or waits for a decision. */
  warn: boolean;
  title: string;
  sub: string;
  /** What to do, where that takes a sentence. */
  todo?: string | null;
  /** Where it is dealt with, or the connection whose sync deals with it; null where nothing is to be done. */
  step: { to: string; label: string } | { sync: ConnectionId } | null;
};

/** What another sync puts right. */
const SYNCED_AWAY: Cause[] = ["never_read", "unfinished", "overdue"];

/** After "9 have ", or "1 has ". */
const LACKS: Record<Reason, string> = {
  never_match: "been set to never match",
  details_disagree: "details that disagree",
  keys_disagree: "a username and an email that disagree",
  username_shared: "a shared username",
  username_unknown: "an unknown username",
  nino_shared: "a shared National Insurance number",
  email_shared: "a shared email",
  email_unverified: "an unverified email",
  nino_invalid: "a National Insurance number that is not real",
  no_counterpart: "no account",
  email_missing: "no email",
  nino_missing: "no National Insurance number",
};

/** How many reasons are told before the rest are "other reasons". */
const TOLD = 2;

/** "21 have no account, 9 an unverified email, 7 other reasons", the most frequent first. */
export function reasonsInWords(reasons: ReasonCount[]): string {
  const sorted = [...reasons].sort((a, b) => b.count - a.count);
  // One more than is told needs no "other": it is told as well.
  const told = sorted.length === TOLD + 1 ? sorted : sorted.slice(0, TOLD);
  const rest = sorted.slice(told.length).reduce((sum, one) => sum + one.count, 0);
  const words = told.map(({ reason, count: n }, at) => {
    const verb = at === 0 ? (n === 1 ? "has " : "have ") : "";
    return `${count(n)} ${verb}${LACKS[reason]}`;
  });
  return [...words, ...(rest > 0 ? [plural(rest, "other reason")] : [])].join(", ");
}

/** The words of one need; `cause` is why its connection stands as it does. */
export function inWords(need: Need, cause: Cause | null): NeedWords {
  const { connection, connection_id: id } = need;
  switch (need.need) {
    case "connection":
      return {
        icon: need.state === "error" ? "error" : need.state === "offline" ? "offline" : "warn",
        warn: true,
        title: TITLES[need.state]?.(connection) ?? `${connection} needs attention`,
        ...told(need.message),
        step:
          cause !== null && SYNCED_AWAY.includes(cause)
            ? { sync: id }
            : { to: `/settings/connections/${id}`, label: "See how to fix" },
      };
    case "held_run":
      return {
        icon: "flag",
        warn: true,
        title: `A run of ${connection} is held`,
        sub: apart(need.message).what,
        step: { to: `/activity?run=${need.run}`, label: "Review" },
      };
    case "held_links":
      return {
        icon: "flag",
        warn: true,
        title: `${plural(need.count, "link")} to ${connection} ${need.count === 1 ? "is" : "are"} held for review`,
        sub: "The two systems disagree about who they are",
        step: { to: `/unmatched/${id}?at=held`, label: "Review" },
      };
    case "unmatched":
      return {
        icon: "unmatched",
        warn: false,
        title: `${plural(need.count, "learner")} ${need.count === 1 ? "has" : "have"} no ${connection} account linked`,
        sub: reasonsInWords(need.reasons),
        step: { to: `/unmatched/${id}`, label: "Review" },
      };
    case "unmapped":
      return {
        icon: "info",
        warn: false,
        title: `${plural(need.count, "result")} ${need.count === 1 ? "has" : "have"} a level that this app does not know`,
        sub: `They are kept as ${connection} sent them and shown as unmapped`,
        step: null,
      };
  }
}

/** Where the first need of a connection is dealt with, else its settings. */
export function remedyOf(needs: Need[], connection: Pick<ConnectionStatus, "id" | "cause">): string {
  const need = needs.find((one) => one.connection_id === connection.id);
  const step = need === undefined ? null : inWords(need, connection.cause).step;
  return step !== null && "to" in step ? step.to : `/settings/connections/${connection.id}`;
}

function told(message: string): { sub: string; todo: string | null } {
  const { what, todo } = apart(message);
  return { sub: what, todo };
}

const TITLES: Partial<Record<Extract<Need, { need: "connection" }>["state"], (name: string) => string>> = {
  error: (name) => `${name} could not be synced`,
  offline: (name) => `${name} could not be reached`,
};
