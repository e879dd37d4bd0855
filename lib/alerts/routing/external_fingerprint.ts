import { createHash } from "node:crypto";

/** What the same external alert has in common each time: 16 hexadecimal digits. */
export function externalFingerprint(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => a < b ? -1 : 1);
  const text = JSON.stringify(["alertmanager", sorted]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
