import type { RoutePermission } from "../auth/permissions.ts";
import { SessionCookie } from "../auth/session_cookie.ts";
import { WEBHOOK_SIGNATURE_HEADER } from "../events/standard_webhooks.ts";
import type { SecurityRequirement, SecurityScheme } from "./openapi_types.ts";

/** Ways to say who calls what a route declares; any of them does. */
export function securityOf(permission: RoutePermission): SecurityRequirement[] {
  if (permission === "public") return [];
  if (permission === "webhook") {
    return [{ apiKey: ["events:write"] }, { accessToken: ["events:write"] }, {
      webhookSignature: [],
    }];
  }
  const roles = permission === "session" ? [] : [permission];
  return [{ accessToken: roles }, { apiKey: roles }, { cookie: roles }];
}

/** `components.securitySchemes`; the public address decides the name of the session cookie. */
export function securitySchemes(publicUrl: string | undefined): Record<string, SecurityScheme> {
  return {
    accessToken: {
      type: "http",
      scheme: "bearer",
      bearerFormat: "JWT",
      description: "An access token of `POST /api/v1/auth/login` or `POST /token`.",
    },
    apiKey: {
      type: "http",
      scheme: "bearer",
      bearerFormat: "vg_…",
      description: "An API key; it may do what its scopes say and its owner may do.",
    },
    cookie: {
      type: "apiKey",
      in: "cookie",
      name: new SessionCookie(publicUrl).name,
      description: "The session of a browser that signed in at `/login`.",
    },
    webhookSignature: {
      type: "apiKey",
      in: "header",
      name: WEBHOOK_SIGNATURE_HEADER,
      description: "A Standard Webhooks signature, with `webhook-id` and `webhook-timestamp`.",
    },
  };
}
