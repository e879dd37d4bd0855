import assert from "node:assert/strict";
import { createLogger } from "./logger.ts";

function logged(work: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  work(createLogger("info", (line) => lines.push(line)));
  return lines.map((line) => JSON.parse(line));
}

Deno.test("createLogger() writes one JSON object a line with the parents' fields", () => {
  const [line] = logged((log) => log.child({ requestId: "r1" }).info("served", { status: 200 }));
  assert.equal(line?.message, "served");
  assert.equal(line?.requestId, "r1");
  assert.equal(line?.status, 200);
});

Deno.test("createLogger() leaves out lines below its level", () => {
  assert.deepEqual(logged((log) => log.debug("noise")), []);
});

Deno.test("createLogger() redacts secrets by name and by form, nested too", () => {
  const text = JSON.stringify(logged((log) =>
    log.warn("failed for vg_abcdefghijkl", {
      headers: { authorization: "Bearer xyz", note: "whsec_AAAAAAAAAAAA" },
      uri: "mongodb://ana:s3cret@db.example/x",
      list: ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"],
      error: new Error("cannot reach mongodb://ana:s3cret@db"),
    })
  ));
  for (const secret of ["vg_abc", "xyz", "whsec_A", "s3cret", "eyJhbGci"]) {
    assert.ok(!text.includes(secret), `${secret} was logged: ${text}`);
  }
});

Deno.test("createLogger() keeps a forged line break inside its own line", () => {
  const [line] = logged((log) => log.info('a\n{"level":"error"}'));
  assert.equal(line?.message, 'a\n{"level":"error"}');
});

Deno.test("createLogger() lets work go on when a line cannot be written", () => {
  const log = createLogger("info", () => {
    throw new Deno.errors.BrokenPipe();
  });
  log.info("served");
  log.child({ requestId: "r1" }).error("failed");
});
