import { z } from "zod";
import type { CollectionSpec, Stored } from "../../store/collections.ts";
import { MATCHER_OPERATORS, matchersSchema, matchesAll } from "./matcher.ts";

/** Longest silence; what should be quiet for longer is a matter of routes. */
const MAX_DAYS = 366;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const time = z.string().max(30);

const silenceSchema = z.object({
  matchers: z.array(z.object({
    label: z.string(),
    op: z.enum(MATCHER_OPERATORS),
    value: z.string(),
  })),
  comment: z.string(),
  createdBy: z.string(),
  startsAt: time,
  endsAt: time,
  /** Whether people are still to be told when it lapses while its alert fires. */
  lapse: z.enum(["watched", "over"]),
});

/** Alerts with these labels are not told for a while. */
export type Silence = z.infer<typeof silenceSchema>;

export const SILENCES: CollectionSpec<Silence> = {
  name: "alert_silences",
  schema: silenceSchema,
  indexes: [["endsAt"], ["lapse", "endsAt"]],
};

/** What people give for a new silence; `now` is when they do. */
export function silenceInput(now: () => number) {
  return z.strictObject({
    matchers: matchersSchema.min(1),
    comment: z.string().trim().min(1, "Say why, for those who wonder").max(500),
    startsAt: z.iso.datetime({ offset: true }).optional(),
    endsAt: z.iso.datetime({ offset: true }).optional(),
    minutes: z.number().int().min(1).max(MAX_DAYS * 1_440).optional(),
  }).superRefine(({ matchers, startsAt, endsAt, minutes = 0 }, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    // One that every alert fits, however few labels it has, would silence everything by mistake.
    if (matchers.length > 0 && matchesAll(matchers, {})) {
      fault("matchers", "At least one must ask for a label that is there");
    }
    if ((endsAt === undefined) === (minutes === 0)) {
      return fault("endsAt", "Give either this or `minutes`");
    }
    const start = startsAt === undefined ? now() : Date.parse(startsAt);
    if (Math.abs(start - now()) > MAX_DAYS * DAY_MS) {
      return fault("startsAt", `Must be within ${MAX_DAYS} days of today`);
    }
    const end = endsAt === undefined ? start + minutes * MINUTE_MS : Date.parse(endsAt);
    const path = endsAt === undefined ? "minutes" : "endsAt";
    if (end <= now()) fault(path, "Must end in the future");
    else if (end <= start) fault(path, "Must be after the start");
    else if (end - start > MAX_DAYS * DAY_MS) fault(path, `Must be within ${MAX_DAYS} days`);
  });
}

export type SilenceInput = z.infer<ReturnType<typeof silenceInput>>;

export const SILENCE_STATES = ["pending", "active", "expired"] as const;
export type SilenceState = typeof SILENCE_STATES[number];

/** From when to when, of a new silence. */
export function silencePeriod(
  { startsAt, endsAt, minutes = 0 }: SilenceInput,
  now: number,
): { startsAt: string; endsAt: string } {
  const start = startsAt === undefined ? now : Date.parse(startsAt);
  const end = endsAt === undefined ? start + minutes * MINUTE_MS : Date.parse(endsAt);
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() };
}

/** A silence as lists show it. */
export interface PublicSilence {
  id: string;
  state: SilenceState;
  matchers: Silence["matchers"];
  comment: string;
  createdBy: string;
  createdAt: string;
  startsAt: string;
  endsAt: string;
}

export function publicSilence(silence: Stored<Silence>, now: number): PublicSilence {
  const { id, matchers, comment, createdBy, createdAt, startsAt, endsAt } = silence;
  const state = Date.parse(endsAt) <= now
    ? "expired"
    : Date.parse(startsAt) > now
    ? "pending"
    : "active";
  return { id, state, matchers, comment, createdBy, createdAt, startsAt, endsAt };
}
