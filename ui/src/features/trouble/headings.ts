// What the screen says whose data cannot be opened.
import type { Problem } from "$ipc";

const HEADINGS: Record<string, string> = {
  keyring_locked: "The keyring is locked",
  keyring_denied: "The keyring refused access",
  keyring_missing: "There is no keyring",
  wrong_key: "The key does not fit your data",
  database_key_missing: "The key of your data is missing",
  database_key_unreadable: "The key of your data cannot be read",
  database_newer: "Your data is newer than this app",
  database_damaged: "Your data is damaged",
  disk_full: "The disk is full",
  folder_read_only: "The data folder cannot be written",
  folder_unsuitable: "The data folder cannot be used",
  busy: "Your data is in use",
};

/** What happened, in a few words. */
export const heading = (problem: Problem | null): string =>
  HEADINGS[problem?.code ?? ""] ?? "Your data could not be opened";

const OPENED_BY_RECOVERY_KEY = ["wrong_key", "database_key_missing"];

/** Whether the recovery key would help. */
export const takesRecoveryKey = (problem: Problem | null): boolean =>
  problem !== null && OPENED_BY_RECOVERY_KEY.includes(problem.code);
