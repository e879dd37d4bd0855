import assert from "node:assert/strict";
import { judgeOrigin } from "./origin.ts";

const config = {
  publicUrl: "https://vigia.example/app",
  allowedOrigins: ["https://board.example:8443"],
};

function judge(origin: string | undefined, url = "http://10.0.0.5:8000/ws") {
  return judgeOrigin(new Request(url, origin === undefined ? {} : { headers: { origin } }), config);
}

Deno.test("judgeOrigin() allows the own origin, the public one and the listed ones", () => {
  for (
    const origin of [
      "http://10.0.0.5:8000",
      "https://10.0.0.5:8000",
      "https://vigia.example",
      "https://board.example:8443",
    ]
  ) assert.equal(judge(origin), "allowed", origin);
});

Deno.test("judgeOrigin() calls look-alikes and null foreign", () => {
  for (
    const origin of [
      "null",
      "https://evil.example",
      "https://vigia.example.evil.example",
      "https://evil-vigia.example",
      "https://vigia.example:444",
      "http://vigia.example",
      "https://vigia.example/",
      "https://vigia.example@evil.example",
      "http://10.0.0.5:8001",
      "http://10.0.0.5",
      "ftp://10.0.0.5:8000",
      "not an origin",
    ]
  ) assert.equal(judge(origin), "foreign", origin);
});

Deno.test("judgeOrigin() does not take an http page for the same host on https", () => {
  assert.equal(judge("http://a.example", "https://a.example/ws"), "foreign");
});

Deno.test("judgeOrigin() tells when there is no Origin header", () => {
  assert.equal(judge(undefined), "missing");
});
