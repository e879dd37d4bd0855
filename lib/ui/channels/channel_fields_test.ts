import assert from "node:assert/strict";
import { CHANNEL_KINDS } from "../../notifications/channel.ts";
import { CHANNEL_KINDS_BY_NAME } from "../../notifications/channel_kinds.ts";
import { fieldsOf, readSettings } from "./channel_fields.ts";

Deno.test("CHANNEL_FIELDS hide what each kind seals", () => {
  for (const kind of CHANNEL_KINDS) {
    const hidden = fieldsOf(kind).filter(({ isSecret }) => isSecret);
    assert.deepEqual(hidden.map(({ name }) => name), CHANNEL_KINDS_BY_NAME[kind].secrets, kind);
    assert.ok(hidden.every(({ type }) => type === "password"), kind);
  }
});

Deno.test("readSettings leaves empty secrets out", () => {
  const form = new FormData();
  form.set("url", " https://hooks.example.com ");
  form.set("secret", "");
  form.set("format", "vigia");
  assert.deepEqual(readSettings("webhook", form), {
    url: "https://hooks.example.com",
    format: "vigia",
  });
  form.set("secret", "whsec_x");
  assert.equal(readSettings("webhook", form).secret, "whsec_x");
});
