import assert from "node:assert/strict";
import { type Call, chaptersOf } from "./chapters.ts";
import { curlOf } from "./curl.ts";
import { openApiDocument } from "./document.ts";

const SERVER = "http://127.0.0.1:8000";
const chapters = chaptersOf(
  openApiDocument({ version: "1", serverUrl: SERVER, publicUrl: undefined }),
);
const calls = chapters.flatMap((chapter) => chapter.calls);

function call(id: string): Call {
  return calls.find(({ operation }) => operation.operationId === id) ??
    assert.fail(`There is no ${id}`);
}

Deno.test("chaptersOf() puts every call under one tag, in the document's order", () => {
  assert.equal(chapters[0]?.name, "Ingest");
  const ids = calls.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(chapters.every(({ calls }) => calls.length > 0));
});

Deno.test("curlOf() writes method, address, key and body", () => {
  assert.equal(
    curlOf(call("changeEvent"), SERVER),
    [
      "curl -X PATCH http://127.0.0.1:8000/api/v1/events/order-1042 \\",
      '  -H "Authorization: Bearer $VIGIA_KEY" \\',
      "  -H 'Content-Type: application/json' \\",
      `  -d '{"value":119.9}'`,
    ].join("\n"),
  );
});

Deno.test("curlOf() quotes addresses with a query, and needs no key for what is public", () => {
  assert.match(
    curlOf(call("listEvents"), SERVER) ?? "",
    /^curl 'http:\/\/127\.0\.0\.1:8000\/api\/v1\/events\?type=purchase&limit=20' \\\n/,
  );
  assert.equal(
    curlOf(call("getLiveness"), SERVER),
    "curl http://127.0.0.1:8000/healthz/live",
  );
});

Deno.test("curlOf() sends forms as forms, reads streams as they come, keeps files", () => {
  assert.match(curlOf(call("getToken"), SERVER) ?? "", /--data-urlencode 'grant_type=password'/);
  assert.match(curlOf(call("readStream"), SERVER) ?? "", / -N \\\n.*\$VIGIA_TOKEN/);
  assert.match(curlOf(call("exportEvents"), SERVER) ?? "", / -OJ \\\n/);
  assert.match(curlOf(call("getStatus"), SERVER) ?? "", /-H 'Accept: application\/json'/);
  assert.equal(curlOf(call("openSocket"), SERVER), null);
});

Deno.test("curlOf() sends tables as they are, with their line ends", () => {
  assert.match(
    curlOf(call("importExpenses"), SERVER) ?? "",
    /-H 'Content-Type: text\/csv' \\\n {2}--data-binary 'Data;.*\n20\/11/,
  );
});

Deno.test("curlOf() leaves no placeholder in any address", () => {
  for (const each of calls) assert.doesNotMatch(curlOf(each, SERVER) ?? "", /[{]\w+[}]/);
});

Deno.test("curlOf() writes what a shell reads as the same words", async () => {
  const text = curlOf({
    method: "POST",
    path: "/it's",
    operation: {
      ...call("createEvent").operation,
      requestBody: {
        description: "",
        required: true,
        content: {
          "application/json": { schema: {}, examples: { e: { value: "a 'b' $HOME `c`" } } },
        },
      },
    },
  }, SERVER);
  const shell = new Deno.Command("sh", {
    args: ["-c", text!.replace("curl", "printf '%s\\n'")],
    env: { VIGIA_KEY: "vg_1" },
  });
  const { stdout } = await shell.output();
  assert.deepEqual(new TextDecoder().decode(stdout).trim().split("\n"), [
    "http://127.0.0.1:8000/it's",
    "-H",
    "Authorization: Bearer vg_1",
    "-H",
    "Content-Type: application/json",
    "-d",
    JSON.stringify("a 'b' $HOME `c`"),
  ]);
});
