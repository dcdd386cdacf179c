// What an examination of the installation comes to.
import type { Finding } from "$ipc";
import { plural } from "$lib/format";

/** "Everything is as it should be", or how much is not. */
export function summary(findings: Finding[]): string {
  const bad = findings.filter((finding) => finding.health === "bad").length;
  return bad === 0 ? "Everything is as it should be." : `${plural(bad, "thing")} to see to.`;
}
