import { z } from "zod";
import { type PublicApiKey } from "../auth/api_key.ts";
import {
  apiKeyInput,
  loginInput,
  passwordGrantInput,
  refreshInput,
  registerInput,
  roleInput,
} from "../auth/auth_inputs.ts";
import { MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARACTERS } from "../auth/password_policy.ts";
import { PERMISSIONS, ROLES } from "../auth/permissions.ts";
import type { PublicUser } from "../auth/user.ts";
import { answerComponent, listComponent, requestComponent } from "./operation.ts";
import { problemSchema } from "./problem_schemas.ts";

const NEW_PASSWORD = `At least ${MIN_PASSWORD_CHARACTERS} characters and at most ` +
  `${MAX_PASSWORD_BYTES} bytes; not one of those that are guessed first.`;
const EXPIRES_IN = "Seconds until the access token ends.";

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  createdAt: z.iso.datetime(),
}) satisfies z.ZodType<PublicUser>;

export const userComponent = answerComponent("User", userSchema, { description: "An account." });
export const userListComponent = listComponent("UserList", userComponent, "A page of accounts.");

export const registerComponent = requestComponent("NewAccount", registerInput, {
  description: "Who wants an account.",
  fields: {
    email: { format: "email", description: "One account an address, whatever its case." },
    password: { format: "password", description: NEW_PASSWORD },
  },
});

export const registeredComponent = answerComponent(
  "Registered",
  z.object({ user: userSchema }),
  { description: "The new account." },
);

export const loginComponent = requestComponent("Credentials", loginInput, {
  description: "Who signs in.",
  fields: {
    email: { format: "email" },
    password: { format: "password" },
    otp: { description: "One-time code, for accounts that have one." },
  },
});

export const passwordGrantComponent = requestComponent("PasswordGrant", passwordGrantInput, {
  description: "The password grant of OAuth 2 (RFC 6749, section 4.3.2).",
  fields: {
    username: { format: "email", description: "E-mail address of the account." },
    password: { format: "password" },
  },
});

export const refreshComponent = requestComponent("Refresh", refreshInput, {
  description: "The newest refresh token of a sign-in.",
});

export const tokenPairComponent = answerComponent(
  "TokenPair",
  z.object({
    accessToken: z.string().describe("For `Authorization: Bearer`."),
    refreshToken: z.string().describe("Gives the next pair, once."),
    tokenType: z.literal("Bearer"),
    expiresIn: z.number().int().describe(EXPIRES_IN),
  }),
  { description: "What a client keeps that signs in without cookies." },
);

export const oauthTokenComponent = answerComponent(
  "OAuthToken",
  z.object({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.number().int().describe(EXPIRES_IN),
    refresh_token: z.string(),
  }),
  { description: "A pair as OAuth 2 clients read it (RFC 6749, section 5.1)." },
);

export const oauthProblemComponent = answerComponent(
  "OAuthProblem",
  problemSchema.extend({
    error: z.enum(["invalid_grant", "invalid_request"]).describe("RFC 6749, section 5.2."),
    error_description: z.string().describe("The same as `detail`."),
  }),
  { description: "A problem with the members that OAuth 2 clients look for." },
);

export const meComponent = answerComponent(
  "Me",
  z.object({
    user: userSchema.nullable().describe("The caller; for an API key, its owner."),
    permissions: z.array(z.enum(PERMISSIONS)).describe("What the caller may do now."),
  }),
  { description: "Who is calling." },
);

export const roleComponent = requestComponent("RoleChange", roleInput, {
  description: "The account's new role.",
});

export const apiKeyRequestComponent = requestComponent("NewApiKey", apiKeyInput, {
  description: "What the key is called and what it may do.",
  fields: {
    name: { description: "Who will use it; the events it delivers carry it as `source`." },
    scopes: { description: "Permissions; only such as the caller has." },
    expiresAt: {
      type: ["string", "null"],
      format: "date-time",
      description: "When it ends. Without it the key stays until it is revoked.",
    },
  },
});

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe("Beginning of the key, to recognise it."),
  scopes: z.array(z.enum(PERMISSIONS)),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe("To within a minute."),
}) satisfies z.ZodType<PublicApiKey>;

const apiKeyComponent = answerComponent("ApiKey", apiKeySchema, {
  description: "A key as lists show it.",
});

export const apiKeyListComponent = listComponent(
  "ApiKeyList",
  apiKeyComponent,
  "A page of keys, without the keys themselves.",
);

export const newApiKeyComponent = answerComponent(
  "CreatedApiKey",
  apiKeySchema.extend({
    key: z.string().regex(/^vg_[0-9A-Za-z]{40}$/).describe("The key. It is shown this once."),
  }),
  { description: "The new key with its secret." },
);
