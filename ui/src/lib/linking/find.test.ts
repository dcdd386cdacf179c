import { describe, expect, test } from "vitest";
import type { Account, LearnerRow } from "$ipc";
import { fromAccount, fromLearner } from "./find";

const account: Account = {
  user_id: 7,
  external_id: "61077",
  username: "reka.a",
  given_name: "Reka",
  family_name: "Abrahamfi",
  email: "reka@merowvale.example",
  active: true,
  linked_to: null,
};

const learner: LearnerRow = {
  id: 3,
  given_name: "Réka",
  family_name: "Ábrahámfi",
  reference: "MV-21103",
  centre: "Thornwick",
  email: null,
  uln: null,
  kind: "learner",
  tags: [],
  providers: [{ connection_id: 2, link: "linked", has_initial: true, levels: [] }],
  latest_result_at: null,
};

describe("an account that was found", () => {
  test("says who it is, and by what to know it", () => {
    expect(fromAccount(account)).toEqual({
      id: 7,
      name: "Reka Abrahamfi",
      details: "reka.a · reka@merowvale.example · Account 61077",
      but: null,
      means: null,
      can: true,
    });
  });

  test("says whom it is linked to already", () => {
    const found = fromAccount({ ...account, linked_to: "Imogen A’Court" });
    expect(found.but).toBe("Linked to Imogen A’Court");
    expect(found.means, "a person knows beforehand whose link they end").toContain("that link ends");
  });

  test("that is not in use can be linked to nobody, and says so", () => {
    expect(fromAccount({ ...account, active: false })).toMatchObject({ but: "Not in use", can: false });
  });

  test("is called by its username where it has no name", () => {
    expect(fromAccount({ ...account, given_name: "", family_name: "" }).name).toBe("reka.a");
  });

  test("tells an email that is the username once", () => {
    expect(fromAccount({ ...account, username: account.email }).details).toBe("reka@merowvale.example · Account 61077");
  });
});

describe("a learner who was found", () => {
  test("is linked already only at the provider in question", () => {
    expect(fromLearner(2, learner).but).toBe("Linked already");
    expect(fromLearner(9, learner).but).toBeNull();
  });

  test("says by what to know them, without what is missing", () => {
    expect(fromLearner(9, learner).details).toBe("MV-21103 · Thornwick");
  });
});
