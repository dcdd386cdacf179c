// Looking for the other one of a link: an account for a learner, or a learner for an account.
import { call, type Account, type LearnerRow } from "$ipc";
import { fullName } from "$lib/format";

/** Somebody who was found, as a list shows them. */
export type Found = {
  id: number;
  name: string;
  /** What tells two of one name apart: username, email, number. */
  details: string;
  /** What stands against choosing them: linked to somebody else, or not in use. */
  but: string | null;
  /** The same in a sentence that says what linking them would do. */
  means: string | null;
  /** Whether they can be linked at all. */
  can: boolean;
};

/** The most that is shown of what was found; both commands answer no more than this. */
export const MOST = 20;

/** Accounts of a provider by name, email or username. */
export async function findAccounts(connection: number, text: string): Promise<Found[]> {
  return (await call("find_accounts", { connection, text })).map(fromAccount);
}

/** Learners by name, reference or email; `connection` is the provider where they would be linked. */
export async function findLearners(connection: number, text: string): Promise<Found[]> {
  const page = await call("learners", {
    search: text,
    centre: null,
    provider: null,
    link: "any",
    kind: null,
    no_initial: false,
    sort: "name",
    descending: false,
    limit: MOST,
    offset: 0,
  });
  return page.rows.map((row) => fromLearner(connection, row));
}

export function fromAccount(account: Account): Found {
  return {
    id: account.user_id,
    name: fullName(account.given_name, account.family_name) || (account.username ?? `Account ${account.external_id}`),
    details: joined([account.username, account.email, `Account ${account.external_id}`]),
    ...standing(account),
  };
}

export function fromLearner(connection: number, row: LearnerRow): Found {
  const there = row.providers.find((provider) => provider.connection_id === connection);
  const linked = there !== undefined && there.link !== "not_linked";
  return {
    id: row.id,
    name: fullName(row.given_name, row.family_name) || (row.reference ?? "No name"),
    details: joined([row.reference, row.email, row.centre]),
    but: linked ? "Linked already" : null,
    means: linked ? "This learner is linked to another account now. That link ends." : null,
    can: true,
  };
}

/** An account that is not in use links to nobody; one that is linked changes hands within a centre. */
function standing({ active, linked_to }: Account): Pick<Found, "but" | "means" | "can"> {
  if (!active) return { but: "Not in use", means: "This account is not in use, so it cannot be linked.", can: false };
  if (linked_to === null) return { but: null, means: null, can: true };
  const means = `This account is linked to ${linked_to} now. If the two learners are at one centre, that link ends.`;
  return { but: `Linked to ${linked_to}`, means, can: true };
}

/** Each detail once: a username is often the email. */
function joined(details: (string | null)[]): string {
  return [...new Set(details.filter((detail) => detail !== null && detail !== ""))].join(" · ");
}
