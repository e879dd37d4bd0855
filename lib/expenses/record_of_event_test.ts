import assert from "node:assert/strict";
import { hasHour } from "../anomalies/detectors/user_pace.ts";
import { recordOfEvent } from "./record_of_event.ts";

Deno.test("recordOfEvent() tells no hour of an event that has only a day", () => {
  const timestamp = "2026-03-04T15:00:00.000Z";
  const record = (metadata: Record<string, boolean>) =>
    recordOfEvent({
      id: "a",
      userId: "ana",
      type: "expense",
      value: 5,
      timestamp,
      receivedAt: timestamp,
      source: "test",
      metadata,
    })!;
  assert.equal(record({}).t, Date.parse(timestamp));
  assert.equal(record({ dateOnly: false }).t, Date.parse(timestamp));
  const { t } = record({ dateOnly: true });
  assert.equal(new Date(t).toISOString(), "2026-03-04T00:00:00.000Z");
  assert.ok(!hasHour(t));
});
