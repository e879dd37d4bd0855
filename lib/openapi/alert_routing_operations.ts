import { DEFAULT_CONFIG, type RoutingConfig } from "../alerts/routing/routing_config.ts";
import { silenceQuery } from "../alerts/routing/routing_inputs.ts";
import {
  alertmanagerComponent,
  newSilenceComponent,
  receivedAlertsComponent,
  routingChangeComponent,
  routingConfigComponent,
  routingPreviewComponent,
  routingPreviewRequestComponent,
  silenceComponent,
  silenceListComponent,
} from "./alert_routing_schemas.ts";
import { json, type Operation, parameters } from "./operation.ts";
import { PAGE_TEXTS, pathParameter } from "./shared_parameters.ts";

const SILENCE = {
  id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f65",
  state: "active",
  matchers: [{ label: "region", op: "=", value: "north" }],
  comment: "Maintenance of the northern site",
  createdBy: "Ana",
  createdAt: "2026-11-26T12:00:00.000Z",
  startsAt: "2026-11-26T12:00:00.000Z",
  endsAt: "2026-11-26T14:00:00.000Z",
};
const BY_ID = pathParameter("id", "Id of the silence.", SILENCE.id);
const NO_SILENCE = "There is no silence with this id.";

const CONFIG: RoutingConfig = {
  ...DEFAULT_CONFIG,
  routes: [{
    name: "payments",
    matchers: [{ label: "alertname", op: "=~", value: "Payment.*" }],
    continue: false,
    groupWaitSeconds: 0,
    calendars: ["nights"],
  }],
  calendars: [{
    name: "nights",
    timeZone: "America/Sao_Paulo",
    quietHours: [{ days: [1, 2, 3, 4, 5], from: "22:00", to: "07:00" }],
    holidays: "BR",
    optionalHolidays: false,
    dates: [],
    criticalPasses: true,
  }],
};
const SAVED = {
  version: 1,
  changedBy: "Ana",
  updatedAt: "2026-11-26T12:00:00.000Z",
  config: CONFIG,
};

export const ALERT_ROUTING_OPERATIONS: readonly Operation[] = [
  {
    id: "receiveAlertmanager",
    method: "post",
    path: "/api/v1/alerts/alertmanager",
    tag: "Alert routing",
    summary: "Take alerts of an Alertmanager",
    description: "They are stored and routed as those of Vigia's own rules. An alert is known by " +
      "its labels; delivering it again changes nothing.",
    permission: "alerts:manage",
    body: {
      description: "Alertmanager's webhook body.",
      content: json(alertmanagerComponent, {
        version: "4",
        status: "firing",
        receiver: "vigia",
        groupKey: '{}:{alertname="DiskFull"}',
        alerts: [{
          status: "firing",
          labels: { alertname: "DiskFull", severity: "critical", instance: "db1" },
          annotations: { summary: "The disk of db1 is full" },
          startsAt: "2026-11-26T12:00:00.000Z",
        }],
      }),
    },
    answers: {
      200: {
        description: "What changed.",
        content: json(receivedAlertsComponent, { fired: 1, resolved: 0, unchanged: 0 }),
      },
    },
  },
  {
    id: "getAlertRouting",
    method: "get",
    path: "/api/v1/alert-routing",
    tag: "Alert routing",
    summary: "Read who is told of which alerts",
    permission: "alerts:read",
    answers: {
      200: { description: "The configuration.", content: json(routingConfigComponent, SAVED) },
    },
  },
  {
    id: "saveAlertRouting",
    method: "put",
    path: "/api/v1/alert-routing",
    tag: "Alert routing",
    summary: "Change who is told of which alerts",
    description: "Open groups follow the new configuration at once.",
    permission: "alerts:manage",
    body: {
      description: "The whole configuration.",
      content: json(routingChangeComponent, { version: 0, config: CONFIG }),
    },
    answers: {
      200: { description: "As it is now.", content: json(routingConfigComponent, SAVED) },
    },
    errors: { 409: "Somebody else has changed it since that version; read it again." },
  },
  {
    id: "previewAlertRouting",
    method: "post",
    path: "/api/v1/alert-routing/preview",
    tag: "Alert routing",
    summary: "Ask who would be told",
    description: "Of an alert with these labels, now. Changes nothing.",
    permission: "alerts:read",
    body: {
      description: "Labels, and a draft of the configuration, which needs `alerts:manage`.",
      content: json(routingPreviewRequestComponent, {
        labels: { alertname: "PaymentSilence", severity: "critical" },
      }),
    },
    answers: {
      200: {
        description: "One entry a route.",
        content: json(routingPreviewComponent, {
          routes: [{
            route: "payments",
            channels: ["in-app"],
            groupLabels: { alertname: "PaymentSilence" },
            groupWaitSeconds: 0,
            groupIntervalSeconds: 300,
            repeatIntervalSeconds: 14_400,
            escalation: [],
            suppressedBy: null,
            suppressedUntil: null,
          }],
        }),
      },
    },
  },
  {
    id: "listSilences",
    method: "get",
    path: "/api/v1/silences",
    tag: "Alert routing",
    summary: "List silences",
    description: "Newest first.",
    permission: "alerts:read",
    query: parameters(silenceQuery, {
      state: {
        description: "Only those that have not ended, or only those that have.",
        schema: { type: "string", enum: ["open", "ended"] },
        example: "open",
      },
      ...PAGE_TEXTS,
    }),
    answers: {
      200: {
        description: "A page.",
        content: json(silenceListComponent, { items: [SILENCE], next: null }),
      },
    },
  },
  {
    id: "createSilence",
    method: "post",
    path: "/api/v1/silences",
    tag: "Alert routing",
    summary: "Silence alerts for a while",
    permission: "alerts:manage",
    body: {
      description: "Which, how long and why.",
      content: json(newSilenceComponent, {
        matchers: SILENCE.matchers,
        comment: SILENCE.comment,
        minutes: 120,
      }),
    },
    answers: { 201: { description: "The silence.", content: json(silenceComponent, SILENCE) } },
  },
  {
    id: "getSilence",
    method: "get",
    path: "/api/v1/silences/{id}",
    tag: "Alert routing",
    summary: "Read a silence",
    permission: "alerts:read",
    pathParameters: BY_ID,
    answers: { 200: { description: "The silence.", content: json(silenceComponent, SILENCE) } },
    errors: { 404: NO_SILENCE },
  },
  {
    id: "expireSilence",
    method: "delete",
    path: "/api/v1/silences/{id}",
    tag: "Alert routing",
    summary: "End a silence now",
    description: "What it kept back is told. It stays in the list as expired.",
    permission: "alerts:manage",
    pathParameters: BY_ID,
    answers: { 204: { description: "It has ended." } },
    errors: { 404: NO_SILENCE },
  },
];
