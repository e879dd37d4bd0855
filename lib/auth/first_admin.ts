import type { Logger } from "../logging/logger.ts";
import { EmailTakenError, WeakPasswordError } from "./auth_errors.ts";
import { assertUsableLength, isCommonPassword } from "./password_policy.ts";
import type { PasswordHasher } from "./passwords.ts";
import type { UserDirectory } from "./user_directory.ts";

export interface FirstAdminDeps {
  admin: { email: string; password: string };
  users: UserDirectory;
  hasher: PasswordHasher;
  logger: Logger;
}

/**
 * Creates the first administrator while nobody has an account; later starts change nothing. Of
 * several instances that start at once one creates it.
 * @throws Error when the password cannot be used.
 */
export async function createFirstAdmin(deps: FirstAdminDeps): Promise<void> {
  const { admin, users, hasher, logger } = deps;
  if (!await users.isEmpty()) return;
  try {
    assertUsableLength(admin.password);
  } catch (error) {
    if (!(error instanceof WeakPasswordError)) throw error;
    throw new Error(`Cannot start: ADMIN_PASSWORD ${error.message.toLowerCase()}`);
  }
  if (isCommonPassword(admin.password)) {
    logger.warn("ADMIN_PASSWORD is among the first that are guessed; choose another");
  }
  const email = admin.email.toLowerCase();
  try {
    const passwordHash = await hasher.hash(admin.password);
    const user = await users.add({ name: email.split("@")[0]!, email, passwordHash });
    logger.info("First administrator created", { userId: user.id });
  } catch (error) {
    if (!(error instanceof EmailTakenError)) throw error;
  }
}
