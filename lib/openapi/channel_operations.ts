import { deliveryQuery } from "../notifications/channel_inputs.ts";
import {
  channelChangeComponent,
  channelComponent,
  channelListComponent,
  channelTestComponent,
  deliveryListComponent,
  newChannelComponent,
  sentAgainComponent,
} from "./channel_schemas.ts";
import { json, type Operation, parameters } from "./operation.ts";
import { PAGE_TEXTS, pathParameter } from "./shared_parameters.ts";

const CHANNEL = {
  id: "019ac0a1-70c4-7e11-a1f3-0d2b9c8e7f65",
  name: "On-call",
  kind: "webhook",
  enabled: true,
  language: "pt-BR",
  timeZone: "America/Sao_Paulo",
  disabledReason: null,
  disabledFailure: null,
  settings: { url: "https://hooks.example.com/vigia" },
  secrets: ["secret"],
  createdAt: "2026-11-26T12:00:00.000Z",
  updatedAt: "2026-11-26T12:00:00.000Z",
};
const DELIVERY = {
  id: `n1:${CHANNEL.id}`,
  version: 1,
  createdAt: "2026-11-26T12:00:00.000Z",
  updatedAt: "2026-11-26T12:00:00.000Z",
  channelId: CHANNEL.id,
  channelName: "On-call",
  kind: "webhook",
  notificationId: "n1",
  title: "No payments for 15 minutes",
  state: "delivered",
  receipt: "HTTP 200",
  tries: [{ at: "2026-11-26T12:00:00.000Z", error: null, failure: null, isSent: true }],
  recipients: [],
};
const BY_ID = pathParameter("id", "Id of the channel.", CHANNEL.id);
const NO_CHANNEL = "There is no channel with this id.";
const NAME_TAKEN = "Another channel has this name.";

export const CHANNEL_OPERATIONS: readonly Operation[] = [
  {
    id: "listChannels",
    method: "get",
    path: "/api/v1/channels",
    tag: "Channels",
    summary: "List channels",
    permission: "channels:manage",
    answers: {
      200: {
        description: "All of them.",
        content: json(channelListComponent, { items: [CHANNEL], next: null }),
      },
    },
  },
  {
    id: "createChannel",
    method: "post",
    path: "/api/v1/channels",
    tag: "Channels",
    summary: "Add a channel",
    permission: "channels:manage",
    body: {
      description: "Its kind and settings.",
      content: json(newChannelComponent, {
        name: "On-call",
        kind: "webhook",
        settings: {
          url: "https://hooks.example.com/vigia",
          secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=",
        },
      }),
    },
    answers: { 201: { description: "The channel.", content: json(channelComponent, CHANNEL) } },
    errors: { 409: NAME_TAKEN },
  },
  {
    id: "changeChannel",
    method: "patch",
    path: "/api/v1/channels/{id}",
    tag: "Channels",
    summary: "Change a channel",
    permission: "channels:manage",
    pathParameters: BY_ID,
    body: {
      description: "What is to change.",
      content: json(channelChangeComponent, { enabled: true }),
    },
    answers: { 200: { description: "As it is now.", content: json(channelComponent, CHANNEL) } },
    errors: { 404: NO_CHANNEL, 409: NAME_TAKEN },
  },
  {
    id: "deleteChannel",
    method: "delete",
    path: "/api/v1/channels/{id}",
    tag: "Channels",
    summary: "Remove a channel",
    permission: "channels:manage",
    pathParameters: BY_ID,
    answers: { 204: { description: "It is gone." } },
    errors: {
      404: NO_CHANNEL,
      409: "Routes of alerts name this channel; `detail` says which. Take it out there first.",
    },
  },
  {
    id: "testChannel",
    method: "post",
    path: "/api/v1/channels/{id}/test",
    tag: "Channels",
    summary: "Send a test message",
    description: "Now and once, also to a channel that is turned off.",
    permission: "channels:manage",
    pathParameters: BY_ID,
    answers: {
      200: {
        description: "What it came to.",
        content: json(channelTestComponent, {
          delivered: true,
          receipt: "HTTP 200",
          error: null,
          failure: null,
        }),
      },
    },
    errors: { 404: NO_CHANNEL },
  },
  {
    id: "listDeliveries",
    method: "get",
    path: "/api/v1/deliveries",
    tag: "Channels",
    summary: "List deliveries",
    description: "Newest first; they are kept for 90 days.",
    permission: "channels:manage",
    query: parameters(deliveryQuery, {
      channelId: {
        description: "Only those of this channel.",
        schema: { type: "string" },
        example: CHANNEL.id,
      },
      state: { description: "Only those in this state." },
      notificationId: {
        description: "Only those of this message, one for each channel.",
        schema: { type: "string" },
        example: "n1",
      },
      ...PAGE_TEXTS,
    }),
    answers: {
      200: {
        description: "A page.",
        content: json(deliveryListComponent, { items: [DELIVERY], next: null }),
      },
    },
  },
  {
    id: "sendDeliveryAgain",
    method: "post",
    path: "/api/v1/deliveries/{id}/send",
    tag: "Channels",
    summary: "Send again what was given up",
    description: "With all its tries before it, and only to recipients that do not have it.",
    permission: "channels:manage",
    pathParameters: pathParameter("id", "Id of the delivery.", DELIVERY.id),
    answers: {
      202: { description: "It is on its way.", content: json(sentAgainComponent, { sent: 1 }) },
    },
    errors: { 404: "No delivery that was given up has this id." },
  },
];
