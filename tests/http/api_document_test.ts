import assert from "node:assert/strict";
import { type Call, chaptersOf } from "@/lib/openapi/chapters.ts";
import type { OpenApiDocument, ParameterObject } from "@/lib/openapi/openapi_types.ts";
import { OPERATIONS } from "@/lib/openapi/operations.ts";
import { isComponent } from "@/lib/openapi/response_objects.ts";
import { problemSchema } from "@/lib/openapi/problem_schemas.ts";
import { openTestApp, ORIGIN, type TestApp } from "./app_fixture.ts";

async function withApp(
  work: (app: TestApp) => Promise<void>,
  environment?: Record<string, string>,
): Promise<void> {
  const app = await openTestApp({ ...(environment !== undefined && { environment }) });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

async function documentOf(app: TestApp): Promise<OpenApiDocument> {
  const response = await app.fetch("/openapi.json");
  assert.equal(response.status, 200);
  return await response.json();
}

Deno.test("GET /openapi.json needs nobody and names the address that was asked", async () => {
  await withApp(async (app) => {
    assert.deepEqual((await documentOf(app)).servers.map(({ url }) => url), [ORIGIN]);
  });
  await withApp(async (app) => {
    const { servers, components } = await documentOf(app);
    assert.equal(servers[0]?.url, "https://vigia.example.com");
    assert.match(JSON.stringify(components.securitySchemes), /__Host-vigia_session/);
  }, { PUBLIC_URL: "https://vigia.example.com/" });
});

Deno.test("GET /docs shows every call to who is signed in, from this server alone", async () => {
  await withApp(async (app) => {
    const page = { accept: "text/html", "accept-language": "pt-BR" };
    const stranger = await app.fetch("/docs", { headers: page, redirect: "manual" });
    assert.equal(stranger.status, 303);
    const { accessToken } = await app.signIn("GUEST");
    const headers = { ...page, authorization: `Bearer ${accessToken}` };
    const response = await app.fetch("/docs", { headers });
    assert.equal(response.status, 200);
    const html = await response.text();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, "an id stands twice");
    for (const { id } of OPERATIONS) assert.ok(ids.includes(id), `${id} is not there`);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) {
      assert.ok(ids.includes(target), `#${target} leads nowhere`);
    }
    for (const [, address] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      assert.match(address!, /^(?:\/(?!\/)|#)/);
    }
    assert.doesNotMatch(html, / style="/, "the security policy takes no style attributes");
    assert.match(html, /Referência da API/);
  });
});

/** What the calls answer with their examples, where that is no success. */
const EXPECTED: Readonly<Record<string, number>> = {
  createEvent: 201,
  refresh: 401,
  changeRole: 404,
  registerByForm: 409,
  revokeApiKey: 404,
  replayDeadLetter: 404,
  discardDeadLetter: 404,
  giveExpenseFeedback: 404,
  importExpenses: 202,
  getExpenseImport: 404,
  getAnomaly: 404,
  giveAnomalyFeedback: 404,
  getSilence: 404,
  expireSilence: 404,
  changeChannel: 404,
  deleteChannel: 404,
  testChannel: 404,
  sendDeliveryAgain: 404,
  getAlert: 404,
  acknowledgeAlert: 404,
  getAlertRule: 404,
  replaceAlertRule: 404,
  deleteAlertRule: 404,
  readNotices: 404,
  loadSampleData: 409,
};

function requestOf({ method, path, operation }: Call, token: string): [string, RequestInit] {
  const given = (place: ParameterObject["in"]) =>
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === place && parameter.example !== undefined)
      .map(({ name, example }): [string, string] => [name, example!]);
  let address = path;
  for (const [name, value] of given("path")) {
    address = address.replace(`{${name}}`, encodeURIComponent(value));
  }
  const headers = new Headers({ accept: "application/json, */*" });
  if (operation.security.length > 0) headers.set("authorization", `Bearer ${token}`);
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const example = Object.values(content?.examples ?? {})[0]?.value;
  if (type !== undefined) headers.set("content-type", type);
  const body = type === undefined
    ? null
    : type.endsWith("json")
    ? JSON.stringify(example)
    : typeof example === "string"
    ? example
    : new URLSearchParams(example as Record<string, string>).toString();
  const query = new URLSearchParams(given("query"));
  return [`${address}?${query}`, { method, headers, body }];
}

/** The zod schema of a JSON answer, `null` for what is no JSON. */
function schemaOf(id: string, status: number, type: string) {
  const operation = OPERATIONS.find((each) => each.id === id)!;
  const answer = operation.answers[status] ?? operation.problems?.[status];
  const schema = answer?.content?.[type]?.schema;
  if (schema !== undefined) return isComponent(schema) ? schema.schema : null;
  return type === "application/problem+json" ? problemSchema : null;
}

Deno.test("every operation answers its own example with what the document says", async () => {
  await withApp(async (app) => {
    const document = await documentOf(app);
    // Stays when the example's event is deleted, so that sample data is refused.
    const { accessToken: sender } = await app.signIn("ADMIN");
    await app.post("/webhook/event", { userId: "rui", type: "error" }, sender);
    const calls = chaptersOf(document).flatMap((chapter) => chapter.calls)
      .filter(({ operation }) => operation.operationId !== "openSocket");
    for (const call of calls) {
      const { operationId: id, responses } = call.operation;
      // A session of its own, as signing out is among the calls.
      const { accessToken } = await app.signIn("ADMIN");
      const response = await app.fetch(...requestOf(call, accessToken));
      const { status } = response;
      const text = id === "readStream" ? await response.body?.cancel() : await response.text();
      const success = Number(Object.keys(responses).find((key) => Number(key) < 400));
      assert.equal(status, EXPECTED[id] ?? success, `${id}: ${text}`);
      const documented = responses[status];
      assert.ok(documented !== undefined, `${id} ${status}`);
      const type = (response.headers.get("content-type") ?? "").split(";")[0]!;
      if (!("$ref" in documented)) {
        const types = Object.keys(documented.content ?? { "": null });
        assert.ok(types.includes(type), `${id} ${status} answers ${type}, not ${types}`);
      }
      const schema = schemaOf(id, status, type);
      if (schema === null || typeof text !== "string") continue;
      const body = JSON.parse(text);
      const parsed = schema.safeParse(body);
      assert.ok(parsed.success, `${id}: ${parsed.error}\n${text}`);
      // Unknown members are dropped by the schema, so that equality shows the undocumented ones.
      assert.deepEqual(parsed.data, body, id);
    }
  });
});
