import assert from "node:assert/strict";
import { readFsyncOrder } from "./system_calls.ts";

const IDS = /e-\d+/g;
const WRITE = (id: string) => `pwrite64(7</d/vigia.db-wal>, "..${id}..", 4096, 0) = 4096`;
const SYNC = "fdatasync(7</d/vigia.db-wal>) = 0";
const ANSWER = (id: string) => `sendto(9<socket:[1]>, "HTTP/1.1 202 Accepted\\r\\n${id}", 9) = 9`;

function early(...lines: string[]): string[] {
  return [...readFsyncOrder(lines.join("\n"), IDS).early];
}

Deno.test("readFsyncOrder() wants a sync between the write of an id and its answer", () => {
  assert.deepEqual(early(`1 ${WRITE("e-1")}`, `1 ${SYNC}`, `2 ${ANSWER("e-1")}`), []);
  assert.deepEqual(early(`1 ${WRITE("e-1")}`, `2 ${ANSWER("e-1")}`, `1 ${SYNC}`), ["e-1"]);
  assert.deepEqual(early(`1 ${SYNC}`, `1 ${WRITE("e-1")}`, `2 ${ANSWER("e-1")}`), ["e-1"]);
  assert.deepEqual(early(`2 ${ANSWER("e-1")}`), ["e-1"]);
});

Deno.test("readFsyncOrder() counts neither a failed sync nor one of another file", () => {
  const failed = SYNC.replace("= 0", "= -1 EIO (Input/output error)");
  assert.deepEqual(early(`1 ${WRITE("e-1")}`, `1 ${failed}`, `2 ${ANSWER("e-1")}`), ["e-1"]);
  const other = SYNC.replace("-wal", "");
  assert.deepEqual(early(`1 ${WRITE("e-1")}`, `1 ${other}`, `2 ${ANSWER("e-1")}`), ["e-1"]);
});

Deno.test("readFsyncOrder() counts a sync that overlaps other calls for what was written before it began", () => {
  const begun = "1 fdatasync(7</d/vigia.db-wal> <unfinished ...>";
  const ended = "1 <... fdatasync resumed>) = 0";
  assert.deepEqual(early(`1 ${WRITE("e-1")}`, begun, ended, `2 ${ANSWER("e-1")}`), []);
  assert.deepEqual(early(`1 ${WRITE("e-1")}`, begun, `2 ${ANSWER("e-1")}`, ended), ["e-1"]);
  assert.deepEqual(early(begun, `3 ${WRITE("e-2")}`, ended, `2 ${ANSWER("e-2")}`), ["e-2"]);
});

Deno.test("readFsyncOrder() lists what was answered, so that an empty trace proves nothing", () => {
  assert.deepEqual([...readFsyncOrder(`2 ${ANSWER("e-1")}\n`, IDS).answered], ["e-1"]);
  assert.equal(readFsyncOrder("", IDS).answered.size, 0);
});
