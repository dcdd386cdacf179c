import { describe, expect, it } from "vitest";
import type { ConnectionDetail } from "$ipc";
import { changes, draftAsk, formOf, missingSecrets, newDraft, otherHost, wrongIn, type Form } from "./draft";
import { connected, system } from "./testing";

const BKSB = system();
const stored = (settings: Record<string, string> = {}): ConnectionDetail => connected(BKSB, { settings });

const edited = (connection: ConnectionDetail, settings: Record<string, string>, name = connection.name): Form => ({
  name,
  settings: { ...formOf(connection).settings, ...settings },
});

describe("a new connection", () => {
  it("begins with the system's name and its defaults", () => {
    expect(newDraft(BKSB, [])).toMatchObject({ name: "bksb", settings: { base_url: "https://bksb.example/api" } });
  });

  it("takes the next number where the name is taken, in whatever case", () => {
    expect(newDraft(BKSB, ["BKSB", "bksb 2"]).name).toBe("bksb 3");
  });

  it("sends only the settings that are not as the definition has them", () => {
    const draft = newDraft(BKSB, []);
    expect(draftAsk(draft, BKSB).settings).toEqual({});
    draft.settings["concurrency"] = " 2 ";
    expect(draftAsk(draft, BKSB).settings).toEqual({ concurrency: "2" });
  });

  it("sends secrets as they were typed, because what is taken off them is told", () => {
    const draft = { ...newDraft(BKSB, []), secrets: { access_key: " A-1 ", secret_key: "S" } };
    expect(draftAsk(draft, BKSB).secrets).toEqual([
      { key: "access_key", typed: " A-1 " },
      { key: "secret_key", typed: "S" },
    ]);
  });

  it("names each secret that is missing, blanks being nothing", () => {
    expect(missingSecrets({ access_key: "  ", secret_key: "S" }, BKSB)).toEqual({
      access_key: "Enter the access key.",
    });
  });
});

describe("what is new in a stored connection", () => {
  it("is nothing as it begins, and nothing for blanks alone", () => {
    const connection = stored({ concurrency: "2" });
    expect(changes(connection, formOf(connection))).toBeNull();
    expect(changes(connection, edited(connection, { concurrency: "2 " }, " bksb "))).toBeNull();
  });

  it("is only what was changed", () => {
    const connection = stored({ concurrency: "2" });
    expect(changes(connection, edited(connection, { learner_tags: "IA done" }))).toEqual({
      id: 7,
      name: null,
      settings: { learner_tags: "IA done" },
      enabled: null,
    });
    expect(changes(connection, edited(connection, {}, "bksb North"))).toMatchObject({
      name: "bksb North",
      settings: null,
    });
  });

  it("takes an emptied setting back to its default", () => {
    const connection = stored({ concurrency: "2" });
    expect(changes(connection, edited(connection, { concurrency: "" }))?.settings).toEqual({ concurrency: "" });
  });
});

describe("an address", () => {
  it("of another host wants the secrets again, and says which host", () => {
    expect(otherHost(stored(), edited(stored(), { base_url: "https://bksb.example.com.au/api" }))).toBe(
      "bksb.example.com.au",
    );
  });

  it("of the same host does not, whatever its path and case", () => {
    expect(otherHost(stored(), edited(stored(), { base_url: "https://BKSB.example/api/v2" }))).toBeNull();
  });

  it("of another port is another host", () => {
    expect(otherHost(stored(), edited(stored(), { base_url: "https://bksb.example:8443/api" }))).toBe(
      "bksb.example:8443",
    );
  });

  it("that is emptied goes back to the default, which may be another host than the stored one", () => {
    const connection = stored({ base_url: "https://elsewhere.example/api" });
    expect(otherHost(connection, edited(connection, { base_url: "" }))).toBe("bksb.example");
  });
});

describe("what can be told to be wrong at once", () => {
  const wrong = (settings: Record<string, string>) => Object.keys(wrongIn(edited(stored(), settings), BKSB));

  it.each(["0", "65", "two", "1.5", "-1", "٣"])("refuses %s for a whole number from 1 to 64", (value) => {
    expect(wrong({ concurrency: value })).toEqual(["concurrency"]);
  });

  it("takes an empty number for the default", () => {
    expect(wrong({ concurrency: "" })).toEqual([]);
  });

  it.each(["bksb.example", "http://bksb.example/api", "ftp://bksb.example", "https://"])(
    "refuses the address %s",
    (value) => {
      expect(wrong({ base_url: value })).toEqual(["base_url"]);
    },
  );

  it("takes http for this computer alone", () => {
    expect(wrong({ base_url: "http://127.0.0.1:8080/api" })).toEqual([]);
  });

  it("wants a name that is more than blanks, in any script", () => {
    expect(wrongIn(edited(stored(), {}, "  "), BKSB)).toHaveProperty("name");
    expect(wrongIn(edited(stored(), {}, "مركز التدريب"), BKSB)).toEqual({});
  });
});
