import assert from "node:assert/strict";
import { createPack, RULE_PACK } from "@/lib/alerts/rule_pack.ts";
import { openTestApp, type TestApp } from "../http/app_fixture.ts";

const RULE = {
  name: "ManyErrors",
  severity: "critical",
  condition: {
    kind: "threshold",
    filter: { type: "error" },
    metric: "count",
    windowMinutes: 1,
    operator: "atLeast",
    value: 3,
  },
  annotations: { summary: "{{value}} errors" },
};

interface Caller {
  app: TestApp;
  call(method: string, path: string, body?: unknown): Promise<Response>;
}

async function withOperator(work: (caller: Caller) => Promise<void>): Promise<void> {
  const app = await openTestApp();
  try {
    const { accessToken } = await app.signIn("OPERATOR");
    const headers = {
      authorization: `Bearer ${accessToken}`,
      "content-type": "application/json",
    };
    const call = (method: string, path: string, body?: unknown) =>
      app.fetch(path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    await work({ app, call });
  } finally {
    await app.close();
  }
}

/** So many errors in each of the two last full minutes, whichever of them the next round is about. */
async function storeErrors(app: TestApp, count: number): Promise<void> {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  for (const ago of [90_000, 30_000]) {
    const timestamp = new Date(minute - ago).toISOString();
    await app.services.store.events.append(Array.from({ length: count }, (_, n) => ({
      id: `error-${ago}-${n}`,
      userId: "ana",
      type: "error",
      value: null,
      timestamp,
      metadata: {},
      source: "test",
      receivedAt: timestamp,
    })));
  }
}

Deno.test("the alert rules API adds, reads, changes and deletes rules", async () => {
  await withOperator(async ({ call }) => {
    const made = await call("POST", "/api/v1/alert-rules", RULE);
    assert.equal(made.status, 201);
    const rule = await made.json();
    assert.equal(rule.changedBy, "OPERATOR");
    const path = `/api/v1/alert-rules/${rule.id}`;
    assert.deepEqual(await (await call("GET", path)).json(), rule);
    const change = { version: 1, rule: { ...RULE, name: "FewErrors" } };
    const changed = await call("PUT", path, change);
    assert.equal(changed.status, 200);
    assert.equal((await changed.json()).name, "FewErrors");
    assert.equal((await call("PUT", path, change)).status, 409);
    const { items } = await (await call("GET", "/api/v1/alert-rules")).json();
    assert.deepEqual(items.map(({ name }: { name: string }) => name), ["FewErrors"]);
    assert.equal((await call("DELETE", path)).status, 204);
    assert.equal((await call("GET", path)).status, 404);
    assert.equal((await call("DELETE", path)).status, 404);
  });
});

Deno.test("the alert rules API names the fields of impossible rules", async () => {
  await withOperator(async ({ call }) => {
    const wrong: [Record<string, unknown>, string][] = [
      [{ forMinutes: 1441 }, "forMinutes"],
      [{ condition: { ...RULE.condition, filter: {} } }, "condition.filter"],
      [{ condition: { ...RULE.condition, value: "NaN" } }, "condition.value"],
      [{ condition: { ...RULE.condition, operator: "below", value: 0 } }, "condition.value"],
      [{ annotations: { summary: "{{constructor}}" } }, "annotations.summary"],
      [{ labels: { severity: "none" } }, "labels.severity"],
    ];
    for (const [changes, path] of wrong) {
      const response = await call("POST", "/api/v1/alert-rules", { ...RULE, ...changes });
      assert.equal(response.status, 422, path);
      const { errors } = await response.json();
      assert.deepEqual(errors.map((error: { path: string }) => error.path), [path]);
    }
    const { items } = await (await call("GET", "/api/v1/alert-rules")).json();
    assert.deepEqual(items, []);
  });
});

Deno.test("the alert rules API counts what a rule would have fired", async () => {
  await withOperator(async ({ app, call }) => {
    await storeErrors(app, 5);
    const response = await call("POST", "/api/v1/alert-rules/backtest", { rule: RULE, days: 1 });
    assert.equal(response.status, 200);
    const { count, firings, limit } = await response.json();
    assert.deepEqual([count, limit], [1, 3]);
    assert.equal(firings[0].value, 5);
    const condition = {
      kind: "internal",
      metric: "queue.pending",
      operator: "above",
      value: 1,
    };
    const body = { rule: { ...RULE, condition, annotations: {} } };
    assert.equal((await call("POST", "/api/v1/alert-rules/backtest", body)).status, 422);
  });
});

Deno.test("the alerts API shows what fires, and who looks after it", async () => {
  await withOperator(async ({ app, call }) => {
    const rule = await (await call("POST", "/api/v1/alert-rules", RULE)).json();
    await storeErrors(app, 4);
    await app.services.alertEngine.round();
    const list = await (await call("GET", "/api/v1/alerts?state=firing")).json();
    assert.equal(list.items.length, 1);
    const [alert] = list.items;
    assert.deepEqual([alert.ruleId, alert.value], [rule.id, 4]);
    assert.equal(alert.annotations.summary, "4 errors");
    const path = `/api/v1/alerts/${alert.id}`;
    const acknowledged = await (await call("POST", `${path}/acknowledge`)).json();
    assert.equal(acknowledged.acknowledgedBy, "OPERATOR");
    const again = await (await call("POST", `${path}/acknowledge`)).json();
    assert.equal(again.acknowledgedAt, acknowledged.acknowledgedAt);
    assert.equal((await call("GET", "/api/v1/alerts/none")).status, 404);
    // Another meaning of the rule ends what it raised.
    const change = { version: 1, rule: { ...RULE, severity: "info" } };
    assert.equal((await call("PUT", `/api/v1/alert-rules/${rule.id}`, change)).status, 200);
    assert.equal((await (await call("GET", path)).json()).state, "resolved");
  });
});

Deno.test("createPack() makes the ready-made rules once; deleted ones stay deleted", async () => {
  await withOperator(async ({ app, call }) => {
    await createPack(app.services.store);
    const names = async (): Promise<string[]> => {
      const { items } = await (await call("GET", "/api/v1/alert-rules")).json();
      return items.map(({ name }: { name: string }) => name).sort();
    };
    const all = Object.values(RULE_PACK).map(({ name }) => name).sort();
    assert.deepEqual(await names(), all);
    const { items } = await (await call("GET", "/api/v1/alert-rules?limit=1")).json();
    await call("DELETE", `/api/v1/alert-rules/${items[0].id}`);
    await createPack(app.services.store);
    assert.deepEqual(await names(), all.filter((name) => name !== items[0].name));
  });
});
