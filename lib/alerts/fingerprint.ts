import { createHash } from "node:crypto";

/** What the same incident of a rule has in common each time: 16 hexadecimal digits. */
export function fingerprintOf(ruleId: string, labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return createHash("sha256").update(JSON.stringify([ruleId, sorted])).digest("hex").slice(0, 16);
}
