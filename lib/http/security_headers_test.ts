import assert from "node:assert/strict";
import { createHeaderWriter } from "./security_headers.ts";

const write = createHeaderWriter({ publicUrl: undefined });

Deno.test("createHeaderWriter() forbids inline code, plugins, frames and other bases", () => {
  const policy = write(new Response("x")).headers.get("content-security-policy")!;
  for (
    const directive of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "connect-src 'self'",
    ]
  ) assert.ok(policy.split("; ").includes(directive), directive);
  assert.ok(!policy.includes("unsafe-inline") && !policy.includes("upgrade-insecure-requests"));
});

Deno.test("createHeaderWriter() lets a page's own nonce run, and only on that page", () => {
  const page = Object.assign(new Response("x"), { [Symbol.for("__freshNonce")]: "abc" });
  assert.match(
    write(page).headers.get("content-security-policy")!,
    /script-src 'self' 'nonce-abc'; style-src 'self' 'nonce-abc'/,
  );
  const next = write(new Response("x")).headers.get("content-security-policy")!;
  assert.ok(!next.includes("nonce"));
});

Deno.test("createHeaderWriter() sends HSTS only where browsers come by https", () => {
  assert.equal(write(new Response("x")).headers.get("strict-transport-security"), null);
  const secure = createHeaderWriter({ publicUrl: "https://vigia.example" })(new Response("x"));
  assert.equal(secure.headers.get("strict-transport-security"), "max-age=31536000");
  assert.match(
    secure.headers.get("content-security-policy")!,
    /connect-src 'self' wss:\/\/vigia\.example;/,
  );
});

Deno.test("createHeaderWriter() copes with responses whose headers are fixed", () => {
  const response = write(Response.redirect("http://localhost/x", 303));
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "http://localhost/x");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
});
