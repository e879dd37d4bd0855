import { json, type Operation } from "./operation.ts";
import {
  apiKeyListComponent,
  apiKeyRequestComponent,
  newApiKeyComponent,
} from "./session_schemas.ts";
import { PAGE_QUERY, pathParameter } from "./shared_parameters.ts";

const KEY_EXAMPLE = {
  id: "019aab3e-70c4-7e11-a1f3-0d2b9c8e7f65",
  name: "shop",
  prefix: "vg_4hT9aLm2",
  scopes: ["events:write"],
  createdAt: "2026-11-22T12:00:00.000Z",
  expiresAt: null,
  lastUsedAt: null,
};

export const API_KEY_OPERATIONS: readonly Operation[] = [
  {
    id: "createApiKey",
    method: "post",
    path: "/api/v1/api-keys",
    tag: "API keys",
    summary: "Make a key",
    description: "The key is in this answer and nowhere else; keep it as a password.",
    permission: "api-keys:manage",
    body: {
      description: "What the key may do.",
      content: json(apiKeyRequestComponent, { name: "shop", scopes: ["events:write"] }),
    },
    answers: {
      201: {
        description: "The key.",
        content: json(newApiKeyComponent, {
          ...KEY_EXAMPLE,
          key: "vg_4hT9aLm2Qx7RkVb0ZsW3eYcUfJpN6dGiHoKtX1yM",
        }),
      },
    },
    errors: { 403: "The caller lacks `api-keys:manage`, or one of the scopes himself." },
  },
  {
    id: "listApiKeys",
    method: "get",
    path: "/api/v1/api-keys",
    tag: "API keys",
    summary: "List keys",
    description: "Newest first, without the keys themselves.",
    permission: "api-keys:manage",
    query: PAGE_QUERY,
    answers: {
      200: {
        description: "A page.",
        content: json(apiKeyListComponent, { items: [KEY_EXAMPLE], next: null }),
      },
    },
  },
  {
    id: "revokeApiKey",
    method: "delete",
    path: "/api/v1/api-keys/{id}",
    tag: "API keys",
    summary: "Revoke a key",
    description: "Whoever uses it is refused at once.",
    permission: "api-keys:manage",
    pathParameters: pathParameter("id", "Id of the key.", KEY_EXAMPLE.id),
    answers: { 204: { description: "It opens nothing any more." } },
    errors: { 404: "There is no key with this id." },
  },
];
