import assert from "node:assert/strict";
import { BEGIN, DAY_MS, END, event, GRACE_MS, quiet, Rig } from "../testing/detection_rig.ts";
import { readExpectedBand } from "./expected_band.ts";
import { BUCKET_MS, countOf } from "./series.ts";

Deno.test("readExpectedBand() tells the usual band of each bucket once it was learned", async () => {
  const history = [...quiet(BEGIN, END), event("signup", END - DAY_MS, "first")];
  await using rig = await Rig.open(history);
  const read = (type: string) =>
    readExpectedBand(rig.store, countOf(type), END - DAY_MS, END + BUCKET_MS);
  assert.equal(await read("purchase"), null);

  await rig.judgeUntil(END + GRACE_MS);
  const band = await read("purchase");
  assert.equal(band?.length, DAY_MS / BUCKET_MS + 1);
  for (const { low, high } of band ?? []) assert.ok(low < 5 && 5 < high && high < 50);
  assert.equal(await read("signup"), null);
  assert.equal(await read("unknown"), null);
});
