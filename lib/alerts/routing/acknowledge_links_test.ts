import assert from "node:assert/strict";
import { AcknowledgeLinks } from "./acknowledge_links.ts";

const GROUP = "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f65";
const HOUR_MS = 3_600_000;
const now = Date.parse("2026-11-26T12:00:00Z");
const links = new AcknowledgeLinks(
  "a secret of at least thirty-two bytes",
  "https://vigia.example",
);

function tokenOf(link: string): string {
  return new URL(link).searchParams.get("token")!;
}

Deno.test("AcknowledgeLinks make links for one group that expire", () => {
  const link = links.link(GROUP, now + HOUR_MS);
  assert.ok(link.startsWith("https://vigia.example/alerts/acknowledge?token="));
  assert.deepEqual(links.read(tokenOf(link), now), { groupId: GROUP, isExpired: false });
  assert.deepEqual(links.read(tokenOf(link), now + HOUR_MS), { groupId: GROUP, isExpired: true });
});

Deno.test("AcknowledgeLinks take nothing that was changed or signed by others", () => {
  const token = tokenOf(links.link(GROUP, now + HOUR_MS));
  const later = token.replace(
    /\.(\w+)\./,
    (_, expiry) => `.${(parseInt(expiry, 36) + 99).toString(36)}.`,
  );
  const other = new AcknowledgeLinks("another secret of thirty-two bytes", "https://vigia.example");
  for (const text of [later, token.replace("019a", "019b"), token.slice(0, -1), `${token}x`, ""]) {
    assert.equal(links.read(text, now), null, text);
  }
  assert.equal(other.read(token, now), null);
});
