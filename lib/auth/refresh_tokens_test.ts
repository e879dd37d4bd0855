import assert from "node:assert/strict";
import { RefreshTokens } from "./refresh_tokens.ts";
import { randomSecret } from "./token_secret.ts";

const tokens = new RefreshTokens("a secret of at least thirty-two bytes");
const token = { sessionId: "01900000-0000-7000-8000-000000000000", secret: randomSecret() };

Deno.test("RefreshTokens.read() takes apart what write() wrote", () => {
  assert.deepEqual(tokens.read(tokens.write(token)), token);
});

Deno.test("RefreshTokens.read() knows every changed character", () => {
  const text = tokens.write(token);
  for (let i = 0; i < text.length; i++) {
    const other = text[i] === "a" ? "b" : "a";
    const changed = text.slice(0, i) + other + text.slice(i + 1);
    // The last character of 32 bytes in base64url has two bits that mean nothing; they count here.
    assert.equal(tokens.read(changed), null, `character ${i}`);
  }
});

Deno.test("RefreshTokens.read() takes nothing made with another secret", () => {
  const others = new RefreshTokens("another secret of at least thirty-two bytes");
  assert.equal(others.read(tokens.write(token)), null);
});

Deno.test("RefreshTokens.childOf() is always the same, and another for each parent", () => {
  const child = tokens.childOf(token);
  assert.match(child, /^[\w-]{43}$/);
  assert.equal(tokens.childOf(token), child);
  assert.notEqual(tokens.childOf({ ...token, secret: child }), child);
  assert.notEqual(
    tokens.childOf({ ...token, sessionId: token.sessionId.replace("0", "1") }),
    child,
  );
  assert.ok(!tokens.write(token).includes(child), "a token does not hold its child");
});
