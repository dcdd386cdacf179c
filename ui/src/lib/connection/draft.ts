// What a person types for a connection: what it starts as, what is wrong with it, and what of it is new.
import type { ChangeConnection, ConnectionDetail, DraftAsk, SettingSpec, SystemSpec } from "$ipc";

/** By key; what is not there has not been typed. */
export type Typed = Record<string, string>;

/** A connection's name and settings as a form holds them. */
export type Form = { name: string; settings: Typed };

/** A connection that is not stored yet. */
export type Draft = Form & { kind: string; secrets: Typed };

/** What is wrong, by the key of a setting or a secret, or `name`. */
export type Wrong = Record<string, string>;

/** A new connection of a system, under a name that none of these has. */
export function newDraft(system: SystemSpec, taken: string[]): Draft {
  const secrets = Object.fromEntries(system.secrets.map((secret) => [secret.key, ""]));
  return { kind: system.kind, name: freeName(system.name, taken), settings: formSettings(system, {}), secrets };
}

/** A stored connection as its form begins. */
export const formOf = (stored: ConnectionDetail): Form => ({
  name: stored.name,
  settings: formSettings(stored.system, stored.settings),
});

/** What the shell is asked with; settings that are as the definition has them are left out. */
export function draftAsk(draft: Draft, system: SystemSpec): DraftAsk {
  const settings = system.settings.filter((spec) => written(draft, spec) !== (spec.default ?? ""));
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    settings: Object.fromEntries(settings.map((spec) => [spec.key, written(draft, spec)])),
    // As typed: what was pasted around a secret is taken off, and told, where it is kept.
    secrets: Object.entries(draft.secrets).map(([key, typed]) => ({ key, typed })),
  };
}

/** What is new in a form, or null where nothing is. A setting that was emptied goes back to its default. */
export function changes(stored: ConnectionDetail, form: Form): ChangeConnection | null {
  const before = formOf(stored);
  const settings = stored.system.settings.filter((spec) => written(form, spec) !== written(before, spec));
  const name = form.name.trim() === stored.name ? null : form.name.trim();
  if (name === null && settings.length === 0) return null;
  const changed = Object.fromEntries(settings.map((spec) => [spec.key, written(form, spec)]));
  return { id: stored.id, name, settings: settings.length === 0 ? null : changed, enabled: null };
}

/** What of a name and settings can be told to be wrong without asking anyone. */
export function wrongIn(form: Form, system: SystemSpec): Wrong {
  const wrong: Wrong = form.name.trim() === "" ? { name: "Enter a name for this connection." } : {};
  for (const spec of system.settings) {
    const sentence = wrongSetting(spec, written(form, spec));
    if (sentence !== null) wrong[spec.key] = sentence;
  }
  return wrong;
}

/** The secrets that have not been typed. */
export function missingSecrets(typed: Typed, system: SystemSpec): Wrong {
  const missing = system.secrets.filter((secret) => (typed[secret.key] ?? "").trim() === "");
  return Object.fromEntries(missing.map((secret) => [secret.key, `Enter the ${secret.label}.`]));
}

/** The host that secrets would go to instead of the stored one; null while it stays. */
export function otherHost(stored: ConnectionDetail, form: Form): string | null {
  const before = formOf(stored);
  for (const spec of stored.system.settings.filter((one) => one.kind === "address")) {
    const [was, is] = [host(written(before, spec)), host(written(form, spec) || (spec.default ?? ""))];
    if (is !== null && is !== was) return is;
  }
  return null;
}

const written = (form: Form, spec: SettingSpec): string => (form.settings[spec.key] ?? "").trim();

const formSettings = (system: SystemSpec, stored: Typed): Typed =>
  Object.fromEntries(system.settings.map((spec) => [spec.key, stored[spec.key] ?? spec.default ?? ""]));

function freeName(name: string, taken: string[]): string {
  const isTaken = (wanted: string) => taken.some((one) => one.toLowerCase() === wanted.toLowerCase());
  let wanted = name;
  for (let number = 2; isTaken(wanted); number += 1) wanted = `${name} ${number}`;
  return wanted;
}

function wrongSetting(spec: SettingSpec, value: string): string | null {
  if (value === "") return null;
  if (spec.kind === "whole_number" && !isWithin(value, spec)) {
    return `Enter a whole number from ${spec.least} to ${spec.most}, or leave it empty.`;
  }
  if (spec.kind === "address" && host(value) === null) return "Enter an address that begins with https://";
  return null;
}

const isWithin = (value: string, { least, most }: SettingSpec): boolean =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;

/** The host with its port. Secrets go over https alone, but to this computer itself. */
function host(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, hostname } = new URL(address);
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "https:" || (protocol === "http:" && isHere) ? host : null;
}
