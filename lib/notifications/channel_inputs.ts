import { z } from "zod";
import { PAGE_PARAMETERS } from "../http/query.ts";
import { LOCALES } from "../i18n/locale.ts";
import { isTimeZone } from "../i18n/time_zone.ts";
import { CHANNEL_KINDS } from "./channel.ts";
import { DELIVERY_STATES } from "./delivery_state.ts";

const name = z.string().trim().min(1, "Give it a name").max(80);
const language = z.enum(LOCALES);
const timeZone = z.string().max(64).refine(
  isTimeZone,
  "Must be an IANA time zone, like America/Sao_Paulo",
);
const settings = z.record(
  z.string().max(40),
  z.union([z.string().max(2_000), z.number(), z.boolean()]),
);

/** A new channel; its settings are what its kind asks for. */
export const channelInput = z.strictObject({
  name,
  kind: z.enum(CHANNEL_KINDS),
  language: language.optional(),
  timeZone: timeZone.optional(),
  settings: settings.default({}),
});

/** What is to change; what is left out stays, and so does a secret that is empty. */
export const channelChange = z.strictObject({
  name: name.optional(),
  enabled: z.boolean().optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
  settings: settings.optional(),
});

/** Filter of the list of deliveries. */
export const deliveryQuery = z.object({
  channelId: z.string().max(64).optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  notificationId: z.string().max(124).optional(),
  ...PAGE_PARAMETERS,
});
