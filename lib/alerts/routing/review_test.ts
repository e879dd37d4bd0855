import assert from "node:assert/strict";
import type { AlertGroup, GroupMember } from "./alert_group.ts";
import { newGroup } from "./alert_group.ts";
import { type Review, type ReviewContext, reviewGroup, type Suppression } from "./review.ts";
import { DEFAULT_CONFIG } from "./routing_config.ts";

const SETTINGS = {
  ...DEFAULT_CONFIG.defaults,
  escalation: [{ afterMinutes: 7, channels: ["phone"] }, { afterMinutes: 20, channels: ["phone"] }],
};
const START = Date.parse("2026-11-26T12:00:00Z");

function member(id: number): GroupMember {
  return {
    alertId: `a${id}`,
    fingerprint: `f${id}`,
    status: "firing",
    severity: "warning",
    labels: { alertname: "A", n: String(id) },
    annotations: {},
    startsAt: new Date(START).toISOString(),
    endsAt: null,
    value: null,
    told: null,
  };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const applied = (group: AlertGroup, { changes }: Review): AlertGroup => ({ ...group, ...changes });

Deno.test("reviewGroup() has nothing to add to what it has just decided", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seeded(seed);
    let group: AlertGroup = {
      ...newGroup("default", { alertname: "A" }, "key", START + 30_000),
      members: [member(0)],
    };
    let isAcknowledged = false;
    let silentUntil = 0;
    let said = 0;
    for (
      let now = START, ids = 1;
      now < START + 12 * 3_600_000;
      now += 20_000 + random() * 60_000
    ) {
      const what = random();
      if (what < 0.02) group = { ...group, members: [...group.members, member(ids++)] };
      if (what > 0.98) {
        group = {
          ...group,
          members: group.members.map((one) =>
            random() < 0.5 ? { ...one, status: "resolved" } : one
          ),
        };
      }
      if (what > 0.5 && what < 0.502) isAcknowledged = true;
      if (what > 0.6 && what < 0.605) silentUntil = now + random() * 7_200_000;
      const suppressionOf = ({ labels }: GroupMember): Suppression | null =>
        now < silentUntil && Number(labels.n) % 2 === 0
          ? { by: "silence", until: silentUntil }
          : null;
      const context: ReviewContext = { settings: SETTINGS, now, suppressionOf, isAcknowledged };
      const review = reviewGroup(group, context);
      const since = group.notifiedAt === null ? null : now - Date.parse(group.notifiedAt);
      for (const { kind } of review.messages) {
        said++;
        if (kind === "news") assert.ok(since === null || since >= 300_000, `seed ${seed}`);
        if (kind === "repeat") assert.ok(since! >= 14_400_000 && !isAcknowledged, `seed ${seed}`);
        if (kind === "escalation") assert.ok(!isAcknowledged, `seed ${seed}`);
      }
      group = applied(group, review);
      const again = reviewGroup(group, { ...context, isAcknowledged });
      assert.deepEqual(again.messages, [], `seed ${seed}`);
      assert.deepEqual(again.changes, review.changes, `seed ${seed}`);
      assert.equal(review.isOver, group.members.length === 0);
      // A group that is not over either waits for a time or for a change of its alerts.
      const waiting = group.members.some(({ told, status }) =>
        status === "resolved" || told === null
      );
      if (waiting) assert.ok(review.wakeAt !== null && review.wakeAt > now, `seed ${seed}`);
    }
    assert.ok(said > 0);
  }
});

Deno.test("reviewGroup() forgets a silenced alert that was never told, and calls off one that was", () => {
  const group: AlertGroup = {
    ...newGroup("default", {}, "key", START),
    members: [
      { ...member(0), status: "resolved" },
      { ...member(1), status: "resolved", told: "firing" },
    ],
  };
  const { messages, isOver } = reviewGroup(group, {
    settings: SETTINGS,
    now: START,
    suppressionOf: () => ({ by: "silence", until: START + 60_000 }),
    isAcknowledged: false,
  });
  assert.deepEqual(messages.map(({ members }) => members.map(({ alertId }) => alertId)), [["a1"]]);
  assert.equal(isOver, true);
});

Deno.test("reviewGroup() holds even resolutions back in a quiet time", () => {
  const group: AlertGroup = {
    ...newGroup("default", {}, "key", START),
    members: [{ ...member(1), status: "resolved", told: "firing" }],
  };
  const quiet = (until: number | null) => (): Suppression | null =>
    until === null ? null : { by: "calendar", until };
  const context = { settings: SETTINGS, now: START, isAcknowledged: false };
  const held = reviewGroup(group, { ...context, suppressionOf: quiet(START + 60_000) });
  assert.deepEqual([held.messages.length, held.isOver, held.wakeAt], [0, false, START + 60_000]);
  const later = { ...context, now: START + 60_000, suppressionOf: quiet(null) };
  const told = reviewGroup(applied(group, held), later);
  assert.deepEqual([told.messages.length, told.isOver], [1, true]);
});
