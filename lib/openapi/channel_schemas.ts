import { z } from "zod";
import { LOCALES } from "../i18n/locale.ts";
import { CHANNEL_KINDS, type PublicChannel } from "../notifications/channel.ts";
import { channelChange, channelInput } from "../notifications/channel_inputs.ts";
import { DELIVERY_STATES } from "../notifications/delivery_state.ts";
import { failureSchema } from "../notifications/failure.ts";
import type { TestResult } from "../notifications/delivery_worker.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";

const channelSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  enabled: z.boolean(),
  language: z.enum(LOCALES).describe("In which its messages are written."),
  timeZone: z.string().describe("IANA zone of the times in its messages."),
  disabledReason: z.string().nullable().describe("Why Vigia itself turned it off."),
  disabledFailure: failureSchema.nullable().describe("The same without a language."),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  secrets: z.array(z.string()).describe("Names of the secrets that are set."),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}) satisfies z.ZodType<PublicChannel>;

export const channelComponent = answerComponent("Channel", channelSchema, {
  description: "A way to tell people. Its secrets are never shown.",
});

export const channelListComponent = listComponent(
  "ChannelList",
  channelComponent,
  "All channels, oldest first.",
);

export const newChannelComponent = requestComponent("NewChannel", channelInput, {
  description: "A channel and what its kind asks for; see docs/channels.md.",
});

export const channelChangeComponent = requestComponent("ChannelChange", channelChange, {
  description: "What is left out stays, and so does a secret that is empty.",
});

export const channelTestComponent = answerComponent(
  "ChannelTest",
  z.object({
    delivered: z.boolean(),
    receipt: z.string().nullable().describe("What the other side said."),
    error: z.string().nullable().describe("In English."),
    failure: failureSchema.nullable().describe("The same without a language."),
  }) satisfies z.ZodType<TestResult>,
  { description: "What a test message came to." },
);

export const deliveryComponent = answerComponent(
  "Delivery",
  z.object({
    id: z.string(),
    version: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    channelId: z.string(),
    channelName: z.string().nullable().describe(
      "`null` when the channel was deleted before a try.",
    ),
    kind: z.enum(CHANNEL_KINDS).nullable(),
    notificationId: z.string(),
    title: z.string(),
    state: z.enum(DELIVERY_STATES).describe(
      "`partial`: some recipients took it, and the others will not.",
    ),
    receipt: z.string().nullable().describe("What the other side said when it took the message."),
    tries: z.array(z.object({
      at: z.iso.datetime(),
      error: z.string().nullable().describe("In English."),
      failure: failureSchema.nullable().describe("The same without a language."),
      isSent: z.boolean().describe("Whether the other side was called."),
    })),
    recipients: z.array(z.object({
      recipient: z.string(),
      state: z.enum(["taken", "later", "refused"]),
      answer: z.string(),
    })).describe("What each recipient answered, at kinds that tell several."),
  }),
  { description: "One notification on its way to one channel, with each try." },
);

export const deliveryListComponent = listComponent(
  "DeliveryList",
  deliveryComponent,
  "A page of deliveries, newest first.",
);

export const sentAgainComponent = answerComponent(
  "SentAgain",
  z.object({ sent: z.literal(1) }),
  { description: "How many deliveries are on their way again." },
);
