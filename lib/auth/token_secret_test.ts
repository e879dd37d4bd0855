import assert from "node:assert/strict";
import { hashSecret, isSameSecret, randomBase62, randomSecret } from "./token_secret.ts";

Deno.test("randomSecret() has 256 bits and never repeats", () => {
  assert.equal(Buffer.from(randomSecret(), "base64url").byteLength, 32);
  assert.equal(new Set(Array.from({ length: 1000 }, randomSecret)).size, 1000);
});

Deno.test("randomBase62() uses every character about equally", () => {
  const counts = new Map<string, number>();
  const text = randomBase62(62_000);
  assert.equal(text.length, 62_000);
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  assert.equal(counts.size, 62);
  // 1,000 expected; seven standard deviations.
  for (const [char, count] of counts) assert.ok(Math.abs(count - 1000) < 220, `${char}: ${count}`);
});

Deno.test("hashSecret() is SHA-256 in hexadecimal", () => {
  assert.equal(
    hashSecret("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("isSameSecret() compares all of both", () => {
  assert.ok(isSameSecret("abc", "abc"));
  assert.ok(!isSameSecret("abc", "abd") && !isSameSecret("abc", "ab") && !isSameSecret("é", "ab"));
});
