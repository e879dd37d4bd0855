import { z } from "zod";
import type { CollectionSpec, Stored } from "../store/collections.ts";
import { type Permission, PERMISSIONS, type Principal, ROLE_PERMISSIONS } from "./permissions.ts";
import { randomBase62 } from "./token_secret.ts";
import type { User } from "./user.ts";

/** 40 characters of 5.95 bits: 238 bits. */
const RANDOM_CHARACTERS = 40;
const SHAPE = /^vg_[0-9A-Za-z]{40}$/;
/** `vg_` and eight characters, enough to tell keys apart and too few to guess the rest. */
const SHOWN_CHARACTERS = 11;

const apiKeySchema = z.object({
  name: z.string().min(1).max(100),
  /** Beginning of the key, to recognise it. */
  prefix: z.string(),
  keyHash: z.string(),
  scopes: z.array(z.enum(PERMISSIONS)),
  ownerId: z.string(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const API_KEYS: CollectionSpec<ApiKey> = {
  name: "api_keys",
  schema: apiKeySchema,
  unique: [["keyHash"]],
};

/** A new key in plain text; it is shown once and kept as a hash. */
export function newApiKeyText(): string {
  return `vg_${randomBase62(RANDOM_CHARACTERS)}`;
}

export function isApiKeyText(text: string): boolean {
  return SHAPE.test(text);
}

export function prefixOf(key: string): string {
  return key.slice(0, SHOWN_CHARACTERS);
}

/** What lists show of a key. */
export interface PublicApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: Permission[];
  createdAt: string;
  expiresAt: string | null;
  /** To within a minute. */
  lastUsedAt: string | null;
}

export function publicApiKey(key: Stored<ApiKey>): PublicApiKey {
  const { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt } = key;
  return { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt };
}

/** The key as caller: it may do what it was made for and its owner may still do. */
export function apiKeyPrincipal(key: Stored<ApiKey>, owner: User): Principal {
  const allowed = ROLE_PERMISSIONS[owner.role];
  return {
    kind: "api-key",
    id: key.id,
    name: key.name,
    userId: key.ownerId,
    permissions: new Set(key.scopes.filter((scope) => allowed.includes(scope))),
  };
}
