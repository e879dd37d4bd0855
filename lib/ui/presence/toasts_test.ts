import assert from "node:assert/strict";
import type { FiringAlert } from "../../alerts/firing_alerts.ts";
import { NO_TOASTS, type ToastStack, withChange, withoutToast } from "./toasts.ts";

function line(id: string, severity: FiringAlert["severity"] = "warning"): FiringAlert {
  return { id, alertname: id, severity, summary: "", isAcknowledged: false };
}
const ids = ({ toasts }: ToastStack) => toasts.map(({ kind, alert }) => `${kind} ${alert.id}`);

Deno.test("withChange() shows three at most, the worst first, and counts the rest", () => {
  const fired = [line("a"), line("b", "info"), line("c", "critical"), line("d")];
  const stack = withChange(NO_TOASTS, { fired, ended: [] });
  assert.deepEqual(ids(stack), ["fired c", "fired a", "fired d"]);
  assert.equal(stack.more, 1);
  assert.equal(withChange(stack, { fired: [], ended: [] }), stack);
});

Deno.test("withChange() puts the end of an alert in the place of its beginning", () => {
  const begun = withChange(NO_TOASTS, { fired: [line("a"), line("b")], ended: [] });
  assert.deepEqual(ids(withChange(begun, { fired: [], ended: [line("a")] })), [
    "ended a",
    "fired b",
  ]);
});

Deno.test("withoutToast() forgets the rest with the last one", () => {
  const fired = ["a", "b", "c", "d"].map((id) => line(id));
  let stack = withChange(NO_TOASTS, { fired, ended: [] });
  for (const id of ["a", "b"]) stack = withoutToast(stack, id);
  assert.deepEqual([ids(stack), stack.more], [["fired c"], 1]);
  assert.deepEqual(withoutToast(stack, "c"), NO_TOASTS);
});
