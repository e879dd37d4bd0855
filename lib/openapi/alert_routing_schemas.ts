import { z } from "zod";
import { SEVERITIES } from "../alerts/alert.ts";
import { alertmanagerInput } from "../alerts/routing/alertmanager_input.ts";
import type { VersionedConfig } from "../alerts/routing/config_store.ts";
import type { ReceivedAlerts } from "../alerts/routing/external_alerts.ts";
import { MATCHER_OPERATORS } from "../alerts/routing/matcher.ts";
import type { RoutePreview } from "../alerts/routing/preview.ts";
import { routingConfigSchema } from "../alerts/routing/routing_config.ts";
import { routingChangeInput, routingPreviewInput } from "../alerts/routing/routing_inputs.ts";
import { type PublicSilence, SILENCE_STATES, silenceInput } from "../alerts/routing/silence.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";

const silenceSchema = z.object({
  id: z.string(),
  state: z.enum(SILENCE_STATES),
  matchers: z.array(z.object({
    label: z.string(),
    op: z.enum(MATCHER_OPERATORS),
    value: z.string(),
  })).describe("All must hold."),
  comment: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
}) satisfies z.ZodType<PublicSilence>;

export const silenceComponent = answerComponent("Silence", silenceSchema, {
  description: "Alerts with these labels are not told for a while.",
});

export const silenceListComponent = listComponent(
  "SilenceList",
  silenceComponent,
  "A page of silences, newest first.",
);

export const newSilenceComponent = requestComponent("NewSilence", silenceInput(Date.now), {
  description: "Which alerts are to be silent, for how long, and why.",
  fields: {
    matchers: {
      description: "All must hold, and at least one must ask for a label that is there. A label " +
        "that an alert lacks counts as empty. `=~` and `!~` take a pattern of RE2's syntax, " +
        "without back references, that must match the whole value.",
    },
    startsAt: { description: "Default now." },
    endsAt: { description: "Either this or `minutes`." },
    minutes: { description: "How long; either this or `endsAt`." },
  },
});

export const routingConfigComponent = answerComponent(
  "AlertRouting",
  z.object({
    version: z.number().int().describe("0 while nobody has changed anything."),
    changedBy: z.string().nullable(),
    updatedAt: z.iso.datetime().nullable(),
    config: routingConfigSchema,
  }) satisfies z.ZodType<VersionedConfig>,
  { description: "Who is told of which alerts, how and when." },
);

export const routingChangeComponent = requestComponent("AlertRoutingChange", routingChangeInput, {
  description: "The whole configuration.",
  fields: { version: { description: "`version` of the configuration that this was made of." } },
});

export const routingPreviewRequestComponent = requestComponent(
  "AlertRoutingQuestion",
  routingPreviewInput,
  {
    description: "Labels of an alert that need not exist.",
    fields: { config: { description: "A draft. Default: what is saved." } },
  },
);

const routePreviewSchema = z.object({
  route: z.string().describe("Name of the route, or `default`."),
  channels: z.array(z.string()).describe("Ids of the channels that would be told."),
  groupLabels: z.record(z.string(), z.string()),
  groupWaitSeconds: z.number().int(),
  groupIntervalSeconds: z.number().int(),
  repeatIntervalSeconds: z.number().int(),
  escalation: z.array(z.object({
    afterMinutes: z.number().int(),
    channels: z.array(z.string()),
  })),
  suppressedBy: z.enum(["silence", "inhibition", "calendar"]).nullable().describe(
    "Why it would not be told now.",
  ),
  suppressedUntil: z.iso.datetime().nullable(),
}) satisfies z.ZodType<RoutePreview>;

export const routingPreviewComponent = answerComponent(
  "AlertRoutingPreview",
  z.object({ routes: z.array(routePreviewSchema) }),
  { description: "What would happen to such an alert now." },
);

export const alertmanagerComponent = requestComponent("AlertmanagerWebhook", alertmanagerInput, {
  description: "What Prometheus' Alertmanager sends to a webhook receiver, version 4.",
});

export const receivedAlertsComponent = answerComponent(
  "ReceivedAlerts",
  z.object({
    fired: z.number().int().min(0),
    resolved: z.number().int().min(0),
    unchanged: z.number().int().min(0).describe(
      "Known already, or resolved without having fired here.",
    ),
  }) satisfies z.ZodType<ReceivedAlerts>,
  { description: `What changed. Severities are mapped to ${SEVERITIES.join(", ")}.` },
);
