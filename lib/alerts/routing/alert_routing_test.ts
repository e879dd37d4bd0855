import assert from "node:assert/strict";
import { ConflictError } from "../../store/store.ts";
import { ALERTS } from "../alert.ts";
import { ALERT_GROUPS } from "./alert_group.ts";
import { UnknownChannelError } from "./alert_routing.ts";
import { DEFAULT_CONFIG, type RoutingConfig } from "./routing_config.ts";
import { RoutingRig, titleOf } from "./testing/routing_rig.ts";

const FIRING = ["in-app", "mail"].map((channel) =>
  `${channel} firing Firing: ErrorSpike: Errors are 20 % of all events`
);

function config(changes: Partial<RoutingConfig>): RoutingConfig {
  return { ...DEFAULT_CONFIG, ...changes };
}

Deno.test("AlertRouting tells every channel once, after the group's wait, without configuration", async () => {
  await using rig = await RoutingRig.open();
  const alert = await rig.fire();
  await rig.pass(29);
  assert.deepEqual(await rig.take(), []);
  await rig.pass(1);
  assert.deepEqual(await rig.take(), FIRING);
  // The same change again, as after a crash of the caller, changes nothing.
  await rig.routing.route([alert]);
  await rig.pass(3_600, 60);
  assert.deepEqual(await rig.take(), []);
});

Deno.test("AlertRouting tells a second alert of the group within the interval, and resolutions", async () => {
  await using rig = await RoutingRig.open();
  const first = await rig.fire({ region: "north" });
  await rig.pass(30);
  await rig.takeAll();
  const second = await rig.fire({ region: "south" });
  await rig.pass(299);
  assert.deepEqual(await rig.take(), []);
  await rig.pass(1);
  const [both] = await rig.takeAll();
  assert.deepEqual(both?.notification.about, {
    kind: "alerts",
    told: "news",
    total: 2,
    names: 1,
  });
  assert.deepEqual(both?.notification.commonLabels, {
    alertname: "ErrorSpike",
    severity: "critical",
  });
  await rig.resolve(first);
  await rig.pass(300);
  const [partly] = await rig.takeAll();
  assert.deepEqual(
    partly?.notification.alerts.map(({ status, labels }) => `${status} ${labels.region}`),
    ["firing south", "resolved north"],
  );
  await rig.resolve(second);
  await rig.pass(300);
  const last = await rig.takeAll();
  assert.deepEqual(last.map(({ notification: { status } }) => status), ["resolved", "resolved"]);
  assert.equal(last[0]?.notification.alerts.length, 1);
  // Nothing is left of it: the next incident is a new group.
  await rig.resolve(second);
  await rig.pass(20_000, 1_000);
  assert.deepEqual(await rig.take(), []);
});

Deno.test("AlertRouting repeats while it lasts and nobody acknowledges", async () => {
  await using rig = await RoutingRig.open();
  await rig.fire();
  await rig.pass(30);
  await rig.takeAll();
  await rig.pass(14_399);
  assert.deepEqual(await rig.take(), []);
  await rig.pass(1);
  const [repeated] = await rig.takeAll();
  assert.match(titleOf(repeated!.notification), /^Still firing: /);
  const url = new URL(repeated!.notification.alerts[0]!.acknowledgeUrl!);
  await rig.routing.acknowledgements.acknowledge(url.searchParams.get("token")!, "Ana");
  assert.deepEqual(rig.changed.map(({ acknowledgedBy }) => acknowledgedBy), ["Ana"]);
  await rig.pass(30_000, 5_000);
  assert.deepEqual(await rig.take(), []);
});

Deno.test("AlertRouting tells of an alert that came and went within the wait", async () => {
  await using rig = await RoutingRig.open();
  const alert = await rig.fire();
  await rig.pass(5);
  await rig.resolve(alert);
  await rig.pass(30);
  assert.deepEqual((await rig.takeAll()).map(({ notification }) => notification.status), [
    "resolved",
    "resolved",
  ]);
});

Deno.test("AlertRouting sends under the same id what a crash kept from the queue", async () => {
  await using rig = await RoutingRig.open();
  await rig.fire();
  rig.failure = new Error("killed");
  await rig.pass(30);
  assert.deepEqual(await rig.take(), []);
  const groups = await rig.store.collection(ALERT_GROUPS)
    .find({ limit: 10 });
  const [entry] = JSON.parse(groups.items[0]!.outbox!);
  // Another process, later; the message is the one that was decided on.
  rig.failure = null;
  rig.restart();
  await rig.pass(3);
  const delivered = await rig.takeAll();
  assert.deepEqual(delivered.map(({ notification: { id } }) => id), [
    entry.notification.id,
    entry.notification.id,
  ]);
  await rig.pass(600, 60);
  assert.deepEqual(await rig.take(), []);
});

Deno.test("AlertRouting sends nothing twice when the crash came after the queue had it", async () => {
  await using rig = await RoutingRig.open();
  await rig.fire();
  await rig.pass(30);
  await rig.takeAll();
  const groups = rig.store.collection(ALERT_GROUPS);
  const [group] = (await groups.find({ limit: 10 })).items;
  // As the row was before the message was crossed out.
  const notification = { id: `${group!.id}:1` };
  const outbox = JSON.stringify([{ channels: ["mail", "in-app"], notification }]);
  await groups.patch(group!.id, { outbox, wakeAt: new Date(rig.now).toISOString() });
  rig.restart();
  await rig.pass(1);
  assert.deepEqual(await rig.take(), []);
});

Deno.test("AlertRouting keeps silenced alerts back and tells them and the lapse afterwards", async () => {
  await using rig = await RoutingRig.open();
  const silence = (minutes: number) => ({
    matchers: [{ label: "region", op: "=~" as const, value: "nor.*" }],
    comment: "maintenance",
    endsAt: new Date(rig.now + minutes * 60_000).toISOString(),
  });
  await rig.routing.createSilence(silence(60), "Ana");
  await rig.fire({ region: "north" });
  await rig.fire({ region: "south" });
  await rig.pass(30);
  const told = await rig.takeAll();
  assert.deepEqual(
    told.map(({ notification }) => notification.alerts.map((a) => a.labels.region)),
    [
      ["south"],
      ["south"],
    ],
  );
  await rig.pass(3_500, 100);
  assert.deepEqual(await rig.take(), []);
  await rig.pass(400, 10);
  const after = (await rig.take()).filter((line) => line.startsWith("mail"));
  assert.deepEqual(after, [
    "mail firing Firing: ErrorSpike (2)",
    "mail info A silence has ended while its alert still fires",
  ]);
  // Ended by a person: told at once, without a notice.
  const made = await rig.routing.createSilence(silence(60), "Ana");
  const alert = await rig.fire({ region: "norte", alertname: "Other" });
  await rig.pass(60);
  assert.deepEqual(await rig.take(), []);
  assert.equal(await rig.routing.expireSilence(made.id), "active");
  assert.equal(await rig.routing.expireSilence(made.id), "expired");
  assert.equal(await rig.routing.expireSilence("nobody"), null);
  await rig.pass(1);
  assert.equal((await rig.take()).length, 2);
  assert.ok(alert);
});

Deno.test("AlertRouting inhibits targets while their source fires", async () => {
  await using rig = await RoutingRig.open();
  await rig.routing.saveConfig(
    config({
      inhibitions: [{
        sourceMatchers: [{ label: "severity", op: "=", value: "critical" }],
        targetMatchers: [{ label: "severity", op: "=", value: "warning" }],
        equal: ["region"],
      }],
    }),
    0,
    "Ana",
  );
  const source = await rig.fire({ alertname: "Down", region: "north" });
  await rig.fire({ alertname: "Slow", region: "north" }, "warning");
  await rig.fire({ alertname: "Slow", region: "south" }, "warning");
  await rig.pass(30);
  const told = (await rig.takeAll()).filter(({ channel }) => channel === "mail");
  assert.deepEqual(
    told.flatMap(({ notification }) =>
      notification.alerts.map(({ labels }) => `${labels.alertname} ${labels.region}`)
    ).toSorted(),
    ["Down north", "Slow south"],
  );
  await rig.resolve(source);
  await rig.pass(300, 10);
  assert.deepEqual((await rig.take()).filter((line) => line.startsWith("mail")), [
    "mail firing Firing: Slow (2)",
    "mail resolved Resolved: Down: Errors are 20 % of all events",
  ]);
});

Deno.test("AlertRouting routes by matchers, in order, and on with continue", async () => {
  await using rig = await RoutingRig.open();
  const settings = DEFAULT_CONFIG.defaults;
  await rig.routing.saveConfig(
    config({
      defaults: { ...settings, channels: ["in-app"], groupWaitSeconds: 0 },
      routes: [
        {
          name: "all errors",
          matchers: [{ label: "alertname", op: "=~", value: "Error.*" }],
          channels: ["mail"],
          continue: true,
        },
        {
          name: "north",
          matchers: [{ label: "region", op: "=", value: "north" }],
          channels: ["in-app"],
          continue: false,
        },
        { name: "never", matchers: [], channels: ["mail"], continue: false },
      ],
    }),
    0,
    "Ana",
  );
  await rig.fire({ region: "north" });
  await rig.pass(1);
  assert.deepEqual((await rig.takeAll()).map(({ channel }) => channel).toSorted(), [
    "in-app",
    "mail",
  ]);
  const preview = await rig.routing.preview({ alertname: "Else", region: "north" }, null);
  assert.deepEqual(preview.map(({ route, channels }) => [route, channels]), [
    ["north", ["in-app"]],
  ]);
  const draft = await rig.routing.preview({ alertname: "Else" }, DEFAULT_CONFIG);
  assert.deepEqual(draft.map(({ route, channels }) => [route, channels]), [
    ["default", ["mail", "in-app"]],
  ]);
});

Deno.test("AlertRouting escalates until somebody acknowledges, and anew for what is new", async () => {
  await using rig = await RoutingRig.open();
  rig.channels.push({ id: "phone", name: "Phone", enabled: true });
  const defaults = {
    ...DEFAULT_CONFIG.defaults,
    channels: ["mail"],
    escalation: [{ afterMinutes: 5, channels: ["phone"] }, {
      afterMinutes: 15,
      channels: ["phone", "in-app"],
    }],
  };
  await rig.routing.saveConfig(config({ defaults }), 0, "Ana");
  const alert = await rig.fire();
  await rig.pass(30);
  const [first] = await rig.takeAll();
  await rig.pass(299);
  assert.deepEqual(await rig.take(), []);
  await rig.pass(1);
  assert.deepEqual((await rig.take()).map((line) => line.slice(0, 23)), [
    "phone firing Escalated:",
  ]);
  const token = new URL(first!.notification.alerts[0]!.acknowledgeUrl!).searchParams.get("token")!;
  assert.equal((await rig.routing.acknowledgements.view(token)).state, "open");
  const view = await rig.routing.acknowledgements.acknowledge(token, "by link");
  assert.equal(view.state, "acknowledged");
  await rig.pass(1_800, 60);
  assert.deepEqual(await rig.take(), []);
  assert.equal(
    (await rig.store.collection(ALERTS).get(alert.id))?.acknowledgedBy,
    "by link",
  );
  const second = await rig.fire({ region: "south" });
  await rig.pass(1);
  assert.equal((await rig.take()).length, 1);
  await rig.pass(300);
  assert.deepEqual((await rig.take()).map((line) => line.slice(0, 23)), [
    "phone firing Escalated:",
  ]);
  await rig.resolve(alert);
  await rig.resolve(second);
  await rig.pass(300);
  assert.deepEqual((await rig.take()).map((line) => line.slice(0, 13)), ["mail resolved"]);
  assert.equal((await rig.routing.acknowledgements.view(token)).state, "over");
});

Deno.test("AlertRouting waits out quiet times, but not for critical alerts", async () => {
  await using rig = await RoutingRig.open();
  rig.now = Date.parse("2026-12-25T12:00:00Z");
  const calendars = [{
    name: "holidays",
    timeZone: "Europe/Lisbon",
    quietHours: [],
    holidays: "PT" as const,
    optionalHolidays: false,
    dates: [],
    criticalPasses: true,
  }];
  const defaults = { ...DEFAULT_CONFIG.defaults, calendars: ["holidays"] };
  await rig.routing.saveConfig(config({ calendars, defaults }), 0, "Ana");
  await rig.fire({}, "warning");
  await rig.fire({ alertname: "Down" }, "critical");
  await rig.pass(30);
  assert.deepEqual((await rig.take()).filter((line) => line.startsWith("mail")), [
    "mail firing Firing: Down: Errors are 20 % of all events",
  ]);
  rig.now = Date.parse("2026-12-25T23:59:00Z");
  await rig.pass(0.001);
  assert.deepEqual(await rig.take(), [
    "in-app firing Still firing: Down: Errors are 20 % of all events",
    "mail firing Still firing: Down: Errors are 20 % of all events",
  ]);
  await rig.pass(120, 60);
  assert.deepEqual((await rig.take()).filter((line) => line.startsWith("mail")), [
    "mail firing Firing: ErrorSpike: Errors are 20 % of all events",
  ]);
});

Deno.test("AlertRouting.saveConfig() refuses unknown channels and old versions", async () => {
  await using rig = await RoutingRig.open();
  const defaults = { ...DEFAULT_CONFIG.defaults, channels: ["mail", "pager"] };
  await assert.rejects(
    rig.routing.saveConfig(config({ defaults }), 0, "Ana"),
    (error) => error instanceof UnknownChannelError && error.paths[0] === "defaults.channels.1",
  );
  const saved = await rig.routing.saveConfig(config({}), 0, "Ana");
  assert.equal(saved.version, 1);
  await assert.rejects(rig.routing.saveConfig(config({}), 0, "Bia"), ConflictError);
  assert.equal((await rig.routing.saveConfig(config({}), 1, "Bia")).changedBy, "Bia");
});

Deno.test("AlertRouting.prune() deletes what ended long ago only", async () => {
  await using rig = await RoutingRig.open();
  const alert = await rig.fire();
  await rig.fire({ alertname: "Other" });
  await rig.resolve(alert);
  await rig.pass(60, 30);
  assert.equal(await rig.routing.prune(), 0);
  rig.now += 31 * 86_400_000;
  assert.equal(await rig.routing.prune(), 2);
});
