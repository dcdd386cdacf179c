// The parts of Settings, and which one an address names.
import type { ConnectionDetail } from "$ipc";

export type Section =
  | { part: "connection"; id: number }
  | { part: "add"; kind: string | null }
  | { part: "schedule" | "background" | "privacy" | "about" };

export const PLAIN_PARTS = ["schedule", "background", "privacy", "about"] as const;
export type PlainPart = (typeof PLAIN_PARTS)[number];

export const PART_NAMES: Record<PlainPart, string> = {
  schedule: "Schedule",
  background: "Background",
  privacy: "Privacy",
  about: "About",
};

/** Where a section is. */
export function address(section: Section): string {
  if (section.part === "connection") return `/settings/connections/${section.id}`;
  if (section.part === "add") return section.kind === null ? "/settings/add" : `/settings/add/${section.kind}`;
  return `/settings/${section.part}`;
}

/** The section behind the parts of a path after `settings`. What names none shows the first connection, or adds one. */
export function sectionOf(path: string[], connections: ConnectionDetail[]): Section {
  const [part, name] = path;
  const plain = PLAIN_PARTS.find((one) => one === part);
  if (plain !== undefined) return { part: plain };
  if (part === "add") return { part: "add", kind: name ?? null };
  const wanted = connections.find((connection) => String(connection.id) === name) ?? connections[0];
  return wanted === undefined ? { part: "add", kind: null } : { part: "connection", id: wanted.id };
}
