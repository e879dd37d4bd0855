import assert from "node:assert/strict";
import { ConfigError, parseConfig } from "./config.ts";

Deno.test("parseConfig() runs on SQLite at 127.0.0.1:8000 without any variable", () => {
  const config = parseConfig({});
  assert.equal(config.port, 8000);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.dataDir, "./data");
  assert.equal(config.mongodb, undefined);
  assert.equal(config.admin, undefined);
  assert.equal(config.rateLimits, true);
});

Deno.test("parseConfig() takes an empty value, as in .env.example, for not set", () => {
  const config = parseConfig({
    PUBLIC_URL: "",
    MONGODB_URI: " ",
    JWT_SECRET: "",
    ADMIN_EMAIL: "",
    ADMIN_PASSWORD: "",
    EVENT_RATE_LIMIT: "",
    PORT: "",
  });
  assert.deepEqual(config, parseConfig({}));
});

Deno.test("parseConfig() parses every variable of .env.example", async () => {
  const text = await Deno.readTextFile(new URL("../.env.example", import.meta.url));
  const names = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)];
  assert.ok(names.length > 15);
  const environment = Object.fromEntries(names.map(([, name, value]) => [name, value]));
  assert.deepEqual(parseConfig(environment), parseConfig({}));
});

Deno.test("parseConfig() names each wrong variable and never shows a value", () => {
  assert.throws(
    () => parseConfig({ PORT: "eighty", JWT_SECRET: "s3cret", WEBHOOK_SECRET: "whsec_?" }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      for (const name of ["PORT", "JWT_SECRET", "WEBHOOK_SECRET"]) {
        assert.ok(error.message.includes(name), name);
      }
      assert.ok(!error.message.includes("s3cret"));
      return true;
    },
  );
});

Deno.test("parseConfig() wants both parts of the first administrator", () => {
  assert.throws(() => parseConfig({ ADMIN_EMAIL: "ana@example.com" }), ConfigError);
  const both = parseConfig({ ADMIN_EMAIL: "ana@example.com", ADMIN_PASSWORD: "long enough" });
  assert.equal(both.admin?.email, "ana@example.com");
});

Deno.test("parseConfig() cuts the slash at the end of PUBLIC_URL and splits lists", () => {
  const config = parseConfig({
    PUBLIC_URL: "https://vigia.example.com/",
    ALLOWED_ORIGINS: "https://a.example, https://b.example,",
  });
  assert.equal(config.publicUrl, "https://vigia.example.com");
  assert.deepEqual(config.allowedOrigins, ["https://a.example", "https://b.example"]);
});
