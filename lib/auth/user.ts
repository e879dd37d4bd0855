import { z } from "zod";
import type { CollectionSpec, Stored } from "../store/collections.ts";
import { ROLE_PERMISSIONS, ROLES } from "./permissions.ts";
import type { Principal } from "./permissions.ts";

/** E-mail addresses are one whatever their case; they are kept in lower case. */
export const emailSchema = z.string().trim().max(254).toLowerCase().pipe(
  z.email("Must be an e-mail address"),
);

const userSchema = z.object({
  name: z.string().min(1).max(100),
  email: z.string().max(254),
  passwordHash: z.string(),
  role: z.enum(ROLES),
  /** True for the one account that was first; unique, so that of a race only one becomes it. */
  founder: z.literal(true).nullable(),
  /** On the founder: counts demotions of administrators, so that two at once conflict. */
  demotions: z.number().int(),
});
export type User = z.infer<typeof userSchema>;

export const USERS: CollectionSpec<User> = {
  name: "users",
  schema: userSchema,
  unique: [["email"], ["founder"]],
  indexes: [["role"]],
};

/** What the API shows of an account. */
export interface PublicUser {
  id: string;
  name: string;
  email: string;
  role: User["role"];
  createdAt: string;
}

export function publicUser({ id, name, email, role, createdAt }: Stored<User>): PublicUser {
  return { id, name, email, role, createdAt };
}

/** The account as caller, with what its role allows now. */
export function userPrincipal(user: Stored<User>, sessionId: string): Principal {
  return {
    kind: "user",
    id: user.id,
    name: user.name,
    userId: user.id,
    email: user.email,
    role: user.role,
    permissions: new Set(ROLE_PERMISSIONS[user.role]),
    sessionId,
  };
}
