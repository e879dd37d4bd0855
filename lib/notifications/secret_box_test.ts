import assert from "node:assert/strict";
import { SecretBox, UnsealError } from "./secret_box.ts";

const [OLD, NEW, OTHER] = ["A", "B", "C"].map((letter) => `${letter.repeat(43)}=`) as [
  string,
  string,
  string,
];

Deno.test("SecretBox reads what an older key sealed and seals with the newest", async () => {
  const sealed = await new SecretBox([OLD]).seal("secret", "a");
  const rotated = new SecretBox([NEW, OLD]);
  assert.equal(await rotated.open(sealed, "a"), "secret");
  const again = await rotated.seal("secret", "a");
  assert.equal(await new SecretBox([NEW]).open(again, "a"), "secret");
  await assert.rejects(new SecretBox([OLD]).open(again, "a"), UnsealError);
  assert.notEqual(again, await rotated.seal("secret", "a"), "never the same text twice");
});

Deno.test("SecretBox opens nothing with a wrong key, for another owner, or that was changed", async () => {
  const box = new SecretBox([OLD]);
  const sealed = await box.seal("secret", "a");
  assert.ok(!sealed.includes("secret"));
  const [version, id, iv, text] = sealed.split(".");
  const flipped = `${version}.${id}.${iv}.${text!.startsWith("A") ? "B" : "A"}${text!.slice(1)}`;
  await assert.rejects(new SecretBox([OTHER]).open(sealed, "a"), {
    name: "UnsealError",
    message: /sealed by a key that is not here; enter them again/,
  });
  await assert.rejects(box.open(sealed, "b"), UnsealError);
  for (const wrong of [flipped, sealed.replace("v1", "v2"), "", "nonsense", `${version}.${id}`]) {
    await assert.rejects(box.open(wrong, "a"), UnsealError, wrong);
  }
  assert.throws(() => new SecretBox(["dG9vIHNob3J0"]), /32 bytes/);
});
