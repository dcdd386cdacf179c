// What this kind of computer calls its own parts.
import type { Session } from "$ipc";

const KEYRINGS: Record<Session["system"], string> = {
  linux: "keyring",
  windows: "Credential Manager",
  macos: "Keychain",
};

/** Where secrets are kept. */
export const keyringName = (system: Session["system"]): string => KEYRINGS[system];

/** The same as a sentence beside the secrets. */
export const keptWords = (system: Session["system"]): string =>
  `Keys are kept in this computer’s ${keyringName(system)}, never in a file.`;

const TRAYS: Record<Session["system"], string> = {
  linux: "the tray",
  windows: "the tray",
  macos: "the menu bar",
};

/** Where the app is while its window is closed. */
export const trayName = (system: Session["system"]): string => TRAYS[system];
