// An invented system and its connection, for tests.
import type { ConnectionDetail, SettingSpec, SystemSpec } from "$ipc";

const spec = (key: string, more: Partial<SettingSpec>): SettingSpec => ({
  key,
  label: key,
  help: "",
  kind: "text",
  choices: [],
  default: null,
  least: 0,
  most: 0,
  advanced: false,
  ...more,
});

/** A system of a kind: an address, a number and a list to set, and two secrets to type. */
export const system = (kind = "bksb", role: SystemSpec["role"] = "assessments"): SystemSpec => ({
  kind,
  name: kind,
  role,
  needs: "",
  settings: [
    spec("base_url", { kind: "address", default: "https://bksb.example/api" }),
    spec("concurrency", { kind: "whole_number", least: 1, most: 64 }),
    spec("learner_tags", { kind: "list" }),
  ],
  secrets: [
    { key: "access_key", label: "access key", help: "" },
    { key: "secret_key", label: "secret key", help: "" },
  ],
  where_to_find: [],
  warning: null,
});

/** A connection of a system with both secrets in the keyring. */
export const connected = (to: SystemSpec, more: Partial<ConnectionDetail> = {}): ConnectionDetail => ({
  id: 7,
  name: to.name,
  system: to,
  enabled: true,
  settings: {},
  secrets: to.secrets.map(({ key }) => ({ key, place: "keyring" })),
  last_check: null,
  ...more,
});
