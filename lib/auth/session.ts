import { z } from "zod";
import type { CollectionSpec } from "../store/collections.ts";

const DAY = 24 * 60 * 60 * 1000;
/** A session ends after this long without use. */
export const SESSION_IDLE_MS = 7 * DAY;
/** A session ends after this long whatever happens. */
export const SESSION_ABSOLUTE_MS = 30 * DAY;
/** Use is written down this often at most. */
export const SESSION_TOUCH_MS = 5 * 60 * 1000;

const time = z.iso.datetime();

const sessionSchema = z.object({
  userId: z.string(),
  /** How it was opened: a browser's cookie, or access and refresh tokens. */
  kind: z.enum(["browser", "token"]),
  /** SHA-256 of the cookie's or the current refresh token's secret. */
  secretHash: z.string(),
  /** SHA-256 of the refresh secret before the current one. */
  previousHash: z.string().nullable(),
  rotatedAt: time.nullable(),
  lastSeenAt: time,
  expiresAt: time,
  revokedAt: time.nullable(),
  revokedFor: z.enum(["logout", "reuse", "login"]).nullable(),
  /** Where from and with what it was opened, for its owner to recognise it. */
  address: z.string(),
  userAgent: z.string().max(200),
});
/** One sign-in: a browser, or a family of refresh tokens. */
export type Session = z.infer<typeof sessionSchema>;

export const SESSIONS: CollectionSpec<Session> = {
  name: "sessions",
  schema: sessionSchema,
  indexes: [["expiresAt"]],
};

/** Whether the session may still be used. `now` in milliseconds. */
export function isLive(session: Session, now: number): boolean {
  return session.revokedAt === null && now < Date.parse(session.expiresAt) &&
    now < Date.parse(session.lastSeenAt) + SESSION_IDLE_MS;
}
