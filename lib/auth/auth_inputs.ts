import { z } from "zod";
import { PERMISSIONS, ROLES } from "./permissions.ts";
import { emailSchema } from "./user.ts";

/** A year is more than a key should live without anybody looking at it, and ten are a mistake. */
const MAX_KEY_AGE_MS = 10 * 365 * 24 * 60 * 60 * 1000;

// Neither stripped nor cut: passwords count as they were typed. The policy judges the length.
const password = z.string().max(4096);
const personName = z.string().trim().min(1, "Must not be empty").max(100);

export const registerInput = z.object({ name: personName, email: emailSchema, password });

export const loginInput = z.object({
  email: emailSchema,
  password,
  /** One-time code; accepted for clients that send it always. */
  otp: z.string().max(16).optional(),
});

/** The password grant of OAuth 2 (RFC 6749, section 4.3.2). */
export const passwordGrantInput = z.object({
  grant_type: z.literal("password").optional(),
  username: emailSchema,
  password,
});

export const refreshInput = z.object({ refreshToken: z.string().min(1).max(512) });

export const roleInput = z.object({ role: z.enum(ROLES) });

const expiresAt = z.iso.datetime({ offset: true, error: "Must be an ISO 8601 time with zone" })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => Date.parse(text) > Date.now(), "Must be in the future")
  .refine((text) => Date.parse(text) < Date.now() + MAX_KEY_AGE_MS, "Is more than 10 years ahead");

export const apiKeyInput = z.object({
  name: personName,
  scopes: z.array(z.enum(PERMISSIONS)).min(1, "Name at least one permission").max(50),
  expiresAt: expiresAt.nullish().transform((text) => text ?? null),
});
