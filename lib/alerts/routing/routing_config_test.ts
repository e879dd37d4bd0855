import assert from "node:assert/strict";
import { fieldErrors } from "../../http/validation.ts";
import { routingChangeInput } from "./routing_inputs.ts";
import {
  DEFAULT_CONFIG,
  groupLabels,
  namedChannels,
  routesFor,
  type RoutingConfig,
  routingConfigSchema,
} from "./routing_config.ts";
import { settingsOf } from "./route_settings.ts";

const { defaults } = DEFAULT_CONFIG;

Deno.test("docs/alerts.md shows a configuration that is taken", async () => {
  const page = await Deno.readTextFile(new URL("../../../docs/alerts.md", import.meta.url));
  const [, example] = /```json\n([^]*?)```/.exec(page)!;
  const parsed = routingChangeInput.safeParse(JSON.parse(example!));
  assert.ok(parsed.success, String(parsed.error));
});

Deno.test("routesFor() stops at the first that fits unless it continues", () => {
  const config: RoutingConfig = routingConfigSchema.parse({
    ...DEFAULT_CONFIG,
    routes: [
      { name: "a", matchers: [{ label: "x", op: "=", value: "1" }], continue: true },
      { name: "b", matchers: [{ label: "x", op: "=~", value: "1|2" }] },
      { name: "c", matchers: [] },
    ],
  });
  assert.deepEqual(routesFor(config, { x: "1" }), ["a", "b"]);
  assert.deepEqual(routesFor(config, { x: "2" }), ["b"]);
  assert.deepEqual(routesFor(config, {}), ["c"]);
  assert.deepEqual(routesFor(DEFAULT_CONFIG, {}), ["default"]);
});

Deno.test("settingsOf() takes what a route leaves out from the default", () => {
  const config = routingConfigSchema.parse({
    ...DEFAULT_CONFIG,
    routes: [{ name: "a", matchers: [], groupWaitSeconds: 0, channels: ["mail"] }],
  });
  assert.deepEqual(settingsOf(config, "a"), {
    ...defaults,
    groupWaitSeconds: 0,
    channels: ["mail"],
  });
  assert.deepEqual(settingsOf(config, "gone"), defaults);
});

Deno.test("groupLabels() gives equal labels to alerts of one group", () => {
  const labels = { b: "2", a: "1" };
  assert.deepEqual(groupLabels({ ...defaults, groupBy: ["b", "c"] }, labels), { b: "2", c: "" });
  assert.deepEqual(Object.keys(groupLabels({ ...defaults, groupBy: ["..."] }, labels)), ["a", "b"]);
  assert.deepEqual(groupLabels({ ...defaults, groupBy: [] }, labels), {});
});

Deno.test("routingConfigSchema names each thing that cannot be", () => {
  const escalation = [{ afterMinutes: 10, channels: ["a"] }, { afterMinutes: 5, channels: ["b"] }];
  const parsed = routingConfigSchema.safeParse({
    ...DEFAULT_CONFIG,
    defaults: { ...defaults, escalation, groupBy: ["...", "a"] },
    routes: [
      { name: "default", matchers: [] },
      { name: "x", matchers: [{ label: "1x", op: "==", value: "" }], colour: "red" },
    ],
    inhibitions: [{ sourceMatchers: [], targetMatchers: [] }],
    calendars: [{ name: "c", timeZone: "Mars" }],
  });
  const paths = fieldErrors(parsed.error!).map(({ path }) => path);
  for (
    const path of [
      "routes.0.name",
      "routes.1.matchers.0.label",
      "routes.1.matchers.0.op",
      "routes.1.colour",
      "inhibitions.0.sourceMatchers",
      "calendars.0.timeZone",
    ]
  ) assert.ok(paths.includes(path), `${path} in ${paths}`);
  const late = routingConfigSchema.safeParse({
    ...DEFAULT_CONFIG,
    defaults: { ...defaults, escalation, groupBy: ["...", "a"] },
  });
  assert.deepEqual(fieldErrors(late.error!).map(({ path }) => path), [
    "defaults.escalation.1.afterMinutes",
    "defaults.groupBy",
  ]);
});

Deno.test("namedChannels() says where each channel is named", () => {
  const config = routingConfigSchema.parse({
    ...DEFAULT_CONFIG,
    routes: [{
      name: "a",
      matchers: [],
      channels: ["mail"],
      escalation: [{ afterMinutes: 5, channels: ["phone"] }],
    }],
  });
  assert.deepEqual(namedChannels(config), [
    { id: "mail", route: "a", path: "routes.0.channels.0" },
    { id: "phone", route: "a", path: "routes.0.escalation.0.channels.0" },
  ]);
});

Deno.test("routingConfigSchema refuses patterns that would hold everybody up, and judges what it takes at once", () => {
  const hostile = { label: "a", op: "=~", value: "(.*.*){20}(a?){50}" };
  const routes = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `route ${index}`,
      matchers: Array.from({ length: 20 }, () => hostile),
      continue: true,
    }));
  const tooMany = routingConfigSchema.safeParse({ ...DEFAULT_CONFIG, routes: routes(15) });
  assert.match(tooMany.error?.issues[0]?.message ?? "", /too large together/);
  const config = routingConfigSchema.parse({ ...DEFAULT_CONFIG, routes: routes(2) });
  const began = performance.now();
  for (let n = 0; n < 10; n++) routesFor(config, { a: "a".repeat(1_000 + n) });
  assert.ok(performance.now() - began < 1_000);
});
