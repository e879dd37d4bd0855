import assert from "node:assert/strict";
import { testTimes } from "./test_times.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="5" failures="1" errors="0" time="1.407">
  <testsuite name="./a_test.ts" tests="2" disabled="0" errors="0" failures="1">
    <testcase name="one" classname="./a_test.ts" time="0.250" line="1" col="6"></testcase>
    <testcase name="two" classname="./a_test.ts" time="0.500" line="3" col="6">
      <failure message="Error: x">at fn (a_test.ts:3:38)</failure>
    </testcase>
  </testsuite>
  <testsuite name="./b_test.ts" tests="3" disabled="1" errors="0" failures="0">
    <testcase name="&lt;Suite&gt; &amp; more" classname="./b_test.ts" time="1.000" line="1"></testcase>
    <testcase name="ignored" classname="./b_test.ts" time="0.000" line="2"><skipped/></testcase>
    <testcase name="suite &gt; step" classname="./b_test.ts" time="0.900" line="1"></testcase>
  </testsuite>
</testsuites>`;

Deno.test("testTimes() gives every test without its steps, longest first", () => {
  assert.deepEqual(testTimes(REPORT), [
    { name: "<Suite> & more", seconds: 1 },
    { name: "two", seconds: 0.5 },
    { name: "one", seconds: 0.25 },
    { name: "ignored", seconds: 0 },
  ]);
});
